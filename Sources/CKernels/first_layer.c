// first_layer.c: a convolution of pictures, with or without the 2x2 max pooling after it, and the gradient of its weights.
//
// Pictures mostly have 1 or 3 channels, too few for a tap: they lie [row][image][column][channel] with columns of zeros where
// the padding is, so that what a row of taps sees is one run of numbers. Runs of neighbouring outputs begin `apart` numbers
// from each other. A sum is so short that computing eight addresses for it would take a quarter of the time: for greys and
// colours, one and three numbers apart, the compiler knows them.
//
// Forward, a block is neighbouring outputs of a row x 32 channels; with a pooling, of two rows x 16 channels, and it keeps
// the greatest of each four and which it was.
//
// Backward through a pooling, only one output of four has a gradient: the winner. A weight's sum is, for each image and row
// of the pooling, one chain over its windows; each adds the product of its gradient and the number that its winner saw.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "first_layer.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"
#include "pooling16.h"

// The sums of `columns` neighbouring outputs of a row, whose runs begin at x.
INLINE void NAME(sum_runs)(const int columns, const int vectors, const long apart, v16 sum[columns][vectors],
                           const float *x, long xRow, const ck_product *p, int row, const float *w, long lanes) {
  UNROLL for (int c = 0; c < columns; c++)
  UNROLL for (int v = 0; v < vectors; v++) sum[c][v] = NAME(splat)(0);
  for (int i = p->rows.first[row]; i < p->rows.first[row + 1]; i++)
    NAME(accumulate)(columns, vectors, sum, x + p->rows.input[i] * xRow, apart,
                     w + (long)p->rows.tap[i] * p->depth * lanes, lanes, p->depth);
}

// COLUMNS neighbouring outputs of a row. KIND names what APART is.
#define DEFINE_RUNS_BLOCK(KIND, APART, COLUMNS, VECTORS)                                                               \
  static __attribute__((noinline)) void NAME(runs_##KIND##_##COLUMNS##x##VECTORS)(                                     \
      const float *x, long xRow, long apart, const ck_product *p, int row, const float *w, long lanes,                 \
      const float *bias, ck_epilogue epilogue, float *y, long yColumn) {                                               \
    v16 sum[COLUMNS][VECTORS];                                                                                         \
    NAME(sum_runs)(COLUMNS, VECTORS, APART, sum, x, xRow, p, row, w, lanes);                                           \
    NAME(finish)(COLUMNS, VECTORS, sum, bias, epilogue, y, yColumn);                                                   \
  }
#define DEFINE_RUNS_BLOCKS(COLUMNS, VECTORS)                                                                           \
  DEFINE_RUNS_BLOCK(greys, 1, COLUMNS, VECTORS)                                                                        \
  DEFINE_RUNS_BLOCK(colours, 3, COLUMNS, VECTORS)                                                                      \
  DEFINE_RUNS_BLOCK(any, apart, COLUMNS, VECTORS)

DEFINE_RUNS_BLOCKS(1, 1)
DEFINE_RUNS_BLOCKS(2, 1)
DEFINE_RUNS_BLOCKS(4, 1)
#if CK_BLOCK_ROWS == 6
DEFINE_RUNS_BLOCKS(6, 1)
#endif
#if CK_BLOCK_VECTORS == 2
DEFINE_RUNS_BLOCKS(8, 1)
DEFINE_RUNS_BLOCKS(16, 1)
DEFINE_RUNS_BLOCKS(1, 2)
DEFINE_RUNS_BLOCKS(2, 2)
DEFINE_RUNS_BLOCKS(4, 2)
DEFINE_RUNS_BLOCKS(6, 2)
DEFINE_RUNS_BLOCKS(8, 2)
#endif

// `count` neighbouring outputs of a row.
INLINE void NAME(runs)(long count, const float *x, long xRow, long apart, const ck_product *p, int row, const float *w,
                       int lanes, const float *bias, ck_epilogue epilogue, float *y, long yColumn) {
#define BLOCK(COLUMNS, VECTORS, V0)                                                                                    \
  (apart == 1   ? NAME(runs_greys_##COLUMNS##x##VECTORS)                                                               \
   : apart == 3 ? NAME(runs_colours_##COLUMNS##x##VECTORS)                                                             \
                : NAME(runs_any_##COLUMNS##x##VECTORS))                                                                \
  (x + r * apart, xRow, apart, p, row, w + (V0) * LANES, lanes, bias + (V0) * LANES, epilogue,                         \
   y + r * yColumn + (V0) * LANES, yColumn)
#include "cut_rows16.h"
#undef BLOCK
}

// How many numbers neighbouring outputs' runs are apart.
INLINE long NAME(apart)(const ck_product *p, ck_view x) {
  return p->outputColumns > 1 ? (p->columns.input[1] - p->columns.input[0]) * x.column : x.column;
}

// x lies [row][image][column][channel], padded; the axis of columns has one tap, p->depth numbers wide, and its input[o] is
// the column where output o's window starts.
void NAME(product_first)(const ck_product *p, ck_view x, const float *weights, const float *bias, ck_epilogue epilogue,
                         ck_view y, int firstRow, int endRow) {
  const long apart = NAME(apart)(p, x);
  for (int row = firstRow; row < endRow; row++)
    for (int block = 0; block * 2 * LANES < p->width; block++) {
      const int lanes = lanes_of_block(block, p->width);
      const float *w = weights + (long)block * 2 * LANES * p->tapRows * p->depth;
      for (int image = 0; image < p->images; image++) {
        float *to = y.data + row * y.row + image * y.image + block * 2 * LANES;
        NAME(runs)(p->outputColumns, x.data + image * x.image, x.row, apart, p, row, w, lanes, bias + block * 2 * LANES,
                   epilogue, to, y.column);
      }
    }
}

// The greatest of each two sums above and two below. Winners are `noted` for a way back.
INLINE void NAME(pool_sums)(const int pairs, const bool noted, v16 upper[2 * pairs][1], v16 lower[2 * pairs][1], v16 bias,
                            bool relu, float *y, long yColumn, uint16_t *winners, long winnersColumn) {
  UNROLL for (int i = 0; i < pairs; i++) {
    i16 winner;
    v16 best = NAME(greatest)(upper[2 * i][0] + bias, upper[2 * i + 1][0] + bias, lower[2 * i][0] + bias,
                              lower[2 * i + 1][0] + bias, &winner);
    if (relu) {
      winner = NAME(positive_winner)(winner, best);
      best = NAME(max)(NAME(splat)(0), best);
    }
    NAME(store)(y + i * yColumn, best);
    if (noted) NAME(note)(winners + i * winnersColumn, winner);
  }
}

// PAIRS windows of a row of the pooling. KIND names what APART is.
#define DEFINE_POOLED_BLOCK(KIND, APART, PAIRS)                                                                        \
  static __attribute__((noinline)) void NAME(pooled_##KIND##_##PAIRS)(                                                 \
      const float *x, long xRow, long apart, const ck_product *p, int row, const float *w, long lanes,                 \
      const float *bias, bool relu, float *y, long yColumn, uint16_t *winners, long winnersColumn) {                   \
    v16 upper[2 * PAIRS][1], lower[2 * PAIRS][1];                                                                      \
    NAME(sum_runs)(2 * PAIRS, 1, APART, upper, x, xRow, p, 2 * row, w, lanes);                                         \
    NAME(sum_runs)(2 * PAIRS, 1, APART, lower, x, xRow, p, 2 * row + 1, w, lanes);                                     \
    if (winners)                                                                                                       \
      NAME(pool_sums)(PAIRS, true, upper, lower, NAME(load)(bias), relu, y, yColumn, winners, winnersColumn);          \
    else                                                                                                               \
      NAME(pool_sums)(PAIRS, false, upper, lower, NAME(load)(bias), relu, y, yColumn, winners, winnersColumn);         \
  }

#define DEFINE_POOLED_BLOCKS(PAIRS)                                                                                    \
  DEFINE_POOLED_BLOCK(greys, 1, PAIRS)                                                                                 \
  DEFINE_POOLED_BLOCK(colours, 3, PAIRS)                                                                               \
  DEFINE_POOLED_BLOCK(any, apart, PAIRS)

DEFINE_POOLED_BLOCKS(1)
DEFINE_POOLED_BLOCKS(2)
#if CK_BLOCK_VECTORS == 2
DEFINE_POOLED_BLOCKS(8)
#endif

// p is as for product_first; winners lie [row][column][image][width], or are NULL.
void NAME(pooled_product_first)(const ck_product *p, ck_view x, const float *weights, const float *bias, bool relu,
                                ck_view y, uint16_t *winners, int pooledRows) {
  const int pairs = p->outputColumns / 2;
  const long apart = NAME(apart)(p, x), winnersColumn = (long)p->images * p->width;
  for (int row = 0; row < pooledRows; row++)
    for (int c = 0; c < p->width; c += LANES) {
      const int block = c / (2 * LANES), lanes = lanes_of_block(block, p->width);
      const float *w = weights + (long)block * 2 * LANES * p->tapRows * p->depth + c % (2 * LANES);
      for (int n = 0; n < p->images; n++) {
        int i = 0;
#define BLOCKS(PAIRS)                                                                                                  \
  for (; i + PAIRS <= pairs; i += PAIRS)                                                                               \
  (apart == 1   ? NAME(pooled_greys_##PAIRS)                                                                           \
   : apart == 3 ? NAME(pooled_colours_##PAIRS)                                                                         \
                : NAME(pooled_any_##PAIRS))                                                                            \
  (x.data + n * x.image + 2 * i * apart, x.row, apart, p, row, w, lanes, bias + c, relu,                               \
   y.data + row * y.row + i * y.column + n * y.image + c, y.column,                                                    \
   winners ? winners + ((long)row * pairs + i) * winnersColumn + (long)n * p->width + c : NULL, winnersColumn)
#if CK_BLOCK_VECTORS == 2
        BLOCKS(8);
#endif
        BLOCKS(2);
        BLOCKS(1);
#undef BLOCKS
      }
    }
}

// Where tap row `tapRow` of block `block` begins in dw.
INLINE float *NAME(tap_row)(const ck_gradient *g, float *dw, int block, int lanes, int tapRow) {
  return dw + ((long)block * 2 * LANES * g->tapRows + (long)tapRow * lanes) * g->tapColumns * g->depth;
}

void NAME(weight_gradient_first)(const ck_gradient *g, ck_view x, ck_view dy, float *dw) {
  const int depth = g->tapColumns * g->depth;
  for (int row = 0; row < g->outputRows; row++)
    // All tap rows while the row is in the cache.
    for (int block = 0; block * 2 * LANES < g->width; block++) {
      const int lanes = lanes_of_block(block, g->width);
      for (int tapRow = 0; tapRow < g->tapRows; tapRow++) {
        const int inputRow = row * g->strideRows - g->paddingRows + tapRow;
        if (inputRow < 0 || inputRow >= g->inputRows) continue;
        NAME(gradient_rows)(depth, 1, g->images, g->outputColumns, x.data + inputRow * x.row, 0, x.image,
                            g->strideColumns * x.column, dy.data + row * dy.row + block * 2 * LANES, 0, dy.image, dy.column,
                            NAME(tap_row)(g, dw, block, lanes, tapRow), lanes);
      }
    }
}

#if CK_HAS_TABLES
// `count` windows of an image and the DEPTH numbers of a row of taps: what the four outputs of a window see of that row is
// in two registers, and each lane picks what its winner saw. Windows are `apart` numbers from each other.
#define DEFINE_PICKED_BLOCK(DEPTH)                                                                                     \
  static __attribute__((noinline)) void NAME(picked_block_##DEPTH)(                                                    \
      const float *upper, int upperCount, const float *lower, int lowerCount, long apart, long count, const v16 *d,    \
      const i16 *picks, float *dw, long lanes) {                                                                       \
    v16 sum[DEPTH];                                                                                                    \
    UNROLL for (int k = 0; k < DEPTH; k++) sum[k] = NAME(splat)(0);                                                    \
    for (long i = 0; i < count; i++, upper += apart, lower += apart) {                                                 \
      const v16 up = NAME(load_some)(upper, upperCount), low = NAME(load_some)(lower, lowerCount), gradient = d[i];    \
      const i16 pick = picks[i];                                                                                       \
      UNROLL for (int k = 0; k < DEPTH; k++) sum[k] = NAME(fma)(NAME(look_up32)(up, low, pick + k), gradient, sum[k]); \
    }                                                                                                                  \
    UNROLL for (int k = 0; k < DEPTH; k++) NAME(store)(dw + k * lanes, NAME(load)(dw + k * lanes) + sum[k]);           \
  }

DEFINE_PICKED_BLOCK(3)
DEFINE_PICKED_BLOCK(5)
DEFINE_PICKED_BLOCK(9)

// Whether the above can be had.
INLINE bool NAME(can_pick)(const ck_gradient *g) {
  const int depth = g->tapColumns * g->depth;
  return (depth == 3 || depth == 5 || depth == 9) && depth + g->strideColumns * g->depth <= LANES;
}

INLINE void NAME(pick_row)(const ck_gradient *g, ck_view x, ck_view dy, const uint16_t *winners, int row, v16 *chains,
                           float *dw, float *scratch) {
  const int depth = g->tapColumns * g->depth, apart = g->strideColumns * g->depth, seen = depth + apart;
  const int pairs = g->outputColumns / 2;
  v16 *d = (v16 *)scratch;
  i16 *picks = (i16 *)(d + pairs * g->images);
  for (int c = 0; c < g->width; c += LANES) {
    const int block = c / (2 * LANES), lanes = lanes_of_block(block, g->width);
    for (int column = 0; column < pairs; column++)
      for (int n = 0; n < g->images; n++) {
        const i16 winner = NAME(noted)(winners + ((long)column * g->images + n) * g->width + c);
        const v16 gradient = NAME(window_gradient)(dy, NULL, row, column, n, c, winner);
        chains[c / LANES * 4 + n % 4] += gradient;
        d[n * pairs + column] = gradient;
        picks[n * pairs + column] = (winner & 1) * apart + (winner & 2) * (LANES / 2);
      }
    for (int tapRow = 0; tapRow < g->tapRows; tapRow++) {
      const int upper = 2 * row * g->strideRows - g->paddingRows + tapRow, lower = upper + g->strideRows;
      // Nothing is loaded of a row outside the image; its address is another's, for one without memory takes long.
      const bool hasUpper = upper >= 0 && upper < g->inputRows, hasLower = lower >= 0 && lower < g->inputRows;
      const long upperStart = hasUpper ? upper * x.row : 0, lowerStart = hasLower ? lower * x.row : 0;
      float *to = NAME(tap_row)(g, dw, block, lanes, tapRow) + c % (2 * LANES);
      // A row that the next windows need and these do not: the images left the caches after the forward pass.
      const int next = lower + 2 * g->strideRows;
      for (int n = 0; n < g->images; n++) {
        const float *image = x.data + n * x.image;
        if (next >= 0 && next < g->inputRows)
          for (long at = 0; at < x.image; at += LANES) __builtin_prefetch(image + next * x.row + at);
#define BLOCK(DEPTH)                                                                                                   \
  NAME(picked_block_##DEPTH)(image + upperStart, hasUpper * seen, image + lowerStart, hasLower * seen, 2 * apart,      \
                             pairs, d + n * pairs, picks + n * pairs, to, lanes)
        if (depth == 3) BLOCK(3);
        if (depth == 5) BLOCK(5);
        if (depth == 9) BLOCK(9);
#undef BLOCK
      }
    }
  }
}
#else
INLINE bool NAME(can_pick)(const ck_gradient *g) { return false; }
INLINE void NAME(pick_row)(const ck_gradient *g, ck_view x, ck_view dy, const uint16_t *winners, int row, v16 *chains,
                           float *dw, float *scratch) {}
#endif

// The same for any window and instruction set: the row's gradient is spread over the two rows of outputs that it stands
// for, most of them zeros.
INLINE void NAME(spread_row)(const ck_gradient *g, ck_view x, ck_view dy, const uint16_t *winners, int row, v16 *chains,
                             float *dw, float *scratch) {
  const int pairs = g->outputColumns / 2, width = g->width;
  const ck_view d = {scratch, 2L * pairs * g->images * width, width, 2L * pairs * width};
  for (int column = 0; column < pairs; column++)
    for (int n = 0; n < g->images; n++)
      for (int c = 0; c < width; c += LANES, winners += LANES) {
        const i16 winner = NAME(noted)(winners);
        const v16 gradient = NAME(window_gradient)(dy, NULL, row, column, n, c, winner);
        chains[c / LANES * 4 + n % 4] += gradient;
        float *to = d.data + 2 * column * d.column + n * d.image + c;
        UNROLL for (int tap = 0; tap < 4; tap++)
          NAME(store)(to + tap / 2 * d.row + tap % 2 * d.column, NAME(share)(winner, tap, gradient));
      }
  for (int block = 0; block * 2 * LANES < width; block++) {
    const int lanes = lanes_of_block(block, width);
    for (int tapRow = 0; tapRow < g->tapRows; tapRow++) {
      const int inputRow = 2 * row * g->strideRows - g->paddingRows + tapRow;
      int half = 0, end = 2;
      while (half < end && inputRow + half * g->strideRows < 0) half++;
      while (half < end && inputRow + (end - 1) * g->strideRows >= g->inputRows) end--;
      for (int n = 0; n < g->images && half < end; n++)
        NAME(gradient_rows)(g->tapColumns * g->depth, pairs, end - half, 2,
                            x.data + (inputRow + half * g->strideRows) * x.row + n * x.image, 2 * g->strideColumns * x.column,
                            g->strideRows * x.row, g->strideColumns * x.column,
                            d.data + half * d.row + n * d.image + block * 2 * LANES, 2 * d.column, d.row, d.column,
                            NAME(tap_row)(g, dw, block, lanes, tapRow), lanes);
    }
  }
}

// dy is the pooled gradient; db may be NULL. The scratch memory holds (2 * outputColumns * images + 4) * width floats.
void NAME(pooled_gradient_first)(const ck_gradient *g, ck_view x, ck_view dy, const uint16_t *winners, float *dw,
                                 float *db, float *scratch) {
  const bool picks = NAME(can_pick)(g);
  v16 *chains = (v16 *)scratch;
  memset(chains, 0, (size_t)g->width * 4 * sizeof(float));
  scratch += 4 * g->width;
  for (int row = 0; row < g->outputRows / 2; row++, winners += (long)g->outputColumns / 2 * g->images * g->width) {
    if (picks)
      NAME(pick_row)(g, x, dy, winners, row, chains, dw, scratch);
    else
      NAME(spread_row)(g, x, dy, winners, row, chains, dw, scratch);
  }
  for (int c = 0; c < g->width && db; c += LANES) NAME(add_chains)(db + c, chains + c / LANES * 4);
}
#endif
