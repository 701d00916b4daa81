/* Kernels for processors with AVX2 and 256-bit byte products, which have no AVX-512. */
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define DOT(sum, bytes, signed_bytes) _mm256_dpbusd_avx_epi32(sum, bytes, signed_bytes)
#include "Vector256.h"
#include "Rows.h"
#include "Panels.h"
#include "Floats.h"
#define ATTEND plimsoll_attend_avx_vnni
#include "Attention.h"

const struct routine plimsoll_avx_vnni[PLIMSOLL_FORMAT_COUNT] = ROUTINES;
#endif
