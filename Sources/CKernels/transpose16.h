// transpose16.h: sixteen vectors as rows of a square, turned round; included like vector16_operations.h.
//
// Four rounds of exchanges: in round s, row i and row i + s swap the halves of each 2s lanes that do not belong together.

#define EXCHANGE(S, LOW, HIGH)                                                                                         \
  UNROLL for (int i = 0; i < LANES; i++) {                                                                             \
    if (i & (S)) continue;                                                                                             \
    const v16 a = rows[i], b = rows[i + (S)];                                                                          \
    rows[i] = __builtin_shufflevector LOW;                                                                             \
    rows[i + (S)] = __builtin_shufflevector HIGH;                                                                      \
  }

INLINE void NAME(transpose)(v16 rows[LANES]) {
  EXCHANGE(8, (a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
           (a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
  EXCHANGE(4, (a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
           (a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  EXCHANGE(2, (a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
           (a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
  EXCHANGE(1, (a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
           (a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
}
#undef EXCHANGE
