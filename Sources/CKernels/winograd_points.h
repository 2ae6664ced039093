// winograd_points.h: Winograd's one-dimensional transforms for F(4, 3); included like vector16_operations.h.
//
// Lanes are channels, so a transform is additions of whole vectors. A two-dimensional one is one along columns, then one
// along rows.

enum { NAME(POINTS) = 36 };

INLINE void NAME(input_points)(const v16 d[6], v16 u[6]) {
  const v16 four = NAME(splat)(4), five = NAME(splat)(5), two = NAME(splat)(2);
  const v16 a = NAME(fma)(-four, d[2], d[4]), b = NAME(fma)(-four, d[1], d[3]);
  const v16 c = d[4] - d[2], e = d[3] - d[1];
  u[0] = NAME(fma)(four, d[0], NAME(fma)(-five, d[2], d[4]));
  u[1] = a + b;
  u[2] = a - b;
  u[3] = NAME(fma)(two, e, c);
  u[4] = NAME(fma)(-two, e, c);
  u[5] = NAME(fma)(four, d[1], NAME(fma)(-five, d[3], d[5]));
}

// The transpose of input_points: from the points' gradient to the inputs'.
INLINE void NAME(input_gradient)(const v16 u[6], v16 d[6]) {
  const v16 four = NAME(splat)(4), five = NAME(splat)(5), two = NAME(splat)(2);
  const v16 a = u[1] + u[2], b = u[1] - u[2], c = u[3] + u[4], e = u[3] - u[4];
  d[0] = four * u[0];
  d[1] = NAME(fma)(four, u[5] - b, -two * e);
  d[2] = -NAME(fma)(five, u[0], NAME(fma)(four, a, c));
  d[3] = NAME(fma)(-five, u[5], NAME(fma)(two, e, b));
  d[4] = u[0] + a + c;
  d[5] = u[5];
}

INLINE void NAME(output_tile)(const v16 m[6], v16 y[4]) {
  const v16 a = m[1] + m[2], b = m[1] - m[2], c = m[3] + m[4], e = m[3] - m[4];
  y[0] = m[0] + a + c;
  y[1] = NAME(fma)(NAME(splat)(2), e, b);
  y[2] = NAME(fma)(NAME(splat)(4), c, a);
  y[3] = NAME(fma)(NAME(splat)(8), e, b) + m[5];
}

// The transpose of output_tile.
INLINE void NAME(output_gradient)(const v16 y[4], v16 m[6]) {
  const v16 a = y[0] + y[2], b = y[1] + y[3];
  const v16 c = NAME(fma)(NAME(splat)(4), y[2], y[0]), e = NAME(fma)(NAME(splat)(8), y[3], y[1] + y[1]);
  m[0] = y[0];
  m[1] = a + b;
  m[2] = a - b;
  m[3] = c + e;
  m[4] = c - e;
  m[5] = y[3];
}

INLINE void NAME(weight_points)(const v16 g[3], v16 u[6]) {
  const v16 sixth = NAME(splat)(1.0f / 6), twelfth = NAME(splat)(1.0f / 12), twentyfourth = NAME(splat)(1.0f / 24);
  const v16 a = (g[0] + g[2]) * -sixth, b = g[1] * sixth;
  const v16 c = NAME(fma)(g[0], twentyfourth, g[2] * sixth), e = g[1] * twelfth;
  u[0] = g[0] * NAME(splat)(0.25f);
  u[1] = a - b;
  u[2] = a + b;
  u[3] = c + e;
  u[4] = c - e;
  u[5] = g[2];
}

// The transpose of weight_points.
INLINE void NAME(weight_gradient_of_points)(const v16 u[6], v16 g[3]) {
  const v16 sixth = NAME(splat)(1.0f / 6), twelfth = NAME(splat)(1.0f / 12), twentyfourth = NAME(splat)(1.0f / 24);
  const v16 a = (u[1] + u[2]) * sixth, b = (u[2] - u[1]) * sixth, c = u[3] + u[4], e = u[3] - u[4];
  g[0] = NAME(fma)(u[0], NAME(splat)(0.25f), NAME(fma)(c, twentyfourth, -a));
  g[1] = NAME(fma)(e, twelfth, b);
  g[2] = NAME(fma)(c, sixth, u[5] - a);
}
