// memory.c: zeroed memory for feature maps, weights and gradients.
//
// Large pieces come straight from the system: they are zero without being written, so that memory that is never used costs
// nothing, and each thread's first touch is also the page fault. Huge pages, where the system has them to give: a
// convolution goes through many rows at a time, each on a small page of its own.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "include/kernels.h"

enum { ALIGNMENT = 64 };
static const size_t hugePage = 1 << 21;

static size_t rounded(size_t size, size_t to) { return (size + to - 1) / to * to; }

static void *checked(void *memory, size_t size) {
  if (memory && memory != MAP_FAILED) return memory;
  fprintf(stderr, "The model needs %zu bytes more than there is memory: make it or its batches smaller.\n", size);
  exit(1);
}

float *ck_allocate(long count) {
  const size_t size = rounded((size_t)count * sizeof(float), ALIGNMENT);
  if (size < hugePage) return memset(checked(aligned_alloc(ALIGNMENT, size), size), 0, size);
  // A boundary of huge pages lies somewhere in the first of them; what is before and after goes back.
  const size_t whole = rounded(size, hugePage);
  const int access = PROT_READ | PROT_WRITE, kind = MAP_PRIVATE | MAP_ANONYMOUS;
  char *memory = checked(mmap(NULL, whole + hugePage, access, kind, -1, 0), size);
  char *start = (char *)rounded((size_t)memory, hugePage);
  if (start > memory) munmap(memory, (size_t)(start - memory));
  const size_t rest = hugePage - (size_t)(start - memory);
  if (rest) munmap(start + whole, rest);
#ifdef MADV_HUGEPAGE
  madvise(start, whole, MADV_HUGEPAGE);
#endif
  return (float *)start;
}

void ck_free(float *memory, long count) {
  const size_t size = rounded((size_t)count * sizeof(float), ALIGNMENT);
  if (size < hugePage)
    free(memory);
  else
    munmap(memory, rounded(size, hugePage));
}
