#define _GNU_SOURCE
#include "CSystemSearch.h"

#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

int plimsoll_contains(const void *bytes, size_t count, const void *wanted, size_t wanted_count) {
    return memmem(bytes, count, wanted, wanted_count) != NULL;
}

/* Where in 64 bytes what is: a bit for each byte. */
struct places {
    uint64_t quotes, backslashes, opening, closing;
};

static struct places places_in(const unsigned char *bytes) {
    struct places found = {0, 0, 0, 0};
#if defined(__SSE2__)
    for (int part = 0; part < 4; part++) {
        __m128i text = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        /* Square brackets are curly ones without this bit. */
        __m128i curly = _mm_or_si128(text, _mm_set1_epi8(0x20));
        #define PLACES(where, byte) ((uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(where, _mm_set1_epi8(byte))) << 16 * part)
        found.quotes |= PLACES(text, '"');
        found.backslashes |= PLACES(text, '\\');
        found.opening |= PLACES(curly, '{');
        found.closing |= PLACES(curly, '}');
        #undef PLACES
    }
#else
    for (int place = 0; place < 64; place++) {
        unsigned char byte = bytes[place];
        found.quotes |= (uint64_t)(byte == '"') << place;
        found.backslashes |= (uint64_t)(byte == '\\') << place;
        found.opening |= (uint64_t)((byte | 0x20) == '{') << place;
        found.closing |= (uint64_t)((byte | 0x20) == '}') << place;
    }
#endif
    return found;
}

/* The quotes without those that a backslash stands before; `escaped` tells whether the first byte has one, then the next. */
static uint64_t unescaped(uint64_t quotes, uint64_t backslashes, int *escaped) {
    if (backslashes == 0) {
        uint64_t result = *escaped ? quotes & ~1ULL : quotes;
        *escaped = 0;
        return result;
    }
    for (int place = 0; place < 64; place++) {
        uint64_t bit = 1ULL << place;
        if (*escaped) {
            quotes &= ~bit;
            *escaped = 0;
        } else if (backslashes & bit) {
            *escaped = 1;
        }
    }
    return quotes;
}

size_t plimsoll_json_container(const unsigned char *bytes, size_t count) {
    int escaped = 0;
    uint64_t in_string = 0;
    long depth = 0;
    for (size_t start = 0; start < count; start += 64) {
        unsigned char rest[64];
        const unsigned char *block = bytes + start;
        if (count - start < 64) {
            memset(rest, ' ', sizeof rest);
            memcpy(rest, block, count - start);
            block = rest;
        }
        struct places found = places_in(block);
        uint64_t strings = unescaped(found.quotes, found.backslashes, &escaped);
        /* Each byte's bit becomes the parity of the quotes up to it. */
        for (int shift = 1; shift < 64; shift *= 2) strings ^= strings << shift;
        strings ^= in_string;
        in_string = strings >> 63 ? ~0ULL : 0;
        uint64_t opening = found.opening & ~strings, closing = found.closing & ~strings;
        int closed = __builtin_popcountll(closing);
        if (depth > closed) {
            depth += __builtin_popcountll(opening) - closed;
            continue;
        }
        for (uint64_t brackets = opening | closing; brackets != 0; brackets &= brackets - 1) {
            depth += opening & brackets & -brackets ? 1 : -1;
            if (depth == 0) return start + (size_t)__builtin_ctzll(brackets) + 1;
        }
    }
    return 0;
}
