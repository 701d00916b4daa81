/*
 * The best read loop and OpenBLAS's matrix product on all usable processors: what plimsoll's own figures are held
 * against. Prints "read", bytes per second, the loop's name; or "sgemm", operations per second.
 */
#define _GNU_SOURCE
#include <cblas.h>
#include <immintrin.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { MOST_THREADS = 64, SAMPLES = 9, MATRIX = 2048 };
static const size_t part_bytes = (size_t)192 << 20;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Reads in `streams` streams of 512-bit words, prefetching `ahead` bytes in front of each. */
#define LOOP(name, streams, ahead)                                                                                     \
    __attribute__((target("avx512f"))) static uint64_t name(const char *p) {                                           \
        __m512i sum[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),                      \
                          _mm512_setzero_si512()};                                                                     \
        const size_t part = part_bytes / streams;                                                                      \
        for (size_t i = 0; i < part; i += 256)                                                                         \
            for (size_t s = 0; s < streams; s++) {                                                                     \
                const char *q = p + s * part + i;                                                                      \
                for (int k = 0; k < 4; k++) {                                                                          \
                    if (ahead) _mm_prefetch(q + 64 * k + ahead, _MM_HINT_T0);                                          \
                    sum[k] = _mm512_xor_si512(sum[k], _mm512_loadu_si512(q + 64 * k));                                 \
                }                                                                                                      \
            }                                                                                                          \
        sum[0] = _mm512_xor_si512(_mm512_xor_si512(sum[0], sum[1]), _mm512_xor_si512(sum[2], sum[3]));                 \
        return (uint64_t)_mm512_reduce_add_epi64(sum[0]);                                                              \
    }
LOOP(one_stream, 1, 0)
LOOP(two_streams, 2, 0)
LOOP(four_streams, 4, 0)
LOOP(eight_streams, 8, 0)
LOOP(one_stream_ahead, 1, 2048)
LOOP(two_streams_ahead, 2, 1024)
LOOP(four_streams_ahead, 4, 1024)
LOOP(one_stream_far_ahead, 1, 8192)

static uint64_t string_loads(const char *p) {
    size_t count = part_bytes / 8;
    uint64_t last;
    __asm__ volatile("rep lodsq" : "=a"(last), "+S"(p), "+c"(count)::"memory");
    return last;
}

static const struct {
    const char *name;
    uint64_t (*read)(const char *);
} loops[] = {{"1 stream", one_stream},
             {"2 streams", two_streams},
             {"4 streams", four_streams},
             {"8 streams", eight_streams},
             {"1 stream, 2 KiB ahead", one_stream_ahead},
             {"1 stream, 8 KiB ahead", one_stream_far_ahead},
             {"2 streams, 1 KiB ahead", two_streams_ahead},
             {"4 streams, 1 KiB ahead", four_streams_ahead},
             {"rep lodsq", string_loads}};
enum { LOOPS = sizeof loops / sizeof *loops };

static struct {
    pthread_barrier_t barrier;
    int processors[MOST_THREADS], count;
    double seconds[LOOPS][SAMPLES];
    volatile uint64_t sink;
} all;

static void *reader(void *argument) {
    int index = *(int *)argument;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)all.processors[index], &set);
    pthread_setaffinity_np(pthread_self(), sizeof set, &set);
    char *memory = mmap(NULL, part_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) abort();
    madvise(memory, part_bytes, MADV_HUGEPAGE);
    memset(memory, index + 1, part_bytes);
    for (int sample = 0; sample < SAMPLES; sample++)
        for (int loop = 0; loop < LOOPS; loop++) {
            pthread_barrier_wait(&all.barrier);
            double begin = now();
            all.sink ^= loops[loop].read(memory);
            pthread_barrier_wait(&all.barrier);
            if (index == 0) all.seconds[loop][sample] = now() - begin;
        }
    munmap(memory, part_bytes);
    return NULL;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values) {
    qsort(values, SAMPLES, sizeof *values, ascending);
    return values[SAMPLES / 2];
}

static void print_reads(void) {
    pthread_t threads[MOST_THREADS];
    int indices[MOST_THREADS];
    pthread_barrier_init(&all.barrier, NULL, (unsigned)all.count);
    for (int i = 0; i < all.count; i++) {
        indices[i] = i;
        if (pthread_create(threads + i, NULL, reader, indices + i) != 0) abort();
    }
    for (int i = 0; i < all.count; i++) pthread_join(threads[i], NULL);
    for (int loop = 0; loop < LOOPS; loop++)
        printf("read\t%.4g\t%s\n", (double)part_bytes * all.count / median(all.seconds[loop]), loops[loop].name);
}

static void print_product(void) {
    size_t bytes = sizeof(float) * MATRIX * MATRIX;
    float *a = malloc(bytes), *b = malloc(bytes), *c = calloc(1, bytes);
    if (!a || !b || !c) abort();
    for (size_t i = 0; i < (size_t)MATRIX * MATRIX; i++) a[i] = (float)(i % 251) / 251, b[i] = (float)(i % 241) / 241;
    double seconds[SAMPLES];
    for (int sample = -1; sample < SAMPLES; sample++) {
        double begin = now();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, MATRIX, MATRIX, MATRIX, 1, a, MATRIX, b, MATRIX, 0, c, MATRIX);
        if (sample >= 0) seconds[sample] = now() - begin;
    }
    printf("sgemm\t%.4g\t%s\n", 2.0 * MATRIX * MATRIX * MATRIX / median(seconds), openblas_get_corename());
    free(a), free(b), free(c);
}

int main(void) {
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    for (int i = 0; i < CPU_SETSIZE && all.count < MOST_THREADS; i++)
        if (CPU_ISSET((size_t)i, &set)) all.processors[all.count++] = i;
    openblas_set_num_threads(all.count);
    print_reads();
    print_product();
    return 0;
}
