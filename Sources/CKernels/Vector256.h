/*
 * The operations of Panels.h and Floats.h on 256 bits. The including file defines TARGET, the function attribute, and
 * DOT(sum, unsigned, signed), which adds products of bytes in groups of four.
 */
#include <immintrin.h>

#include "Blocks.h"

#define KERNEL TARGET static inline __attribute__((always_inline))

typedef __m256i integers;
typedef __m256 floats;
enum { LANES = 8 };

KERNEL integers load(const void *p) { return _mm256_loadu_si256((const __m256i *)p); }
KERNEL floats load_floats(const float *p) { return _mm256_loadu_ps(p); }
KERNEL void store_floats(float *p, floats v) { _mm256_storeu_ps(p, v); }
KERNEL floats load_halves(const void *p) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p)); }
KERNEL void store_halves(void *p, floats v) { _mm_storeu_si128((__m128i *)p, _mm256_cvtps_ph(v, 0)); }
KERNEL floats load_brains(const void *p) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)p)), 16));
}
/* Four bytes, in every lane. */
KERNEL integers broadcast(const void *p) {
    int32_t four;
    memcpy(&four, p, sizeof four);
    return _mm256_set1_epi32(four);
}
KERNEL floats broadcast_float(float v) { return _mm256_set1_ps(v); }
KERNEL integers broadcast_byte(int v) { return _mm256_set1_epi8((char)v); }
KERNEL integers broadcast_integer(int v) { return _mm256_set1_epi32(v); }
KERNEL integers table_of(const int8_t values[16]) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)values));
}
KERNEL integers look_up(integers table, integers places) { return _mm256_shuffle_epi8(table, places); }
KERNEL integers no_integers(void) { return _mm256_setzero_si256(); }
KERNEL floats no_floats(void) { return _mm256_setzero_ps(); }
KERNEL integers low_nibbles(integers v) { return _mm256_and_si256(v, _mm256_set1_epi8(15)); }
KERNEL integers high_nibbles(integers v) { return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15)); }
KERNEL floats to_floats(integers v) { return _mm256_cvtepi32_ps(v); }
KERNEL floats add(floats a, floats b) { return _mm256_add_ps(a, b); }
KERNEL float sum_lanes(floats v) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}
KERNEL floats multiply(floats a, floats b) { return _mm256_mul_ps(a, b); }
KERNEL floats multiply_add(floats a, floats b, floats c) { return _mm256_fmadd_ps(a, b, c); }
KERNEL floats multiply_subtract(floats a, floats b, floats c) { return _mm256_fnmadd_ps(a, b, c); }
/* Bytes of LANES rows as floats. */
KERNEL floats bytes_to_floats(__m128i v) { return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(v)); }
KERNEL __m128i load_bytes(const void *p) { return _mm_loadl_epi64((const __m128i *)p); }

KERNEL integers dot_unsigned(integers sum, integers bytes, integers signed_bytes) { return DOT(sum, bytes, signed_bytes); }
KERNEL integers dot_signed(integers sum, integers weights, integers values) {
    return DOT(sum, _mm256_sign_epi8(weights, weights), _mm256_sign_epi8(values, weights));
}
/* Sums of products of nibbles with bytes, which 16 bits hold for 32 of them. */
KERNEL integers dot_nibbles(integers sum16, integers nibbles, integers values) {
    return _mm256_add_epi16(sum16, _mm256_maddubs_epi16(nibbles, values));
}
KERNEL integers widen(integers sum16) { return _mm256_madd_epi16(sum16, _mm256_set1_epi16(1)); }
