#define _GNU_SOURCE
#include "CSystemProcessor.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Kernel: Documentation/arch/x86/xstate.rst. The call only asks; it requests no permission. */
#define ARCH_GET_XCOMP_SUPP 0x1021
/* State components of tile configuration and tile data. */
#define TILE_STATES (UINT64_C(3) << 17)

int plimsoll_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]) {
    __cpuid_count(leaf, subleaf, registers[0], registers[1], registers[2], registers[3]);
    return 1;
}

uint64_t plimsoll_enabled_states(void) {
    uint32_t registers[4];
    plimsoll_cpuid(1, 0, registers);
    if (!(registers[2] & (1u << 27))) return 0; /* OSXSAVE: XGETBV may be used */
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    uint64_t states = (uint64_t)high << 32 | low;
    if (states & TILE_STATES) {
        uint64_t supported = 0;
        if (syscall(SYS_arch_prctl, ARCH_GET_XCOMP_SUPP, &supported) != 0) supported = 0;
        states &= ~TILE_STATES | supported;
    }
    return states;
}
#else
int plimsoll_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]) {
    (void)leaf;
    (void)subleaf;
    registers[0] = registers[1] = registers[2] = registers[3] = 0;
    return 0;
}

uint64_t plimsoll_enabled_states(void) { return 0; }
#endif
