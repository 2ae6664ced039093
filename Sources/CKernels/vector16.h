// vector16.h: sixteen logical lanes, whatever the processor has.
//
// Every kernel computes on v16, sixteen floats: one register with AVX-512, two with AVX2, four with SSE or NEON. A lane's
// operations are IEEE single precision, each rounded once, in the order that the code gives (contraction is off; where a
// fused multiply-add is meant, fma16 says so). So every instruction set gives the same bits.
//
// A kernel file includes instruction_sets.h, which includes the file's own second half once per instruction set.
#ifndef CK_VECTOR16_H
#define CK_VECTOR16_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF
// Vectors only pass between functions that are inlined: no calling convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

enum { LANES = 16 };

typedef float v16 __attribute__((vector_size(64)));
typedef int32_t i16 __attribute__((vector_size(64)));
typedef uint32_t u16 __attribute__((vector_size(64)));
typedef double d16 __attribute__((vector_size(128)));
typedef uint64_t w16 __attribute__((vector_size(128)));

// Output channels come in blocks of two vectors; the last may be one.
INLINE int lanes_of_block(int block, int width) { return width - block * 2 * LANES >= 2 * LANES ? 2 * LANES : LANES; }

#define CONCATENATE_(a, b) ck_##a##_##b
#define CONCATENATE(a, b) CONCATENATE_(a, b)
// NAME(product) is ck_product_avx512, ck_product_avx2 or ck_product_portable.
#define NAME(kernel) CONCATENATE(kernel, INSTRUCTION_SET)

#endif
