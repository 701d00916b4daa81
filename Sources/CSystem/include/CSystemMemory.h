#ifndef PLIMSOLL_CSYSTEM_MEMORY_H
#define PLIMSOLL_CSYSTEM_MEMORY_H
#include <stddef.h>

/* memmem(3): where `wanted` begins in `bytes`, or a null pointer. */
const void *plimsoll_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count);
#endif
