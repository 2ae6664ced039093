// winograd.c: 3x3 convolutions with stride 1, with a quarter of the multiplications.
//
// F(4x4, 3x3) of Lavin & Gray, "Fast algorithms for convolutional neural networks", 2016: a 4x4 tile of the output comes
// from 36 products instead of 144. The 6x6 inputs of a tile and the 3x3 weights are transformed to 36 points each; at each
// point, tiles x channels is a matrix product; what comes out is transformed back to the tile.
//
// Lanes are channels, so a transform is additions of whole vectors and needs no shuffles. A row is one tile of one image.
// Layouts: points of the input [36][row][channel], of the weights [36][block][depth][lanes], of the output
// [36][row][channel]; rows are padded by 16 floats, for a power of two apart they would share cache sets. Some 64 rows at a
// time, so that the points stay in the second-level cache.
//
// Bias, ReLU and 2x2 pooling follow while a tile is in registers. Backward, each tile's gradient is rebuilt in registers
// from the pooled one and the winners, transformed once, and used twice: for the weights' gradient, summed at the points and
// transformed back once a shard, and for the input's, whose tiles overlap and are added up.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "winograd.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"

enum { NAME(POINTS) = 36, NAME(NO_WINNER) = 4 };
typedef uint16_t NAME(h16) __attribute__((vector_size(32)));

// The four one-dimensional transforms and the two of the weights; a 2-D transform is one along columns, one along rows.

INLINE void NAME(input_points)(const v16 d[6], v16 u[6]) {
  const v16 four = NAME(splat)(4), five = NAME(splat)(5), two = NAME(splat)(2);
  const v16 a = NAME(fma)(-four, d[2], d[4]), b = NAME(fma)(-four, d[1], d[3]);
  const v16 c = d[4] - d[2], e = d[3] - d[1];
  u[0] = NAME(fma)(four, d[0], NAME(fma)(-five, d[2], d[4]));
  u[1] = a + b;
  u[2] = a - b;
  u[3] = NAME(fma)(two, e, c);
  u[4] = NAME(fma)(-two, e, c);
  u[5] = NAME(fma)(four, d[1], NAME(fma)(-five, d[3], d[5]));
}

// The transpose of input_points: from the points' gradient to the inputs'.
INLINE void NAME(input_gradient)(const v16 u[6], v16 d[6]) {
  const v16 four = NAME(splat)(4), five = NAME(splat)(5), two = NAME(splat)(2);
  const v16 a = u[1] + u[2], b = u[1] - u[2], c = u[3] + u[4], e = u[3] - u[4];
  d[0] = four * u[0];
  d[1] = NAME(fma)(four, u[5] - b, -two * e);
  d[2] = -NAME(fma)(five, u[0], NAME(fma)(four, a, c));
  d[3] = NAME(fma)(-five, u[5], NAME(fma)(two, e, b));
  d[4] = u[0] + a + c;
  d[5] = u[5];
}

INLINE void NAME(output_tile)(const v16 m[6], v16 y[4]) {
  const v16 a = m[1] + m[2], b = m[1] - m[2], c = m[3] + m[4], e = m[3] - m[4];
  y[0] = m[0] + a + c;
  y[1] = NAME(fma)(NAME(splat)(2), e, b);
  y[2] = NAME(fma)(NAME(splat)(4), c, a);
  y[3] = NAME(fma)(NAME(splat)(8), e, b) + m[5];
}

// The transpose of output_tile.
INLINE void NAME(output_gradient)(const v16 y[4], v16 m[6]) {
  const v16 a = y[0] + y[2], b = y[1] + y[3];
  const v16 c = NAME(fma)(NAME(splat)(4), y[2], y[0]), e = NAME(fma)(NAME(splat)(8), y[3], y[1] + y[1]);
  m[0] = y[0];
  m[1] = a + b;
  m[2] = a - b;
  m[3] = c + e;
  m[4] = c - e;
  m[5] = y[3];
}

INLINE void NAME(weight_points)(const v16 g[3], v16 u[6]) {
  const v16 sixth = NAME(splat)(1.0f / 6), twelfth = NAME(splat)(1.0f / 12), twentyfourth = NAME(splat)(1.0f / 24);
  const v16 a = (g[0] + g[2]) * -sixth, b = g[1] * sixth;
  const v16 c = NAME(fma)(g[0], twentyfourth, g[2] * sixth), e = g[1] * twelfth;
  u[0] = g[0] * NAME(splat)(0.25f);
  u[1] = a - b;
  u[2] = a + b;
  u[3] = c + e;
  u[4] = c - e;
  u[5] = g[2];
}

// The transpose of weight_points.
INLINE void NAME(weight_gradient_of_points)(const v16 u[6], v16 g[3]) {
  const v16 sixth = NAME(splat)(1.0f / 6), twelfth = NAME(splat)(1.0f / 12), twentyfourth = NAME(splat)(1.0f / 24);
  const v16 a = (u[1] + u[2]) * sixth, b = (u[2] - u[1]) * sixth, c = u[3] + u[4], e = u[3] - u[4];
  g[0] = NAME(fma)(u[0], NAME(splat)(0.25f), NAME(fma)(c, twentyfourth, -a));
  g[1] = NAME(fma)(e, twelfth, b);
  g[2] = NAME(fma)(c, sixth, u[5] - a);
}

// From one point's rows to the next's: a transform writes all 36 at once, which must not fall into the same cache sets.
INLINE long NAME(point_stride)(const ck_winograd *g, long rowStride) { return g->mostRows * rowStride + 16; }

INLINE int NAME(lanes_of_block)(int block, int width) {
  return width - block * 2 * LANES >= 2 * LANES ? 2 * LANES : LANES;
}

// 9 taps, tapStride apart, to 36 points, pointStride apart.
INLINE void NAME(transform_weights)(const float *w, long tapStride, float *u, long pointStride) {
  v16 half[6][3];
  UNROLL for (int j = 0; j < 3; j++) {
    v16 g[3], points[6];
    UNROLL for (int i = 0; i < 3; i++) g[i] = NAME(load)(w + (i * 3 + j) * tapStride);
    NAME(weight_points)(g, points);
    UNROLL for (int i = 0; i < 6; i++) half[i][j] = points[i];
  }
  UNROLL for (int i = 0; i < 6; i++) {
    v16 points[6];
    NAME(weight_points)(half[i], points);
    UNROLL for (int j = 0; j < 6; j++) NAME(store)(u + (i * 6 + j) * pointStride, points[j]);
  }
}

// From w [block][tap][depth][lanes] to [36][block][depth][lanes]. A unit is one input channel.
void NAME(winograd_weights)(const float *w, int depth, int width, float *transformed, int firstUnit, int endUnit) {
  for (int k = firstUnit; k < endUnit; k++)
    for (int block = 0; block * 2 * LANES < width; block++) {
      const int lanes = NAME(lanes_of_block)(block, width);
      const long start = (long)block * 2 * LANES * depth;
      for (int v = 0; v < lanes; v += LANES)
        NAME(transform_weights)(w + 9 * start + (long)k * lanes + v, (long)depth * lanes,
                                transformed + start + (long)k * lanes + v, (long)depth * width);
    }
}

// The same with inputs and outputs exchanged: [36][input block][outputs][lanes]. A unit is 16 output channels.
void NAME(winograd_transposed_weights)(const float *w, int depth, int width, int outputs, float *transformed,
                                       int firstUnit, int endUnit) {
  const int inputWidth = (depth + LANES - 1) / LANES * LANES;
  float turned[9][LANES][LANES] __attribute__((aligned(64)));
  for (int unit = firstUnit; unit < endUnit; unit++) {
    const int first = unit * LANES, count = outputs - first < LANES ? outputs - first : LANES;
    const int from = first / (2 * LANES), fromLanes = NAME(lanes_of_block)(from, width);
    for (int input = 0; input < inputWidth; input += LANES) {
      for (int tap = 0; tap < 9; tap++)
        for (int k = 0; k < LANES; k++) {
          const float *row = w + (long)from * 2 * LANES * 9 * depth + ((long)tap * depth + input + k) * fromLanes + first % (2 * LANES);
          for (int o = 0; o < LANES; o++) turned[tap][o][k] = input + k < depth ? row[o] : 0;
        }
      const int block = input / (2 * LANES), lanes = NAME(lanes_of_block)(block, inputWidth);
      for (int o = 0; o < count; o++)
        NAME(transform_weights)(turned[0][o], LANES * LANES,
                                transformed + (long)block * 2 * LANES * outputs + (long)(first + o) * lanes + input % (2 * LANES),
                                (long)outputs * inputWidth);
    }
  }
}

// From the points' gradient [36][block][depth][lanes], added to dw [block][tap][depth][lanes].
void NAME(winograd_weight_gradient)(const float *transformed, int depth, int width, float *dw) {
  for (int block = 0; block * 2 * LANES < width; block++) {
    const int lanes = NAME(lanes_of_block)(block, width);
    const long start = (long)block * 2 * LANES * depth;
    for (long at = 0; at < (long)depth * lanes; at += LANES) {
      v16 half[3][6];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 u[6], g[3];
        UNROLL for (int i = 0; i < 6; i++) u[i] = NAME(load)(transformed + (i * 6 + j) * (long)depth * width + start + at);
        NAME(weight_gradient_of_points)(u, g);
        UNROLL for (int i = 0; i < 3; i++) half[i][j] = g[i];
      }
      UNROLL for (int i = 0; i < 3; i++) {
        v16 g[3];
        NAME(weight_gradient_of_points)(half[i], g);
        UNROLL for (int j = 0; j < 3; j++) {
          float *to = dw + 9 * start + (i * 3 + j) * (long)depth * lanes + at;
          NAME(store)(to, NAME(load)(to) + g[j]);
        }
      }
    }
  }
}

// Where a tile lies: its micro-batch, and its row and column in units of tiles.
typedef struct {
  int microBatch, row, column;
} NAME(tile);

INLINE NAME(tile) NAME(tile_at)(const ck_winograd *g, int index) {
  const int columns = (g->outputColumns + 3) / 4, rows = (g->outputRows + 3) / 4;
  return (NAME(tile)){index / (rows * columns), index / columns % rows, index % columns};
}

// Which of six places from `at` on lie in 0..<count.
INLINE int NAME(first_inside)(int at) { return at < 0 ? -at : 0; }
INLINE int NAME(end_inside)(int at, int count) { return count - at < 6 ? count - at : 6; }

// One tile's inputs, all images, to u, whose points are pointStride apart.
INLINE void NAME(transform_inputs)(const bool atBorder, const ck_winograd *g, ck_view x, int row, int column, float *u,
                                   long rowStride, long pointStride) {
  // The part of the tile that lies in the image; the rest stays zero.
  const int rows0 = NAME(first_inside)(row), rows1 = NAME(end_inside)(row, g->inputRows);
  const int columns0 = NAME(first_inside)(column), columns1 = NAME(end_inside)(column, g->inputColumns);
  v16 bordered[6] = {};
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->inputWidth; c += LANES) {
      const float *from = x.data + row * x.row + column * x.column + n * x.image + c;
      float *to = u + n * rowStride + c;
      v16 half[6][6];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 points[6];
        if (!atBorder) {
          v16 d[6];
          UNROLL for (int i = 0; i < 6; i++) d[i] = NAME(load)(from + i * x.row + j * x.column);
          NAME(input_points)(d, points);
        } else if (j >= columns0 && j < columns1) {
          for (int i = rows0; i < rows1; i++) bordered[i] = NAME(load)(from + i * x.row + j * x.column);
          NAME(input_points)(bordered, points);
        } else {
          UNROLL for (int i = 0; i < 6; i++) points[i] = NAME(splat)(0);
        }
        UNROLL for (int i = 0; i < 6; i++) half[i][j] = points[i];
      }
      UNROLL for (int i = 0; i < 6; i++) {
        v16 points[6];
        NAME(input_points)(half[i], points);
        UNROLL for (int j = 0; j < 6; j++) NAME(store)(to + (i * 6 + j) * pointStride, points[j]);
      }
    }
}

static __attribute__((noinline)) void NAME(inputs_of_tile)(const ck_winograd *g, ck_view x, NAME(tile) t, float *u,
                                                           long rowStride, long pointStride) {
  const int row = t.row * 4 - g->paddingRows, column = t.column * 4 - g->paddingColumns;
  x.data += t.microBatch * g->xStride;
  const bool inside = row >= 0 && column >= 0 && row + 6 <= g->inputRows && column + 6 <= g->inputColumns;
  if (inside)
    NAME(transform_inputs)(false, g, x, row, column, u, rowStride, pointStride);
  else
    NAME(transform_inputs)(true, g, x, row, column, u, rowStride, pointStride);
}

INLINE void NAME(add_to)(float *at, v16 a) { NAME(store)(at, NAME(load)(at) + a); }

// Adds one tile's input gradients, all images, to dx.
INLINE void NAME(add_input_gradients)(const bool atBorder, const ck_winograd *g, ck_view dx, int row, int column,
                                      const float *u, long rowStride, long pointStride) {
  const int rows0 = NAME(first_inside)(row), rows1 = NAME(end_inside)(row, g->inputRows);
  const int columns0 = NAME(first_inside)(column), columns1 = NAME(end_inside)(column, g->inputColumns);
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->inputWidth; c += LANES) {
      const float *from = u + n * rowStride + c;
      float *to = dx.data + row * dx.row + column * dx.column + n * dx.image + c;
      v16 half[6][6];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 points[6], d[6];
        UNROLL for (int i = 0; i < 6; i++) points[i] = NAME(load)(from + (i * 6 + j) * pointStride);
        NAME(input_gradient)(points, d);
        UNROLL for (int i = 0; i < 6; i++) half[i][j] = d[i];
      }
      for (int i = rows0; i < rows1; i++) {
        v16 d[6];
        NAME(input_gradient)(half[i], d);
        if (!atBorder) {
          UNROLL for (int j = 0; j < 6; j++) NAME(add_to)(to + i * dx.row + j * dx.column, d[j]);
        } else {
          for (int j = columns0; j < columns1; j++) NAME(add_to)(to + i * dx.row + j * dx.column, d[j]);
        }
      }
    }
}

static __attribute__((noinline)) void NAME(input_gradients_of_tile)(const ck_winograd *g, ck_view dx, NAME(tile) t,
                                                                    const float *u, long rowStride, long pointStride) {
  const int row = t.row * 4 - g->paddingRows, column = t.column * 4 - g->paddingColumns;
  dx.data += t.microBatch * g->dxStride;
  const bool inside = row >= 0 && column >= 0 && row + 6 <= g->inputRows && column + 6 <= g->inputColumns;
  if (inside)
    NAME(add_input_gradients)(false, g, dx, row, column, u, rowStride, pointStride);
  else
    NAME(add_input_gradients)(true, g, dx, row, column, u, rowStride, pointStride);
}

// Where a pooled value's winner is noted.
INLINE long NAME(winner_place)(const ck_winograd *g, int row, int column, int n, int c) {
  return (((long)row * (g->outputColumns / 2) + column) * g->images + n) * g->width + c;
}

// One tile's outputs, all images: bias, ReLU and pooling included.
INLINE void NAME(transform_outputs)(const bool pools, const bool isWhole, const ck_winograd *g, const float *m,
                                    long rowStride, long pointStride, NAME(tile) t, const float *bias, ck_view y,
                                    uint16_t *winners) {
  const v16 zero = NAME(splat)(0);
  y.data += t.microBatch * g->yStride;
  if (winners) winners += t.microBatch * g->winnersStride;
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->width; c += LANES) {
      const float *from = m + n * rowStride + c;
      const v16 b = NAME(load)(bias + c);
      v16 half[4][6], out[4][4];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 points[6], tile[4];
        UNROLL for (int i = 0; i < 6; i++) points[i] = NAME(load)(from + (i * 6 + j) * pointStride);
        NAME(output_tile)(points, tile);
        UNROLL for (int i = 0; i < 4; i++) half[i][j] = tile[i];
      }
      UNROLL for (int i = 0; i < 4; i++) NAME(output_tile)(half[i], out[i]);
      if (!pools) {
        UNROLL for (int i = 0; i < 4; i++)
        UNROLL for (int j = 0; j < 4; j++) {
          const int row = t.row * 4 + i, column = t.column * 4 + j;
          if (!isWhole && (row >= g->outputRows || column >= g->outputColumns)) continue;
          const v16 sum = out[i][j] + b;
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, g->relu ? NAME(max)(zero, sum) : sum);
        }
        continue;
      }
      UNROLL for (int i = 0; i < 2; i++)
      UNROLL for (int j = 0; j < 2; j++) {
        const int row = t.row * 2 + i, column = t.column * 2 + j;
        if (!isWhole && (row >= g->outputRows / 2 || column >= g->outputColumns / 2)) continue;
        const v16 *top = &out[2 * i][2 * j], *bottom = &out[2 * i + 1][2 * j];
        v16 best = top[0];
        i16 winner = (i16){};
        const v16 others[3] = {top[1], bottom[0], bottom[1]};
        UNROLL for (int k = 0; k < 3; k++) {
          const i16 wins = ~(others[k] <= best) & (best == best);
          best = NAME(select)(wins, others[k], best);
          winner = (winner & ~wins) | (((i16){} + (k + 1)) & wins);
        }
        best += b;
        if (g->relu) {
          const i16 positive = best > zero;
          winner = (winner & positive) | (((i16){} + NAME(NO_WINNER)) & ~positive);
          best = NAME(max)(zero, best);
        }
        NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, best);
        if (winners)
          *(NAME(h16) *)(winners + NAME(winner_place)(g, row, column, n, c)) = __builtin_convertvector((u16)winner, NAME(h16));
      }
    }
}

static __attribute__((noinline)) void NAME(outputs_of_tile)(const ck_winograd *g, const float *m, long rowStride,
                                                            long pointStride, NAME(tile) t, const float *bias, ck_view y,
                                                            uint16_t *winners) {
#define TRANSFORM(POOLS, WHOLE) \
  NAME(transform_outputs)(POOLS, WHOLE, g, m, rowStride, pointStride, t, bias, y, winners)
  const bool isWhole = t.row * 4 + 4 <= g->outputRows && t.column * 4 + 4 <= g->outputColumns;
  if (g->pools && isWhole)
    TRANSFORM(true, true);
  else if (g->pools)
    TRANSFORM(true, false);
  else if (isWhole)
    TRANSFORM(false, true);
  else
    TRANSFORM(false, false);
#undef TRANSFORM
}

// One tile's output gradients, all images, to the points m; adds them to the bias's gradient.
// `isWhole` where all of its outputs exist.
INLINE void NAME(transform_output_gradients)(const bool pools, const bool relu, const bool isWhole, const ck_winograd *g,
                                             ck_view dy, ck_view y, const uint16_t *winners, NAME(tile) t, float *m,
                                             long rowStride, long pointStride, float *db) {
  const v16 zero = NAME(splat)(0);
  dy.data += t.microBatch * g->dyStride;
  y.data += t.microBatch * g->yStride;
  if (winners) winners += t.microBatch * g->winnersStride;
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->width; c += LANES) {
      v16 tile[4][4], half[6][4];
      UNROLL for (int i = 0; i < 4; i++)
      UNROLL for (int j = 0; j < 4; j++) tile[i][j] = zero;
      v16 sum = zero;
      if (pools) {
        UNROLL for (int i = 0; i < 2; i++)
        UNROLL for (int j = 0; j < 2; j++) {
          const int row = t.row * 2 + i, column = t.column * 2 + j;
          if (!isWhole && (row >= g->outputRows / 2 || column >= g->outputColumns / 2)) continue;
          const v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          const i16 winner = (i16)__builtin_convertvector(
              *(const NAME(h16) *)(winners + NAME(winner_place)(g, row, column, n, c)), u16);
          UNROLL for (int k = 0; k < 4; k++)
            tile[2 * i + k / 2][2 * j + k % 2] = NAME(select)(winner == k, gradient, zero);
          sum += NAME(select)(winner != NAME(NO_WINNER), gradient, zero);
        }
      } else {
        UNROLL for (int i = 0; i < 4; i++)
        UNROLL for (int j = 0; j < 4; j++) {
          const int row = t.row * 4 + i, column = t.column * 4 + j;
          if (!isWhole && (row >= g->outputRows || column >= g->outputColumns)) continue;
          v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          if (relu) {
            const v16 value = NAME(load)(y.data + row * y.row + column * y.column + n * y.image + c);
            gradient = NAME(select)(value > zero, gradient, zero);
          }
          tile[i][j] = gradient;
          sum += gradient;
        }
      }
      if (db) NAME(store)(db + c, NAME(load)(db + c) + sum);
      UNROLL for (int j = 0; j < 4; j++) {
        v16 column[4], points[6];
        UNROLL for (int i = 0; i < 4; i++) column[i] = tile[i][j];
        NAME(output_gradient)(column, points);
        UNROLL for (int i = 0; i < 6; i++) half[i][j] = points[i];
      }
      float *to = m + n * rowStride + c;
      UNROLL for (int i = 0; i < 6; i++) {
        v16 points[6];
        NAME(output_gradient)(half[i], points);
        UNROLL for (int j = 0; j < 6; j++) NAME(store)(to + (i * 6 + j) * pointStride, points[j]);
      }
    }
}

static __attribute__((noinline)) void NAME(output_gradients_of_tile)(const ck_winograd *g, ck_view dy, ck_view y,
                                                                     const uint16_t *winners, NAME(tile) t, float *m,
                                                                     long rowStride, long pointStride, float *db) {
#define TRANSFORM(POOLS, RELU, WHOLE) \
  NAME(transform_output_gradients)(POOLS, RELU, WHOLE, g, dy, y, winners, t, m, rowStride, pointStride, db)
  const bool isWhole = t.row * 4 + 4 <= g->outputRows && t.column * 4 + 4 <= g->outputColumns;
  if (g->pools && isWhole)
    TRANSFORM(true, false, true);
  else if (g->pools)
    TRANSFORM(true, false, false);
  else if (g->relu && isWhole)
    TRANSFORM(false, true, true);
  else if (g->relu)
    TRANSFORM(false, true, false);
  else
    TRANSFORM(false, false, false);
#undef TRANSFORM
}

// out[point][row] = in[point][row] times weights[point], all 36 points.
INLINE void NAME(multiply_points)(const float *in, long inStride, long inPoint, const float *weights, int depth, int width,
                                  float *out, long outStride, long outPoint, int rows) {
  for (int point = 0; point < NAME(POINTS); point++)
    for (int block = 0; block * 2 * LANES < width; block++)
      NAME(matrix_rows)(rows, in + point * inPoint, inStride,
                        weights + (long)point * depth * width + (long)block * 2 * LANES * depth,
                        NAME(lanes_of_block)(block, width), depth,
                        out + point * outPoint + block * 2 * LANES, outStride);
}

void NAME(winograd_forward)(const ck_winograd *g, ck_view x, const float *transformed, const float *bias, ck_view y,
                            uint16_t *winners, float *scratch) {
  const int tiles = g->microBatches * ((g->outputRows + 3) / 4) * ((g->outputColumns + 3) / 4);
  const long uStride = g->inputWidth + 16, mStride = g->width + 16;
  const long uPoint = NAME(point_stride)(g, uStride), mPoint = NAME(point_stride)(g, mStride);
  float *u = scratch, *m = scratch + NAME(POINTS) * uPoint;
  const int tilesAtATime = g->mostRows / g->images;
  for (int first = 0; first < tiles; first += tilesAtATime) {
    const int count = tiles - first < tilesAtATime ? tiles - first : tilesAtATime;
    for (int i = 0; i < count; i++)
      NAME(inputs_of_tile)(g, x, NAME(tile_at)(g, first + i), u + i * g->images * uStride, uStride, uPoint);
    NAME(multiply_points)(u, uStride, uPoint, transformed, g->depth, g->width, m, mStride, mPoint, count * g->images);
    for (int i = 0; i < count; i++)
      NAME(outputs_of_tile)(g, m + i * g->images * mStride, mStride, mPoint, NAME(tile_at)(g, first + i), bias, y, winners);
  }
}

// Adds to dw (the points' gradient, [36][block][depth][lanes]) and db, and writes dx, unless `transposed` is NULL.
void NAME(winograd_backward)(const ck_winograd *g, ck_view x, ck_view dy, ck_view y, const uint16_t *winners,
                             const float *transposed, ck_view dx, float *dw, float *db, float *scratch) {
  const int tiles = g->microBatches * ((g->outputRows + 3) / 4) * ((g->outputColumns + 3) / 4);
  const long uStride = g->inputWidth + 16, mStride = g->width + 16;
  const long uPoint = NAME(point_stride)(g, uStride), mPoint = NAME(point_stride)(g, mStride);
  float *u = scratch, *m = scratch + NAME(POINTS) * uPoint;
  const int tilesAtATime = g->mostRows / g->images;
  if (transposed)
    for (int i = 0; i < g->microBatches; i++)
      for (int row = 0; row < g->inputRows; row++)
        for (int column = 0; column < g->inputColumns; column++)
          memset(dx.data + i * g->dxStride + row * dx.row + column * dx.column, 0,
                 (size_t)g->images * (size_t)dx.image * sizeof(float));
  for (int first = 0; first < tiles; first += tilesAtATime) {
    const int count = tiles - first < tilesAtATime ? tiles - first : tilesAtATime;
    for (int i = 0; i < count; i++) {
      const NAME(tile) t = NAME(tile_at)(g, first + i);
      NAME(inputs_of_tile)(g, x, t, u + i * g->images * uStride, uStride, uPoint);
      NAME(output_gradients_of_tile)(g, dy, y, winners, t, m + i * g->images * mStride, mStride, mPoint, db);
    }
    const int rows = count * g->images;
    for (int point = 0; point < NAME(POINTS); point++)
      for (int block = 0; block * 2 * LANES < g->width; block++) {
        const int lanes = NAME(lanes_of_block)(block, g->width);
        NAME(gradient_rows)(g->depth, 1, 1, rows, u + point * uPoint, 0, 0, uStride, m + point * mPoint + block * 2 * LANES,
                            0, 0, mStride, dw + (long)point * g->depth * g->width + (long)block * 2 * LANES * g->depth, lanes);
      }
    if (!transposed) continue;
    NAME(multiply_points)(m, mStride, mPoint, transposed, g->outputs, g->inputWidth, u, uStride, uPoint, rows);
    for (int i = 0; i < count; i++)
      NAME(input_gradients_of_tile)(g, dx, NAME(tile_at)(g, first + i), u + i * g->images * uStride, uStride, uPoint);
  }
}
#endif
