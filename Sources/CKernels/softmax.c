// softmax.c: probabilities of one row of channels, and the cross-entropy of a final softmax.
//
// exp(x - max x) / sum; the loss of label k is log(sum) - (x[k] - max x), its gradient the probabilities minus one at k.
// Lanes beyond the last class take no part.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "softmax.c"
#include "instruction_sets.h"
#else
#include "functions16.h"

INLINE i16 NAME(classes_from)(int first, int classes) {
  const i16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lane + first < classes;
}

// Writes exp(x - max x) to e and returns their sum; *largest is max x.
INLINE float NAME(exponentials)(const float *x, int classes, float *e, float *largest) {
  v16 max = NAME(splat)(-__builtin_inff());
  for (int c = 0; c < classes; c += LANES)
    max = NAME(max)(NAME(select)(NAME(classes_from)(c, classes), NAME(load)(x + c), max), max);
  *largest = NAME(maximum)(max);
  v16 sum = NAME(splat)(0);
  for (int c = 0; c < classes; c += LANES) {
    v16 value = NAME(exp16)(NAME(load)(x + c) - NAME(splat)(*largest));
    value = NAME(select)(NAME(classes_from)(c, classes), value, NAME(splat)(0));
    NAME(store)(e + c, value);
    sum += value;
  }
  return NAME(sum)(sum);
}

// Writes the probabilities to y. Where the label is a class, *loss is its cross-entropy and *correct 1 where the first
// largest probability is the label's. Where scale is not 0, y receives (probability - 1 at label) * scale instead.
void NAME(softmax)(const float *x, int classes, int label, float scale, float *y, float *loss, int32_t *correct) {
  float largest;
  const float sum = NAME(exponentials)(x, classes, y, &largest);
  int best = 0;
  for (int c = 1; c < classes; c++)
    if (y[c] > y[best]) best = c;
  for (int c = 0; c < classes; c += LANES) NAME(store)(y + c, NAME(load)(y + c) / NAME(splat)(sum));
  if (label < 0 || label >= classes) return;
  float lanes[LANES] __attribute__((aligned(64)));
  NAME(store)(lanes, NAME(log16)(NAME(splat)(sum)));
  *loss = lanes[0] - (x[label] - largest);
  *correct = best == label;
  if (scale == 0) return;
  y[label] -= 1;
  for (int c = 0; c < classes; c += LANES) NAME(store)(y + c, NAME(load)(y + c) * NAME(splat)(scale));
}

// The same for a label that is a share of every class, targets[c], `total` together: the loss is the sum of
// targets[c] * (log(sum) - (x[c] - max x)), y receives (probability * total - target) * scale. Memory behind the last
// target is zero up to 16 lanes; *correct is as above.
void NAME(softmax_targets)(const float *x, int classes, const float *targets, float total, int label, float scale,
                           float *y, float *loss, int32_t *correct) {
  float largest;
  const float sum = NAME(exponentials)(x, classes, y, &largest);
  int best = 0;
  for (int c = 1; c < classes; c++)
    if (y[c] > y[best]) best = c;
  *correct = best == label;
  v16 products = NAME(splat)(0);
  for (int c = 0; c < classes; c += LANES) {
    const v16 target = NAME(load)(targets + c);
    const v16 distance = NAME(load)(x + c) - NAME(splat)(largest);
    products = NAME(fma)(target, NAME(select)(NAME(classes_from)(c, classes), distance, NAME(splat)(0)), products);
    const v16 probability = NAME(load)(y + c) / NAME(splat)(sum);
    NAME(store)(y + c, NAME(fma)(probability, NAME(splat)(total), -target) * NAME(splat)(scale));
  }
  float lanes[LANES] __attribute__((aligned(64)));
  NAME(store)(lanes, NAME(log16)(NAME(splat)(sum)));
  *loss = total * lanes[0] - NAME(sum)(products);
}
#endif
