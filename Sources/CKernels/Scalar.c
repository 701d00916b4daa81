/* The plain kernels: the reference for the others, and what runs where nothing richer is enabled. */
#include "Blocks.h"

static void q8_0(const void *weights, size_t width, const void *activations, float *out) {
    const struct block_q8_0 *row = weights;
    const struct narrow_activations *column = activations;
    float sum = 0;
    for (size_t i = 0; i < width / NARROW; i++) {
        int dot = 0;
        for (int k = 0; k < NARROW; k++) dot += row[i].values[k] * column[i].values[k];
        sum += (float)dot * half_to_float(row[i].scale) * column[i].scale;
    }
    *out = sum;
}

static float nibbles(const struct block_q4_0 *row, const struct narrow_activations *column, size_t blocks,
                     const int8_t *table) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++) {
        int dot = 0;
        for (int k = 0; k < NARROW / 2; k++) {
            dot += table[row[i].nibbles[k] & 15] * column[i].values[k];
            dot += table[row[i].nibbles[k] >> 4] * column[i].values[k + NARROW / 2];
        }
        sum += (float)dot * half_to_float(row[i].scale) * column[i].scale;
    }
    return sum;
}

static void q4_0(const void *row, size_t width, const void *column, float *out) {
    *out = nibbles(row, column, width / NARROW, plimsoll_q4_0_values);
}

static void iq4_nl(const void *row, size_t width, const void *column, float *out) {
    *out = nibbles(row, column, width / NARROW, plimsoll_iq4_nl_values);
}

static void q4_k(const void *weights, size_t width, const void *activations, float *out) {
    const struct block_q4_k *row = weights;
    const struct wide_activations *column = activations;
    float sum = 0;
    for (size_t i = 0; i < width / WIDE; i++) {
        uint8_t scales[8], minima[8];
        unpack_q4_k(row[i].packed, scales, minima);
        int dot = 0, offset = 0;
        for (int part = 0; part < 8; part++) {
            const uint8_t *nibbles = row[i].nibbles + part / 2 * 32;
            const int8_t *values = column[i].values + part * 32;
            int partial = 0;
            for (int k = 0; k < 32; k++) partial += (part % 2 ? nibbles[k] >> 4 : nibbles[k] & 15) * values[k];
            dot += scales[part] * partial;
            offset += minima[part] * (column[i].sums16[2 * part] + column[i].sums16[2 * part + 1]);
        }
        sum += column[i].scale *
               (half_to_float(row[i].scale) * (float)dot - half_to_float(row[i].minimum) * (float)offset);
    }
    *out = sum;
}

static void q6_k(const void *weights, size_t width, const void *activations, float *out) {
    const struct block_q6_k *row = weights;
    const struct wide_activations *column = activations;
    float sum = 0;
    for (size_t i = 0; i < width / WIDE; i++) {
        int dot = 0;
        for (int k = 0; k < WIDE; k++) {
            int half = k / 128, quarter = k % 128 / 32, lane = k % 32;
            int low = row[i].low[half * 64 + (quarter % 2) * 32 + lane] >> (quarter / 2 * 4) & 15;
            int high = row[i].high[half * 32 + lane] >> (2 * quarter) & 3;
            dot += row[i].scales[k / 16] * ((low | high << 4) - 32) * column[i].values[k];
        }
        sum += column[i].scale * half_to_float(row[i].scale) * (float)dot;
    }
    *out = sum;
}

#define FLOATS(name, type, value, other_type, other_value)                                                             \
    static void name(const void *weights, size_t width, const void *activations, float *out) {                         \
        const type *row = weights;                                                                                     \
        const other_type *column = activations;                                                                        \
        float sum = 0;                                                                                                 \
        for (size_t i = 0; i < width; i++) sum += value(row[i]) * other_value(column[i]);                              \
        *out = sum;                                                                                                    \
    }

FLOATS(f16, uint16_t, half_to_float, float, )
FLOATS(bf16, uint16_t, brain_to_float, uint16_t, brain_to_float)
FLOATS(f32, float, , float, )

const struct routine plimsoll_scalar[PLIMSOLL_FORMAT_COUNT] = {
    [PLIMSOLL_Q8_0] = {.one = q8_0}, [PLIMSOLL_Q4_K] = {.one = q4_k},     [PLIMSOLL_Q6_K] = {.one = q6_k},
    [PLIMSOLL_Q4_0] = {.one = q4_0}, [PLIMSOLL_IQ4_NL] = {.one = iq4_nl}, [PLIMSOLL_F16] = {.one = f16},
    [PLIMSOLL_BF16] = {.one = bf16}, [PLIMSOLL_F32] = {.one = f32},
};

/* One lane for Attention.h. */
#define TARGET
enum { LANES = 1 };
typedef float floats;

static inline float load_halves(const uint16_t *p) { return half_to_float(*p); }
static inline void store_halves(uint16_t *p, float v) { *p = float_to_half(v); }
static inline float no_floats(void) { return 0; }
static inline float add(float a, float b) { return a + b; }
static inline float multiply(float a, float b) { return a * b; }
static inline float multiply_add(float a, float b, float c) { return a * b + c; }
static inline float broadcast_float(float v) { return v; }
static inline float sum_lanes(float v) { return v; }

#define ATTEND plimsoll_attend_scalar
#include "Attention.h"
