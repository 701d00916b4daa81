/* Searching bytes for bytes, as fast as the C library does it. */
#ifndef PLIMSOLL_CSYSTEM_SEARCH_H
#define PLIMSOLL_CSYSTEM_SEARCH_H
#include <stddef.h>

/* Whether the wanted bytes, at least one, are somewhere in the others. */
int plimsoll_contains(const void *bytes, size_t count, const void *wanted, size_t wanted_count);

#endif
