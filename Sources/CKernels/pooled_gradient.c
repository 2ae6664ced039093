// pooled_gradient.c: the gradient of a convolution's weights where a 2x2 max pooling follows.
//
// Of a window's four outputs only the winner has a gradient: a weight's sum adds one product a window, not four. Lanes are
// output channels, each with a winner of its own. With AVX-512 a register holds four input channels at the window's four
// places, and each lane picks what its winner saw. Elsewhere all four products are added, three of them with zero, which
// changes no sum.
//
// A sum is one chain over a row of windows, each one's images in order, then added to memory. Windows of which a tap sees
// only a part, at the border, are a chain of their own.
#include "include/kernels.h"
#include "taps.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
// Neighbouring windows of a row that see the same of a tap: so many rows and columns of each window's two.
typedef struct {
  int firstWindow, windows, firstRow, rows, firstColumn, columns;
} segment;

// The segments of a row of windows for one tap, at most three.
static int segments_of_tap(const ck_gradient *g, int windowRow, int tapRow, int tapColumn, segment segments[3]) {
  int top, bottom, left, right, count = 0;
  outputs_of_tap(tapRow, g->strideRows, g->paddingRows, g->inputRows, g->outputRows, &top, &bottom);
  outputs_of_tap(tapColumn, g->strideColumns, g->paddingColumns, g->inputColumns, g->outputColumns / 2 * 2, &left, &right);
  top = top > 2 * windowRow ? top - 2 * windowRow : 0;
  bottom = bottom < 2 * windowRow + 2 ? bottom - 2 * windowRow : 2;
  if (top >= bottom || left >= right) return 0;
  const int first = (left + 1) / 2, end = right / 2;
  if (left % 2) segments[count++] = (segment){left / 2, 1, top, bottom - top, 1, 1};
  if (first < end) segments[count++] = (segment){first, end - first, top, bottom - top, 0, 2};
  if (right % 2) segments[count++] = (segment){end, 1, top, bottom - top, 0, 1};
  return count;
}

#define KERNEL_FILE "pooled_gradient.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"
#include "pooling16.h"

// Where a row of windows' gradient is kept, by window, image and vector.
#if CK_HAS_TABLES
// The gradient, and which of 16 numbers to pick for the first of four channels.
typedef struct {
  v16 gradient;
  i16 pick;
} NAME(kept);

INLINE void NAME(keep)(NAME(kept) *to, v16 gradient, i16 winner) {
  *to = (NAME(kept)){gradient, winner * 4};
}

// Eight input channels; `place` has the inputs at a window's four places, `image` and `window` how far the next ones are.
#define DEFINE_PICKED_BLOCK(VECTORS)                                                                                   \
  static __attribute__((noinline)) void NAME(picked_block_##VECTORS)(                                                  \
      const float *const place[4], const long image[4], const long window[4], int windows, int images,                 \
      const NAME(kept) * kept, int channels, float *dw) {                                                              \
    v16 sum[8][VECTORS];                                                                                               \
    UNROLL for (int c = 0; c < 8; c++)                                                                                 \
    UNROLL for (int v = 0; v < VECTORS; v++) sum[c][v] = NAME(splat)(0);                                               \
    for (int j = 0; j < windows; j++) {                                                                                \
      const float *a = place[0] + j * window[0], *b = place[1] + j * window[1];                                        \
      const float *c = place[2] + j * window[2], *d = place[3] + j * window[3];                                        \
      for (int n = 0; n < images; n++, kept += VECTORS) {                                                              \
        const v16 low = NAME(load_quarters)(a, b, c, d), high = NAME(load_quarters)(a + 4, b + 4, c + 4, d + 4);       \
        UNROLL for (int v = 0; v < VECTORS; v++)                                                                       \
        UNROLL for (int i = 0; i < 4; i++) {                                                                           \
          sum[i][v] = NAME(fma)(NAME(look_up16)(low, kept[v].pick + i), kept[v].gradient, sum[i][v]);                    \
          sum[i + 4][v] = NAME(fma)(NAME(look_up16)(high, kept[v].pick + i), kept[v].gradient, sum[i + 4][v]);           \
        }                                                                                                              \
        a += image[0], b += image[1], c += image[2], d += image[3];                                                    \
      }                                                                                                                \
    }                                                                                                                  \
    UNROLL for (int i = 0; i < 8; i++)                                                                                 \
    UNROLL for (int v = 0; v < VECTORS; v++) {                                                                         \
      /* Indices that are constants keep the sums in registers. */                                                     \
      float *to = dw + (i * VECTORS + v) * LANES;                                                                      \
      if (i < channels) NAME(store)(to, NAME(load)(to) + sum[i][v]);                                                   \
    }                                                                                                                  \
  }

DEFINE_PICKED_BLOCK(1)
DEFINE_PICKED_BLOCK(2)

// What a segment adds to the gradient of one tap; x is where its first output's input lies.
INLINE void NAME(add_segment)(const ck_gradient *g, const float *x, ck_view xs, segment s, const NAME(kept) * kept,
                              float *dw, int lanes) {
  static const float nothing[8];
  const float *place[4];
  long image[4], window[4];
  for (int i = 0; i < 4; i++) {
    const int row = i / 2 - s.firstRow, column = i % 2 - s.firstColumn;
    const bool exists = row >= 0 && row < s.rows && column >= 0 && column < s.columns;
    place[i] = exists ? x + row * g->strideRows * xs.row + column * g->strideColumns * xs.column : nothing;
    image[i] = exists ? xs.image : 0;
    window[i] = exists ? 2 * g->strideColumns * xs.column : 0;
  }
  for (int c = 0; c < g->depth; c += 8) {
    const int channels = g->depth - c < 8 ? g->depth - c : 8;
    (lanes == 2 * LANES ? NAME(picked_block_2) : NAME(picked_block_1))(place, image, window, s.windows, g->images, kept,
                                                                       channels, dw + (long)c * lanes);
    for (int i = 0; i < 4; i++) place[i] += image[i] ? 8 : 0;
  }
}
#else
// What each of the window's four outputs gets.
typedef struct {
  v16 share[4];
} NAME(kept);

INLINE void NAME(keep)(NAME(kept) *to, v16 gradient, i16 winner) {
  UNROLL for (int tap = 0; tap < 4; tap++) to->share[tap] = NAME(share)(winner, tap, gradient);
}

#define DEFINE_SPREAD_BLOCK(CHANNELS, VECTORS)                                                                         \
  static __attribute__((noinline)) void NAME(spread_block_##CHANNELS##x##VECTORS)(                                     \
      const ck_gradient *g, const float *x, ck_view xs, const segment *s, const NAME(kept) * kept, int vectors,        \
      float *dw, long lanes) {                                                                                         \
    const long row = g->strideRows * xs.row, column = g->strideColumns * xs.column;                                    \
    v16 sum[CHANNELS][1];                                                                                              \
    UNROLL for (int c = 0; c < CHANNELS; c++) sum[c][0] = NAME(splat)(0);                                              \
    for (int j = 0; j < s->windows; j++)                                                                               \
      for (int n = 0; n < g->images; n++, kept += vectors) {                                                           \
        const float *from = x + j * 2 * column + n * xs.image;                                                         \
        for (int i = 0; i < s->rows; i++) {                                                                            \
          const float *share = (const float *)&kept->share[2 * (s->firstRow + i) + s->firstColumn];                    \
          if (s->columns == 2)                                                                                         \
            NAME(accumulate_outer)(CHANNELS, 1, sum, from + i * row, column, share, LANES, 2);                         \
          else                                                                                                         \
            NAME(accumulate_outer)(CHANNELS, 1, sum, from + i * row, column, share, LANES, 1);                         \
        }                                                                                                              \
      }                                                                                                                \
    UNROLL for (int c = 0; c < CHANNELS; c++) NAME(store)(dw + c * lanes, NAME(load)(dw + c * lanes) + sum[c][0]);     \
  }

DEFINE_SPREAD_BLOCK(1, 1)
DEFINE_SPREAD_BLOCK(2, 1)
DEFINE_SPREAD_BLOCK(4, 1)
#if CK_BLOCK_ROWS == 6
DEFINE_SPREAD_BLOCK(5, 1)
DEFINE_SPREAD_BLOCK(6, 1)
#endif

INLINE void NAME(add_segment)(const ck_gradient *g, const float *x, ck_view xs, segment s, const NAME(kept) * kept,
                              float *dw, int lanes) {
  const int channels = g->depth;
#define BLOCK(CHANNELS, VECTORS, V0)                                                                                   \
  NAME(spread_block_##CHANNELS##x##VECTORS)                                                                            \
  (g, x + c, xs, &s, kept + (V0), lanes / LANES, dw + c * (long)lanes + (V0) * LANES, lanes)
#include "cut_channels16.h"
#undef BLOCK
}
#endif

// Adds to dw and to db, which may be NULL. dy and y are the pooling's output; where y is not NULL, a ReLU stands before the
// pooling. The scratch memory holds 128 * (outputColumns / 2) * images floats.
void NAME(pooled_weight_gradient)(const ck_gradient *g, ck_view x, ck_view dy, const ck_view *y, const uint16_t *winners,
                                  float *dw, float *db, float *scratch) {
  const int windows = g->outputColumns / 2;
  const long taps = (long)g->tapRows * g->tapColumns;
  NAME(kept) *kept = (NAME(kept) *)scratch;
  for (int block = 0; block * 2 * LANES < g->width; block++) {
    const int lanes = lanes_of_block(block, g->width), vectors = lanes / LANES;
    v16 chains[2][4] = {};
    for (int row = 0; row < g->outputRows / 2; row++) {
      for (int j = 0; j < windows; j++)
        for (int n = 0; n < g->images; n++)
          for (int v = 0; v < vectors; v++) {
            const int c = block * 2 * LANES + v * LANES;
            const i16 winner = NAME(noted)(winners + (((long)row * windows + j) * g->images + n) * g->width + c);
            const v16 gradient = NAME(window_gradient)(dy, y, row, j, n, c, winner);
            chains[v][n % 4] += gradient;
            NAME(keep)(kept + ((long)j * g->images + n) * vectors + v, gradient, winner);
          }
      for (int tap = 0; tap < taps; tap++) {
        const int tapRow = tap / g->tapColumns, tapColumn = tap % g->tapColumns;
        segment segments[3];
        const int count = segments_of_tap(g, row, tapRow, tapColumn, segments);
        for (int i = 0; i < count; i++) {
          const segment s = segments[i];
          const long inputRow = (2L * row + s.firstRow) * g->strideRows - g->paddingRows + tapRow;
          const long inputColumn = (2L * s.firstWindow + s.firstColumn) * g->strideColumns - g->paddingColumns + tapColumn;
          NAME(add_segment)(g, x.data + inputRow * x.row + inputColumn * x.column, x, s,
                            kept + (long)s.firstWindow * g->images * vectors,
                            dw + ((long)block * 2 * LANES * taps + (long)tap * lanes) * g->depth, lanes);
        }
      }
    }
    for (int v = 0; v < vectors && db; v++) NAME(add_chains)(db + (block * 2 + v) * LANES, chains[v]);
  }
}
#endif
