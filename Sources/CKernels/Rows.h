/*
 * Products of rows that lie one after another, on 256 bits: Vector256.h has the operations, of which DOT is the including
 * file's.
 */

/* The half at the beginning of a block. Eight bytes are read, which every block has; a read of two would be merged into
 * some register and wait for what that register is busy with, so the compiler must not make one of it. */
KERNEL float half_scale(const void *half) {
    __m128i bytes = _mm_loadl_epi64((const __m128i *)half);
    __asm__("" : "+x"(bytes));
    return _mm_cvtss_f32(_mm_cvtph_ps(bytes));
}

KERNEL float sum_of(__m256 v) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

KERNEL __m256i bytes_at(const void *p) { return _mm256_loadu_si256((const __m256i *)p); }

/* One row of Q8_0 times n columns. */
KERNEL void q8_0_row(const struct block_q8_0 *x, size_t blocks, const char *activations, size_t stride, float *out,
                     size_t rows, int n) {
    __m256 sums[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < blocks; i++) {
        __m256i values = bytes_at(x[i].values), magnitudes = _mm256_sign_epi8(values, values);
        __m256 scale = _mm256_set1_ps(half_scale(x + i));
        for (int c = 0; c < n; c++) {
            const struct narrow_activations *y = (const void *)(activations + (size_t)c * stride);
            __m256i dot = DOT(_mm256_setzero_si256(), magnitudes, _mm256_sign_epi8(bytes_at(y[i].values), values));
            __m256 both = _mm256_mul_ps(scale, _mm256_set1_ps(y[i].scale));
            sums[c] = _mm256_fmadd_ps(both, _mm256_cvtepi32_ps(dot), sums[c]);
        }
    }
    for (int c = 0; c < n; c++) out[(size_t)c * rows] = sum_of(sums[c]);
}

TARGET static void one_q8_0(const void *row, size_t width, const void *column, float *out) {
    q8_0_row(row, width / NARROW, column, 0, out, 0, 1);
}

TARGET static void many_q8_0(const void *weights, size_t rows, size_t width, const void *activations, size_t columns,
                             float *out) {
    size_t blocks = width / NARROW, stride = blocks * sizeof(struct narrow_activations);
    enum { TILE = 8 }; /* rows that stay in the nearest cache while all columns pass */
    for (size_t first = 0; first < rows; first += TILE)
        for (size_t c = 0; c < columns; c += 4)
            for (size_t row = first; row < rows && row < first + TILE; row++)
                q8_0_row((const struct block_q8_0 *)weights + row * blocks, blocks,
                         (const char *)activations + c * stride, stride, out + c * rows + row, rows, 4);
}

TARGET static void one_q6_k(const void *row, size_t width, const void *column, float *out) {
    const struct block_q6_k *x = row;
    const struct wide_activations *y = column;
    const __m256i low = _mm256_set1_epi8(15), two = _mm256_set1_epi8(0x30);
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < width / WIDE; i++) {
        __m256i scales16 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)x[i].scales)), dot[2];
        for (int half = 0; half < 2; half++) {
            __m256i first = bytes_at(x[i].low + 64 * half), second = bytes_at(x[i].low + 64 * half + 32);
            __m256i high = bytes_at(x[i].high + 32 * half);
            __m256i parts[4] = {
                _mm256_or_si256(_mm256_and_si256(first, low), _mm256_and_si256(_mm256_slli_epi16(high, 4), two)),
                _mm256_or_si256(_mm256_and_si256(second, low), _mm256_and_si256(_mm256_slli_epi16(high, 2), two)),
                _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(first, 4), low), _mm256_and_si256(high, two)),
                _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(second, 4), low),
                                _mm256_and_si256(_mm256_srli_epi16(high, 2), two))};
            dot[half] = _mm256_setzero_si256();
            for (int j = 0; j < 4; j++) {
                const int8_t *scales = x[i].scales + 8 * half + 2 * j;
                __m256i part = DOT(_mm256_setzero_si256(), parts[j], bytes_at(y[i].values + 128 * half + 32 * j));
                __m256i scale = _mm256_setr_m128i(_mm_set1_epi32(scales[0]), _mm_set1_epi32(scales[1]));
                dot[half] = _mm256_add_epi32(dot[half], _mm256_mullo_epi32(part, scale));
            }
        }
        __m256i offset = _mm256_slli_epi32(_mm256_madd_epi16(scales16, bytes_at(y[i].sums16)), 5);
        __m256 value = _mm256_cvtepi32_ps(_mm256_sub_epi32(_mm256_add_epi32(dot[0], dot[1]), offset));
        sum = _mm256_fmadd_ps(_mm256_set1_ps(half_to_float(x[i].scale) * y[i].scale), value, sum);
    }
    *out = sum_of(sum);
}
