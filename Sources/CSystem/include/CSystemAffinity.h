/* The threads that this process may run on. */
#ifndef PLIMSOLL_CSYSTEM_AFFINITY_H
#define PLIMSOLL_CSYSTEM_AFFINITY_H
#include <stddef.h>

/* Fills the mask, one bit per thread; returns the bytes the kernel wrote, or -1. */
long plimsoll_affinity(void *mask, size_t bytes);
#endif
