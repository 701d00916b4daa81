/* Kernels for 64-bit Arm with products of 2 by 8 matrices of bytes, which prompts use. */
#if defined(__aarch64__)
#define TARGET __attribute__((target("dotprod,i8mm")))
#include "Neon.h"

enum { COLUMNS = 4, ROWS = 2 };

/* Two rows, or two columns, of 32 values as four matrices of 2 by 8. */
KERNEL void pair_up(const int8x16_t first[2], const int8x16_t second[2], int8x16_t pairs[4]) {
    for (int i = 0; i < 2; i++) {
        int64x2_t a = vreinterpretq_s64_s8(first[i]), b = vreinterpretq_s64_s8(second[i]);
        pairs[2 * i] = vreinterpretq_s8_s64(vzip1q_s64(a, b));
        pairs[2 * i + 1] = vreinterpretq_s8_s64(vzip2q_s64(a, b));
    }
}

KERNEL void column_pair(const struct narrow_activations *a, const struct narrow_activations *b, int8x16_t pairs[4]) {
    int8x16_t first[2] = {vld1q_s8(a->values), vld1q_s8(a->values + 16)};
    int8x16_t second[2] = {vld1q_s8(b->values), vld1q_s8(b->values + 16)};
    pair_up(first, second, pairs);
}

#define MATRIX(name)                                                                                                   \
    TARGET static void one_##name(const void *row, size_t width, const void *column, float *out) {                     \
        const struct narrow_activations *y = column;                                                                   \
        float32x4_t sum = vdupq_n_f32(0);                                                                              \
        for (size_t i = 0; i < width / NARROW; i++) {                                                                  \
            int8x16_t values[2];                                                                                       \
            float scale;                                                                                               \
            name##_values(row, i, values, &scale);                                                                     \
            int32x4_t dot = vdotq_s32(vdupq_n_s32(0), values[0], vld1q_s8(y[i].values));                               \
            dot = vdotq_s32(dot, values[1], vld1q_s8(y[i].values + 16));                                               \
            sum = vfmaq_n_f32(sum, vcvtq_f32_s32(dot), scale * y[i].scale);                                            \
        }                                                                                                              \
        *out = vaddvq_f32(sum);                                                                                        \
    }                                                                                                                  \
    TARGET static void many_##name(const void *weights, size_t rows, size_t width, const void *activations,            \
                                   size_t columns, float *out) {                                                       \
        size_t blocks = width / NARROW, bytes = blocks * plimsoll_block_bytes(PLIMSOLL_##name);                        \
        const struct narrow_activations *all = activations;                                                            \
        for (size_t row = 0; row < rows; row += ROWS) {                                                                \
            const char *x = (const char *)weights + row * bytes;                                                       \
            for (size_t c = 0; c < columns; c += COLUMNS) {                                                            \
                float32x4_t sums[2] = {vdupq_n_f32(0), vdupq_n_f32(0)};                                                \
                for (size_t i = 0; i < blocks; i++) {                                                                  \
                    int8x16_t first[2], second[2], pairs[4];                                                           \
                    float a, b;                                                                                        \
                    name##_values(x, i, first, &a);                                                                    \
                    name##_values(x + bytes, i, second, &b);                                                           \
                    pair_up(first, second, pairs);                                                                     \
                    for (int half = 0; half < 2; half++) {                                                             \
                        const struct narrow_activations *y = all + (c + 2 * (size_t)half) * blocks + i;                \
                        int8x16_t others[4];                                                                           \
                        column_pair(y, y + blocks, others);                                                            \
                        int32x4_t dot = vdupq_n_s32(0);                                                                \
                        for (int k = 0; k < 4; k++) dot = vmmlaq_s32(dot, pairs[k], others[k]);                        \
                        float32x4_t scales = {a * y->scale, a * y[blocks].scale, b * y->scale, b * y[blocks].scale};   \
                        sums[half] = vfmaq_f32(sums[half], vcvtq_f32_s32(dot), scales);                                \
                    }                                                                                                  \
                }                                                                                                      \
                for (size_t half = 0; half < 2; half++) {                                                              \
                    float *place = out + (c + 2 * half) * rows + row;                                                  \
                    place[0] = sums[half][0];                                                                          \
                    place[rows] = sums[half][1];                                                                       \
                    place[1] = sums[half][2];                                                                          \
                    place[rows + 1] = sums[half][3];                                                                   \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

#define PLIMSOLL_q8_0 PLIMSOLL_Q8_0
#define PLIMSOLL_q4_0 PLIMSOLL_Q4_0
#define PLIMSOLL_iq4_nl PLIMSOLL_IQ4_NL
MATRIX(q8_0)
MATRIX(q4_0)
MATRIX(iq4_nl)

#define ROUTINE(name) {.one = one_##name, .many = many_##name, .rows = ROWS, .columns = COLUMNS}
/* Formats that are missing are computed with dot products. */
const struct routine plimsoll_i8mm[PLIMSOLL_FORMAT_COUNT] = {
    [PLIMSOLL_Q8_0] = ROUTINE(q8_0), [PLIMSOLL_Q4_0] = ROUTINE(q4_0), [PLIMSOLL_IQ4_NL] = ROUTINE(iq4_nl)};
#endif
