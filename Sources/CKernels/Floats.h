/*
 * Products of floating-point rows, written once for every vector width. For many columns, a slice of some rows is turned
 * into floats with one row per lane, and six columns pass over two vectors of rows at a time.
 */
enum { FLOAT_COLUMNS = 6, SLICE = 128 };

KERNEL void float_slice(const float *panel, size_t depth, const float *activations, size_t stride, float *out,
                        size_t rows) {
    floats low[FLOAT_COLUMNS], high[FLOAT_COLUMNS];
    for (int c = 0; c < FLOAT_COLUMNS; c++) {
        low[c] = load_floats(out + (size_t)c * rows);
        high[c] = load_floats(out + (size_t)c * rows + LANES);
    }
    for (size_t k = 0; k < depth; k++) {
        floats a = load_floats(panel + 2 * LANES * k), b = load_floats(panel + 2 * LANES * k + LANES);
#pragma clang loop unroll(full)
        for (int c = 0; c < FLOAT_COLUMNS; c++) {
            floats value = broadcast_float(activations[(size_t)c * stride + k]);
            low[c] = multiply_add(a, value, low[c]);
            high[c] = multiply_add(b, value, high[c]);
        }
    }
    for (int c = 0; c < FLOAT_COLUMNS; c++) {
        store_floats(out + (size_t)c * rows, low[c]);
        store_floats(out + (size_t)c * rows + LANES, high[c]);
    }
}

/* The activations of FLOAT_COLUMNS columns, SLICE of each: as they are, or made floats of in `space`. */
KERNEL const float *plain_columns(const float *values, size_t width, float *space) {
    (void)width, (void)space;
    return values;
}

KERNEL const float *brain_columns(const uint16_t *values, size_t width, float *space) {
    for (size_t c = 0; c < FLOAT_COLUMNS; c++)
        for (size_t k = 0; k < SLICE; k += LANES) store_floats(space + c * SLICE + k, load_brains(values + c * width + k));
    return space;
}

#define FLOAT_ROUTINES(name, type, load_some, activation, load_values)                                                 \
    TARGET static void one_##name(const void *weights, size_t width, const void *values, float *out) {                 \
        const type *x = weights;                                                                                       \
        const activation *y = values;                                                                                  \
        floats sums[4] = {no_floats(), no_floats(), no_floats(), no_floats()};                                         \
        for (size_t k = 0; k < width; k += 4 * LANES)                                                                  \
            for (size_t i = 0; i < 4; i++)                                                                             \
                sums[i] = multiply_add(load_some(x + k + i * LANES), load_values(y + k + i * LANES), sums[i]);         \
        float parts[4][LANES], sum = 0;                                                                                \
        for (int i = 0; i < 4; i++) store_floats(parts[i], sums[i]);                                                   \
        for (int i = 0; i < LANES; i++) sum += parts[0][i] + parts[1][i] + (parts[2][i] + parts[3][i]);                \
        *out = sum;                                                                                                    \
    }

/* The weights of 2 LANES rows from `first` on, SLICE of each, row beside row. */
#define FLOAT_PANEL_ROUTINE(name, type, load_some, activation, columns_of, stride)                                     \
    TARGET static void many_##name(const void *weights, size_t rows, size_t width, const void *activations,            \
                                   size_t columns, float *out) {                                                       \
        const type *x = weights;                                                                                       \
        const activation *y = activations;                                                                             \
        float panel[2 * LANES * SLICE], space[FLOAT_COLUMNS * SLICE];                                                  \
        memset(out, 0, rows *columns * sizeof *out);                                                                   \
        for (size_t first = 0; first < width; first += SLICE) {                                                        \
            for (size_t row = 0; row < rows; row += 2 * LANES) {                                                       \
                for (size_t r = 0; r < 2 * LANES; r++) {                                                               \
                    for (size_t k = 0; k < SLICE; k += LANES) {                                                        \
                        float some[LANES];                                                                             \
                        store_floats(some, load_some(x + (row + r) * width + first + k));                              \
                        for (size_t i = 0; i < LANES; i++) panel[2 * LANES * (k + i) + r] = some[i];                   \
                    }                                                                                                  \
                }                                                                                                      \
                for (size_t c = 0; c < columns; c += FLOAT_COLUMNS)                                                    \
                    float_slice(panel, SLICE, columns_of(y + c * width + first, width, space), stride,                 \
                                out + c * rows + row, rows);                                                           \
            }                                                                                                          \
        }                                                                                                              \
    }

FLOAT_ROUTINES(f16, uint16_t, load_halves, float, load_floats)
FLOAT_ROUTINES(bf16, uint16_t, load_brains, uint16_t, load_brains)
FLOAT_ROUTINES(f32, float, load_floats, float, load_floats)
FLOAT_PANEL_ROUTINE(f16, uint16_t, load_halves, float, plain_columns, width)
FLOAT_PANEL_ROUTINE(bf16, uint16_t, load_brains, uint16_t, brain_columns, SLICE)
FLOAT_PANEL_ROUTINE(f32, float, load_floats, float, plain_columns, width)

/* What an instruction set does with each format. */
#define ROUTINES                                                                                                       \
    {                                                                                                                  \
        [PLIMSOLL_Q8_0] = {.one = one_q8_0, .many = many_q8_0, .rows = 1, .columns = 4},                               \
        [PLIMSOLL_Q6_K] = {.one = one_q6_k, .many = many_q6_k, .rows = LANES, .columns = COLUMNS},                     \
        [PLIMSOLL_Q4_K] = PANELS(q4_k),                                                                                \
        [PLIMSOLL_Q4_0] = PANELS(q4_0),                                                                                \
        [PLIMSOLL_IQ4_NL] = PANELS(iq4_nl),                                                                            \
        [PLIMSOLL_F16] = {.one = one_f16, .many = many_f16, .rows = 2 * LANES, .columns = FLOAT_COLUMNS},              \
        [PLIMSOLL_BF16] = {.one = one_bf16, .many = many_bf16, .rows = 2 * LANES, .columns = FLOAT_COLUMNS},           \
        [PLIMSOLL_F32] = {.one = one_f32, .many = many_f32, .rows = 2 * LANES, .columns = FLOAT_COLUMNS},              \
    }
#define PANELS(name)                                                                                                   \
    {.one_column = column_##name, .many = many_##name, .panel = LANES, .rows = LANES, .columns = COLUMNS}
