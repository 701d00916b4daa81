#include "CSystemAllocation.h"

#include <malloc.h>

enum { MOST_BYTES = 1 << 30, AHEAD_BYTES = 8 << 20 };

void plimsoll_keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, MOST_BYTES);
    mallopt(M_TRIM_THRESHOLD, MOST_BYTES);
    mallopt(M_TOP_PAD, AHEAD_BYTES);
}
