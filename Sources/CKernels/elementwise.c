// elementwise.c: activation functions over whole buffers, 16 values at a time; counts are multiples of 16.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "elementwise.c"
#include "instruction_sets.h"
#else
#include "functions16.h"

void NAME(relu)(const float *x, float *y, long count) {
  for (long i = 0; i < count; i += LANES) NAME(store)(y + i, NAME(max)(NAME(splat)(0), NAME(load)(x + i)));
}

// In place: dy where y > 0, else 0.
void NAME(relu_gradient)(const float *y, float *dy, long count) {
  for (long i = 0; i < count; i += LANES)
    NAME(store)(dy + i, NAME(select)(NAME(load)(y + i) > 0, NAME(load)(dy + i), NAME(splat)(0)));
}

void NAME(activation)(ck_function function, float slope, const float *x, float *y, long count) {
  switch (function) {
    case CK_LEAKY_RELU:
      for (long i = 0; i < count; i += LANES) {
        v16 a = NAME(load)(x + i);
        NAME(store)(y + i, NAME(select)(a > 0, a, a * NAME(splat)(slope)));
      }
      break;
    case CK_SIGMOID:
      for (long i = 0; i < count; i += LANES) NAME(store)(y + i, NAME(sigmoid16)(NAME(load)(x + i)));
      break;
    case CK_TANH:
      for (long i = 0; i < count; i += LANES) NAME(store)(y + i, NAME(tanh16)(NAME(load)(x + i)));
      break;
  }
}

void NAME(activation_gradient)(ck_function function, float slope, const float *x, const float *y, const float *dy,
                               float *dx, long count) {
  for (long i = 0; i < count; i += LANES) {
    v16 d = NAME(load)(dy + i), a = NAME(load)((function == CK_LEAKY_RELU ? x : y) + i);
    switch (function) {
      case CK_LEAKY_RELU: d = NAME(select)(a > 0, d, d * NAME(splat)(slope)); break;
      case CK_SIGMOID: d = d * (a * (NAME(splat)(1) - a)); break;
      case CK_TANH: d = d * (NAME(splat)(1) - a * a); break;
    }
    NAME(store)(dx + i, d);
  }
}

void NAME(exponential)(const float *x, float *y, long count) {
  for (long i = 0; i < count; i += LANES) NAME(store)(y + i, NAME(exp16)(NAME(load)(x + i)));
}

void NAME(logarithm)(const float *x, float *y, long count) {
  for (long i = 0; i < count; i += LANES) NAME(store)(y + i, NAME(log16)(NAME(load)(x + i)));
}
#endif
