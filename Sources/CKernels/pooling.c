// pooling.c: the largest value or the mean of a window, channel by channel, and their gradients.
//
// Lanes are channels and every position is its own dense vector, so a window is a loop over positions.
// Windows of 2x2 side by side, the usual ones, have loops of their own.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "pooling.c"
#include "instruction_sets.h"
#else
#include "pooling16.h"

// Whether the windows see every input along an axis exactly once.
INLINE bool NAME(tiles_axis)(const ck_axis *axis, int outputs, int inputs) {
  if (axis->first[outputs] != inputs) return false;
  for (int i = 0; i < inputs; i++)
    if (axis->input[i] != i) return false;
  return true;
}

INLINE void NAME(clear)(ck_view x, int rows, int columns, int images, int width) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      for (int n = 0; n < images; n++)
        memset(x.data + row * x.row + column * x.column + n * x.image, 0, (size_t)width * sizeof(float));
}

INLINE long NAME(winner_place)(const ck_pooling *p, int row, int column, int n) {
  return (((long)row * p->outputColumns + column) * p->images + n) * p->width;
}

INLINE void NAME(max_pool_pairs)(const ck_pooling *p, ck_view x, ck_view y, uint16_t *winners, int row) {
  for (int column = 0; column < p->outputColumns; column++)
    for (int n = 0; n < p->images; n++) {
      const float *from = x.data + 2 * row * x.row + 2 * column * x.column + n * x.image;
      float *to = y.data + row * y.row + column * y.column + n * y.image;
      uint16_t *notes = winners + NAME(winner_place)(p, row, column, n);
      for (int c = 0; c < p->width; c += LANES) {
        const float *upper = from + c, *lower = upper + x.row;
        i16 winner;
        NAME(store)(to + c, NAME(greatest)(NAME(load)(upper), NAME(load)(upper + x.column), NAME(load)(lower),
                                           NAME(load)(lower + x.column), &winner));
        NAME(note)(notes + c, winner);
      }
    }
}

// Rows firstRow..<endRow of the output; winners lie [row][column][image][width].
void NAME(max_pool)(const ck_pooling *p, ck_view x, ck_view y, uint16_t *winners, int firstRow, int endRow) {
  for (int row = firstRow; row < endRow; row++) {
    if (p->pairs) {
      NAME(max_pool_pairs)(p, x, y, winners, row);
      continue;
    }
    for (int column = 0; column < p->outputColumns; column++) {
      const int i0 = p->rows.first[row], i1 = p->rows.first[row + 1];
      const int j0 = p->columns.first[column], j1 = p->columns.first[column + 1];
      for (int n = 0; n < p->images; n++)
        for (int c = 0; c < p->width; c += LANES) {
          const float *from = x.data + n * x.image + c;
          v16 best = NAME(load)(from + p->rows.input[i0] * x.row + p->columns.input[j0] * x.column);
          i16 winner = (i16){} + (p->rows.tap[i0] * p->tapColumns + p->columns.tap[j0]);
          for (int i = i0; i < i1; i++)
            for (int j = i == i0 ? j0 + 1 : j0; j < j1; j++) {
              const v16 value = NAME(load)(from + p->rows.input[i] * x.row + p->columns.input[j] * x.column);
              const int tap = p->rows.tap[i] * p->tapColumns + p->columns.tap[j];
              best = NAME(greater)(best, value, &winner, (i16){} + tap);
            }
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, best);
          NAME(note)(winners + NAME(winner_place)(p, row, column, n) + c, winner);
        }
    }
  }
}

// Where y is given, values of 0 and less pass no gradient: a ReLU before the pooling.
// Windows that lie side by side write each input once; others add to zeros.
void NAME(max_pool_gradient)(const ck_pooling *p, ck_view dy, const ck_view *y, const uint16_t *winners, ck_view dx,
                             int outputRows, int inputRows, int inputColumns) {
  const bool tiles = NAME(tiles_axis)(&p->rows, outputRows, inputRows) &&
                     NAME(tiles_axis)(&p->columns, p->outputColumns, inputColumns);
  if (!tiles) NAME(clear)(dx, inputRows, inputColumns, p->images, p->width);
  for (int row = 0; row < outputRows; row++)
    for (int column = 0; column < p->outputColumns; column++)
      for (int n = 0; n < p->images; n++)
        for (int c = 0; c < p->width; c += LANES) {
          const i16 winner = NAME(noted)(winners + NAME(winner_place)(p, row, column, n) + c);
          const v16 gradient = NAME(window_gradient)(dy, y, row, column, n, c, winner);
          float *to = dx.data + n * dx.image + c;
          if (p->pairs) {
            float *at = to + 2 * row * dx.row + 2 * column * dx.column;
            UNROLL for (int tap = 0; tap < 4; tap++)
              NAME(store)(at + tap / 2 * dx.row + tap % 2 * dx.column, NAME(share)(winner, tap, gradient));
            continue;
          }
          for (int i = p->rows.first[row]; i < p->rows.first[row + 1]; i++)
            for (int j = p->columns.first[column]; j < p->columns.first[column + 1]; j++) {
              float *at = to + p->rows.input[i] * dx.row + p->columns.input[j] * dx.column;
              const v16 share = NAME(share)(winner, p->rows.tap[i] * p->tapColumns + p->columns.tap[j], gradient);
              NAME(store)(at, tiles ? share : NAME(load)(at) + share);
            }
        }
}

void NAME(average_pool)(const ck_pooling *p, ck_view x, ck_view y, int outputRows) {
  for (int row = 0; row < outputRows; row++)
    for (int column = 0; column < p->outputColumns; column++) {
      const int i0 = p->rows.first[row], i1 = p->rows.first[row + 1];
      const int j0 = p->columns.first[column], j1 = p->columns.first[column + 1];
      const v16 count = NAME(splat)((float)((i1 - i0) * (j1 - j0)));
      for (int n = 0; n < p->images; n++)
        for (int c = 0; c < p->width; c += LANES) {
          v16 sum = NAME(splat)(0);
          for (int i = i0; i < i1; i++) {
            v16 rowSum = NAME(splat)(0);
            for (int j = j0; j < j1; j++)
              rowSum += NAME(load)(x.data + p->rows.input[i] * x.row + p->columns.input[j] * x.column + n * x.image + c);
            sum += rowSum;
          }
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, sum / count);
        }
    }
}

void NAME(average_pool_gradient)(const ck_pooling *p, ck_view dy, ck_view dx, int outputRows, int inputRows,
                                 int inputColumns) {
  const bool tiles = NAME(tiles_axis)(&p->rows, outputRows, inputRows) &&
                     NAME(tiles_axis)(&p->columns, p->outputColumns, inputColumns);
  if (!tiles) NAME(clear)(dx, inputRows, inputColumns, p->images, p->width);
  for (int row = 0; row < outputRows; row++)
    for (int column = 0; column < p->outputColumns; column++) {
      const int i0 = p->rows.first[row], i1 = p->rows.first[row + 1];
      const int j0 = p->columns.first[column], j1 = p->columns.first[column + 1];
      const v16 count = NAME(splat)((float)((i1 - i0) * (j1 - j0)));
      for (int n = 0; n < p->images; n++)
        for (int c = 0; c < p->width; c += LANES) {
          v16 share = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c) / count;
          for (int i = i0; i < i1; i++)
            for (int j = j0; j < j1; j++) {
              float *at = dx.data + p->rows.input[i] * dx.row + p->columns.input[j] * dx.column + n * dx.image + c;
              NAME(store)(at, tiles ? share : NAME(load)(at) + share);
            }
        }
    }
}
#endif
