/* BF16 on processors with AVX-512 and its products of pairs of BF16. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "Blocks.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))
enum { ROWS = 16, COLUMNS = 6, SLICE = 128 };

TARGET static __m512 add_products(__m512 sum, __m512i a, __m512i b) {
    return _mm512_dpbf16_ps(sum, (__m512bh)a, (__m512bh)b);
}

TARGET static void one(const void *row, size_t width, const void *column, float *out) {
    const uint16_t *x = row, *y = column;
    __m512 sums[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    for (size_t k = 0; k < width; k += 128)
        for (size_t i = 0; i < 4; i++)
            sums[i] = add_products(sums[i], _mm512_loadu_si512(x + k + 32 * i), _mm512_loadu_si512(y + k + 32 * i));
    *out = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(sums[0], sums[1]), _mm512_add_ps(sums[2], sums[3])));
}

/* Pairs of SLICE weights of two times ROWS rows, one row per lane, times COLUMNS columns, added to what is there. */
TARGET static inline void slice(const uint32_t *panel, const uint16_t *activations, size_t stride, float *out,
                                size_t rows) {
    __m512 low[COLUMNS], high[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        low[c] = _mm512_loadu_ps(out + (size_t)c * rows);
        high[c] = _mm512_loadu_ps(out + (size_t)c * rows + ROWS);
    }
    for (size_t k = 0; k < SLICE / 2; k++) {
        __m512i a = _mm512_loadu_si512(panel + 2 * ROWS * k), b = _mm512_loadu_si512(panel + 2 * ROWS * k + ROWS);
#pragma clang loop unroll(full)
        for (int c = 0; c < COLUMNS; c++) {
            int32_t pair;
            memcpy(&pair, activations + (size_t)c * stride + 2 * k, sizeof pair);
            __m512i values = _mm512_set1_epi32(pair);
            low[c] = add_products(low[c], a, values);
            high[c] = add_products(high[c], b, values);
        }
    }
    for (int c = 0; c < COLUMNS; c++) {
        _mm512_storeu_ps(out + (size_t)c * rows, low[c]);
        _mm512_storeu_ps(out + (size_t)c * rows + ROWS, high[c]);
    }
}

TARGET static void many(const void *weights, size_t rows, size_t width, const void *activations, size_t columns,
                        float *out) {
    const uint16_t *x = weights;
    uint32_t panel[2 * ROWS * SLICE / 2];
    memset(out, 0, rows * columns * sizeof *out);
    for (size_t first = 0; first < width; first += SLICE) {
        for (size_t row = 0; row < rows; row += 2 * ROWS) {
            for (size_t r = 0; r < 2 * ROWS; r++)
                for (size_t k = 0; k < SLICE / 2; k++)
                    memcpy(panel + 2 * ROWS * k + r, x + (row + r) * width + first + 2 * k, sizeof *panel);
            for (size_t c = 0; c < columns; c += COLUMNS)
                slice(panel, (const uint16_t *)activations + c * width + first, width, out + c * rows + row, rows);
        }
    }
}

const struct routine plimsoll_avx512_bf16[PLIMSOLL_FORMAT_COUNT] = {
    [PLIMSOLL_BF16] = {.one = one, .many = many, .rows = 2 * ROWS, .columns = COLUMNS}};
#endif
