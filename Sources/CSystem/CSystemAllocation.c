#include "CSystemAllocation.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 30, AHEAD_BYTES = 12 << 20 };

void plimsoll_keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, MOST_BYTES);
    mallopt(M_TRIM_THRESHOLD, MOST_BYTES);
    void *heap = malloc(AHEAD_BYTES);
    if (heap) {
        const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), begin = ((uintptr_t)heap + page - 1) & ~(page - 1);
        // Where the kernel has no large pages, nothing is lost.
        (void)madvise((void *)begin, ((uintptr_t)heap + AHEAD_BYTES - begin) & ~(page - 1), MADV_HUGEPAGE);
        free(heap);
    }
    mallopt(M_TOP_PAD, AHEAD_BYTES);
}
