/*
 * Products of interleaved rows, one row per lane, written once for every vector width: Vector256.h and Vector512.h have
 * the operations. Up to four columns pass at a time.
 */
enum { COLUMNS = 4 };

KERNEL void keep(float *out, size_t rows, const floats *sums, int n) {
    for (int c = 0; c < n; c++) store_floats(out + (size_t)c * rows, sums[c]);
}

/* Q4_0 and IQ4_NL: the scales of all rows, then four bytes of each row, whose nibbles are places in a table. */
KERNEL void nibble_panel(const uint8_t *x, size_t width, const char *activations, size_t stride, integers table,
                         float *out, size_t rows, int n) {
    floats sums[COLUMNS] = {no_floats(), no_floats(), no_floats(), no_floats()};
    for (size_t i = 0; i < width / NARROW; i++, x += LANES * sizeof(struct block_q4_0)) {
        floats scales = load_halves(x);
        integers dots[COLUMNS] = {no_integers(), no_integers(), no_integers(), no_integers()};
#pragma clang loop unroll(full)
        for (int j = 0; j < 4; j++) {
            integers packed = load(x + 2 * LANES + 4 * LANES * j);
            integers low = look_up(table, low_nibbles(packed)), high = look_up(table, high_nibbles(packed));
            for (int c = 0; c < n; c++) {
                const struct narrow_activations *y = (const void *)(activations + (size_t)c * stride);
                dots[c] = dot_signed(dots[c], low, broadcast(y[i].values + 4 * j));
                dots[c] = dot_signed(dots[c], high, broadcast(y[i].values + NARROW / 2 + 4 * j));
            }
        }
        for (int c = 0; c < n; c++) {
            const struct narrow_activations *y = (const void *)(activations + (size_t)c * stride);
            floats scale = multiply(scales, broadcast_float(y[i].scale));
            sums[c] = multiply_add(scale, to_floats(dots[c]), sums[c]);
        }
    }
    keep(out, rows, sums, n);
}

/* The eight scales and minima of Q4_K blocks, one row per lane, times the scale and minimum of the block. */
KERNEL void unpack_scales(const uint8_t *x, floats scales[8], floats minima[8]) {
    floats scale = load_halves(x), minimum = load_halves(x + 2 * LANES);
    const uint8_t *packed = x + 4 * LANES;
    const __m128i six = _mm_set1_epi8(63), four = _mm_set1_epi8(15), top = _mm_set1_epi8(0x30);
    for (int i = 0; i < 4; i++) {
        __m128i a = load_bytes(packed + LANES * i), b = load_bytes(packed + LANES * (i + 4));
        __m128i c = load_bytes(packed + LANES * (i + 8));
        scales[i] = multiply(scale, bytes_to_floats(_mm_and_si128(a, six)));
        minima[i] = multiply(minimum, bytes_to_floats(_mm_and_si128(b, six)));
        __m128i high = _mm_or_si128(_mm_and_si128(c, four), _mm_and_si128(_mm_srli_epi16(a, 2), top));
        scales[i + 4] = multiply(scale, bytes_to_floats(high));
        high = _mm_or_si128(_mm_and_si128(_mm_srli_epi16(c, 4), four), _mm_and_si128(_mm_srli_epi16(b, 2), top));
        minima[i + 4] = multiply(minimum, bytes_to_floats(high));
    }
}

/* Q4_K: scales, minima and packed scales of all rows, then four bytes of each row. */
KERNEL void q4_k_panel(const uint8_t *x, size_t width, const char *activations, size_t stride, float *out, size_t rows,
                       int n) {
    floats sums[COLUMNS] = {no_floats(), no_floats(), no_floats(), no_floats()};
    for (size_t i = 0; i < width / WIDE; i++, x += LANES * sizeof(struct block_q4_k)) {
        floats scales[8], minima[8], block[COLUMNS] = {no_floats(), no_floats(), no_floats(), no_floats()};
        unpack_scales(x, scales, minima);
        const uint8_t *nibbles = x + 16 * LANES;
        for (int pair = 0; pair < 4; pair++) {
            integers low_dots[COLUMNS] = {no_integers(), no_integers(), no_integers(), no_integers()};
            integers high_dots[COLUMNS] = {no_integers(), no_integers(), no_integers(), no_integers()};
#pragma clang loop unroll(full)
            for (int j = 0; j < 8; j++) {
                integers packed = load(nibbles + 4 * LANES * (8 * pair + j));
                integers low = low_nibbles(packed), high = high_nibbles(packed);
                for (int c = 0; c < n; c++) {
                    const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
                    low_dots[c] = dot_nibbles(low_dots[c], low, broadcast(y[i].values + 64 * pair + 4 * j));
                    high_dots[c] = dot_nibbles(high_dots[c], high, broadcast(y[i].values + 64 * pair + 32 + 4 * j));
                }
            }
            for (int c = 0; c < n; c++) {
                const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
                block[c] = multiply_add(to_floats(widen(low_dots[c])), scales[2 * pair], block[c]);
                block[c] = multiply_add(to_floats(widen(high_dots[c])), scales[2 * pair + 1], block[c]);
                block[c] = multiply_subtract(minima[2 * pair], broadcast_float(y[i].sums32[2 * pair]), block[c]);
                block[c] = multiply_subtract(minima[2 * pair + 1], broadcast_float(y[i].sums32[2 * pair + 1]), block[c]);
            }
        }
        for (int c = 0; c < n; c++) {
            const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
            sums[c] = multiply_add(block[c], broadcast_float(y[i].scale), sums[c]);
        }
    }
    keep(out, rows, sums, n);
}

/* The values of LANES rows of Q6_K blocks as bytes, four of each row side by side, and their sixteen scales. */
KERNEL void unpack_q6_k(const struct block_q6_k *x, size_t row_blocks, uint8_t *codes, float scales[16][LANES]) {
    for (size_t row = 0; row < LANES; row++, x += row_blocks) {
        float scale = half_to_float(x->scale);
        for (int part = 0; part < 16; part++) scales[part][row] = scale * x->scales[part];
        uint8_t values[WIDE];
        for (int half = 0; half < 2; half++) {
            for (int k = 0; k < 32; k++) {
                uint8_t first = x->low[64 * half + k], second = x->low[64 * half + 32 + k], high = x->high[32 * half + k];
                values[128 * half + k] = (uint8_t)((first & 15) | (high & 3) << 4);
                values[128 * half + 32 + k] = (uint8_t)((second & 15) | (high >> 2 & 3) << 4);
                values[128 * half + 64 + k] = (uint8_t)(first >> 4 | (high >> 4 & 3) << 4);
                values[128 * half + 96 + k] = (uint8_t)(second >> 4 | high >> 6 << 4);
            }
        }
        for (size_t k = 0; k < WIDE / 4; k++) memcpy(codes + 4 * (LANES * k + row), values + 4 * k, 4);
    }
}

/* One block of LANES unpacked rows times some columns, added to what is there. */
KERNEL void q6_k_slice(const uint8_t *codes, float scales[16][LANES], const char *activations, size_t stride, float *out,
                       size_t rows, int n) {
    floats sums[COLUMNS] = {no_floats(), no_floats(), no_floats(), no_floats()};
    for (int part = 0; part < 16; part++) {
        integers dots[COLUMNS];
        for (int c = 0; c < n; c++) {
            const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
            dots[c] = broadcast_integer(-32 * y->sums16[part]); /* the values are less by 32 than the bytes */
        }
#pragma clang loop unroll(full)
        for (int j = 0; j < 4; j++) {
            integers bytes = load(codes + 4 * LANES * (4 * part + j));
            for (int c = 0; c < n; c++) {
                const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
                dots[c] = dot_unsigned(dots[c], bytes, broadcast(y->values + 16 * part + 4 * j));
            }
        }
        floats scale = load_floats(scales[part]);
        for (int c = 0; c < n; c++) sums[c] = multiply_add(to_floats(dots[c]), scale, sums[c]);
    }
    for (int c = 0; c < n; c++) {
        const struct wide_activations *y = (const void *)(activations + (size_t)c * stride);
        float *place = out + (size_t)c * rows;
        store_floats(place, multiply_add(sums[c], broadcast_float(y->scale), load_floats(place)));
    }
}

TARGET static void many_q6_k(const void *weights, size_t rows, size_t width, const void *activations, size_t columns,
                             float *out) {
    const struct block_q6_k *x = weights;
    size_t blocks = width / WIDE, stride = blocks * sizeof(struct wide_activations);
    uint8_t codes[LANES * WIDE];
    float scales[16][LANES];
    memset(out, 0, rows * columns * sizeof *out);
    for (size_t row = 0; row < rows; row += LANES) {
        for (size_t i = 0; i < blocks; i++) {
            unpack_q6_k(x + row * blocks + i, blocks, codes, scales);
            const char *y = (const char *)activations + i * sizeof(struct wide_activations);
            for (size_t column = 0; column < columns; column += 2)
                q6_k_slice(codes, scales, y + column * stride, stride, out + column * rows + row, rows, 2);
        }
    }
}

/*
 * The two routines of a format whose rows lie in panels. One or two columns pass at a time, though more would be faster:
 * so they are about as fast as the runtimes' own, which rearrange more as they go.
 */
#define PANEL_ROUTINES(name, block, elements, activation, at_once, product)                                            \
    TARGET static void column_##name(const void *weights, size_t rows, size_t width, const void *y, size_t columns,    \
                                     float *out) {                                                                     \
        size_t bytes = width / elements * sizeof(struct block), stride = width / elements * sizeof(struct activation); \
        for (size_t row = 0; row < rows; row += LANES)                                                                 \
            product((const uint8_t *)weights + row * bytes, y, out + row, 1);                                          \
        (void)columns, (void)stride;                                                                                   \
    }                                                                                                                  \
    TARGET static void many_##name(const void *weights, size_t rows, size_t width, const void *y, size_t columns,      \
                                   float *out) {                                                                       \
        size_t bytes = width / elements * sizeof(struct block), stride = width / elements * sizeof(struct activation); \
        for (size_t row = 0; row < rows; row += LANES)                                                                 \
            for (size_t c = 0; c < columns; c += at_once)                                                              \
                product((const uint8_t *)weights + row * bytes, (const char *)y + c * stride, out + c * rows + row,    \
                        at_once);                                                                                      \
    }

#define Q4_0(x, y, out, n) nibble_panel(x, width, y, stride, table_of(plimsoll_q4_0_values), out, rows, n)
#define IQ4_NL(x, y, out, n) nibble_panel(x, width, y, stride, table_of(plimsoll_iq4_nl_values), out, rows, n)
#define Q4_K(x, y, out, n) q4_k_panel(x, width, y, stride, out, rows, n)
PANEL_ROUTINES(q4_0, block_q4_0, NARROW, narrow_activations, 2, Q4_0)
PANEL_ROUTINES(iq4_nl, block_q4_0, NARROW, narrow_activations, 2, IQ4_NL)
PANEL_ROUTINES(q4_k, block_q4_k, WIDE, wide_activations, 1, Q4_K)
