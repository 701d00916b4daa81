/* What the kernels of 64-bit Arm share; the including file defines TARGET, the function attribute. */
#include <arm_neon.h>

#include "Blocks.h"

#define KERNEL TARGET static inline __attribute__((always_inline))

KERNEL float half_scale(uint16_t half) {
    float16x4_t halves = vreinterpret_f16_u16(vdup_n_u16(half));
    return vgetq_lane_f32(vcvt_f32_f16(halves), 0);
}

/* The 32 values of a narrow block. */
KERNEL void q8_0_values(const void *block, size_t i, int8x16_t values[2], float *scale) {
    const struct block_q8_0 *x = (const struct block_q8_0 *)block + i;
    values[0] = vld1q_s8(x->values);
    values[1] = vld1q_s8(x->values + 16);
    *scale = half_scale(x->scale);
}

KERNEL void table_values(const void *block, size_t i, const int8_t *table, int8x16_t values[2], float *scale) {
    const struct block_q4_0 *x = (const struct block_q4_0 *)block + i;
    uint8x16_t packed = vld1q_u8(x->nibbles);
    int8x16_t entries = vld1q_s8(table);
    values[0] = vqtbl1q_s8(entries, vandq_u8(packed, vdupq_n_u8(15)));
    values[1] = vqtbl1q_s8(entries, vshrq_n_u8(packed, 4));
    *scale = half_scale(x->scale);
}

KERNEL void q4_0_values(const void *block, size_t i, int8x16_t values[2], float *scale) {
    table_values(block, i, plimsoll_q4_0_values, values, scale);
}

KERNEL void iq4_nl_values(const void *block, size_t i, int8x16_t values[2], float *scale) {
    table_values(block, i, plimsoll_iq4_nl_values, values, scale);
}
