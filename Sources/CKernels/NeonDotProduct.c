/* Kernels for 64-bit Arm with dot products of bytes. */
#if defined(__aarch64__)
#define TARGET __attribute__((target("dotprod")))
#include "Neon.h"

enum { COLUMNS = 4, TILE = 8 };

#define NARROW_ROW(name)                                                                                               \
    KERNEL void name##_row(const void *x, size_t width, const char *activations, size_t stride, float *out,            \
                           size_t rows, int n) {                                                                       \
        float32x4_t sums[COLUMNS] = {vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0)};                  \
        for (size_t i = 0; i < width / NARROW; i++) {                                                                  \
            int8x16_t values[2];                                                                                       \
            float scale;                                                                                               \
            name##_values(x, i, values, &scale);                                                                       \
            for (int c = 0; c < n; c++) {                                                                              \
                const struct narrow_activations *y = (const void *)(activations + (size_t)c * stride);                 \
                int32x4_t dot = vdotq_s32(vdupq_n_s32(0), values[0], vld1q_s8(y[i].values));                           \
                dot = vdotq_s32(dot, values[1], vld1q_s8(y[i].values + 16));                                           \
                sums[c] = vfmaq_n_f32(sums[c], vcvtq_f32_s32(dot), scale * y[i].scale);                                \
            }                                                                                                          \
        }                                                                                                              \
        for (int c = 0; c < n; c++) out[(size_t)c * rows] = vaddvq_f32(sums[c]);                                       \
    }

NARROW_ROW(q8_0)
NARROW_ROW(q4_0)
NARROW_ROW(iq4_nl)

KERNEL void q4_k_row(const void *row, size_t width, const char *activations, size_t stride, float *out, size_t rows,
                     int n) {
    const struct block_q4_k *x = row;
    const uint8x16_t low = vdupq_n_u8(15);
    float sums[COLUMNS] = {0, 0, 0, 0};
    for (size_t i = 0; i < width / WIDE; i++) {
        uint8_t scales[8], minima[8];
        unpack_q4_k(x[i].packed, scales, minima);
        int32x4_t dots[COLUMNS] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};
        for (int pair = 0; pair < 4; pair++) {
            uint8x16_t a = vld1q_u8(x[i].nibbles + 32 * pair), b = vld1q_u8(x[i].nibbles + 32 * pair + 16);
            int8x16_t values[4] = {vreinterpretq_s8_u8(vandq_u8(a, low)), vreinterpretq_s8_u8(vandq_u8(b, low)),
                                   vreinterpretq_s8_u8(vshrq_n_u8(a, 4)), vreinterpretq_s8_u8(vshrq_n_u8(b, 4))};
            for (int c = 0; c < n; c++) {
                const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
                for (int part = 0; part < 2; part++) {
                    const int8_t *other = y[i].values + 64 * pair + 32 * part;
                    int32x4_t dot = vdotq_s32(vdupq_n_s32(0), values[2 * part], vld1q_s8(other));
                    dot = vdotq_s32(dot, values[2 * part + 1], vld1q_s8(other + 16));
                    dots[c] = vmlaq_n_s32(dots[c], dot, scales[2 * pair + part]);
                }
            }
        }
        float scale = half_scale(x[i].scale), minimum = half_scale(x[i].minimum);
        for (int c = 0; c < n; c++) {
            const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
            float offset = 0;
            for (int part = 0; part < 8; part++) offset += (float)minima[part] * y[i].sums32[part];
            sums[c] += y[i].scale * (scale * (float)vaddvq_s32(dots[c]) - minimum * offset);
        }
    }
    for (int c = 0; c < n; c++) out[(size_t)c * rows] = sums[c];
}

KERNEL void q6_k_row(const void *row, size_t width, const char *activations, size_t stride, float *out, size_t rows,
                     int n) {
    const struct block_q6_k *x = row;
    const uint8x16_t four = vdupq_n_u8(15), top = vdupq_n_u8(0x30);
    const int8x16_t middle = vdupq_n_s8(32);
    float sums[COLUMNS] = {0, 0, 0, 0};
    for (size_t i = 0; i < width / WIDE; i++) {
        int32x4_t dots[COLUMNS] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};
        for (int place = 0; place < 4; place++) { /* 16 bytes of each half of the high bits */
            int half = place / 2, lane = place % 2 * 16;
            uint8x16_t first = vld1q_u8(x[i].low + 64 * half + lane), high = vld1q_u8(x[i].high + 32 * half + lane);
            uint8x16_t second = vld1q_u8(x[i].low + 64 * half + 32 + lane);
            uint8x16_t codes[4] = {vorrq_u8(vandq_u8(first, four), vandq_u8(vshlq_n_u8(high, 4), top)),
                                   vorrq_u8(vandq_u8(second, four), vandq_u8(vshlq_n_u8(high, 2), top)),
                                   vorrq_u8(vshrq_n_u8(first, 4), vandq_u8(high, top)),
                                   vorrq_u8(vshrq_n_u8(second, 4), vandq_u8(vshrq_n_u8(high, 2), top))};
            for (int quarter = 0; quarter < 4; quarter++) {
                int start = 128 * half + 32 * quarter + lane;
                int8x16_t values = vsubq_s8(vreinterpretq_s8_u8(codes[quarter]), middle);
                for (int c = 0; c < n; c++) {
                    const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
                    int32x4_t dot = vdotq_s32(vdupq_n_s32(0), values, vld1q_s8(y[i].values + start));
                    dots[c] = vmlaq_n_s32(dots[c], dot, x[i].scales[start / 16]);
                }
            }
        }
        for (int c = 0; c < n; c++) {
            const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
            sums[c] += half_scale(x[i].scale) * y[i].scale * (float)vaddvq_s32(dots[c]);
        }
    }
    for (int c = 0; c < n; c++) out[(size_t)c * rows] = sums[c];
}

KERNEL float32x4_t floats_at(const float *p) { return vld1q_f32(p); }
KERNEL float32x4_t halves_at(const uint16_t *p) { return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))); }
KERNEL float32x4_t brains_at(const uint16_t *p) { return vreinterpretq_f32_u32(vshll_n_u16(vld1_u16(p), 16)); }

#define FLOAT_ROW(name, type, load, other_type, other_load)                                                            \
    KERNEL void name##_row(const void *row, size_t width, const char *activations, size_t stride, float *out,          \
                           size_t rows, int n) {                                                                       \
        const type *x = row;                                                                                           \
        float32x4_t sums[COLUMNS][2];                                                                                  \
        for (int c = 0; c < n; c++) sums[c][0] = sums[c][1] = vdupq_n_f32(0);                                          \
        for (size_t k = 0; k < width; k += 8) {                                                                        \
            float32x4_t a = load(x + k), b = load(x + k + 4);                                                          \
            for (int c = 0; c < n; c++) {                                                                              \
                const other_type *y = (const void *)(activations + (size_t)c * stride);                                \
                sums[c][0] = vfmaq_f32(sums[c][0], a, other_load(y + k));                                              \
                sums[c][1] = vfmaq_f32(sums[c][1], b, other_load(y + k + 4));                                          \
            }                                                                                                          \
        }                                                                                                              \
        for (int c = 0; c < n; c++) out[(size_t)c * rows] = vaddvq_f32(vaddq_f32(sums[c][0], sums[c][1]));             \
    }

FLOAT_ROW(f16, uint16_t, halves_at, float, floats_at)
FLOAT_ROW(bf16, uint16_t, brains_at, uint16_t, brains_at)
FLOAT_ROW(f32, float, floats_at, float, floats_at)

/* One row times one column, and rows times four columns, a few rows staying in the nearest cache. */
#define BOTH(name, format)                                                                                             \
    TARGET static void one_##name(const void *row, size_t width, const void *column, float *out) {                     \
        name##_row(row, width, column, 0, out, 0, 1);                                                                  \
    }                                                                                                                  \
    TARGET static void many_##name(const void *weights, size_t rows, size_t width, const void *activations,            \
                                   size_t columns, float *out) {                                                       \
        size_t bytes = width / plimsoll_block_elements(format) * plimsoll_block_bytes(format);                         \
        size_t stride = plimsoll_activation_bytes(format, width);                                                      \
        for (size_t first = 0; first < rows; first += TILE)                                                            \
            for (size_t c = 0; c < columns; c += COLUMNS)                                                              \
                for (size_t row = first; row < rows && row < first + TILE; row++)                                      \
                    name##_row((const char *)weights + row * bytes, width, (const char *)activations + c * stride,     \
                               stride, out + c * rows + row, rows, COLUMNS);                                           \
    }

BOTH(q8_0, PLIMSOLL_Q8_0)
BOTH(q4_0, PLIMSOLL_Q4_0)
BOTH(iq4_nl, PLIMSOLL_IQ4_NL)
BOTH(q4_k, PLIMSOLL_Q4_K)
BOTH(q6_k, PLIMSOLL_Q6_K)
BOTH(f16, PLIMSOLL_F16)
BOTH(bf16, PLIMSOLL_BF16)
BOTH(f32, PLIMSOLL_F32)

#define ROUTINE(name) {.one = one_##name, .many = many_##name, .rows = 1, .columns = COLUMNS}
const struct routine plimsoll_dotprod[PLIMSOLL_FORMAT_COUNT] = {
    [PLIMSOLL_Q8_0] = ROUTINE(q8_0), [PLIMSOLL_Q4_K] = ROUTINE(q4_k),     [PLIMSOLL_Q6_K] = ROUTINE(q6_k),
    [PLIMSOLL_Q4_0] = ROUTINE(q4_0), [PLIMSOLL_IQ4_NL] = ROUTINE(iq4_nl), [PLIMSOLL_F16] = ROUTINE(f16),
    [PLIMSOLL_BF16] = ROUTINE(bf16), [PLIMSOLL_F32] = ROUTINE(f32),
};

/* Four lanes for Attention.h. */
enum { LANES = 4 };
typedef float32x4_t floats;

KERNEL floats load_halves(const uint16_t *p) { return halves_at(p); }
KERNEL void store_halves(uint16_t *p, floats v) { vst1_u16(p, vreinterpret_u16_f16(vcvt_f16_f32(v))); }
KERNEL floats no_floats(void) { return vdupq_n_f32(0); }
KERNEL floats add(floats a, floats b) { return vaddq_f32(a, b); }
KERNEL floats multiply(floats a, floats b) { return vmulq_f32(a, b); }
KERNEL floats multiply_add(floats a, floats b, floats c) { return vfmaq_f32(c, a, b); }
KERNEL floats broadcast_float(float v) { return vdupq_n_f32(v); }
KERNEL float sum_lanes(floats v) { return vaddvq_f32(v); }

#define ATTEND plimsoll_attend_dotprod
#include "Attention.h"
#endif
