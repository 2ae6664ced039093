// winograd_weights.c: the weights of a 3x3 convolution at Winograd's 36 points, and their gradient back from there.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "winograd_weights.c"
#include "instruction_sets.h"
#else
#include "transpose16.h"
#include "winograd_points.h"

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
      const int lanes = lanes_of_block(block, width);
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
  v16 turned[9][LANES];
  for (int unit = firstUnit; unit < endUnit; unit++) {
    const int first = unit * LANES, count = outputs - first < LANES ? outputs - first : LANES;
    const int from = first / (2 * LANES), fromLanes = lanes_of_block(from, width);
    for (int input = 0; input < inputWidth; input += LANES) {
      for (int tap = 0; tap < 9; tap++) {
        const float *row = w + (long)from * 2 * LANES * 9 * depth + ((long)tap * depth + input) * fromLanes + first % (2 * LANES);
        for (int k = 0; k < LANES; k++)
          turned[tap][k] = input + k < depth ? NAME(load)(row + (long)k * fromLanes) : NAME(splat)(0);
        NAME(transpose)(turned[tap]);
      }
      const int block = input / (2 * LANES), lanes = lanes_of_block(block, inputWidth);
      for (int o = 0; o < count; o++)
        NAME(transform_weights)((const float *)&turned[0][o], LANES * LANES,
                                transformed + (long)block * 2 * LANES * outputs + (long)(first + o) * lanes + input % (2 * LANES),
                                (long)outputs * inputWidth);
    }
  }
}

// From the points' gradient [36][block][depth][lanes], added to dw [block][tap][depth][lanes].
void NAME(winograd_weight_gradient)(const float *transformed, int depth, int width, float *dw) {
  for (int block = 0; block * 2 * LANES < width; block++) {
    const int lanes = lanes_of_block(block, width);
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
#endif
