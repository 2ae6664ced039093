// functions_check.c: the engine's exp, log and tanh over the whole range of float against the C library's in double
// precision; prints the worst error of each in units of the last place, and fails beyond 2.
//
// functions_check STEP: every STEPth of the 2^32 bit patterns; 1 takes all, some minutes.
#include <math.h>
#include "kernels.h"
#include "random_input.h"

enum { VALUES = 4096, FUNCTIONS = 3 };
static const char *const names[FUNCTIONS] = {"exp", "log", "tanh"};

static void apply(const ck_kernels *k, int function, const float *x, float *y) {
  if (function == 0) k->exponential(x, y, VALUES);
  if (function == 1) k->logarithm(x, y, VALUES);
  if (function == 2) k->activation(CK_TANH, 0, x, y, VALUES);
}

static double exactly(int function, double x) { return function == 0 ? exp(x) : function == 1 ? log(x) : tanh(x); }

// In units of the last place of the exact result as a float; infinite where one is not finite and the other is.
static double error_of(float y, double exact) {
  const float nearest = (float)exact;
  if (exact != exact || isinf(nearest)) return (exact != exact ? y != y : y == nearest) ? 0 : INFINITY;
  int exponent;
  frexp(exact, &exponent);
  const double unit = ldexp(1, (exponent < -125 ? -125 : exponent) - 24);
  const double error = fabs(y - exact) / unit;
  return error == error ? error : INFINITY;
}

int main(int argc, char **argv) {
  const uint64_t step = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
  const ck_kernels *best = NULL, *portable = ck_kernels_for(2);
  for (int set = 0; !best; set++) best = ck_kernels_for(set);
  float *x = floats(VALUES), *y = floats(VALUES), *other = floats(VALUES), at[FUNCTIONS] = {0};
  double worst[FUNCTIONS] = {0};
  long count = 0, differ = 0;
  for (uint64_t first = 0; first < 1ull << 32; first += VALUES * step) {
    for (int i = 0; i < VALUES; i++) {
      const uint64_t pattern = first + (uint64_t)i * step;
      const uint32_t bits = pattern >> 32 ? 0 : (uint32_t)pattern;
      memcpy(x + i, &bits, 4);
    }
    count += VALUES;
    for (int f = 0; f < FUNCTIONS; f++) {
      apply(best, f, x, y);
      // The emulated fused multiply-add is slow: one block in sixteen.
      if (first / (VALUES * step) % 16 == 0) {
        apply(portable, f, x, other);
        differ += digest_floats(0, y, VALUES) != digest_floats(0, other, VALUES);
      }
      for (int i = 0; i < VALUES; i++) {
        const double error = error_of(y[i], exactly(f, x[i]));
        if (error > worst[f]) worst[f] = error, at[f] = x[i];
      }
    }
  }
  int failed = differ > 0;
  for (int f = 0; f < FUNCTIONS; f++) {
    printf("%-5s at most %.3f ulp, at %a; %ld values\n", names[f], worst[f], at[f], count);
    failed |= !(worst[f] <= 2);
  }
  if (differ) printf("%ld blocks differ between this processor's best path and the portable one\n", differ);
  return failed;
}
