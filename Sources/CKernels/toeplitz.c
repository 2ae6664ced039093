// toeplitz.c: 3x3 convolutions of 2x2 maps, zeros around them, with 9 products a pair of channels instead of 16.
//
// Along one axis the three weights are a 2x2 Toeplitz matrix,
//   y0 = w1 x0 + w2 x1
//   y1 = w0 x0 + w1 x1,
// whose product with a vector takes three multiplications (Winograd, "Arithmetic complexity of computations", 1980; his
// minimal filtering F(2, 2), with the weights in the signal's place):
//   u = (x0, x0 + x1, x1)          the input at three points
//   v = (w0 - w1, w1, w2 - w1)     the weights
//   m = u v                        y0 = m1 + m2, y1 = m1 + m0.
// Along both axes these are 3x3 points, as many as there are taps: in the weights' layout a point takes a tap's place.
//
// The input's gradient is the same convolution with inputs and outputs exchanged, of dy turned by half a circle to dx
// turned by half a circle. So is q, dy's points: the weights' gradient at a point is u q, summed over images, and
//   dw0 = u0 q0, dw1 = u1 q1 - u0 q0 - u2 q2, dw2 = u2 q2.
//
// Here are the additions around the products. Lanes are channels.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "toeplitz.c"
#include "instruction_sets.h"
#else

// A 2x2 map at its 3x3 points. Where y is given, x counts only where y is positive: a ReLU's gradient.
void NAME(toeplitz_points)(ck_view x, const ck_view *y, ck_view u, int images, int width) {
  for (int image = 0; image < images; image++)
    for (int c = 0; c < width; c += LANES) {
      v16 d[2][3];
      UNROLL for (int i = 0; i < 2; i++) {
        UNROLL for (int j = 0; j < 2; j++) {
          v16 value = NAME(load)(x.data + i * x.row + j * x.column + image * x.image + c);
          if (y) {
            const v16 sum = NAME(load)(y->data + i * y->row + j * y->column + image * y->image + c);
            value = NAME(select)(sum > 0, value, NAME(splat)(0));
          }
          d[i][2 * j] = value;
        }
        d[i][1] = d[i][0] + d[i][2];
      }
      UNROLL for (int j = 0; j < 3; j++) {
        float *to = u.data + j * u.column + image * u.image + c;
        NAME(store)(to, d[0][j]);
        NAME(store)(to + u.row, d[0][j] + d[1][j]);
        NAME(store)(to + 2 * u.row, d[1][j]);
      }
    }
}

// From the products at the 3x3 points to a 2x2 map.
void NAME(toeplitz_outputs)(ck_view m, const float *bias, ck_epilogue epilogue, ck_view y, int images, int width) {
  for (int image = 0; image < images; image++)
    for (int c = 0; c < width; c += LANES) {
      v16 half[3][2];
      UNROLL for (int i = 0; i < 3; i++) {
        const float *from = m.data + i * m.row + image * m.image + c;
        const v16 middle = NAME(load)(from + m.column);
        half[i][0] = middle + NAME(load)(from + 2 * m.column);
        half[i][1] = middle + NAME(load)(from);
      }
      UNROLL for (int i = 0; i < 2; i++)
      UNROLL for (int j = 0; j < 2; j++) {
        v16 sum = half[1][j] + half[i == 0 ? 2 : 0][j];
        if (epilogue != CK_STORE) sum += NAME(load)(bias + c);
        if (epilogue == CK_BIAS_RELU) sum = NAME(max)(NAME(splat)(0), sum);
        NAME(store)(y.data + i * y.row + j * y.column + image * y.image + c, sum);
      }
    }
}

// `count` floats of each of 9 taps, tapStride apart, to their points, which lie as they do.
void NAME(toeplitz_weights)(const float *w, float *v, long tapStride, long count) {
  for (long at = 0; at < count; at += LANES) {
    v16 half[3][3];
    UNROLL for (int i = 0; i < 3; i++) {
      const float *from = w + 3 * i * tapStride + at;
      half[i][1] = NAME(load)(from + tapStride);
      half[i][0] = NAME(load)(from) - half[i][1];
      half[i][2] = NAME(load)(from + 2 * tapStride) - half[i][1];
    }
    UNROLL for (int j = 0; j < 3; j++) {
      float *to = v + j * tapStride + at;
      NAME(store)(to, half[0][j] - half[1][j]);
      NAME(store)(to + 3 * tapStride, half[1][j]);
      NAME(store)(to + 6 * tapStride, half[2][j] - half[1][j]);
    }
  }
}

// In place, from the points' gradient to the taps'.
void NAME(toeplitz_weight_gradient)(float *dw, long tapStride, long count) {
  for (long at = 0; at < count; at += LANES) {
    v16 half[3][3];
    UNROLL for (int i = 0; i < 3; i++) {
      UNROLL for (int j = 0; j < 3; j++) half[i][j] = NAME(load)(dw + (3 * i + j) * tapStride + at);
      half[i][1] = half[i][1] - half[i][0] - half[i][2];
    }
    UNROLL for (int j = 0; j < 3; j++) {
      NAME(store)(dw + j * tapStride + at, half[0][j]);
      NAME(store)(dw + (3 + j) * tapStride + at, half[1][j] - half[0][j] - half[2][j]);
      NAME(store)(dw + (6 + j) * tapStride + at, half[2][j]);
    }
  }
}
#endif
