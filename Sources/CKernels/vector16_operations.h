// vector16_operations.h: what kernels do with a v16; included once per instruction set, inside its target attribute.

INLINE v16 NAME(load)(const float *p) { return *(const v16 *)p; }
INLINE void NAME(store)(float *p, v16 a) { *(v16 *)p = a; }
INLINE v16 NAME(splat)(float a) { return (v16){a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a}; }
INLINE v16 NAME(select)(i16 mask, v16 a, v16 b) { return (v16)(((i16)a & mask) | ((i16)b & ~mask)); }
// As x86 has it: b where either is not a number.
INLINE v16 NAME(max)(v16 a, v16 b) { return NAME(select)(a > b, a, b); }
INLINE v16 NAME(sqrt)(v16 a) { return __builtin_elementwise_sqrt(a); }

#if CK_HAS_FMA
INLINE v16 NAME(fma)(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
#else
// a * b + c rounded once, without the instruction: the product is exact in double precision; the sum is rounded to odd
// there, so that rounding it again to single precision gives what one rounding would have given (Boldo & Melquiond,
// "Emulation of a FMA and correctly rounded sums", 2008).
INLINE v16 NAME(fma)(v16 a, v16 b, v16 c) {
  const d16 product = __builtin_convertvector(a, d16) * __builtin_convertvector(b, d16);
  const d16 addend = __builtin_convertvector(c, d16);
  const d16 sum = product + addend;
  const d16 part = sum - product;
  const d16 error = (product - (sum - part)) + (addend - part);
  // To odd: an inexact sum is cut off, which moves it towards zero where the error has the other sign, and gets its last
  // bit. The error of NaN and infinity, not a number, does not compare.
  const w16 inexact = (w16)(__builtin_elementwise_abs(error) > 0);
  const w16 opposite = ((w16)sum ^ (w16)error) >> 63;
  const w16 odd = ((w16)sum - (opposite & inexact)) | (inexact >> 63);
  return __builtin_convertvector((d16)odd, v16);
}
#endif

#if CK_HAS_TABLES
// The first `count` floats at p, of which no other is touched, then zeros.
INLINE v16 NAME(load_some)(const float *p, int count) {
  return (v16)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}
// Four floats from each address.
INLINE v16 NAME(load_quarters)(const float *a, const float *b, const float *c, const float *d) {
  __m512 quarters = _mm512_castps128_ps512(_mm_loadu_ps(a));
  quarters = _mm512_insertf32x4(quarters, _mm_loadu_ps(b), 1);
  quarters = _mm512_insertf32x4(quarters, _mm_loadu_ps(c), 2);
  return (v16)_mm512_insertf32x4(quarters, _mm_loadu_ps(d), 3);
}
// For each lane the float at its index in a table of 16, or of 32.
INLINE v16 NAME(look_up16)(v16 table, i16 index) { return (v16)_mm512_permutexvar_ps((__m512i)index, (__m512)table); }
INLINE v16 NAME(look_up32)(v16 first, v16 last, i16 index) {
  return (v16)_mm512_permutex2var_ps((__m512)first, (__m512i)index, (__m512)last);
}
#endif

// The sum of sixteen lanes by one fixed tree: 8 + 8, 4 + 4, 2 + 2, 1 + 1.
INLINE float NAME(sum)(v16 a) {
  float lanes[LANES] __attribute__((aligned(64)));
  NAME(store)(lanes, a);
  for (int width = LANES / 2; width >= 1; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  return lanes[0];
}

INLINE float NAME(maximum)(v16 a) {
  float lanes[LANES] __attribute__((aligned(64)));
  NAME(store)(lanes, a);
  for (int width = LANES / 2; width >= 1; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
  return lanes[0];
}
