/* Kernels for processors with AVX2, FMA and half-precision conversion. */
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define DOT(sum, bytes, signed_bytes)                                                                                  \
    _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, signed_bytes), _mm256_set1_epi16(1)))
#include "Vector256.h"
#include "Rows.h"
#include "Panels.h"
#include "Floats.h"
#define ATTEND plimsoll_attend_avx2
#include "Attention.h"

const struct routine plimsoll_avx2[PLIMSOLL_FORMAT_COUNT] = ROUTINES;
#endif
