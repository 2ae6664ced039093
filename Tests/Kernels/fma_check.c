// fma_check.c: the portable path's emulated fused multiply-add against the C library's fmaf, bit for bit.
//
// fma_check COUNT: so many millions of triples: random bits, sums that cancel, sums within a hair of half a unit in the
// last place (where rounding twice goes wrong), sums at both ends of the range; each through the single operation and
// through a register block.
#include <math.h>
#include "kernels.h"
#include "random_input.h"

enum { LANES_ = 16, TRIPLES = 1024 };

static float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

static uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

// A float with an exponent between two given ones, 1 standing for denormals' neighbours.
static float float_between(int low, int high) {
  const uint64_t bits = random_bits();
  const uint32_t exponent = (uint32_t)(low + (int)((bits >> 32) % (uint64_t)(high - low + 1)));
  return float_of(((uint32_t)bits & 0x807fffff) | exponent << 23);
}

static void triple(int kind, float *a, float *b, float *c) {
  const uint64_t bits = random_bits();
  switch (kind) {
    case 0:  // Anything at all.
      *a = float_of((uint32_t)bits), *b = float_of((uint32_t)(bits >> 32)), *c = float_of((uint32_t)random_bits());
      break;
    case 1:  // Numbers as they occur.
      *a = float_between(107, 130), *b = float_between(107, 130), *c = float_between(107, 130);
      break;
    case 2:  // Sums that cancel but for the last bits.
      *a = float_between(87, 160), *b = float_between(87, 160);
      *c = -(*a * *b);
      *c = float_of(bits_of(*c) + (uint32_t)(bits % 5) - 2);
      break;
    case 3: {  // c, and half a unit of its last place but for a hair.
      *c = float_between(bits % 3 == 0 ? 0 : 30, 220);
      int exponent;
      frexpf(*c, &exponent);
      if (exponent < -125) exponent = -125;
      const int half = exponent - 25 + (int)(bits >> 8) % 2, part = (int)(bits >> 16 & 63) - 32;
      const float near1 = 1 + (float)((int)(bits >> 24 & 7) - 3) * 0x1p-23f;
      const float near2 = 1 + (float)((int)(bits >> 28 & 7) - 3) * 0x1p-23f;
      *a = ldexpf(near1, part), *b = ldexpf(bits & 1ull << 40 ? near2 : -near2, half - part);
      break;
    }
    case 4:  // Results around the smallest floats.
      *a = float_between(1, 70), *b = float_between(1, 127), *c = float_between(0, 3);
      if (bits & 1) *b = ldexpf(*b, -149 - ilogbf(*a) - ilogbf(*b) + (int)(bits >> 8 & 31));
      break;
    default:  // And around the largest.
      *a = float_between(180, 230), *b = float_between(140, 204), *c = float_between(250, 254);
  }
}

static long wrong;

static void compare(const char *how, float a, float b, float c, float got) {
  const float expected = fmaf(a, b, c);
  if ((expected != expected && got != got) || memcmp(&expected, &got, 4) == 0) return;
  if (wrong++ < 10) printf("%s: fma(%a, %a, %a) is %a, not %a\n", how, a, b, c, expected, got);
}

int main(int argc, char **argv) {
  const long millions = argc > 1 ? atol(argv[1]) : 1;
  const ck_kernels *k = ck_kernels_for(2);
  random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  float *a = floats(TRIPLES), *b = floats(TRIPLES), *c = floats(TRIPLES), *y = floats(TRIPLES), *zero = floats(TRIPLES);
  float x[4][2], *w = floats(2 * LANES_), *block = floats(4 * LANES_);
  int32_t ends[2] = {0, 1}, none[1] = {0}, one[1] = {1};
  const ck_axis axis = {ends, none, none, one};
  const ck_product p = {axis, axis, 1, 1, 1, 2, LANES_, 4};
  long count = 0;
  for (int kind = 0; count < millions * 1000000; kind = (kind + 1) % 6) {
    for (int i = 0; i < TRIPLES; i++) triple(kind, a + i, b + i, c + i);
    // The single operation: normalization with a mean of zero is one.
    const ck_view xs = {a, TRIPLES, TRIPLES, TRIPLES}, ys = {y, TRIPLES, TRIPLES, TRIPLES};
    const ck_normalization g = {1, 1, TRIPLES, false, zero, b, c, zero, zero};
    k->normalize(&g, 1, xs, ys);
    for (int i = 0; i < TRIPLES; i++) compare("operation", a[i], b[i], c[i], y[i]);
    // A register block of four rows and two steps: c * 1, then a * b with sixteen b.
    for (int i = 0; i + LANES_ <= TRIPLES; i += LANES_) {
      for (int r = 0; r < 4; r++) x[r][0] = c[i + r], x[r][1] = a[i + r];
      for (int lane = 0; lane < LANES_; lane++) w[lane] = 1, w[LANES_ + lane] = b[i + lane % 4];
      const ck_view from = {&x[0][0], 8, 8, 2}, to = {block, 64, 64, LANES_};
      k->product(&p, from, w, NULL, CK_STORE, to, 0, 1, 0, 1);
      for (int r = 0; r < 4; r++)
        for (int lane = 0; lane < 4; lane++)
          // c * 1 is first added to zero, which gives -0 its sign back as +0.
          compare("block", x[r][1], b[i + lane], fmaf(x[r][0], 1, 0), block[r * LANES_ + lane]);
    }
    count += TRIPLES;
  }
  printf("%ld of %ld triples differ from fmaf\n", wrong, count);
  return wrong ? 1 : 0;
}
