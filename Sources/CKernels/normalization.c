// normalization.c: batch normalization over images and positions, channel by channel, and the ReLU that follows it.
//
// Sums over a micro-batch are taken row by row, then over rows: two levels keep them precise. The plan folds the
// micro-batches' sums in order. A layer's time goes into reading its maps, so that a pass takes all that it can: up to 64
// channels side by side, both sums of the gradient, and the ReLU, whose sign is computed anew rather than read.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "normalization.c"
#include "instruction_sets.h"
#else

enum { NAME(MOST_VECTORS) = 4 };
typedef enum { NAME(SUMS), NAME(SQUARES), NAME(GRADIENT_SUMS) } NAME(summed);

INLINE v16 NAME(normalized)(v16 distance, v16 scale, v16 shift) { return NAME(fma)(distance, scale, shift); }

// Sums for `vectors` vectors of channels from c on: of x, of its squared distances from the mean, or of dy and of dy times
// the distance.
INLINE void NAME(add_up)(const NAME(summed) what, const int vectors, const bool relu, const ck_normalization *g, int images,
                         ck_view x, ck_view dy, int c, float *sums, float *products) {
  v16 mean[NAME(MOST_VECTORS)], sum[NAME(MOST_VECTORS)], product[NAME(MOST_VECTORS)];
  UNROLL for (int v = 0; v < vectors; v++) {
    sum[v] = product[v] = NAME(splat)(0);
    if (what != NAME(SUMS)) mean[v] = NAME(load)(g->mean + c + v * LANES);
  }
  for (int row = 0; row < g->rows; row++) {
    v16 rowSum[NAME(MOST_VECTORS)], rowProduct[NAME(MOST_VECTORS)];
    UNROLL for (int v = 0; v < vectors; v++) rowSum[v] = rowProduct[v] = NAME(splat)(0);
    for (int column = 0; column < g->columns; column++)
      for (int n = 0; n < images; n++) {
        const float *from = x.data + row * x.row + column * x.column + n * x.image + c;
        const float *gradients = dy.data + row * dy.row + column * dy.column + n * dy.image + c;
        UNROLL for (int v = 0; v < vectors; v++) {
          const v16 value = NAME(load)(from + v * LANES);
          if (what == NAME(SUMS)) {
            rowSum[v] += value;
            continue;
          }
          const v16 d = value - mean[v];
          if (what == NAME(SQUARES)) {
            rowSum[v] = NAME(fma)(d, d, rowSum[v]);
            continue;
          }
          v16 gradient = NAME(load)(gradients + v * LANES);
          if (relu) {
            const int at = c + v * LANES;
            const v16 y = NAME(normalized)(d, NAME(load)(g->scale + at), NAME(load)(g->shift + at));
            gradient = NAME(select)(y > 0, gradient, NAME(splat)(0));
          }
          rowSum[v] += gradient;
          rowProduct[v] = NAME(fma)(d, gradient, rowProduct[v]);
        }
      }
    UNROLL for (int v = 0; v < vectors; v++) {
      sum[v] += rowSum[v];
      product[v] += rowProduct[v];
    }
  }
  UNROLL for (int v = 0; v < vectors; v++) {
    NAME(store)(sums + c + v * LANES, sum[v]);
    if (what == NAME(GRADIENT_SUMS)) NAME(store)(products + c + v * LANES, product[v]);
  }
}

INLINE void NAME(add_up_channels)(const NAME(summed) what, const bool relu, const ck_normalization *g, int images, ck_view x,
                                  ck_view dy, float *sums, float *products) {
  int c = 0;
  for (; c + 4 * LANES <= g->width; c += 4 * LANES) NAME(add_up)(what, 4, relu, g, images, x, dy, c, sums, products);
  if (c + 2 * LANES <= g->width) {
    NAME(add_up)(what, 2, relu, g, images, x, dy, c, sums, products);
    c += 2 * LANES;
  }
  if (c < g->width) NAME(add_up)(what, 1, relu, g, images, x, dy, c, sums, products);
}

void NAME(sums)(const ck_normalization *g, int images, ck_view x, float *sums) {
  NAME(add_up_channels)(NAME(SUMS), false, g, images, x, x, sums, sums);
}

void NAME(squares)(const ck_normalization *g, int images, ck_view x, float *sums) {
  NAME(add_up_channels)(NAME(SQUARES), false, g, images, x, x, sums, sums);
}

void NAME(gradient_sums)(const ck_normalization *g, int images, ck_view x, ck_view dy, float *sums, float *products) {
  if (g->relu)
    NAME(add_up_channels)(NAME(GRADIENT_SUMS), true, g, images, x, dy, sums, products);
  else
    NAME(add_up_channels)(NAME(GRADIENT_SUMS), false, g, images, x, dy, sums, products);
}

INLINE void NAME(normalize_all)(const bool relu, const ck_normalization *g, int images, ck_view x, ck_view y) {
  for (int row = 0; row < g->rows; row++)
    for (int column = 0; column < g->columns; column++)
      for (int n = 0; n < images; n++)
        for (int c = 0; c < g->width; c += LANES) {
          const float *from = x.data + row * x.row + column * x.column + n * x.image + c;
          const v16 d = NAME(load)(from) - NAME(load)(g->mean + c);
          const v16 value = NAME(normalized)(d, NAME(load)(g->scale + c), NAME(load)(g->shift + c));
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c,
                      relu ? NAME(max)(NAME(splat)(0), value) : value);
        }
}

void NAME(normalize)(const ck_normalization *g, int images, ck_view x, ck_view y) {
  if (g->relu)
    NAME(normalize_all)(true, g, images, x, y);
  else
    NAME(normalize_all)(false, g, images, x, y);
}

INLINE void NAME(propagate)(const bool relu, const ck_normalization *g, int images, ck_view x, ck_view dy, ck_view dx) {
  for (int row = 0; row < g->rows; row++)
    for (int column = 0; column < g->columns; column++)
      for (int n = 0; n < images; n++)
        for (int c = 0; c < g->width; c += LANES) {
          const float *from = x.data + row * x.row + column * x.column + n * x.image + c;
          const v16 d = NAME(load)(from) - NAME(load)(g->mean + c), scale = NAME(load)(g->scale + c);
          v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          if (relu) {
            const v16 y = NAME(normalized)(d, scale, NAME(load)(g->shift + c));
            gradient = NAME(select)(y > 0, gradient, NAME(splat)(0));
          }
          const v16 rest = NAME(fma)(d, NAME(load)(g->slope + c), NAME(load)(g->offset + c));
          NAME(store)(dx.data + row * dx.row + column * dx.column + n * dx.image + c, NAME(fma)(gradient, scale, -rest));
        }
}

void NAME(normalization_gradient)(const ck_normalization *g, int images, ck_view x, ck_view dy, ck_view dx) {
  if (g->relu)
    NAME(propagate)(true, g, images, x, dy, dx);
  else
    NAME(propagate)(false, g, images, x, dy, dx);
}
#endif
