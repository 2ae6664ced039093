// winograd.c: 3x3 convolutions with stride 1, with a quarter of the multiplications.
//
// F(4x4, 3x3) of Lavin & Gray, "Fast algorithms for convolutional neural networks", 2016: a 4x4 tile of the output comes
// from 36 products instead of 144. The 6x6 inputs of a tile and the 3x3 weights are transformed to 36 points each; at each
// point, tiles x channels is a matrix product; what comes out is transformed back to the tile.
//
// Lanes are channels, so a transform is additions of whole vectors and needs no shuffles. A row is one tile of one image.
// Layouts: points of the input [36][row][channel], of the weights [36][block][depth][lanes], of the output
// [36][row][channel]; rows are padded by 16 floats, for a power of two apart they would share cache sets. Some 32 rows at a
// time, so that the points stay in the second-level cache.
//
// Bias, ReLU and 2x2 pooling follow while a tile is in registers. Backward, each tile's gradient is rebuilt in registers
// from the pooled one and the winners, transformed once, and used twice while a point is in the first-level cache: for the
// weights' gradient, summed at the points and transformed back once a shard, and for the input's, whose tiles overlap and
// are added up.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "winograd.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"
#include "pooling16.h"
#include "winograd_points.h"
#include "winograd_tiles.h"

// out[row] = in[row] times the weights of one point.
INLINE void NAME(multiply_point)(const float *in, long inStride, const float *weights, int depth, int width, float *out,
                                 long outStride, int rows) {
  for (int block = 0; block * 2 * LANES < width; block++)
    NAME(matrix_rows)(rows, in, inStride, weights + (long)block * 2 * LANES * depth, lanes_of_block(block, width),
                      depth, out + block * 2 * LANES, outStride);
}

void NAME(winograd_forward)(const ck_winograd *g, ck_view x, const float *transformed, const float *bias, ck_view y,
                            uint16_t *winners, float *scratch) {
  const int tiles = g->microBatches * NAME(tile_rows)(g) * NAME(tile_columns)(g);
  const long uStride = g->inputWidth + 16, mStride = g->width + 16;
  const long uPoint = NAME(point_stride)(g, uStride), mPoint = NAME(point_stride)(g, mStride);
  float *u = scratch, *m = scratch + NAME(POINTS) * uPoint;
  const int tilesAtATime = g->mostRows / g->images;
  for (int first = 0; first < tiles; first += tilesAtATime) {
    const int count = tiles - first < tilesAtATime ? tiles - first : tilesAtATime;
    for (int i = 0; i < count; i++)
      NAME(inputs_of_tile)(g, x, NAME(tile_at)(g, first + i), u + i * g->images * uStride, uStride, uPoint);
    const int left = tiles - first - count, coming = left < tilesAtATime ? left : tilesAtATime;
    for (int point = 0; point < NAME(POINTS); point++) {
      NAME(fetch_inputs)(g, x, first + count, coming, point);
      NAME(multiply_point)(u + point * uPoint, uStride, transformed + (long)point * g->depth * g->width, g->depth, g->width,
                           m + point * mPoint, mStride, count * g->images);
    }
    for (int i = 0; i < count; i++)
      NAME(outputs_of_tile)(g, m + i * g->images * mStride, mStride, mPoint, NAME(tile_at)(g, first + i), bias, y, winners);
  }
}

// Adds to dw (the points' gradient, [36][block][depth][lanes]) and db, and writes dx, unless `transposed` is NULL.
void NAME(winograd_backward)(const ck_winograd *g, ck_view x, ck_view dy, ck_view y, const uint16_t *winners,
                             const float *transposed, ck_view dx, float *dw, float *db, float *scratch) {
  const int columns = NAME(tile_columns)(g), tiles = g->microBatches * NAME(tile_rows)(g) * columns;
  const long uStride = g->inputWidth + 16, mStride = g->width + 16;
  const long uPoint = NAME(point_stride)(g, uStride), mPoint = NAME(point_stride)(g, mStride);
  float *u = scratch, *m = u + NAME(POINTS) * uPoint, *carried = m + NAME(POINTS) * mPoint;
  const int tilesAtATime = g->mostRows / g->images;
  for (int first = 0; first < tiles; first += tilesAtATime) {
    const int count = tiles - first < tilesAtATime ? tiles - first : tilesAtATime;
    for (int i = 0; i < count; i++) {
      const NAME(tile) t = NAME(tile_at)(g, first + i), next = NAME(tile_at)(g, first + i + 1);
      NAME(inputs_of_tile)(g, x, t, u + i * g->images * uStride, uStride, uPoint);
      NAME(output_gradients_of_tile)(g, dy, y, winners, t, next, m + i * g->images * mStride, mStride, mPoint, db);
    }
    const int rows = count * g->images;
    const int left = tiles - first - count, coming = left < tilesAtATime ? left : tilesAtATime;
    for (int point = 0; point < NAME(POINTS); point++) {
      NAME(fetch_inputs)(g, x, first + count, coming, point);
      float *up = u + point * uPoint, *mp = m + point * mPoint;
      for (int block = 0; block * 2 * LANES < g->width; block++)
        NAME(gradient_rows)(g->depth, 1, 1, rows, up, 0, 0, uStride, mp + block * 2 * LANES, 0, 0, mStride,
                            dw + (long)point * g->depth * g->width + (long)block * 2 * LANES * g->depth,
                            lanes_of_block(block, g->width));
      // The inputs at this point are used up: their gradients take their place.
      if (transposed)
        NAME(multiply_point)(mp, mStride, transposed + (long)point * g->outputs * g->inputWidth, g->outputs, g->inputWidth,
                             up, uStride, rows);
    }
    if (!transposed) continue;
    for (int i = 0, run; i < count; i += run) {
      const NAME(tile) t = NAME(tile_at)(g, first + i);
      run = columns - t.column < count - i ? columns - t.column : count - i;
      NAME(input_gradients_of_tiles)(g, x, dx, t, run, u + i * g->images * uStride, uStride, uPoint, carried);
    }
  }
}
#endif
