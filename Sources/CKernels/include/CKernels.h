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

/* Instruction sets, from the plainest to the richest of each architecture. */
enum plimsoll_isa {
    PLIMSOLL_ISA_SCALAR = 0,
    PLIMSOLL_ISA_AVX2 = 1,
    PLIMSOLL_ISA_AVX512_VNNI = 2,
};

enum plimsoll_format {
    PLIMSOLL_Q8_0 = 0,
    PLIMSOLL_Q4_K = 1,
    PLIMSOLL_Q6_K = 2,
    PLIMSOLL_Q4_0 = 3,
};

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

/*
 * Products of `rows` rows of weights with `columns` columns of activations, each `width` long (a multiple of 256):
 * out[column * rows + row]. Weights and activations lie row after row.
 */
void plimsoll_multiply(enum plimsoll_isa isa, enum plimsoll_format format, const void *weights, size_t rows, size_t width,
                       const void *activations, size_t columns, float *out);

/* Reads `bytes` bytes (a multiple of 512, aligned to 64) once and returns something that depends on all of them. */
uint64_t plimsoll_read(enum plimsoll_isa isa, const void *memory, size_t bytes);

/* Fills memory with bytes from 0 to 63, which make finite numbers in every format. */
void plimsoll_fill(void *memory, size_t bytes, uint64_t seed);

#endif
