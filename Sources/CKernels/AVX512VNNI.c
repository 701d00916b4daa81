/* Kernels for processors with AVX-512 and its byte products. */
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512vl,avx512bw,avx512dq,avx512vnni")))
#define DOT(sum, bytes, signed_bytes) _mm256_dpbusd_epi32(sum, bytes, signed_bytes)
#include "Vector512.h"
#include "Rows.h"
#include "Panels.h"
#include "Floats.h"
#define ATTEND plimsoll_attend_avx512_vnni
#include "Attention.h"

const struct routine plimsoll_avx512_vnni[PLIMSOLL_FORMAT_COUNT] = ROUTINES;
#endif
