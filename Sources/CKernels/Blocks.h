/* Block layouts of the formats, and what reads their parts. */
#ifndef PLIMSOLL_BLOCKS_H
#define PLIMSOLL_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CKernels.h"

enum { WIDE = 256, NARROW = 32 };

struct block_q8_0 {
    uint16_t scale;
    int8_t values[NARROW];
};

/* Also IQ4_NL, whose nibbles are places in a table. */
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

/* Activations for the narrow formats. */
struct narrow_activations {
    float scale;
    int8_t values[NARROW];
};

/* Activations for the wide formats, with the sums of each 16 and each 32 values. */
struct wide_activations {
    float scale;
    float sums32[WIDE / 32];
    int16_t sums16[WIDE / 16];
    int8_t values[WIDE];
};

/* What the nibbles of Q4_0 and IQ4_NL stand for. */
extern const int8_t plimsoll_q4_0_values[16], plimsoll_iq4_nl_values[16];

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

/* The nearest half, for normal halves and zero; smaller ones become zero. */
static inline uint16_t float_to_half(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
    if (magnitude < 113u << 23) return (uint16_t)sign;
    if (magnitude >= 143u << 23) return (uint16_t)(sign | 0x7C00);
    return (uint16_t)(sign | ((magnitude - (112u << 23) + 0x0FFF + (magnitude >> 13 & 1)) >> 13));
}

static inline float brain_to_float(uint16_t brain) {
    uint32_t bits = (uint32_t)brain << 16;
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

/* One row times one column; `width` is the count of products. */
typedef void one_product(const void *row, size_t width, const void *column, float *out);

/* Rows times columns as in plimsoll_multiply; `rows` and `columns` are multiples of what the instruction set asks for. */
typedef void many_products(const void *weights, size_t rows, size_t width, const void *activations, size_t columns,
                           float *out);

/* How one instruction set multiplies one format. */
struct routine {
    one_product *one;           /* for what is left over, or for all; nil where rows lie in panels */
    many_products *one_column;  /* nil: row by row */
    many_products *many;        /* nil: row by row */
    uint16_t panel;             /* rows that lie interleaved; 0 and 1: none */
    uint16_t rows, columns;     /* `many` takes multiples of these */
};

/* How an instruction set attends, as in plimsoll_attend. */
typedef float attention(const uint16_t *keys, const uint16_t *values, size_t stride, size_t cells, size_t width,
                        const uint16_t *query, uint16_t *sum);

extern attention plimsoll_attend_scalar;
extern const struct routine plimsoll_scalar[PLIMSOLL_FORMAT_COUNT];
#if defined(__x86_64__)
extern attention plimsoll_attend_avx2, plimsoll_attend_avx_vnni, plimsoll_attend_avx512_vnni;
extern const struct routine plimsoll_avx2[PLIMSOLL_FORMAT_COUNT];
extern const struct routine plimsoll_avx_vnni[PLIMSOLL_FORMAT_COUNT];
extern const struct routine plimsoll_avx512_vnni[PLIMSOLL_FORMAT_COUNT];
extern const struct routine plimsoll_avx512_bf16[PLIMSOLL_FORMAT_COUNT];
#elif defined(__aarch64__)
extern attention plimsoll_attend_dotprod;
extern const struct routine plimsoll_dotprod[PLIMSOLL_FORMAT_COUNT];
extern const struct routine plimsoll_i8mm[PLIMSOLL_FORMAT_COUNT];
#endif
#endif
