/* Giving up what a process does not need. */
#ifndef PLIMSOLL_CSYSTEM_FENCE_H
#define PLIMSOLL_CSYSTEM_FENCE_H

/* Keeps of root's capabilities those to read what the kernel shows of the machine: files whatever their mode and, unless
 * `files_only`, PCI configuration space beyond its first 64 bytes (CAP_SYS_ADMIN) and whose a socket is (CAP_SYS_PTRACE). Nothing happens to other users. To be
 * called before threads are made; programs that this one becomes have root's capabilities again. */
void plimsoll_keep_reading_capabilities(int files_only);

/* Fences the process in that asks a driver: no new privileges, no capabilities but those for files, no core dump, no other
 * program, no socket but local ones, no new mounts, namespaces, kernel modules or looking into other processes, no file made
 * or removed, and none written to but below /dev and /proc. What the kernel does not know of this is left out. */
void plimsoll_fence_driver(void);
#endif
