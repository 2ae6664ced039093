// dispatch.c: the table of kernels for an instruction set, where the processor has it.
#include "include/kernels.h"

#define KERNELS(APPLY, set)                                                                                            \
  APPLY(product, set) APPLY(product_first, set) APPLY(weight_gradient, set) APPLY(weight_gradient_first, set)          \
  APPLY(bias_gradient, set) APPLY(pooled_weight_gradient, set) APPLY(pooled_product_first, set)                        \
  APPLY(pooled_gradient_first, set) APPLY(winograd_weights, set) APPLY(winograd_transposed_weights, set)               \
  APPLY(winograd_forward, set) APPLY(winograd_backward, set) APPLY(winograd_weight_gradient, set)                      \
  APPLY(toeplitz_points, set) APPLY(toeplitz_outputs, set) APPLY(toeplitz_weights, set)                                \
  APPLY(toeplitz_weight_gradient, set) APPLY(transpose_weights, set) APPLY(max_pool, set)                              \
  APPLY(max_pool_gradient, set) APPLY(average_pool, set) APPLY(average_pool_gradient, set) APPLY(relu, set)            \
  APPLY(relu_gradient, set) APPLY(activation, set) APPLY(activation_gradient, set) APPLY(exponential, set)             \
  APPLY(logarithm, set) APPLY(softmax, set) APPLY(softmax_targets, set) APPLY(dropout_mask, set) APPLY(dropout, set)   \
  APPLY(sums, set) APPLY(squares, set) APPLY(normalize, set) APPLY(gradient_sums, set)                                 \
  APPLY(normalization_gradient, set) APPLY(update, set) APPLY(peak, set)

// A kernel's type is its pointer's in the table.
#define DECLARE(kernel, set) extern __typeof__(*((ck_kernels *)0)->kernel) ck_##kernel##_##set;
#define ENTRY(kernel, set) .kernel = ck_##kernel##_##set,
#define TABLE(set)                                                                                                     \
  KERNELS(DECLARE, set)                                                                                                \
  static const ck_kernels table_##set = {KERNELS(ENTRY, set)};

TABLE(portable)
#if defined(__x86_64__)
TABLE(avx512)
TABLE(avx2)
#endif

const ck_kernels *ck_kernels_for(int instructionSet) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (instructionSet == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
               ? &table_avx512
               : 0;
  if (instructionSet == 1)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &table_avx2 : 0;
#endif
  return instructionSet == 2 ? &table_portable : 0;
}
