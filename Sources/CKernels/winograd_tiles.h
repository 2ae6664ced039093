// winograd_tiles.h: tiles to points and back, with what is done to a tile while it is in registers; included like
// vector16_operations.h.
//
// The input is surrounded by zeros as far as tiles reach (FeatureMap.border), in memory: no tile is at a border. Its
// gradient has the same places around it, which take what nobody reads.

// From one point's rows to the next's: a transform writes all 36 at once, which must not fall into the same cache sets.
INLINE long NAME(point_stride)(const ck_winograd *g, long rowStride) { return g->mostRows * rowStride + 16; }

// Where a tile lies: its micro-batch, and its row and column in units of tiles.
typedef struct {
  int microBatch, row, column;
} NAME(tile);

INLINE int NAME(tile_columns)(const ck_winograd *g) { return (g->outputColumns + 3) / 4; }
INLINE int NAME(tile_rows)(const ck_winograd *g) { return (g->outputRows + 3) / 4; }

INLINE NAME(tile) NAME(tile_at)(const ck_winograd *g, int index) {
  const int columns = NAME(tile_columns)(g), rows = NAME(tile_rows)(g);
  return (NAME(tile)){index / (rows * columns), index / columns % rows, index % columns};
}

// Where a tile's inputs begin, in a view whose micro-batches are `stride` apart.
INLINE long NAME(tile_start)(const ck_winograd *g, ck_view x, long stride, NAME(tile) t) {
  return t.microBatch * stride + (t.row * 4 - g->paddingRows) * x.row + (t.column * 4 - g->paddingColumns) * x.column;
}

// Brings into the second-level cache what `count` tiles from `first` on will read of x, the share of one point out of 36:
// called between the points' products, which leave memory idle. A tile's runs of memory are too short for the processor to
// foresee.
INLINE void NAME(fetch_inputs)(const ck_winograd *g, ck_view x, int first, int count, int point) {
  const int begin = count * 6 * point / NAME(POINTS), end = count * 6 * (point + 1) / NAME(POINTS);
  for (int unit = begin; unit < end; unit++) {
    // One of a tile's six rows.
    const NAME(tile) t = NAME(tile_at)(g, first + unit / 6);
    const float *from = x.data + NAME(tile_start)(g, x, g->xStride, t) + unit % 6 * x.row;
    // Neighbours share two columns.
    for (int column = t.column > 0 ? 2 : 0; column < 6; column++)
      for (long at = 0; at < g->images * x.image; at += LANES) __builtin_prefetch(from + column * x.column + at, 0, 2);
  }
}

// One tile's inputs, all images, to u, whose points are pointStride apart.
static __attribute__((noinline)) void NAME(inputs_of_tile)(const ck_winograd *g, ck_view x, NAME(tile) t, float *u,
                                                           long rowStride, long pointStride) {
  x.data += NAME(tile_start)(g, x, g->xStride, t);
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->inputWidth; c += LANES) {
      const float *from = x.data + n * x.image + c;
      float *to = u + n * rowStride + c;
      v16 half[6][6];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 d[6], points[6];
        UNROLL for (int i = 0; i < 6; i++) d[i] = NAME(load)(from + i * x.row + j * x.column);
        NAME(input_points)(d, points);
        UNROLL for (int i = 0; i < 6; i++) half[i][j] = points[i];
      }
      UNROLL for (int i = 0; i < 6; i++) {
        v16 points[6];
        NAME(input_points)(half[i], points);
        UNROLL for (int j = 0; j < 6; j++) NAME(store)(to + (i * 6 + j) * pointStride, points[j]);
      }
    }
}

// The input gradients of `count` tiles that follow each other in a row, all images, to dx. Neighbours share two columns,
// which are carried from one to the next (`carried` keeps them where a row of tiles is cut), and two rows, whose upper
// part is in dx already where `addsAbove`. Where `masks`, only inputs that are positive have a gradient.
INLINE void NAME(transform_input_gradients)(const bool addsAbove, const bool masks, const ck_winograd *g, ck_view x,
                                            ck_view dx, NAME(tile) t, int count, const float *u, long rowStride,
                                            long pointStride, float *carried) {
  const bool begins = t.column == 0, ends = t.column + count == NAME(tile_columns)(g);
  x.data += NAME(tile_start)(g, x, g->xStride, t);
  dx.data += NAME(tile_start)(g, dx, g->dxStride, t);
#define PLACE(I, J, VALUE)                                                                                             \
  do {                                                                                                                 \
    const long at = (I) * dx.row + (J) * dx.column;                                                                    \
    v16 value = (VALUE);                                                                                               \
    if (addsAbove && (I) < 2) value += NAME(load)(to + at);                                                            \
    if (masks) value = NAME(select)(NAME(load)(inputs + at) > NAME(splat)(0), value, NAME(splat)(0));                  \
    NAME(store)(to + at, value);                                                                                       \
  } while (0)
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->inputWidth; c += LANES) {
      const float *inputs = x.data + n * x.image + c;
      float *to = dx.data + n * dx.image + c, *kept = carried + (n * (long)g->inputWidth + c) * 12;
      v16 carry[6][2];
      UNROLL for (int i = 0; i < 6; i++)
      UNROLL for (int j = 0; j < 2; j++) carry[i][j] = begins ? NAME(splat)(0) : NAME(load)(kept + (i * 2 + j) * LANES);
      for (int k = 0; k < count; k++, inputs += 4 * x.column, to += 4 * dx.column) {
        const float *from = u + (k * (long)g->images + n) * rowStride + c;
        v16 half[6][6];
        UNROLL for (int j = 0; j < 6; j++) {
          v16 points[6], d[6];
          UNROLL for (int i = 0; i < 6; i++) points[i] = NAME(load)(from + (i * 6 + j) * pointStride);
          NAME(input_gradient)(points, d);
          UNROLL for (int i = 0; i < 6; i++) half[i][j] = d[i];
        }
        UNROLL for (int i = 0; i < 6; i++) {
          v16 d[6];
          NAME(input_gradient)(half[i], d);
          PLACE(i, 0, d[0] + carry[i][0]);
          PLACE(i, 1, d[1] + carry[i][1]);
          PLACE(i, 2, d[2]);
          PLACE(i, 3, d[3]);
          carry[i][0] = d[4];
          carry[i][1] = d[5];
        }
      }
      UNROLL for (int i = 0; i < 6; i++)
      UNROLL for (int j = 0; j < 2; j++) {
        if (ends)
          PLACE(i, j, carry[i][j]);
        else
          NAME(store)(kept + (i * 2 + j) * LANES, carry[i][j]);
      }
    }
#undef PLACE
}

static __attribute__((noinline)) void NAME(input_gradients_of_tiles)(const ck_winograd *g, ck_view x, ck_view dx,
                                                                     NAME(tile) t, int count, const float *u,
                                                                     long rowStride, long pointStride, float *carried) {
#define TRANSFORM(ABOVE, MASKS) \
  NAME(transform_input_gradients)(ABOVE, MASKS, g, x, dx, t, count, u, rowStride, pointStride, carried)
  if (g->masksInput && t.row > 0)
    TRANSFORM(true, true);
  else if (g->masksInput)
    TRANSFORM(false, true);
  else if (t.row > 0)
    TRANSFORM(true, false);
  else
    TRANSFORM(false, false);
#undef TRANSFORM
}

// Where a pooled value's winner is noted.
INLINE long NAME(winner_place)(const ck_winograd *g, int row, int column, int n, int c) {
  return (((long)row * (g->outputColumns / 2) + column) * g->images + n) * g->width + c;
}

// One tile's outputs, all images: bias, ReLU and pooling included. Winners are `noted` for a way back.
INLINE void NAME(transform_outputs)(const bool pools, const bool isWhole, const bool noted, const ck_winograd *g,
                                    const float *m, long rowStride, long pointStride, NAME(tile) t, const float *bias,
                                    ck_view y, uint16_t *winners) {
  const v16 zero = NAME(splat)(0);
  y.data += t.microBatch * g->yStride;
  if (noted) winners += t.microBatch * g->winnersStride;
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->width; c += LANES) {
      const float *from = m + n * rowStride + c;
      const v16 b = NAME(load)(bias + c);
      v16 half[4][6], out[4][4];
      UNROLL for (int j = 0; j < 6; j++) {
        v16 points[6], tile[4];
        UNROLL for (int i = 0; i < 6; i++) points[i] = NAME(load)(from + (i * 6 + j) * pointStride);
        NAME(output_tile)(points, tile);
        UNROLL for (int i = 0; i < 4; i++) half[i][j] = tile[i];
      }
      UNROLL for (int i = 0; i < 4; i++) NAME(output_tile)(half[i], out[i]);
      if (!pools) {
        UNROLL for (int i = 0; i < 4; i++)
        UNROLL for (int j = 0; j < 4; j++) {
          const int row = t.row * 4 + i, column = t.column * 4 + j;
          if (!isWhole && (row >= g->outputRows || column >= g->outputColumns)) continue;
          const v16 sum = out[i][j] + b;
          NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, g->relu ? NAME(max)(zero, sum) : sum);
        }
        continue;
      }
      UNROLL for (int i = 0; i < 2; i++)
      UNROLL for (int j = 0; j < 2; j++) {
        const int row = t.row * 2 + i, column = t.column * 2 + j;
        if (!isWhole && (row >= g->outputRows / 2 || column >= g->outputColumns / 2)) continue;
        const v16 *top = &out[2 * i][2 * j], *bottom = &out[2 * i + 1][2 * j];
        i16 winner;
        v16 best = NAME(greatest)(top[0], top[1], bottom[0], bottom[1], &winner) + b;
        if (g->relu) {
          winner = NAME(positive_winner)(winner, best);
          best = NAME(max)(zero, best);
        }
        NAME(store)(y.data + row * y.row + column * y.column + n * y.image + c, best);
        if (noted) NAME(note)(winners + NAME(winner_place)(g, row, column, n, c), winner);
      }
    }
}

static __attribute__((noinline)) void NAME(outputs_of_tile)(const ck_winograd *g, const float *m, long rowStride,
                                                            long pointStride, NAME(tile) t, const float *bias, ck_view y,
                                                            uint16_t *winners) {
#define TRANSFORM(POOLS, WHOLE, NOTED) \
  NAME(transform_outputs)(POOLS, WHOLE, NOTED, g, m, rowStride, pointStride, t, bias, y, winners)
  const bool isWhole = t.row * 4 + 4 <= g->outputRows && t.column * 4 + 4 <= g->outputColumns;
  if (g->pools && winners && isWhole)
    TRANSFORM(true, true, true);
  else if (g->pools && winners)
    TRANSFORM(true, false, true);
  else if (g->pools && isWhole)
    TRANSFORM(true, true, false);
  else if (g->pools)
    TRANSFORM(true, false, false);
  else if (isWhole)
    TRANSFORM(false, true, false);
  else
    TRANSFORM(false, false, false);
#undef TRANSFORM
}

// One tile's output gradients, all images, to the points m; adds them to the bias's gradient.
// `isWhole` where all of its outputs exist.
INLINE void NAME(transform_output_gradients)(const bool pools, const bool relu, const bool isWhole, const ck_winograd *g,
                                             ck_view dy, ck_view y, const uint16_t *winners, NAME(tile) t,
                                             NAME(tile) next, float *m, long rowStride, long pointStride, float *db) {
  const v16 zero = NAME(splat)(0);
  const long ahead = pools ? (next.microBatch - t.microBatch) * g->winnersStride +
                                 NAME(winner_place)(g, 2 * (next.row - t.row), 2 * (next.column - t.column), 0, 0)
                           : 0;
  dy.data += t.microBatch * g->dyStride;
  y.data += t.microBatch * g->yStride;
  if (winners) winners += t.microBatch * g->winnersStride;
  for (int n = 0; n < g->images; n++)
    for (int c = 0; c < g->width; c += LANES) {
      v16 tile[4][4], half[6][4];
      UNROLL for (int i = 0; i < 4; i++)
      UNROLL for (int j = 0; j < 4; j++) tile[i][j] = zero;
      v16 sum = zero;
      if (pools) {
        UNROLL for (int i = 0; i < 2; i++)
        UNROLL for (int j = 0; j < 2; j++) {
          const int row = t.row * 2 + i, column = t.column * 2 + j;
          if (!isWhole && (row >= g->outputRows / 2 || column >= g->outputColumns / 2)) continue;
          const v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          const uint16_t *place = winners + NAME(winner_place)(g, row, column, n, c);
          __builtin_prefetch(place + ahead);
          const i16 winner = NAME(noted)(place);
          UNROLL for (int k = 0; k < 4; k++) tile[2 * i + k / 2][2 * j + k % 2] = NAME(share)(winner, k, gradient);
          sum += NAME(select)(winner != NAME(NO_WINNER), gradient, zero);
        }
      } else {
        UNROLL for (int i = 0; i < 4; i++)
        UNROLL for (int j = 0; j < 4; j++) {
          const int row = t.row * 4 + i, column = t.column * 4 + j;
          if (!isWhole && (row >= g->outputRows || column >= g->outputColumns)) continue;
          v16 gradient = NAME(load)(dy.data + row * dy.row + column * dy.column + n * dy.image + c);
          if (relu) {
            const v16 value = NAME(load)(y.data + row * y.row + column * y.column + n * y.image + c);
            gradient = NAME(select)(value > zero, gradient, zero);
          }
          tile[i][j] = gradient;
          sum += gradient;
        }
      }
      if (db) NAME(store)(db + c, NAME(load)(db + c) + sum);
      UNROLL for (int j = 0; j < 4; j++) {
        v16 column[4], points[6];
        UNROLL for (int i = 0; i < 4; i++) column[i] = tile[i][j];
        NAME(output_gradient)(column, points);
        UNROLL for (int i = 0; i < 6; i++) half[i][j] = points[i];
      }
      float *to = m + n * rowStride + c;
      UNROLL for (int i = 0; i < 6; i++) {
        v16 points[6];
        NAME(output_gradient)(half[i], points);
        UNROLL for (int j = 0; j < 6; j++) NAME(store)(to + (i * 6 + j) * pointStride, points[j]);
      }
    }
}

static __attribute__((noinline)) void NAME(output_gradients_of_tile)(const ck_winograd *g, ck_view dy, ck_view y,
                                                                     const uint16_t *winners, NAME(tile) t,
                                                                     NAME(tile) next, float *m, long rowStride,
                                                                     long pointStride, float *db) {
#define TRANSFORM(POOLS, RELU, WHOLE) \
  NAME(transform_output_gradients)(POOLS, RELU, WHOLE, g, dy, y, winners, t, next, m, rowStride, pointStride, db)
  const bool isWhole = t.row * 4 + 4 <= g->outputRows && t.column * 4 + 4 <= g->outputColumns;
  if (g->pools && isWhole)
    TRANSFORM(true, false, true);
  else if (g->pools)
    TRANSFORM(true, false, false);
  else if (g->relu && isWhole)
    TRANSFORM(false, true, true);
  else if (g->relu)
    TRANSFORM(false, true, false);
  else
    TRANSFORM(false, false, false);
#undef TRANSFORM
}

