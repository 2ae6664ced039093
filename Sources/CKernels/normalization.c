// normalization.c: batch normalization over images and positions, channel by channel.
//
// Sums over a micro-batch are taken row by row, then over rows: two levels keep them precise. The plan folds the
// micro-batches' sums in order.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "normalization.c"
#include "instruction_sets.h"
#else

#define FOR_EACH_CHANNEL_SUM(TERM)                                                                                     \
  for (int c = 0; c < width; c += LANES) {                                                                             \
    v16 sum = NAME(splat)(0);                                                                                          \
    for (int row = 0; row < rows; row++) {                                                                             \
      v16 rowSum = NAME(splat)(0);                                                                                     \
      for (int column = 0; column < columns; column++)                                                                 \
        for (int n = 0; n < images; n++) {                                                                             \
          const long at = row * x.row + column * x.column + n * x.image + c;                                           \
          rowSum = TERM;                                                                                               \
        }                                                                                                              \
      sum += rowSum;                                                                                                   \
    }                                                                                                                  \
    NAME(store)(sums + c, sum);                                                                                        \
  }

void NAME(sums)(ck_view x, int rows, int columns, int images, int width, float *sums) {
  FOR_EACH_CHANNEL_SUM(rowSum + NAME(load)(x.data + at))
}

void NAME(squares)(ck_view x, int rows, int columns, int images, int width, const float *mean, float *sums) {
  FOR_EACH_CHANNEL_SUM(({
    v16 d = NAME(load)(x.data + at) - NAME(load)(mean + c);
    NAME(fma)(d, d, rowSum);
  }))
}

// Sums of dy times x's distance from the mean.
void NAME(products)(ck_view x, ck_view dy, int rows, int columns, int images, int width, const float *mean, float *sums) {
  FOR_EACH_CHANNEL_SUM(NAME(fma)(NAME(load)(x.data + at) - NAME(load)(mean + c),
                                 NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c), rowSum))
}

void NAME(normalize)(ck_view x, ck_view y, int rows, int columns, int images, int width, const float *mean,
                     const float *scale, const float *shift) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      for (int n = 0; n < images; n++)
        for (int c = 0; c < width; c += LANES) {
          v16 d = NAME(load)(x.data + row * x.row + column * x.column + n * x.image + c) - NAME(load)(mean + c);
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c,
                      NAME(fma)(d, NAME(load)(scale + c), NAME(load)(shift + c)));
        }
}

// dx = a * dy - b * (x - mean) - c, the sums over the batch being in the coefficients.
void NAME(normalization_gradient)(ck_view x, ck_view dy, ck_view dx, int rows, int columns, int images, int width,
                                  const float *mean, const float *a, const float *b, const float *c) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      for (int n = 0; n < images; n++)
        for (int k = 0; k < width; k += LANES) {
          v16 d = NAME(load)(x.data + row * x.row + column * x.column + n * x.image + k) - NAME(load)(mean + k);
          v16 g = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + k);
          v16 rest = NAME(fma)(d, NAME(load)(b + k), NAME(load)(c + k));
          NAME(store)(dx.data + row * dx.row + column * dx.column + n * dx.image + k,
                      NAME(fma)(g, NAME(load)(a + k), -rest));
        }
}
#endif
