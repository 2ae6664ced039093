// pooling.c: the largest value or the mean of a window, channel by channel, and their gradients.
//
// Lanes are channels and every position is its own dense vector, so a window is a loop over positions. Max pooling notes
// the winning tap of each value, row by row from 0: 16 bits, enough for a window of 256 x 256.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "pooling.c"
#include "instruction_sets.h"
#else

typedef uint16_t NAME(h16) __attribute__((vector_size(32)));

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

// Rows firstRow..<endRow of the output; winners lie [row][column][image][width].
void NAME(max_pool)(const ck_pooling *p, ck_view x, ck_view y, uint16_t *winners, int firstRow, int endRow) {
  for (int row = firstRow; row < endRow; row++)
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
              v16 value = NAME(load)(from + p->rows.input[i] * x.row + p->columns.input[j] * x.column);
              // Not a number wins and stays: whatever is not at most the best replaces it.
              i16 wins = ~(value <= best) & (best == best);
              best = NAME(select)(wins, value, best);
              winner = (winner & ~wins) | (((i16){} + (p->rows.tap[i] * p->tapColumns + p->columns.tap[j])) & wins);
            }
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, best);
          if (winners)
            *(NAME(h16) *)(winners + (((long)row * p->outputColumns + column) * p->images + n) * p->width + c) =
                __builtin_convertvector((u16)winner, NAME(h16));
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
          v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          if (y) {
            v16 value = NAME(load)(y->data + row * y->row + column * y->column + n * y->image + c);
            gradient = NAME(select)(value > 0, gradient, NAME(splat)(0));
          }
          const uint16_t *noted = winners + (((long)row * p->outputColumns + column) * p->images + n) * p->width + c;
          i16 winner = (i16)__builtin_convertvector(*(const NAME(h16) *)noted, u16);
          float *to = dx.data + n * dx.image + c;
          for (int i = p->rows.first[row]; i < p->rows.first[row + 1]; i++)
            for (int j = p->columns.first[column]; j < p->columns.first[column + 1]; j++) {
              float *at = to + p->rows.input[i] * dx.row + p->columns.input[j] * dx.column;
              i16 won = winner == p->rows.tap[i] * p->tapColumns + p->columns.tap[j];
              const v16 share = NAME(select)(won, gradient, NAME(splat)(0));
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
