/* The plain kernels: the reference for the others, and what runs where nothing richer is enabled. */
#include "Blocks.h"

static float dot_q8_0(const struct block_q8_0 *row, const struct block_q8_0 *column, size_t blocks) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++) {
        int dot = 0;
        for (int k = 0; k < NARROW; k++) dot += row[i].values[k] * column[i].values[k];
        sum += (float)dot * half_to_float(row[i].scale) * half_to_float(column[i].scale);
    }
    return sum;
}

static float dot_q4_0(const struct block_q4_0 *row, const struct block_q8_0 *column, size_t blocks) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++) {
        int dot = 0;
        for (int k = 0; k < NARROW / 2; k++) {
            dot += ((row[i].nibbles[k] & 15) - 8) * column[i].values[k];
            dot += ((row[i].nibbles[k] >> 4) - 8) * column[i].values[k + NARROW / 2];
        }
        sum += (float)dot * half_to_float(row[i].scale) * half_to_float(column[i].scale);
    }
    return sum;
}

static float dot_q4_k(const struct block_q4_k *row, const struct block_q8_k *column, size_t blocks) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++) {
        uint8_t scales[8], minima[8];
        unpack_q4_k(row[i].packed, scales, minima);
        int dot = 0, offset = 0;
        for (int part = 0; part < 8; part++) {
            const uint8_t *nibbles = row[i].nibbles + part / 2 * 32;
            const int8_t *values = column[i].values + part * 32;
            int partial = 0;
            for (int k = 0; k < 32; k++) partial += (part % 2 ? nibbles[k] >> 4 : nibbles[k] & 15) * values[k];
            dot += scales[part] * partial;
            offset += minima[part] * (column[i].sums[2 * part] + column[i].sums[2 * part + 1]);
        }
        sum += column[i].scale *
               (half_to_float(row[i].scale) * (float)dot - half_to_float(row[i].minimum) * (float)offset);
    }
    return sum;
}

static float dot_q6_k(const struct block_q6_k *row, const struct block_q8_k *column, size_t blocks) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++) {
        int dot = 0;
        for (int k = 0; k < WIDE; k++) {
            int half = k / 128, quarter = k % 128 / 32, lane = k % 32;
            int low = row[i].low[half * 64 + (quarter % 2) * 32 + lane] >> (quarter / 2 * 4) & 15;
            int high = row[i].high[half * 32 + lane] >> (2 * quarter) & 3;
            dot += row[i].scales[k / 16] * ((low | high << 4) - 32) * column[i].values[k];
        }
        sum += column[i].scale * half_to_float(row[i].scale) * (float)dot;
    }
    return sum;
}

#define PRODUCTS(name, row_block, column_block, elements)                                                              \
    static void name##_one(const void *row, size_t width, const void *activations, size_t stride, float *out) {        \
        (void)stride;                                                                                                  \
        out[0] = dot_##name((const row_block *)row, (const column_block *)activations, width / elements);              \
    }                                                                                                                  \
    static void name##_four(const void *row, size_t width, const void *activations, size_t stride, float *out) {       \
        for (int i = 0; i < 4; i++)                                                                                    \
            name##_one(row, width, (const char *)activations + (size_t)i * stride, stride, out + i);                   \
    }

PRODUCTS(q8_0, struct block_q8_0, struct block_q8_0, NARROW)
PRODUCTS(q4_k, struct block_q4_k, struct block_q8_k, WIDE)
PRODUCTS(q6_k, struct block_q6_k, struct block_q8_k, WIDE)
PRODUCTS(q4_0, struct block_q4_0, struct block_q8_0, NARROW)

const struct products plimsoll_scalar_products[4] = {
    {q8_0_one, q8_0_four}, {q4_k_one, q4_k_four}, {q6_k_one, q6_k_four}, {q4_0_one, q4_0_four}};
