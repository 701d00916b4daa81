/* What an x86 processor and the kernel tell a process about instruction sets and the hypervisor. */
#ifndef PLIMSOLL_CSYSTEM_PROCESSOR_H
#define PLIMSOLL_CSYSTEM_PROCESSOR_H
#include <stdint.h>

/* CPUID of the processor this thread runs on: eax, ebx, ecx and edx. Returns 0 on other processors. */
int plimsoll_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]);

/* The register states that the kernel has enabled (XCR0), cut to those that this process may ask for. Returns 0 when
 * the processor does not tell. */
uint64_t plimsoll_enabled_states(void);
#endif
