/* Chooses kernels by instruction set and format. */
#include "Blocks.h"
#include "CKernels.h"

enum plimsoll_isa plimsoll_best_isa(void) {
#if defined(__x86_64__)
    __builtin_cpu_init(); /* asks XGETBV too: what the kernel has not enabled does not count */
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("fma"))
        return PLIMSOLL_ISA_AVX512_VNNI;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return PLIMSOLL_ISA_AVX2;
#endif
    return PLIMSOLL_ISA_SCALAR;
}

const char *plimsoll_isa_name(enum plimsoll_isa isa) {
    switch (isa) {
    case PLIMSOLL_ISA_AVX512_VNNI: return "avx512vnni";
    case PLIMSOLL_ISA_AVX2: return "avx2";
    case PLIMSOLL_ISA_SCALAR: break;
    }
    return "scalar";
}

size_t plimsoll_block_elements(enum plimsoll_format format) {
    return format == PLIMSOLL_Q8_0 || format == PLIMSOLL_Q4_0 ? NARROW : WIDE;
}

size_t plimsoll_block_bytes(enum plimsoll_format format) {
    switch (format) {
    case PLIMSOLL_Q8_0: return sizeof(struct block_q8_0);
    case PLIMSOLL_Q4_K: return sizeof(struct block_q4_k);
    case PLIMSOLL_Q6_K: return sizeof(struct block_q6_k);
    case PLIMSOLL_Q4_0: return sizeof(struct block_q4_0);
    }
    return 0;
}

static int is_narrow(enum plimsoll_format format) { return plimsoll_block_elements(format) == NARROW; }

size_t plimsoll_activation_bytes(enum plimsoll_format format, size_t elements) {
    return is_narrow(format) ? elements / NARROW * sizeof(struct block_q8_0)
                             : elements / WIDE * sizeof(struct block_q8_k);
}

static uint16_t float_to_half(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000, exponent = bits >> 23 & 255, fraction = bits & 0x7FFFFF;
    if (exponent < 113) return (uint16_t)sign;
    if (exponent > 142) return (uint16_t)(sign | 0x7BFF);
    uint32_t half = sign | (exponent - 112) << 10 | fraction >> 13;
    return (uint16_t)(half + (fraction >> 12 & 1));
}

static float largest(const float *values, int count) {
    float most = 0;
    for (int i = 0; i < count; i++) {
        float magnitude = values[i] < 0 ? -values[i] : values[i];
        if (magnitude > most) most = magnitude;
    }
    return most;
}

static int8_t nearest(float value) { return (int8_t)(value < 0 ? value - 0.5f : value + 0.5f); }

void plimsoll_quantize_activations(enum plimsoll_format format, const float *values, size_t elements, void *out) {
    if (is_narrow(format)) {
        struct block_q8_0 *blocks = out;
        for (size_t i = 0; i < elements / NARROW; i++, values += NARROW) {
            float scale = largest(values, NARROW) / 127;
            blocks[i].scale = float_to_half(scale);
            for (int k = 0; k < NARROW; k++) blocks[i].values[k] = nearest(scale > 0 ? values[k] / scale : 0);
        }
        return;
    }
    struct block_q8_k *blocks = out;
    for (size_t i = 0; i < elements / WIDE; i++, values += WIDE) {
        float scale = largest(values, WIDE) / 127;
        blocks[i].scale = scale;
        for (int k = 0; k < WIDE; k++) blocks[i].values[k] = nearest(scale > 0 ? values[k] / scale : 0);
        for (int part = 0; part < WIDE / 16; part++) {
            int sum = 0;
            for (int k = 0; k < 16; k++) sum += blocks[i].values[part * 16 + k];
            blocks[i].sums[part] = (int16_t)sum;
        }
    }
}

static struct products products_of(enum plimsoll_isa isa, enum plimsoll_format format) {
#if defined(__x86_64__)
    if (isa == PLIMSOLL_ISA_AVX512_VNNI) return plimsoll_avx512_products[format];
    if (isa == PLIMSOLL_ISA_AVX2) return plimsoll_avx2_products[format];
#else
    (void)isa;
#endif
    return plimsoll_scalar_products[format];
}

void plimsoll_multiply(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                       const void *activations, size_t columns, float *out) {
    struct products products = products_of(isa, format);
    size_t row_bytes = width / plimsoll_block_elements(format) * plimsoll_block_bytes(format);
    size_t stride = plimsoll_activation_bytes(format, width);
    float results[4];
    /* A few rows at a time stay in the nearest cache while all columns pass. */
    enum { TILE = 8 };
    for (size_t first = 0; first < rows; first += TILE) {
        size_t last = first + TILE < rows ? first + TILE : rows;
        size_t column = 0;
        for (; column + 4 <= columns; column += 4) {
            const char *values = (const char *)activations + column * stride;
            for (size_t row = first; row < last; row++) {
                products.four((const char *)weights + row * row_bytes, width, values, stride, results);
                for (size_t i = 0; i < 4; i++) out[(column + i) * rows + row] = results[i];
            }
        }
        for (; column < columns; column++) {
            const char *values = (const char *)activations + column * stride;
            for (size_t row = first; row < last; row++)
                products.one((const char *)weights + row * row_bytes, width, values, stride, out + column * rows + row);
        }
    }
}
