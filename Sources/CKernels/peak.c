// peak.c: as many fused multiply-adds as the processor can do, to hold the other kernels against.
//
// As many independent chains as a product's register block has sums: enough to hide the instruction's latency, and all of
// them stay in registers.
#include "include/kernels.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "peak.c"
#include "instruction_sets.h"
#else

enum { NAME(CHAINS) = CK_BLOCK_ROWS * CK_BLOCK_VECTORS };

// Does `rounds` fused multiply-adds in each lane of each chain; returns how many operations that were, a multiplication
// and an addition counted as two. *result makes them needed.
double NAME(peak)(long rounds, float *result) {
  v16 sum[NAME(CHAINS)];
  UNROLL for (int i = 0; i < NAME(CHAINS); i++) sum[i] = NAME(splat)((float)i);
  // Values that the compiler does not know: it could do constants' arithmetic itself.
  v16 a = NAME(splat)(*result), b = NAME(splat)(*result + 1);
  for (long k = 0; k < rounds; k++)
    UNROLL for (int i = 0; i < NAME(CHAINS); i++) sum[i] = NAME(fma)(a, b, sum[i]);
  v16 all = sum[0];
  UNROLL for (int i = 1; i < NAME(CHAINS); i++) all += sum[i];
  *result = NAME(sum)(all);
  return 2.0 * LANES * NAME(CHAINS) * (double)rounds;
}
#endif
