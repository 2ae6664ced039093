// taps.h: which outputs see an input through a tap.
#ifndef CK_TAPS_H
#define CK_TAPS_H

// The outputs first..<end whose input through `tap` lies inside 0..<inputs.
static inline void outputs_of_tap(int tap, int stride, int padding, int inputs, int outputs, int *first, int *end) {
  const int low = padding - tap, high = inputs - 1 + padding - tap;
  *first = low > 0 ? (low + stride - 1) / stride : 0;
  *end = high < 0 ? 0 : high / stride + 1 < outputs ? high / stride + 1 : outputs;
}

#endif
