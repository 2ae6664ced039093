// blocks16.h: the register blocks in which nearly all arithmetic happens; included like vector16_operations.h.
//
// A block keeps its sums in registers (CK_BLOCK_ROWS x CK_BLOCK_VECTORS vectors fill them; smaller ones take what is left
// over) while it goes through the depth. Every sum is one chain of fused multiply-adds, so the block's size is no part of
// the result.

#if CK_HAS_FMA
// sum[row] += x[row][k] * w[k] for k in 0..<depth; rows are xStride apart, w has `lanes` floats a k.
INLINE void NAME(accumulate)(const int rows, const int vectors, v16 sum[rows][vectors], const float *x, long xStride,
                             const float *w, long lanes, int depth) {
  _Pragma("clang loop unroll_count(2)") for (int k = 0; k < depth; k++) {
    // Not [vectors]: an array of variable length would pass through memory.
    v16 weight[CK_BLOCK_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) weight[v] = NAME(load)(w + k * lanes + v * LANES);
    UNROLL for (int r = 0; r < rows; r++) {
      const v16 value = NAME(splat)(x[r * xStride + k]);
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = NAME(fma)(value, weight[v], sum[r][v]);
    }
  }
}

// sum[channel] += x[k][channel] * dy[k] for k in 0..<count.
INLINE void NAME(accumulate_outer)(const int channels, const int vectors, v16 sum[channels][vectors], const float *x,
                                   long xStride, const float *dy, long dyStride, long count) {
  _Pragma("clang loop unroll_count(2)") for (long k = 0; k < count; k++) {
    // Not [vectors]: an array of variable length would pass through memory.
    v16 d[CK_BLOCK_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) d[v] = NAME(load)(dy + v * LANES);
    UNROLL for (int c = 0; c < channels; c++) {
      const v16 value = NAME(splat)(x[c]);
      UNROLL for (int v = 0; v < vectors; v++) sum[c][v] = NAME(fma)(value, d[v], sum[c][v]);
    }
    x += xStride;
    dy += dyStride;
  }
}
#else
#include "emulated_blocks16.h"
#endif

// Adds the bias to a block's sums, does the ReLU and stores them.
INLINE void NAME(finish)(const int rows, const int vectors, v16 sum[rows][vectors], const float *bias,
                         ck_epilogue epilogue, float *y, long yRow) {
  if (epilogue != CK_STORE) {
    UNROLL for (int v = 0; v < vectors; v++) {
      const v16 b = NAME(load)(bias + v * LANES);
      UNROLL for (int r = 0; r < rows; r++) sum[r][v] += b;
    }
    if (epilogue == CK_BIAS_RELU)
      UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = NAME(max)(NAME(splat)(0), sum[r][v]);
  }
  UNROLL for (int r = 0; r < rows; r++)
  UNROLL for (int v = 0; v < vectors; v++) NAME(store)(y + r * yRow + v * LANES, sum[r][v]);
}

// y[row] = x[row] times w: a plain matrix product.
#define DEFINE_MATRIX_BLOCK(ROWS, VECTORS)                                                                             \
  static __attribute__((noinline, unused)) void NAME(matrix_block_##ROWS##x##VECTORS)(                                 \
      const float *x, long xStride, const float *w, long lanes, int depth, float *y, long yStride) {                   \
    v16 sum[ROWS][VECTORS];                                                                                            \
    UNROLL for (int r = 0; r < ROWS; r++)                                                                              \
    UNROLL for (int v = 0; v < VECTORS; v++) sum[r][v] = NAME(splat)(0);                                               \
    NAME(accumulate)(ROWS, VECTORS, sum, x, xStride, w, lanes, depth);                                                 \
    UNROLL for (int r = 0; r < ROWS; r++)                                                                              \
    UNROLL for (int v = 0; v < VECTORS; v++) NAME(store)(y + r * yStride + v * LANES, sum[r][v]);                      \
  }

DEFINE_MATRIX_BLOCK(1, 1)
DEFINE_MATRIX_BLOCK(2, 1)
DEFINE_MATRIX_BLOCK(4, 1)
#if CK_BLOCK_ROWS == 6
DEFINE_MATRIX_BLOCK(6, 1)
#endif
#if CK_BLOCK_VECTORS == 2
DEFINE_MATRIX_BLOCK(8, 1)
DEFINE_MATRIX_BLOCK(16, 1)
DEFINE_MATRIX_BLOCK(1, 2)
DEFINE_MATRIX_BLOCK(2, 2)
DEFINE_MATRIX_BLOCK(4, 2)
DEFINE_MATRIX_BLOCK(6, 2)
DEFINE_MATRIX_BLOCK(8, 2)
#endif

// y[row] = x[row] times w for `count` rows and one block of output channels.
INLINE void NAME(matrix_rows)(long count, const float *x, long xStride, const float *w, int lanes, int depth, float *y,
                              long yStride) {
#define BLOCK(ROWS, VECTORS, V0) \
  NAME(matrix_block_##ROWS##x##VECTORS)(x + r * xStride, xStride, w + (V0) * LANES, lanes, depth, y + r * yStride + (V0) * LANES, yStride)
#include "cut_rows16.h"
#undef BLOCK
}

// Sums x's channels times dy's channels over `rows` x `count` rows; adds the sums to dw, `lanes` floats a channel.
#define DEFINE_GRADIENT_BLOCK(CHANNELS, VECTORS)                                                                       \
  static __attribute__((noinline)) void NAME(gradient_block_##CHANNELS##x##VECTORS)(                                   \
      long outer, long middle, long inner, const float *x, long xOuter, long xMiddle, long xInner, const float *dy,    \
      long dyOuter, long dyMiddle, long dyInner, float *dw, long lanes) {                                              \
    v16 sum[CHANNELS][VECTORS];                                                                                        \
    UNROLL for (int c = 0; c < CHANNELS; c++)                                                                          \
    UNROLL for (int v = 0; v < VECTORS; v++) sum[c][v] = NAME(splat)(0);                                               \
    for (long i = 0; i < outer; i++)                                                                                   \
      for (long j = 0; j < middle; j++) {                                                                              \
        const float *xs = x + i * xOuter + j * xMiddle, *ds = dy + i * dyOuter + j * dyMiddle;                         \
        NAME(accumulate_outer)(CHANNELS, VECTORS, sum, xs, xInner, ds, dyInner, inner);                                \
      }                                                                                                                \
    UNROLL for (int c = 0; c < CHANNELS; c++)                                                                          \
    UNROLL for (int v = 0; v < VECTORS; v++) {                                                                         \
      float *to = dw + c * lanes + v * LANES;                                                                          \
      NAME(store)(to, NAME(load)(to) + sum[c][v]);                                                                     \
    }                                                                                                                  \
  }

DEFINE_GRADIENT_BLOCK(1, 1)
DEFINE_GRADIENT_BLOCK(2, 1)
DEFINE_GRADIENT_BLOCK(4, 1)
#if CK_BLOCK_VECTORS == 2
DEFINE_GRADIENT_BLOCK(8, 1)
DEFINE_GRADIENT_BLOCK(9, 1)
DEFINE_GRADIENT_BLOCK(16, 1)
DEFINE_GRADIENT_BLOCK(1, 2)
DEFINE_GRADIENT_BLOCK(2, 2)
DEFINE_GRADIENT_BLOCK(4, 2)
DEFINE_GRADIENT_BLOCK(8, 2)
DEFINE_GRADIENT_BLOCK(9, 2)
#elif CK_BLOCK_ROWS == 6
DEFINE_GRADIENT_BLOCK(5, 1)
DEFINE_GRADIENT_BLOCK(6, 1)
#endif

// Adds up channels c..<c + 16 over rows, columns and images: four chains, so that none waits on its addition.
INLINE void NAME(sum_rows)(v16 chains[4], ck_view dy, int rows, int columns, int images, int c) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++) {
      const float *d = dy.data + row * dy.row + column * dy.column + c;
      int n = 0;
      for (; n + 4 <= images; n += 4, d += 4 * dy.image)
        UNROLL for (int i = 0; i < 4; i++) chains[i] += NAME(load)(d + i * dy.image);
      for (; n < images; n++, d += dy.image) chains[0] += NAME(load)(d);
    }
}

// Adds four chains to 16 sums in memory.
INLINE void NAME(add_chains)(float *to, const v16 chains[4]) {
  NAME(store)(to, NAME(load)(to) + ((chains[0] + chains[1]) + (chains[2] + chains[3])));
}

// All of `channels` input channels.
INLINE void NAME(gradient_rows)(int channels, long outer, long middle, long inner, const float *x, long xOuter,
                                long xMiddle, long xInner, const float *dy, long dyOuter, long dyMiddle, long dyInner,
                                float *dw, int lanes) {
#define BLOCK(CHANNELS, VECTORS, V0)                                                                                   \
  NAME(gradient_block_##CHANNELS##x##VECTORS)                                                                          \
  (outer, middle, inner, x + c, xOuter, xMiddle, xInner, dy + (V0) * LANES, dyOuter, dyMiddle, dyInner,                \
   dw + c * (long)lanes + (V0) * LANES, lanes)
#include "cut_channels16.h"
#undef BLOCK
}
