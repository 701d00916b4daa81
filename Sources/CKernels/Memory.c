/* Streaming reads, and the filling of memory before them. */
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* Two streams, as one alone leaves some of the bandwidth unused on some processors. */
__attribute__((target("avx512f"))) static uint64_t read_avx512(const void *memory, size_t bytes) {
    const __m512i *p = memory, *q = p + bytes / 128;
    __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
    for (size_t i = 0; i < bytes / 128; i += 4) {
        a = _mm512_xor_si512(a, _mm512_xor_si512(p[i], q[i]));
        b = _mm512_xor_si512(b, _mm512_xor_si512(p[i + 1], q[i + 1]));
        c = _mm512_xor_si512(c, _mm512_xor_si512(p[i + 2], q[i + 2]));
        d = _mm512_xor_si512(d, _mm512_xor_si512(p[i + 3], q[i + 3]));
    }
    a = _mm512_xor_si512(_mm512_xor_si512(a, b), _mm512_xor_si512(c, d));
    return (uint64_t)_mm512_reduce_add_epi64(a);
}

__attribute__((target("avx2"))) static uint64_t read_avx2(const void *memory, size_t bytes) {
    const __m256i *p = memory;
    __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
    for (size_t i = 0; i < bytes / 32; i += 16) {
        for (size_t k = 0; k < 16; k += 4) {
            a = _mm256_xor_si256(a, p[i + k]);
            b = _mm256_xor_si256(b, p[i + k + 1]);
            c = _mm256_xor_si256(c, p[i + k + 2]);
            d = _mm256_xor_si256(d, p[i + k + 3]);
        }
    }
    a = _mm256_xor_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(c, d));
    uint64_t parts[4];
    _mm256_storeu_si256((__m256i *)parts, a);
    return parts[0] + parts[1] + parts[2] + parts[3];
}
#endif

static uint64_t read_scalar(const void *memory, size_t bytes) {
    const uint64_t *p = memory;
    uint64_t a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < bytes / 8; i += 8) {
        a ^= p[i] ^ p[i + 4];
        b ^= p[i + 1] ^ p[i + 5];
        c ^= p[i + 2] ^ p[i + 6];
        d ^= p[i + 3] ^ p[i + 7];
    }
    return a + b + c + d;
}

uint64_t plimsoll_read(enum plimsoll_isa isa, const void *memory, size_t bytes) {
#if defined(__x86_64__)
    if (isa == PLIMSOLL_ISA_AVX512_VNNI || isa == PLIMSOLL_ISA_AVX512_BF16) return read_avx512(memory, bytes);
    if (isa == PLIMSOLL_ISA_AVX2 || isa == PLIMSOLL_ISA_AVX_VNNI) return read_avx2(memory, bytes);
#else
    (void)isa;
#endif
    return read_scalar(memory, bytes);
}

void plimsoll_fill(void *memory, size_t bytes, uint64_t seed) {
    uint64_t *words = memory;
    for (size_t i = 0; i < bytes / 8; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        words[i] = ((seed ^ seed >> 29) & 0x3F3F3F3F3F3F3F3Fu) | 0x0808080808080808u;
    }
}
