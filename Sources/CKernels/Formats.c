/* Sizes of the formats, and activations quantized for them. */
#include "Blocks.h"

const int8_t plimsoll_q4_0_values[16] = {-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7};
const int8_t plimsoll_iq4_nl_values[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

size_t plimsoll_block_elements(enum plimsoll_format format) {
    switch (format) {
    case PLIMSOLL_Q8_0:
    case PLIMSOLL_Q4_0:
    case PLIMSOLL_IQ4_NL: return NARROW;
    case PLIMSOLL_Q4_K:
    case PLIMSOLL_Q6_K: return WIDE;
    case PLIMSOLL_F16:
    case PLIMSOLL_BF16:
    case PLIMSOLL_F32: break;
    }
    return 1;
}

size_t plimsoll_block_bytes(enum plimsoll_format format) {
    switch (format) {
    case PLIMSOLL_Q8_0: return sizeof(struct block_q8_0);
    case PLIMSOLL_Q4_K: return sizeof(struct block_q4_k);
    case PLIMSOLL_Q6_K: return sizeof(struct block_q6_k);
    case PLIMSOLL_Q4_0:
    case PLIMSOLL_IQ4_NL: return sizeof(struct block_q4_0);
    case PLIMSOLL_F16:
    case PLIMSOLL_BF16: return sizeof(uint16_t);
    case PLIMSOLL_F32: break;
    }
    return sizeof(float);
}

size_t plimsoll_activation_bytes(enum plimsoll_format format, size_t elements) {
    switch (plimsoll_block_elements(format)) {
    case NARROW: return elements / NARROW * sizeof(struct narrow_activations);
    case WIDE: return elements / WIDE * sizeof(struct wide_activations);
    default: return elements * (format == PLIMSOLL_BF16 ? sizeof(uint16_t) : sizeof(float));
    }
}

static float largest(const float *values, int count) {
    float most = 0;
    for (int i = 0; i < count; i++) {
        float magnitude = values[i] < 0 ? -values[i] : values[i];
        if (magnitude > most) most = magnitude;
    }
    return most;
}

/* Whole steps of the scale that comes back. */
static float steps(const float *values, int count, int8_t *out) {
    float scale = largest(values, count) / 127;
    for (int i = 0; i < count; i++) {
        float step = scale > 0 ? values[i] / scale : 0;
        out[i] = (int8_t)(step < 0 ? step - 0.5f : step + 0.5f);
    }
    return scale;
}

static uint16_t float_to_brain(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

static void quantize_wide(const float *values, struct wide_activations *out) {
    out->scale = steps(values, WIDE, out->values);
    for (int part = 0; part < WIDE / 16; part++) {
        int sum = 0;
        for (int k = 0; k < 16; k++) sum += out->values[part * 16 + k];
        out->sums16[part] = (int16_t)sum;
    }
    for (int part = 0; part < WIDE / 32; part++)
        out->sums32[part] = (float)(out->sums16[2 * part] + out->sums16[2 * part + 1]);
}

void plimsoll_quantize_activations(enum plimsoll_format format, const float *values, size_t elements, void *out) {
    switch (plimsoll_block_elements(format)) {
    case NARROW: {
        struct narrow_activations *blocks = out;
        for (size_t i = 0; i < elements / NARROW; i++)
            blocks[i].scale = steps(values + i * NARROW, NARROW, blocks[i].values);
        return;
    }
    case WIDE: {
        struct wide_activations *blocks = out;
        for (size_t i = 0; i < elements / WIDE; i++) quantize_wide(values + i * WIDE, blocks + i);
        return;
    }
    default:
        if (format != PLIMSOLL_BF16) {
            memcpy(out, values, elements * sizeof *values);
            return;
        }
        uint16_t *brains = out;
        for (size_t i = 0; i < elements; i++) brains[i] = float_to_brain(values[i]);
    }
}
