// pooling16.h: 2x2 max pooling of vectors in registers; included like vector16_operations.h.
//
// Of each lane the winning tap is noted, row by row from 0, in 16 bits: enough for a window of 65,535 places, one less
// than 256 x 256, as one value is kept for nobody. MaxPooling2D refuses larger ones.

// Noted where nobody gets the gradient, for a ReLU before the pooling lets none through.
enum { NAME(NO_WINNER) = 0xFFFF };

typedef uint16_t NAME(h16) __attribute__((vector_size(32)));

INLINE void NAME(note)(uint16_t *place, i16 winner) {
  *(NAME(h16) *)place = __builtin_convertvector((u16)winner, NAME(h16));
}

INLINE i16 NAME(noted)(const uint16_t *place) {
  return (i16)__builtin_convertvector(*(const NAME(h16) *)place, u16);
}

// The greater of `best` and a later value. Among equal ones the first wins. Not a number wins and stays: whatever is not at
// most the best replaces it.
INLINE v16 NAME(greater)(v16 best, v16 value, i16 *winner, i16 tap) {
  const i16 wins = ~(value <= best) & (best == best);
  *winner = (*winner & ~wins) | (tap & wins);
  return NAME(select)(wins, value, best);
}

// The greatest of a 2x2 window, row by row.
INLINE v16 NAME(greatest)(v16 a, v16 b, v16 c, v16 d, i16 *winner) {
  const i16 none = {};
  i16 lower = none + 2;
  *winner = none;
  const v16 upperBest = NAME(greater)(a, b, winner, none + 1), lowerBest = NAME(greater)(c, d, &lower, none + 3);
  return NAME(greater)(upperBest, lowerBest, winner, lower);
}

// Nobody's where the greatest is not positive.
INLINE i16 NAME(positive_winner)(i16 winner, v16 best) {
  const i16 positive = best > NAME(splat)(0), none = {};
  return (winner & positive) | ((none + NAME(NO_WINNER)) & ~positive);
}

// The gradient that arrives at a window: none where its winner is nobody or, where y is given, a ReLU's output not
// positive.
INLINE v16 NAME(window_gradient)(ck_view dy, const ck_view *y, int row, int column, int n, int c, i16 winner) {
  i16 passes = winner != NAME(NO_WINNER);
  if (y) passes &= NAME(load)(y->data + row * y->row + column * y->column + n * y->image + c) > 0;
  const v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
  return NAME(select)(passes, gradient, NAME(splat)(0));
}

// What a window's tap gets of its gradient.
INLINE v16 NAME(share)(i16 winner, int tap, v16 gradient) { return NAME(select)(winner == tap, gradient, NAME(splat)(0)); }
