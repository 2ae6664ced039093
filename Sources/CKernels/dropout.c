// dropout.c: masks from a counter-based generator, and their application.
//
// Philox4x32-10 (Salmon et al. 2011) gives four words for a counter; sixteen counters at a time give 64 elements, whose
// marks are put together as bytes in the elements' order. A mask depends on nothing but its arguments.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "dropout.c"
#include "instruction_sets.h"
#else

// kept[e] for e in 0..<count, and on to the next multiple of 64: 1 where word e % 4 of counter
// (e / 4, sample, epoch, purpose) under key `seed` is at least threshold.
void NAME(dropout_mask)(uint64_t seed, uint32_t purpose, uint32_t epoch, uint32_t sample, uint32_t threshold, long count,
                        uint8_t *kept) {
  const u16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (long e = 0; e < count; e += 4 * LANES) {
    u16 c0 = lane + (uint32_t)(e / 4), c1 = (u16){} + sample, c2 = (u16){} + epoch, c3 = (u16){} + purpose;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
      w16 low = __builtin_convertvector(c0, w16) * 0xD2511F53u;
      w16 high = __builtin_convertvector(c2, w16) * 0xCD9E8D57u;
      c0 = __builtin_convertvector(high >> 32, u16) ^ c1 ^ k0;
      c1 = __builtin_convertvector(high, u16);
      c2 = __builtin_convertvector(low >> 32, u16) ^ c3 ^ k1;
      c3 = __builtin_convertvector(low, u16);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    u16 marks = ((u16)(c0 >= threshold) & 1u) | ((u16)(c1 >= threshold) & 0x100u) |
                ((u16)(c2 >= threshold) & 0x10000u) | ((u16)(c3 >= threshold) & 0x1000000u);
    memcpy(kept + e, &marks, sizeof marks);
  }
}

// y = x * scale where kept, else 0; image n's marks start at kept + n * maskStride, [row][column][channel].
void NAME(dropout)(const uint8_t *kept, long maskStride, ck_view x, ck_view y, int rows, int columns, int images,
                   int channels, float scale) {
  typedef uint8_t b16 __attribute__((vector_size(16), aligned(1)));
  const v16 factor = NAME(splat)(scale);
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      for (int n = 0; n < images; n++) {
        const uint8_t *marks = kept + n * maskStride + ((long)row * columns + column) * channels;
        const float *from = x.data + row * x.row + column * x.column + n * x.image;
        float *to = y.data + row * y.row + column * y.column + n * y.image;
        // A last vector reads marks that are not its own, for lanes that are not in use.
        for (int c = 0; c < channels; c += LANES) {
          i16 mark = __builtin_convertvector(*(const b16 *)(marks + c), i16);
          NAME(store)(to + c, NAME(select)(mark != 0, NAME(load)(from + c) * factor, NAME(splat)(0)));
        }
      }
}
#endif
