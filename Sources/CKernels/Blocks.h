/* Block layouts of the formats, and what reads their parts. */
#ifndef PLIMSOLL_BLOCKS_H
#define PLIMSOLL_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WIDE = 256, NARROW = 32 };

struct block_q8_0 {
    uint16_t scale;
    int8_t values[NARROW];
};

struct block_q4_0 {
    uint16_t scale;
    uint8_t nibbles[NARROW / 2];
};

struct block_q4_k {
    uint16_t scale;
    uint16_t minimum;
    uint8_t packed[12]; /* eight 6-bit scales and eight 6-bit minima */
    uint8_t nibbles[WIDE / 2];
};

struct block_q6_k {
    uint8_t low[WIDE / 2];
    uint8_t high[WIDE / 4];
    int8_t scales[WIDE / 16];
    uint16_t scale;
};

/* Activations for the wide formats, with the sums of each 16 values. */
struct block_q8_k {
    float scale;
    int8_t values[WIDE];
    int16_t sums[WIDE / 16];
};

static inline float half_to_float(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t exponent = (half >> 10) & 31, fraction = half & 0x3FF;
    if (exponent == 0) {
        float value = (float)fraction * 0x1p-24f;
        return sign ? -value : value;
    }
    uint32_t bits = sign | (exponent == 31 ? 0x7F800000 : (exponent + 112) << 23) | fraction << 13;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The eight scales and minima of a Q4_K block. */
static inline void unpack_q4_k(const uint8_t packed[12], uint8_t scales[8], uint8_t minima[8]) {
    for (int i = 0; i < 4; i++) {
        scales[i] = packed[i] & 63;
        minima[i] = packed[i + 4] & 63;
        scales[i + 4] = (packed[i + 8] & 15) | (packed[i] >> 6) << 4;
        minima[i + 4] = (packed[i + 8] >> 4) | (packed[i + 4] >> 6) << 4;
    }
}

/* A product of one row of weights with one or four columns of activations. */
typedef void product(const void *row, size_t width, const void *activations, size_t stride, float *out);

struct products {
    product *one;
    product *four;
};

extern const struct products plimsoll_scalar_products[4];
#if defined(__x86_64__)
extern const struct products plimsoll_avx2_products[4];
extern const struct products plimsoll_avx512_products[4];
#endif
#endif
