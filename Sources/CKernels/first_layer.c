// first_layer.c: a convolution of pictures with the 2x2 max pooling after it, and the gradient of its weights.
//
// Pictures have 1 or 3 channels, too few for a tap: they lie [row][image][column][channel] with columns of zeros where the
// padding is, so that what a row of taps sees is one run of numbers. Runs of neighbouring outputs begin `apart` numbers from
// each other; where the compiler knows how far, no address needs computing.
//
// Forward, a block is two rows of neighbouring outputs x 16 channels. It keeps the greatest of each four and which it was.
// Backward, two rows of the outputs' gradient at a time are made from the pooled one, and used while they are in the
// first-level cache. Each sum is the chain of additions that direct.c and pooling.c would make of it, fused or not.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "first_layer.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"
#include "pooling16.h"

// The sums of `columns` neighbouring outputs of a row, whose runs begin at x.
INLINE void NAME(sum_runs)(const int columns, const long apart, v16 sum[columns][1], const float *x, long xRow,
                           const ck_product *p, int row, const float *w, long lanes) {
  UNROLL for (int c = 0; c < columns; c++) sum[c][0] = NAME(splat)(0);
  for (int i = p->rows.first[row]; i < p->rows.first[row + 1]; i++)
    NAME(accumulate)(columns, 1, sum, x + p->rows.input[i] * xRow, apart, w + (long)p->rows.tap[i] * p->depth * lanes,
                     lanes, p->depth);
}

// PAIRS windows of a row of the pooling. KIND names what APART is.
#define DEFINE_POOLED_BLOCK(KIND, APART, PAIRS)                                                                        \
  static __attribute__((noinline)) void NAME(pooled_##KIND##_##PAIRS)(                                                 \
      const float *x, long xRow, long apart, const ck_product *p, int row, const float *w, long lanes,                 \
      const float *bias, bool relu, float *y, long yColumn, uint16_t *winners, long winnersColumn) {                   \
    v16 upper[2 * PAIRS][1], lower[2 * PAIRS][1];                                                                      \
    NAME(sum_runs)(2 * PAIRS, APART, upper, x, xRow, p, 2 * row, w, lanes);                                            \
    NAME(sum_runs)(2 * PAIRS, APART, lower, x, xRow, p, 2 * row + 1, w, lanes);                                        \
    const v16 b = NAME(load)(bias);                                                                                    \
    UNROLL for (int i = 0; i < PAIRS; i++) {                                                                           \
      i16 winner;                                                                                                      \
      v16 best = NAME(greatest)(upper[2 * i][0] + b, upper[2 * i + 1][0] + b, lower[2 * i][0] + b,                     \
                                lower[2 * i + 1][0] + b, &winner);                                                     \
      if (relu) {                                                                                                      \
        winner = NAME(positive_winner)(winner, best);                                                                  \
        best = NAME(max)(NAME(splat)(0), best);                                                                        \
      }                                                                                                                \
      NAME(store)(y + i * yColumn, best);                                                                              \
      NAME(note)(winners + i * winnersColumn, winner);                                                                 \
    }                                                                                                                  \
  }

DEFINE_POOLED_BLOCK(colours, 3, 1)
DEFINE_POOLED_BLOCK(colours, 3, 2)
DEFINE_POOLED_BLOCK(any, apart, 1)
DEFINE_POOLED_BLOCK(any, apart, 2)
#if CK_BLOCK_VECTORS == 2
DEFINE_POOLED_BLOCK(colours, 3, 8)
DEFINE_POOLED_BLOCK(any, apart, 8)
#endif

// p is as for product_first; winners lie [row][column][image][width].
void NAME(pooled_product_first)(const ck_product *p, ck_view x, const float *weights, const float *bias, bool relu,
                                ck_view y, uint16_t *winners, int pooledRows) {
  const int pairs = p->outputColumns / 2;
  const long apart = (p->columns.input[1] - p->columns.input[0]) * x.column, winnersColumn = (long)p->images * p->width;
  for (int row = 0; row < pooledRows; row++)
    for (int c = 0; c < p->width; c += LANES) {
      const int block = c / (2 * LANES), lanes = p->width - block * 2 * LANES >= 2 * LANES ? 2 * LANES : LANES;
      const float *w = weights + (long)block * 2 * LANES * p->tapRows * p->depth + c % (2 * LANES);
      for (int n = 0; n < p->images; n++) {
        int i = 0;
#define BLOCKS(KIND, PAIRS)                                                                                            \
  for (; i + PAIRS <= pairs; i += PAIRS)                                                                               \
  NAME(pooled_##KIND##_##PAIRS)                                                                                        \
  (x.data + n * x.image + 2 * i * apart, x.row, apart, p, row, w, lanes, bias + c, relu,                               \
   y.data + row * y.row + i * y.column + n * y.image + c, y.column,                                                    \
   winners + ((long)row * pairs + i) * winnersColumn + (long)n * p->width + c, winnersColumn)
#if CK_BLOCK_VECTORS == 2
        if (apart == 3) BLOCKS(colours, 8);
        BLOCKS(any, 8);
#endif
        if (apart == 3) BLOCKS(colours, 2);
        if (apart == 3) BLOCKS(colours, 1);
        BLOCKS(any, 2);
        BLOCKS(any, 1);
#undef BLOCKS
      }
    }
}

// What one row of the output's gradient adds to dw, for all tap rows while it is in the cache.
INLINE void NAME(gradient_of_row)(const ck_gradient *g, ck_view x, const float *dy, long dyColumn, long dyImage, int row,
                                  float *dw) {
  const int depth = g->tapColumns * g->depth;
  for (int block = 0; block * 2 * LANES < g->width; block++) {
    const int lanes = g->width - block * 2 * LANES >= 2 * LANES ? 2 * LANES : LANES;
    for (int tapRow = 0; tapRow < g->tapRows; tapRow++) {
      const int inputRow = row * g->strideRows - g->paddingRows + tapRow;
      if (inputRow < 0 || inputRow >= g->inputRows) continue;
      NAME(gradient_rows)(depth, 1, g->images, g->outputColumns, x.data + inputRow * x.row, 0, x.image,
                          g->strideColumns * x.column, dy + block * 2 * LANES, 0, dyImage, dyColumn,
                          dw + (((long)block * 2 * LANES * g->tapRows + (long)tapRow * lanes) * depth), lanes);
    }
  }
}

void NAME(weight_gradient_first)(const ck_gradient *g, ck_view x, ck_view dy, float *dw) {
  for (int row = 0; row < g->outputRows; row++)
    NAME(gradient_of_row)(g, x, dy.data + row * dy.row, dy.column, dy.image, row, dw);
}

// dy is the pooled gradient; db may be NULL. The scratch memory holds (2 * outputColumns * images + 4) * width floats.
void NAME(pooled_gradient_first)(const ck_gradient *g, ck_view x, ck_view dy, const uint16_t *winners, float *dw,
                                 float *db, float *scratch) {
  const int width = g->width;
  v16 *chains = (v16 *)scratch;
  memset(chains, 0, (size_t)width * 4 * sizeof(float));
  ck_view d = {scratch + 4 * width, (long)g->outputColumns * g->images * width, (long)g->images * width, width};
  // Where the columns are odd, the last one has no gradient.
  memset(d.data, 0, (size_t)(2 * d.row) * sizeof(float));
  for (int row = 0; row < g->outputRows / 2; row++) {
    for (int column = 0; column < g->outputColumns / 2; column++)
      for (int n = 0; n < g->images; n++)
        for (int c = 0; c < width; c += LANES, winners += LANES) {
          const v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          const i16 winner = NAME(noted)(winners);
          float *to = d.data + 2 * column * d.column + n * d.image + c;
          UNROLL for (int tap = 0; tap < 4; tap++)
            NAME(store)(to + tap / 2 * d.row + tap % 2 * d.column, NAME(share)(winner, tap, gradient));
        }
    for (int half = 0; half < 2; half++)
      NAME(gradient_of_row)(g, x, d.data + half * d.row, d.column, d.image, 2 * row + half, dw);
    if (db)
      for (int c = 0; c < width; c += LANES) NAME(sum_rows)(chains + c / LANES * 4, d, 2, g->outputColumns, g->images, c);
  }
  if (db)
    for (int c = 0; c < width; c += LANES) {
      const v16 *chain = chains + c / LANES * 4;
      NAME(store)(db + c, NAME(load)(db + c) + ((chain[0] + chain[1]) + (chain[2] + chain[3])));
    }
}
#endif
