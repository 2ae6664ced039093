// packing.c: weights turned round for the gradient with respect to the input.
//
// That gradient is a product too, whose sum runs over output channels and whose lanes are input channels: its weights are
// the layer's with the two exchanged, made anew after every step.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "packing.c"
#include "instruction_sets.h"
#else
#include "transpose16.h"

// From w [output block][tap][depth][lanes] to t [input block][tap][outputs][lanes], `depth` inputs padded with zeros to a
// multiple of 16. A unit is one tap of one input block.
void NAME(transpose_weights)(const float *w, float *t, int taps, int depth, int width, int outputs, int firstUnit,
                             int endUnit) {
  const int paddedDepth = (depth + LANES - 1) / LANES * LANES;
  for (int unit = firstUnit; unit < endUnit; unit++) {
    const int block = unit / taps, tap = unit % taps;
    const int lanes = lanes_of_block(block, paddedDepth);
    float *to = t + (long)block * 2 * LANES * taps * outputs + (long)tap * outputs * lanes;
    for (int o = 0; o < outputs; o += LANES) {
      const int from = o / (2 * LANES), fromLanes = lanes_of_block(from, width);
      const float *column = w + ((long)from * 2 * LANES * taps + (long)tap * fromLanes) * depth + o % (2 * LANES);
      for (int lane = 0; lane < lanes; lane += LANES) {
        v16 rows[LANES];
        const int input = block * 2 * LANES + lane;
        for (int i = 0; i < LANES; i++)
          rows[i] = input + i < depth ? NAME(load)(column + (long)(input + i) * fromLanes) : NAME(splat)(0);
        NAME(transpose)(rows);
        for (int i = 0; i < LANES && o + i < outputs; i++) NAME(store)(to + (long)(o + i) * lanes + lane, rows[i]);
      }
    }
  }
}
#endif
