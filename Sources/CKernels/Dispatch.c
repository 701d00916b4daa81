/* Chooses kernels by instruction set and format. */
#include "Blocks.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

int plimsoll_has(enum plimsoll_isa isa) {
    if (isa == PLIMSOLL_ISA_SCALAR) return 1;
#if defined(__x86_64__)
    __builtin_cpu_init(); /* asks XGETBV too: what the kernel has not enabled does not count */
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    if (isa == PLIMSOLL_ISA_AVX2) return avx2;
    if (isa == PLIMSOLL_ISA_AVX_VNNI) return avx2 && __builtin_cpu_supports("avxvnni");
    if (isa == PLIMSOLL_ISA_AVX512_VNNI) return avx512;
    if (isa == PLIMSOLL_ISA_AVX512_BF16) return avx512 && __builtin_cpu_supports("avx512bf16");
#elif defined(__aarch64__) && defined(__linux__)
    /* HWCAP_ASIMDDP and HWCAP2_I8MM of the kernel's asm/hwcap.h */
    if (isa == PLIMSOLL_ISA_DOTPROD) return (getauxval(AT_HWCAP) >> 20 & 1) != 0;
    if (isa == PLIMSOLL_ISA_I8MM) return (getauxval(AT_HWCAP2) >> 13 & 1) && (getauxval(AT_HWCAP) >> 20 & 1);
#endif
    return 0;
}

enum plimsoll_isa plimsoll_best_isa(void) {
    for (int isa = PLIMSOLL_ISA_COUNT - 1; isa > 0; isa--)
        if (plimsoll_has((enum plimsoll_isa)isa)) return (enum plimsoll_isa)isa;
    return PLIMSOLL_ISA_SCALAR;
}

const char *plimsoll_isa_name(enum plimsoll_isa isa) {
    switch (isa) {
    case PLIMSOLL_ISA_AVX512_BF16: return "avx512bf16";
    case PLIMSOLL_ISA_AVX512_VNNI: return "avx512vnni";
    case PLIMSOLL_ISA_AVX_VNNI: return "avxvnni";
    case PLIMSOLL_ISA_AVX2: return "avx2";
    case PLIMSOLL_ISA_I8MM: return "i8mm";
    case PLIMSOLL_ISA_DOTPROD: return "dotprod";
    case PLIMSOLL_ISA_SCALAR: break;
    }
    return "scalar";
}

static const struct routine *routine_of(enum plimsoll_isa isa, enum plimsoll_format format) {
#if defined(__x86_64__)
    if (isa == PLIMSOLL_ISA_AVX512_BF16 && format == PLIMSOLL_BF16) return &plimsoll_avx512_bf16[format];
    if (isa == PLIMSOLL_ISA_AVX512_BF16 || isa == PLIMSOLL_ISA_AVX512_VNNI) return &plimsoll_avx512_vnni[format];
    if (isa == PLIMSOLL_ISA_AVX_VNNI) return &plimsoll_avx_vnni[format];
    if (isa == PLIMSOLL_ISA_AVX2) return &plimsoll_avx2[format];
#elif defined(__aarch64__)
    if (isa == PLIMSOLL_ISA_I8MM && plimsoll_i8mm[format].one) return &plimsoll_i8mm[format];
    if (isa == PLIMSOLL_ISA_I8MM || isa == PLIMSOLL_ISA_DOTPROD) return &plimsoll_dotprod[format];
#else
    (void)isa;
#endif
    return &plimsoll_scalar[format];
}

size_t plimsoll_panel_rows(enum plimsoll_isa isa, enum plimsoll_format format) {
    size_t panel = routine_of(isa, format)->panel;
    return panel ? panel : 1;
}

static size_t row_bytes(enum plimsoll_format format, size_t width) {
    return width / plimsoll_block_elements(format) * plimsoll_block_bytes(format);
}

/* Puts the parts of `rows` blocks side by side: the first part of all rows, the second part of all rows and so on. */
static uint8_t *interleave(const uint8_t *block, size_t row_bytes, size_t rows, size_t bytes, size_t part, uint8_t *out) {
    for (size_t place = 0; place < bytes; place += part)
        for (size_t row = 0; row < rows; row++, out += part) memcpy(out, block + row * row_bytes + place, part);
    return out;
}

void plimsoll_pack(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                   void *out) {
    size_t panel = plimsoll_panel_rows(isa, format), bytes = row_bytes(format, width);
    if (panel == 1) {
        memcpy(out, weights, rows * bytes);
        return;
    }
    size_t block = plimsoll_block_bytes(format), blocks = width / plimsoll_block_elements(format);
    uint8_t *place = out;
    for (size_t row = 0; row < rows; row += panel) {
        for (size_t i = 0; i < blocks; i++) {
            const uint8_t *first = (const uint8_t *)weights + row * bytes + i * block;
            if (format == PLIMSOLL_Q4_K) {
                place = interleave(first, bytes, panel, 4, 2, place);       /* scale, minimum */
                place = interleave(first + 4, bytes, panel, 12, 1, place);  /* packed scales */
                place = interleave(first + 16, bytes, panel, 128, 4, place); /* nibbles */
            } else {
                place = interleave(first, bytes, panel, 2, 2, place);
                place = interleave(first + 2, bytes, panel, block - 2, 4, place);
            }
        }
    }
}

/* Row by row, for what the routines for many leave over. */
static void one_by_one(one_product *one, const char *weights, size_t row_bytes, size_t rows, size_t width,
                       const char *activations, size_t stride, size_t columns, float *out) {
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            one(weights + row * row_bytes, width, activations + column * stride, out + column * rows + row);
}

void plimsoll_multiply(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                       const void *activations, size_t columns, float *out) {
    const struct routine *routine = routine_of(isa, format);
    size_t bytes = row_bytes(format, width), stride = plimsoll_activation_bytes(format, width);
    size_t done = 0;
    if (routine->many && columns > 1 && rows % routine->rows == 0) {
        done = columns / routine->columns * routine->columns;
        if (done) routine->many(weights, rows, width, activations, done, out);
    }
    const char *rest = (const char *)activations + done * stride;
    for (; routine->one_column && done < columns; done++, rest += stride)
        routine->one_column(weights, rows, width, rest, 1, out + done * rows);
    if (done < columns)
        one_by_one(routine->one, weights, bytes, rows, width, rest, stride, columns - done, out + done * rows);
}

float plimsoll_attend(enum plimsoll_isa isa, const uint16_t *keys, const uint16_t *values, size_t stride, size_t cells,
                      size_t width, const uint16_t *query, uint16_t *sum) {
    attention *attend = plimsoll_attend_scalar;
#if defined(__x86_64__)
    if (isa == PLIMSOLL_ISA_AVX512_BF16 || isa == PLIMSOLL_ISA_AVX512_VNNI) attend = plimsoll_attend_avx512_vnni;
    if (isa == PLIMSOLL_ISA_AVX_VNNI) attend = plimsoll_attend_avx_vnni;
    if (isa == PLIMSOLL_ISA_AVX2) attend = plimsoll_attend_avx2;
#elif defined(__aarch64__)
    if (isa == PLIMSOLL_ISA_I8MM || isa == PLIMSOLL_ISA_DOTPROD) attend = plimsoll_attend_dotprod;
#else
    (void)isa;
#endif
    return attend(keys, values, stride, cells, width, query, sum);
}
