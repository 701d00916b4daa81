/*
 * The 256-bit kernels, written once for AVX2 and for AVX-512 VNNI: the including file defines TARGET, the function
 * attribute, and DOT(sum, unsigned, signed), which adds products of bytes to eight 32-bit sums.
 */
#include <immintrin.h>

#include "Blocks.h"

#define KERNEL TARGET static inline __attribute__((always_inline))

KERNEL float horizontal_sum(__m256 v) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

KERNEL float half_scale(uint16_t half) { return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(half))); }

KERNEL __m256i load(const void *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

KERNEL void columns_q8_0(const void *row, size_t width, const void *activations, size_t stride, float *out, int n) {
    const struct block_q8_0 *x = row;
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < width / NARROW; i++) {
        __m256i values = load(x[i].values), magnitude = _mm256_sign_epi8(values, values);
        float scale = half_scale(x[i].scale);
        for (int c = 0; c < n; c++) {
            const struct block_q8_0 *y = (const void *)((const char *)activations + (size_t)c * stride);
            __m256i dot = DOT(_mm256_setzero_si256(), magnitude, _mm256_sign_epi8(load(y[i].values), values));
            sum[c] = _mm256_fmadd_ps(_mm256_set1_ps(scale * half_scale(y[i].scale)), _mm256_cvtepi32_ps(dot), sum[c]);
        }
    }
    for (int c = 0; c < n; c++) out[c] = horizontal_sum(sum[c]);
}

KERNEL void columns_q4_0(const void *row, size_t width, const void *activations, size_t stride, float *out, int n) {
    const struct block_q4_0 *x = row;
    const __m256i low = _mm256_set1_epi8(15), eight = _mm256_set1_epi8(8);
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < width / NARROW; i++) {
        __m128i packed = _mm_loadu_si128((const __m128i *)x[i].nibbles);
        __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(packed), _mm_srli_epi16(packed, 4), 1);
        __m256i values = _mm256_sub_epi8(_mm256_and_si256(both, low), eight);
        __m256i magnitude = _mm256_sign_epi8(values, values);
        float scale = half_scale(x[i].scale);
        for (int c = 0; c < n; c++) {
            const struct block_q8_0 *y = (const void *)((const char *)activations + (size_t)c * stride);
            __m256i dot = DOT(_mm256_setzero_si256(), magnitude, _mm256_sign_epi8(load(y[i].values), values));
            sum[c] = _mm256_fmadd_ps(_mm256_set1_ps(scale * half_scale(y[i].scale)), _mm256_cvtepi32_ps(dot), sum[c]);
        }
    }
    for (int c = 0; c < n; c++) out[c] = horizontal_sum(sum[c]);
}

KERNEL void columns_q4_k(const void *row, size_t width, const void *activations, size_t stride, float *out, int n) {
    const struct block_q4_k *x = row;
    const __m256i low = _mm256_set1_epi8(15);
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < width / WIDE; i++) {
        uint8_t scales[8], minima[8];
        unpack_q4_k(x[i].packed, scales, minima);
        __m256i parts[8];
        for (int j = 0; j < 4; j++) {
            __m256i packed = load(x[i].nibbles + 32 * j);
            parts[2 * j] = _mm256_and_si256(packed, low);
            parts[2 * j + 1] = _mm256_and_si256(_mm256_srli_epi16(packed, 4), low);
        }
        __m256i minimum16 = _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)minima),
                                                                   _mm_loadl_epi64((const __m128i *)minima)));
        float scale = half_scale(x[i].scale), minimum = half_scale(x[i].minimum);
        for (int c = 0; c < n; c++) {
            const struct block_q8_k *y = (const void *)((const char *)activations + (size_t)c * stride);
            __m256i dot = _mm256_setzero_si256();
            for (int j = 0; j < 8; j++) {
                __m256i part = DOT(_mm256_setzero_si256(), parts[j], load(y[i].values + 32 * j));
                dot = _mm256_add_epi32(dot, _mm256_mullo_epi32(part, _mm256_set1_epi32(scales[j])));
            }
            __m256i offset = _mm256_madd_epi16(minimum16, load(y[i].sums));
            __m256 value = _mm256_mul_ps(_mm256_set1_ps(scale), _mm256_cvtepi32_ps(dot));
            value = _mm256_fnmadd_ps(_mm256_set1_ps(minimum), _mm256_cvtepi32_ps(offset), value);
            sum[c] = _mm256_fmadd_ps(_mm256_set1_ps(y[i].scale), value, sum[c]);
        }
    }
    for (int c = 0; c < n; c++) out[c] = horizontal_sum(sum[c]);
}

KERNEL void columns_q6_k(const void *row, size_t width, const void *activations, size_t stride, float *out, int n) {
    const struct block_q6_k *x = row;
    const __m256i low = _mm256_set1_epi8(15), two = _mm256_set1_epi8(0x30);
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < width / WIDE; i++) {
        __m256i parts[8];
        for (int half = 0; half < 2; half++) {
            __m256i first = load(x[i].low + 64 * half), second = load(x[i].low + 64 * half + 32);
            __m256i high = load(x[i].high + 32 * half);
            __m256i *q = parts + 4 * half;
            q[0] = _mm256_or_si256(_mm256_and_si256(first, low), _mm256_and_si256(_mm256_slli_epi16(high, 4), two));
            q[1] = _mm256_or_si256(_mm256_and_si256(second, low), _mm256_and_si256(_mm256_slli_epi16(high, 2), two));
            q[2] = _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(first, 4), low), _mm256_and_si256(high, two));
            q[3] = _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(second, 4), low),
                                   _mm256_and_si256(_mm256_srli_epi16(high, 2), two));
        }
        __m256i scales16 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)x[i].scales));
        __m256i scales[8];
        for (int j = 0; j < 8; j++)
            scales[j] = _mm256_setr_m128i(_mm_set1_epi32(x[i].scales[2 * j]), _mm_set1_epi32(x[i].scales[2 * j + 1]));
        float scale = half_scale(x[i].scale);
        for (int c = 0; c < n; c++) {
            const struct block_q8_k *y = (const void *)((const char *)activations + (size_t)c * stride);
            __m256i dot = _mm256_setzero_si256();
            for (int j = 0; j < 8; j++) {
                __m256i part = DOT(_mm256_setzero_si256(), parts[j], load(y[i].values + 32 * j));
                dot = _mm256_add_epi32(dot, _mm256_mullo_epi32(part, scales[j]));
            }
            __m256i offset = _mm256_slli_epi32(_mm256_madd_epi16(scales16, load(y[i].sums)), 5);
            __m256 value = _mm256_cvtepi32_ps(_mm256_sub_epi32(dot, offset));
            sum[c] = _mm256_fmadd_ps(_mm256_set1_ps(scale * y[i].scale), value, sum[c]);
        }
    }
    for (int c = 0; c < n; c++) out[c] = horizontal_sum(sum[c]);
}

#define PAIR(name)                                                                                                     \
    TARGET static void name##_one(const void *row, size_t width, const void *activations, size_t stride, float *out) {  \
        columns_##name(row, width, activations, stride, out, 1);                                                       \
    }                                                                                                                  \
    TARGET static void name##_four(const void *row, size_t width, const void *activations, size_t stride, float *out) { \
        columns_##name(row, width, activations, stride, out, 4);                                                       \
    }

PAIR(q8_0)
PAIR(q4_k)
PAIR(q6_k)
PAIR(q4_0)
