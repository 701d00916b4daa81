/* Kernels for processors with AVX-512 and its byte products. */
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512vl,avx512bw,avx512vnni")))
#define DOT(sum, bytes, signed_bytes) _mm256_dpbusd_epi32(sum, bytes, signed_bytes)
#include "Vector256.h"

const struct products plimsoll_avx512_products[4] = {
    {q8_0_one, q8_0_four}, {q4_k_one, q4_k_four}, {q6_k_one, q6_k_four}, {q4_0_one, q4_0_four}};
#endif
