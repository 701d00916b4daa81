/*
 * Kernels of the micro-benchmark: streaming reads and products of quantized weights with 8-bit activations.
 *
 * They stand in for what runtimes do on the processor, in the same block formats (ggml-common.h gives the layouts), so that
 * their rates predict a runtime's. No state, no input or output.
 */
#ifndef PLIMSOLL_CKERNELS_H
#define PLIMSOLL_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Instruction sets. */
enum plimsoll_isa {
    PLIMSOLL_ISA_SCALAR = 0,
    PLIMSOLL_ISA_AVX2 = 1,
    PLIMSOLL_ISA_AVX_VNNI = 2,
    PLIMSOLL_ISA_AVX512_VNNI = 3,
    PLIMSOLL_ISA_AVX512_BF16 = 4,
    PLIMSOLL_ISA_DOTPROD = 5,
    PLIMSOLL_ISA_I8MM = 6,
};
enum { PLIMSOLL_ISA_COUNT = 7 };

enum plimsoll_format {
    PLIMSOLL_Q8_0 = 0,
    PLIMSOLL_Q4_K = 1,
    PLIMSOLL_Q6_K = 2,
    PLIMSOLL_Q4_0 = 3,
    PLIMSOLL_IQ4_NL = 4,
    PLIMSOLL_F16 = 5,
    PLIMSOLL_BF16 = 6,
    PLIMSOLL_F32 = 7,
};
enum { PLIMSOLL_FORMAT_COUNT = 8 };

/* Whether processor and kernel have enabled an instruction set. */
int plimsoll_has(enum plimsoll_isa isa);

/* The richest instruction set that processor and kernel have enabled. */
enum plimsoll_isa plimsoll_best_isa(void);

/* The name of an instruction set, such as `avx512vnni`. */
const char *plimsoll_isa_name(enum plimsoll_isa isa);

/* Weights in one block of a format, and its bytes. */
size_t plimsoll_block_elements(enum plimsoll_format format);
size_t plimsoll_block_bytes(enum plimsoll_format format);

/* Bytes of `elements` activations quantized for a format; `elements` is a multiple of 256. */
size_t plimsoll_activation_bytes(enum plimsoll_format format, size_t elements);

/* Quantizes activations for a format. */
void plimsoll_quantize_activations(enum plimsoll_format format, const float *values, size_t elements, void *out);

/* Rows that lie interleaved, as runtimes repack them when they load a model; 1 where row follows row. */
size_t plimsoll_panel_rows(enum plimsoll_isa isa, enum plimsoll_format format);

/* Interleaves rows (a multiple of the panel's); as many bytes come out as go in. */
void plimsoll_pack(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                   void *out);

/*
 * Products of `rows` rows of weights with `columns` columns of activations, each `width` long (a multiple of 256):
 * out[column * rows + row]. The weights are packed for the instruction set.
 */
void plimsoll_multiply(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                       const void *activations, size_t columns, float *out);

/*
 * One head's attention over `cells` cells of a cache in halves, whose rows of keys and of values lie `stride` halves apart:
 * adds the weighted rows to `sum` and returns the sum of the weights. `width` is a multiple of 64.
 */
float plimsoll_attend(enum plimsoll_isa isa, const uint16_t *keys, const uint16_t *values, size_t stride, size_t cells,
                      size_t width, const uint16_t *query, uint16_t *sum);

/* Reads `bytes` bytes (a multiple of 512, aligned to 64) once and returns something that depends on all of them. */
uint64_t plimsoll_read(enum plimsoll_isa isa, const void *memory, size_t bytes);

/* Fills memory with bytes from 8 to 63, which make finite and normal numbers in every format. */
void plimsoll_fill(void *memory, size_t bytes, uint64_t seed);

#endif
