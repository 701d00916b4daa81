/* The operations of Panels.h and Floats.h on 512 bits; the including file defines TARGET, the function attribute. */
#include <immintrin.h>

#include "Blocks.h"

#define KERNEL TARGET static inline __attribute__((always_inline))

typedef __m512i integers;
typedef __m512 floats;
enum { LANES = 16 };

KERNEL integers load(const void *p) { return _mm512_loadu_si512(p); }
KERNEL floats load_floats(const float *p) { return _mm512_loadu_ps(p); }
KERNEL void store_floats(float *p, floats v) { _mm512_storeu_ps(p, v); }
KERNEL floats load_halves(const void *p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }
KERNEL void store_halves(void *p, floats v) { _mm256_storeu_si256((__m256i *)p, _mm512_cvtps_ph(v, 0)); }
KERNEL floats load_brains(const void *p) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16));
}
/* Four bytes, in every lane. */
KERNEL integers broadcast(const void *p) {
    int32_t four;
    memcpy(&four, p, sizeof four);
    return _mm512_set1_epi32(four);
}
KERNEL floats broadcast_float(float v) { return _mm512_set1_ps(v); }
KERNEL integers broadcast_byte(int v) { return _mm512_set1_epi8((char)v); }
KERNEL integers broadcast_integer(int v) { return _mm512_set1_epi32(v); }
KERNEL integers table_of(const int8_t values[16]) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)values));
}
KERNEL integers look_up(integers table, integers places) { return _mm512_shuffle_epi8(table, places); }
KERNEL integers no_integers(void) { return _mm512_setzero_si512(); }
KERNEL floats no_floats(void) { return _mm512_setzero_ps(); }
KERNEL integers low_nibbles(integers v) { return _mm512_and_si512(v, _mm512_set1_epi8(15)); }
KERNEL integers high_nibbles(integers v) { return _mm512_and_si512(_mm512_srli_epi16(v, 4), _mm512_set1_epi8(15)); }
KERNEL floats to_floats(integers v) { return _mm512_cvtepi32_ps(v); }
KERNEL floats add(floats a, floats b) { return _mm512_add_ps(a, b); }
KERNEL floats multiply(floats a, floats b) { return _mm512_mul_ps(a, b); }
KERNEL float sum_lanes(floats v) { return _mm512_reduce_add_ps(v); }
KERNEL floats multiply_add(floats a, floats b, floats c) { return _mm512_fmadd_ps(a, b, c); }
KERNEL floats multiply_subtract(floats a, floats b, floats c) { return _mm512_fnmadd_ps(a, b, c); }
/* Bytes of LANES rows as floats. */
KERNEL floats bytes_to_floats(__m128i v) { return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(v)); }
KERNEL __m128i load_bytes(const void *p) { return _mm_loadu_si128((const __m128i *)p); }

KERNEL integers dot_unsigned(integers sum, integers bytes, integers signed_bytes) {
    return _mm512_dpbusd_epi32(sum, bytes, signed_bytes);
}
/* There is no instruction that moves signs as with 256 bits: values are negated where weights are negative. */
KERNEL integers dot_signed(integers sum, integers weights, integers values) {
    integers turned = _mm512_mask_sub_epi8(values, _mm512_movepi8_mask(weights), _mm512_setzero_si512(), values);
    return _mm512_dpbusd_epi32(sum, _mm512_abs_epi8(weights), turned);
}
/* Sums of products of nibbles with bytes, which 16 bits hold for 32 of them. */
KERNEL integers dot_nibbles(integers sum16, integers nibbles, integers values) {
    return _mm512_add_epi16(sum16, _mm512_maddubs_epi16(nibbles, values));
}
KERNEL integers widen(integers sum16) { return _mm512_madd_epi16(sum16, _mm512_set1_epi16(1)); }
