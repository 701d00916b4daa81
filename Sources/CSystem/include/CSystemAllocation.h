/* How the program asks the kernel for memory. */
#ifndef PLIMSOLL_CSYSTEM_ALLOCATION_H
#define PLIMSOLL_CSYSTEM_ALLOCATION_H

/*
 * Keeps what was given back for the next use. Plans are made and dropped by the thousand: handing their pages back each time
 * and asking for clean ones anew takes a fifth of the kernel's time in a scan. The first megabytes are asked for in large
 * pages: page faults are a third of a ranking's time on a virtual machine.
 */
void plimsoll_keep_freed_memory(void);

#endif
