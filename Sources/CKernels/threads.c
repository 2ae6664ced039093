// threads.c: a team of threads that meet at barriers.
//
// A step at batch 32 takes about a millisecond and has a dozen phases: threads spin for a while at a barrier before they
// sleep, for waking one takes longer than most waits. Units of work are handed out one by one from a counter, so that
// nobody waits for a thread that the system has put aside.
#ifdef __linux__
#define _GNU_SOURCE
#include <sched.h>
#endif
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "include/kernels.h"

#if defined(__x86_64__)
#define PAUSE __builtin_ia32_pause()
#elif defined(__aarch64__)
#define PAUSE __asm__ volatile("yield")
#else
#define PAUSE
#endif

typedef struct {
  _Alignas(64) atomic_long next;
} counter;

typedef struct {
  struct ck_pool *pool;
  int thread;
} member;

struct ck_pool {
  _Alignas(64) atomic_long generation;
  _Alignas(64) atomic_int arrived;
  atomic_int sleepers;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  void (*work)(void *, int);
  void *context;
  bool stops;
  int threads, phases, spins;
  counter *counters;
  member *members;
  pthread_t *handles;
};

void ck_pool_barrier(ck_pool *pool) {
  if (pool->threads == 1) return;
  const long generation = atomic_load(&pool->generation);
  if (atomic_fetch_add(&pool->arrived, 1) == pool->threads - 1) {
    atomic_store(&pool->arrived, 0);
    atomic_store(&pool->generation, generation + 1);
    // A sleeper counts itself before it looks at the generation, so that one of the two sees the other.
    if (atomic_load(&pool->sleepers) > 0) {
      pthread_mutex_lock(&pool->mutex);
      pthread_cond_broadcast(&pool->wake);
      pthread_mutex_unlock(&pool->mutex);
    }
    return;
  }
  for (int spin = 0; spin < pool->spins; spin++) {
    if (atomic_load_explicit(&pool->generation, memory_order_acquire) != generation) return;
    PAUSE;
  }
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_add(&pool->sleepers, 1);
  while (atomic_load(&pool->generation) == generation) pthread_cond_wait(&pool->wake, &pool->mutex);
  atomic_fetch_sub(&pool->sleepers, 1);
  pthread_mutex_unlock(&pool->mutex);
}

static void *member_main(void *argument) {
  member *self = argument;
  ck_pool *pool = self->pool;
  for (;;) {
    ck_pool_barrier(pool);
    if (pool->stops) return NULL;
    pool->work(pool->context, self->thread);
    ck_pool_barrier(pool);
  }
}

int ck_processors(void) {
#ifdef __linux__
  // Fewer than there are where this process was given some of them (taskset, a container's cpuset).
  cpu_set_t own;
  if (sched_getaffinity(0, sizeof own, &own) == 0) return CPU_COUNT(&own);
#endif
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

ck_pool *ck_pool_create(int threads, int phases, bool spins) {
  ck_pool *pool = aligned_alloc(64, (sizeof(ck_pool) + 63) / 64 * 64);
  *pool = (ck_pool){.threads = threads, .phases = phases};
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->wake, NULL);
  // Spinning only helps where the others run meanwhile.
  pool->spins = spins ? 20000 : 50;
  pool->counters = aligned_alloc(64, sizeof(counter) * (size_t)(phases > 0 ? phases : 1));
  for (int i = 0; i < phases; i++) atomic_init(&pool->counters[i].next, 0);
  pool->members = calloc((size_t)threads, sizeof(member));
  pool->handles = calloc((size_t)threads, sizeof(pthread_t));
  for (int i = 1; i < threads; i++) {
    pool->members[i] = (member){pool, i};
    // The others would wait at the first barrier for one that is not there.
    if (pthread_create(&pool->handles[i], NULL, member_main, &pool->members[i]) != 0) {
      fprintf(stderr, "The system starts no thread number %d: set CAHIER_THREADS to fewer, or allow more.\n", i + 1);
      exit(1);
    }
  }
  return pool;
}

void ck_pool_destroy(ck_pool *pool) {
  pool->stops = true;
  ck_pool_barrier(pool);
  for (int i = 1; i < pool->threads; i++) pthread_join(pool->handles[i], NULL);
  pthread_cond_destroy(&pool->wake);
  pthread_mutex_destroy(&pool->mutex);
  free(pool->handles);
  free(pool->members);
  free(pool->counters);
  free(pool);
}

void ck_pool_run(ck_pool *pool, void (*work)(void *, int), void *context) {
  pool->work = work;
  pool->context = context;
  for (int i = 0; i < pool->phases; i++) atomic_store_explicit(&pool->counters[i].next, 0, memory_order_relaxed);
  ck_pool_barrier(pool);
  work(context, 0);
  ck_pool_barrier(pool);
}

long ck_pool_next(ck_pool *pool, int phase) {
  return atomic_fetch_add_explicit(&pool->counters[phase].next, 1, memory_order_relaxed);
}
