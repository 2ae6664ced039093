// emulated_blocks16.h: the inner loops of blocks16.h for processors without fused multiply-add, with the same bits.
//
// A product of two floats is exact in double precision, so a step is a sum rounded twice: to double, then to single
// precision. That is one rounding, but where the first leaves exactly half a unit for the second. NAME(fma) mends every
// sum for this rare case; here a block is computed as if it did not exist, what would show it is noted on the way, and a
// block in which it may have come up is computed again with NAME(fma).
//
// Sums stay in registers as doubles. The second rounding is done on their bits: half a unit of the 24th place is added
// and what lies beyond it cleared; exactly half leaves the lower word as it is before the clearing. That presumes sums in
// the range of floats, which NAME(suits) makes sure of.
#include <emmintrin.h>

// The smallest size of a number that is not zero, and the largest of any.
typedef struct {
  __m128 smallest, largest;
} NAME(range);

INLINE NAME(range) NAME(no_range)(void) { return (NAME(range)){_mm_set1_ps(__builtin_inff()), _mm_setzero_ps()}; }

INLINE void NAME(widen)(NAME(range) *range, __m128 values) {
  const __m128 size = _mm_andnot_ps(_mm_set1_ps(-0.0f), values);
  // Zero becomes not a number, which a minimum passes over.
  const __m128 counted = _mm_or_ps(size, _mm_cmpeq_ps(size, _mm_setzero_ps()));
  range->smallest = _mm_min_ps(counted, range->smallest);
  range->largest = _mm_max_ps(size, range->largest);
}

INLINE float NAME(smallest)(const NAME(range) *range) {
  float smallest = range->smallest[0];
  for (int i = 1; i < 4; i++) smallest = range->smallest[i] < smallest ? range->smallest[i] : smallest;
  return smallest;
}

INLINE float NAME(largest)(const NAME(range) *range) {
  float largest = range->largest[0];
  for (int i = 1; i < 4; i++) largest = range->largest[i] > largest ? range->largest[i] : largest;
  return largest;
}

// Whether sums from `sum` on, of `depth` products, keep to multiples of 2^-149 and below 2^127.
INLINE bool NAME(suits)(const int rows, const v16 *sum, const float *x, long xRow, long xDepth, const float *w,
                        long wDepth, long depth) {
  NAME(range) sums = NAME(no_range)(), xs = NAME(no_range)(), ws = NAME(no_range)();
  for (int i = 0; i < rows * LANES; i += 4) NAME(widen)(&sums, _mm_load_ps((const float *)sum + i));
  for (long k = 0; k < depth; k++) {
    UNROLL for (int i = 0; i < LANES; i += 4) NAME(widen)(&ws, _mm_load_ps(w + k * wDepth + i));
    if (rows == 4 && xRow == 1)
      NAME(widen)(&xs, _mm_loadu_ps(x + k * xDepth));
    else if (xDepth != 1 || depth - k < 4 || k % 4 == 0)
      UNROLL for (int r = 0; r < rows; r++)
        NAME(widen)(&xs, xDepth == 1 && depth - k >= 4 ? _mm_loadu_ps(x + r * xRow + k) : _mm_load_ss(x + r * xRow + k * xDepth));
  }
  // A float is a multiple of 2^-23 times any size that it is not below.
  return (double)NAME(smallest)(&xs) * NAME(smallest)(&ws) >= 0x1p-103 && NAME(smallest)(&sums) >= 0x1p-126f &&
         (double)NAME(largest)(&xs) * NAME(largest)(&ws) * (double)depth + NAME(largest)(&sums) < 0x1p127;
}

// As NAME(accumulate) for 8 lanes and 1 or 2 rows; returns 0 where no sum was in doubt.
INLINE int NAME(accumulate_in_double)(const int rows, double *sum, const float *x, long xRow, long xDepth,
                                      const float *w, long wDepth, long depth) {
  const __m128i half = _mm_set1_epi64x(1 << 28), kept = _mm_set1_epi64x(~0x1fffffffll);
  __m128d s[2][4];
  __m128i doubt = _mm_setzero_si128();
  UNROLL for (int r = 0; r < rows; r++)
  UNROLL for (int v = 0; v < 4; v++) s[r][v] = _mm_load_pd(sum + r * LANES + 2 * v);
  for (long k = 0; k < depth; k++, x += xDepth, w += wDepth) {
    __m128d weight[4];
    UNROLL for (int v = 0; v < 4; v++) weight[v] = _mm_cvtps_pd(_mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)(w + 2 * v))));
    UNROLL for (int r = 0; r < rows; r++) {
      const __m128d value = _mm_set1_pd(x[r * xRow]);
      UNROLL for (int v = 0; v < 4; v++) {
        const __m128i raised = _mm_add_epi64((__m128i)(value * weight[v] + s[r][v]), half);
        const __m128i rounded = _mm_and_si128(raised, kept);
        doubt = _mm_or_si128(doubt, _mm_cmpeq_epi32(raised, rounded));
        s[r][v] = (__m128d)rounded;
      }
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
  UNROLL for (int v = 0; v < 4; v++) _mm_store_pd(sum + r * LANES + 2 * v, s[r][v]);
  // Only lower words tell.
  return _mm_movemask_epi8(doubt) & 0x0f0f;
}

static __attribute__((noinline)) void NAME(accumulate_by_fma)(int rows, v16 *sum, const float *x, long xRow, long xDepth,
                                                              const float *w, long wDepth, long depth) {
  for (long k = 0; k < depth; k++)
    for (int r = 0; r < rows; r++)
      sum[r] = NAME(fma)(NAME(splat)(x[r * xRow + k * xDepth]), NAME(load)(w + k * wDepth), sum[r]);
}

// sum[row] += x[row][k] * w[k] for k in 0..<depth, one vector of sums a row.
INLINE void NAME(accumulate_emulated)(const int rows, v16 *sum, const float *x, long xRow, long xDepth, const float *w,
                                      long wDepth, long depth) {
  double sums[4][LANES] __attribute__((aligned(64)));
  UNROLL for (int r = 0; r < rows; r++) *(d16 *)sums[r] = __builtin_convertvector(sum[r], d16);
  int doubt = !NAME(suits)(rows, sum, x, xRow, xDepth, w, wDepth, depth);
  const int together = rows > 1 ? 2 : 1;
  for (int r = 0; r < rows && !doubt; r += together)
    for (int lane = 0; lane < LANES; lane += LANES / 2)
      doubt |= NAME(accumulate_in_double)(together, sums[r] + lane, x + r * xRow, xRow, xDepth, w + lane, wDepth, depth);
  if (doubt) return NAME(accumulate_by_fma)(rows, sum, x, xRow, xDepth, w, wDepth, depth);
  UNROLL for (int r = 0; r < rows; r++) sum[r] = __builtin_convertvector(*(const d16 *)sums[r], v16);
}

INLINE void NAME(accumulate)(const int rows, const int vectors, v16 sum[rows][vectors], const float *x, long xStride,
                             const float *w, long lanes, int depth) {
  NAME(accumulate_emulated)(rows, &sum[0][0], x, xStride, 1, w, lanes, depth);
}

INLINE void NAME(accumulate_outer)(const int channels, const int vectors, v16 sum[channels][vectors], const float *x,
                                   long xStride, const float *dy, long dyStride, long count) {
  NAME(accumulate_emulated)(channels, &sum[0][0], x, 1, xStride, dy, dyStride, count);
}
