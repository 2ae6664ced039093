// instruction_sets.h: includes KERNEL_FILE once per instruction set. No include guard: each kernel file includes it.
//
// The target is an attribute of the functions, so that no compiler flag is needed; helpers are always inlined and only
// pointers pass between files.

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define INSTRUCTION_SET avx512
#define CK_HAS_FMA 1
#define CK_HAS_TABLES 1
#define CK_BLOCK_ROWS 8
#define CK_BLOCK_VECTORS 2
#include "vector16_operations.h"
#include KERNEL_FILE
#undef INSTRUCTION_SET
#undef CK_HAS_FMA
#undef CK_HAS_TABLES
#undef CK_BLOCK_ROWS
#undef CK_BLOCK_VECTORS
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define INSTRUCTION_SET avx2
#define CK_HAS_FMA 1
#define CK_HAS_TABLES 0
#define CK_BLOCK_ROWS 6
#define CK_BLOCK_VECTORS 1
#include "vector16_operations.h"
#include KERNEL_FILE
#undef INSTRUCTION_SET
#undef CK_HAS_FMA
#undef CK_HAS_TABLES
#undef CK_BLOCK_ROWS
#undef CK_BLOCK_VECTORS
#pragma clang attribute pop

#define CK_HAS_FMA 0
#else
#define CK_HAS_FMA 1
#endif

#define INSTRUCTION_SET portable
#define CK_HAS_TABLES 0
#define CK_BLOCK_ROWS 4
#define CK_BLOCK_VECTORS 1
#include "vector16_operations.h"
#include KERNEL_FILE
#undef INSTRUCTION_SET
#undef CK_HAS_FMA
#undef CK_HAS_TABLES
#undef CK_BLOCK_ROWS
#undef CK_BLOCK_VECTORS
