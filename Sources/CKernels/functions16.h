// functions16.h: exp, log and tanh on sixteen lanes, the same bits everywhere; included like vector16_operations.h.

// The integer nearest to x, |x| < 2^22: adding 1.5 * 2^23 pushes the fraction out.
INLINE v16 NAME(nearest)(v16 x) {
  const v16 magic = NAME(splat)(12582912.0f);
  return (x + magic) - magic;
}

// 2^n for integral n, -126...127.
INLINE v16 NAME(power_of_two)(v16 n) {
  return (v16)((__builtin_convertvector(n, i16) + 127) << 23);
}

// exp(r) - 1 for |r| <= ln 2 / 2: the Taylor series, whose ninth term is below a twentieth of an ulp.
INLINE v16 NAME(exponential_minus_one)(v16 r) {
  v16 p = NAME(splat)(1.0f / 40320);
  p = NAME(fma)(p, r, NAME(splat)(1.0f / 5040));
  p = NAME(fma)(p, r, NAME(splat)(1.0f / 720));
  p = NAME(fma)(p, r, NAME(splat)(1.0f / 120));
  p = NAME(fma)(p, r, NAME(splat)(1.0f / 24));
  p = NAME(fma)(p, r, NAME(splat)(1.0f / 6));
  p = NAME(fma)(p, r, NAME(splat)(0.5f));
  return NAME(fma)(r * r, p, r);
}

// x = n * ln 2 + r; ln 2 in two parts, the first short enough that n * part is exact.
INLINE v16 NAME(reduce_by_ln2)(v16 x, v16 *n) {
  *n = NAME(nearest)(x * NAME(splat)(1.44269504088896341f));
  v16 r = NAME(fma)(*n, NAME(splat)(-0.693145751953125f), x);
  return NAME(fma)(*n, NAME(splat)(-1.428606765330187e-6f), r);
}

INLINE v16 NAME(exp16)(v16 x) {
  // Beyond these the result is infinite or 0 all the same, and n stays small.
  v16 inside = NAME(select)(x > 89.0f, NAME(splat)(89.0f), x);
  inside = NAME(select)(inside < -104.0f, NAME(splat)(-104.0f), inside);
  v16 n;
  v16 r = NAME(reduce_by_ln2)(inside, &n);
  v16 y = NAME(exponential_minus_one)(r) + NAME(splat)(1);
  // 2^n in two factors: n reaches -150 and 128, where one would leave the range.
  v16 half = NAME(nearest)(n * NAME(splat)(0.5f));
  y = y * NAME(power_of_two)(half) * NAME(power_of_two)(n - half);
  return NAME(select)(x == x, y, x);
}

// Natural logarithm: x = 2^e * m with m in sqrt(1/2)...sqrt(2); with s = f / (2 + f), f = m - 1,
// log m = f - f^2 / 2 + s (f^2 / 2 + R), R the rest of the series of 2 artanh s (Ng, as in fdlibm's e_log).
INLINE v16 NAME(log16)(v16 x) {
  i16 tiny = x < 1.17549435e-38f;
  v16 scaled = NAME(select)(tiny, x * NAME(splat)(33554432.0f), x);
  i16 bits = (i16)scaled;
  i16 offset = bits - 0x3f3504f3;
  i16 exponent = offset >> 23;
  v16 m = (v16)(bits - (exponent << 23));
  v16 e = __builtin_convertvector(exponent, v16) - NAME(select)(tiny, NAME(splat)(25), NAME(splat)(0));
  v16 f = m - NAME(splat)(1);
  v16 s = f / (NAME(splat)(2) + f);
  v16 z = s * s;
  v16 p = NAME(splat)(2.0f / 11);
  p = NAME(fma)(p, z, NAME(splat)(2.0f / 9));
  p = NAME(fma)(p, z, NAME(splat)(2.0f / 7));
  p = NAME(fma)(p, z, NAME(splat)(2.0f / 5));
  p = NAME(fma)(p, z, NAME(splat)(2.0f / 3));
  v16 half = NAME(splat)(0.5f) * f * f;
  v16 tail = NAME(fma)(s, NAME(fma)(p, z, half), e * NAME(splat)(1.428606765330187e-6f));
  v16 y = NAME(fma)(e, NAME(splat)(0.693145751953125f), f - (half - tail));
  const v16 infinity = NAME(splat)(__builtin_inff()), nan = NAME(splat)(__builtin_nanf(""));
  y = NAME(select)(x == infinity, infinity, y);
  y = NAME(select)(x == 0, -infinity, y);
  y = NAME(select)(x < 0, nan, y);
  return NAME(select)(x == x, y, x);
}

// tanh x = d / (d + 2) with d = exp(2 |x|) - 1, which is 1 beyond 10; near 0 the Taylor series, which rounds less.
INLINE v16 NAME(tanh16)(v16 x) {
  const i16 signBit = (i16){} + (int32_t)0x80000000;
  v16 size = (v16)((i16)x & ~signBit);
  v16 inside = NAME(select)(size > 10.0f, NAME(splat)(10.0f), size);
  v16 n;
  v16 r = NAME(reduce_by_ln2)(inside + inside, &n);
  v16 power = NAME(power_of_two)(n);
  v16 d = NAME(fma)(power, NAME(exponential_minus_one)(r), power - NAME(splat)(1));
  v16 y = d / (d + NAME(splat)(2));
  v16 z = size * size;
  v16 p = NAME(splat)(21844.0f / 6081075);
  p = NAME(fma)(p, z, NAME(splat)(-1382.0f / 155925));
  p = NAME(fma)(p, z, NAME(splat)(62.0f / 2835));
  p = NAME(fma)(p, z, NAME(splat)(-17.0f / 315));
  p = NAME(fma)(p, z, NAME(splat)(2.0f / 15));
  p = NAME(fma)(p, z, NAME(splat)(-1.0f / 3));
  y = NAME(select)(size < 0.35f, NAME(fma)(size * z, p, size), y);
  y = (v16)((i16)y | ((i16)x & signBit));
  return NAME(select)(x == x, y, x);
}

INLINE v16 NAME(sigmoid16)(v16 x) {
  return NAME(splat)(1) / (NAME(splat)(1) + NAME(exp16)(-x));
}
