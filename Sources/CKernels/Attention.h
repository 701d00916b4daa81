/*
 * Attention of one token while decoding, written once for every vector width: for each cell of the cache the product of the
 * query with a row of keys, its exponent, and the row of values that is added with that weight to a sum of halves.
 *
 * One row after another with a maximum that may still rise, as runtimes do it: the chain through the maximum and the sum is
 * a good part of what it costs. The including file defines ATTEND, the function's name, beside the operations.
 */
#include <math.h>

TARGET float ATTEND(const uint16_t *keys, const uint16_t *values, size_t stride, size_t cells, size_t width,
                    const uint16_t *query, uint16_t *sum) {
    const float scale = 1 / sqrtf((float)width);
    float most = -INFINITY, total = 0;
    for (size_t cell = 0; cell < cells; cell++, keys += stride, values += stride) {
        floats parts[4] = {no_floats(), no_floats(), no_floats(), no_floats()};
        for (size_t k = 0; k < width; k += 4 * LANES)
            for (size_t i = 0; i < 4; i++)
                parts[i] = multiply_add(load_halves(keys + k + i * LANES), load_halves(query + k + i * LANES), parts[i]);
        float score = scale * sum_lanes(add(add(parts[0], parts[1]), add(parts[2], parts[3])));
        float older = 1, weight = 1;
        if (score > most) {
            older = expf(most - score);
            most = score;
            for (size_t k = 0; k < width; k += LANES)
                store_halves(sum + k, multiply(load_halves(sum + k), broadcast_float(older)));
        } else {
            weight = expf(score - most);
        }
        for (size_t k = 0; k < width; k += LANES)
            store_halves(sum + k, multiply_add(load_halves(values + k), broadcast_float(weight), load_halves(sum + k)));
        total = total * older + weight;
    }
    return total;
}
