// optimizers.c: folds the gradient's shards and takes one step, in one pass over the weights.
//
// The batch's gradient is the sum of the shards' (fixed pieces of the batch, whatever the threads), folded pairwise in a
// fixed tree.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "optimizers.c"
#include "instruction_sets.h"
#else

enum { NAME(MOST_SHARDS) = 16 };

INLINE v16 NAME(folded)(const float *gradient, long shardStride, int shards) {
  v16 part[NAME(MOST_SHARDS)];
  for (int s = 0; s < shards; s++) part[s] = NAME(load)(gradient + s * shardStride);
  for (int count = shards; count > 1; count = (count + 1) / 2)
    for (int s = 0; s < count / 2; s++) part[s] += part[s + (count + 1) / 2];
  return part[0];
}

INLINE void NAME(step)(const ck_update_kind kind, const ck_update *u, float *weights, const float *gradient,
                       long shardStride, int shards, float *slot1, float *slot2, long count) {
  const v16 rate = NAME(splat)(u->rate), a = NAME(splat)(u->a), b = NAME(splat)(u->b);
  const v16 epsilon = NAME(splat)(u->epsilon), decay = NAME(splat)(u->decay);
  for (long i = 0; i < count; i += LANES) {
    v16 w = NAME(load)(weights + i);
    const v16 g = shards == 1 ? NAME(load)(gradient + i) : NAME(folded)(gradient + i, shardStride, shards);
    v16 s, t;
    // Adam's own comes below. Without decay weights keep every bit, a zero's sign too.
    if (kind != CK_ADAM && u->decay != 0) w = NAME(fma)(-w, decay, w);
    switch (kind) {
      case CK_SGD: w = NAME(fma)(-rate, g, w); break;
      case CK_MOMENTUM:
        s = NAME(fma)(a, NAME(load)(slot1 + i), -(rate * g));
        NAME(store)(slot1 + i, s);
        w += s;
        break;
      case CK_NESTEROV:
        s = NAME(fma)(a, NAME(load)(slot1 + i), -(rate * g));
        NAME(store)(slot1 + i, s);
        w += NAME(fma)(a, s, -(rate * g));
        break;
      case CK_ADAM:
        w = NAME(fma)(-w, decay, w);
        s = NAME(load)(slot1 + i);
        t = NAME(load)(slot2 + i);
        s = NAME(fma)(g - s, a, s);
        t = NAME(fma)(NAME(fma)(g, g, -t), b, t);
        NAME(store)(slot1 + i, s);
        NAME(store)(slot2 + i, t);
        w -= rate * s / (NAME(sqrt)(t) + epsilon);
        break;
      case CK_RMSPROP:
      case CK_RMSPROP_MOMENTUM:
        s = NAME(load)(slot1 + i);
        s = NAME(fma)(b, s, (NAME(splat)(1) - b) * (g * g));
        NAME(store)(slot1 + i, s);
        t = rate * g / NAME(sqrt)(s + epsilon);
        if (kind == CK_RMSPROP_MOMENTUM) {
          t = NAME(fma)(a, NAME(load)(slot2 + i), t);
          NAME(store)(slot2 + i, t);
        }
        w -= t;
        break;
      case CK_ADAMAX:
        s = NAME(load)(slot1 + i);
        s = NAME(fma)(g - s, a, s);
        t = NAME(max)(b * NAME(load)(slot2 + i), (v16)((i16)g & 0x7fffffff));
        NAME(store)(slot1 + i, s);
        NAME(store)(slot2 + i, t);
        w -= rate * s / (t + epsilon);
        break;
    }
    NAME(store)(weights + i, w);
  }
}

void NAME(update)(const ck_update *u, float *weights, const float *gradient, long shardStride, int shards, float *slot1,
                  float *slot2, long count) {
#define CASE(KIND) \
  case KIND: NAME(step)(KIND, u, weights, gradient, shardStride, shards, slot1, slot2, count); break
  switch (u->kind) {
    CASE(CK_SGD);
    CASE(CK_MOMENTUM);
    CASE(CK_NESTEROV);
    CASE(CK_ADAM);
    CASE(CK_RMSPROP);
    CASE(CK_RMSPROP_MOMENTUM);
    CASE(CK_ADAMAX);
  }
#undef CASE
}
#endif
