// random_input.h: buffers of fixed pseudo-random floats, and a digest of what a kernel made of them.
#ifndef RANDOM_INPUT_H
#define RANDOM_INPUT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine.
static uint64_t random_state;
static inline uint64_t random_bits(void) {
  uint64_t z = random_state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// -1..<1, a tenth of them zero and a hundredth tiny: gradients have both.
static inline float random_float(void) {
  const uint64_t bits = random_bits();
  const float value = (float)((int64_t)(bits >> 40) - (1 << 23)) * 0x1p-23f;
  return bits % 10 == 0 ? 0 : bits % 100 == 1 ? value * 0x1p-100f : value;
}

// 64-byte aligned; kernels may read a vector beyond the last float that counts.
static inline float *floats(long count) {
  float *buffer = aligned_alloc(64, (size_t)(count + 32 + 15) / 16 * 64);
  memset(buffer, 0, (size_t)(count + 32 + 15) / 16 * 64);
  return buffer;
}

static inline float *random_floats(long count) {
  float *buffer = floats(count);
  for (long i = 0; i < count; i++) buffer[i] = random_float();
  return buffer;
}

// FNV-1a over 32-bit words; every not-a-number counts as the same.
static inline uint64_t digest_words(uint64_t digest, const void *data, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t word;
    memcpy(&word, (const char *)data + 4 * i, 4);
    digest = (digest ^ word) * 0x100000001b3;
  }
  return digest;
}

static inline uint64_t digest_floats(uint64_t digest, const float *data, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t word = 0x7fc00000;
    if (data[i] == data[i]) memcpy(&word, data + i, 4);
    digest = (digest ^ word) * 0x100000001b3;
  }
  return digest;
}

#define EMPTY_DIGEST 0xcbf29ce484222325ull

#endif
