#ifndef PLIMSOLL_CSYSTEM_PROCESS_H
#define PLIMSOLL_CSYSTEM_PROCESS_H

/* Asks the kernel to end this process when its parent ends, however that happens. */
void plimsoll_die_with_parent(void);

/* pipe2(2) with O_CLOEXEC: `ends` receives the reading and the writing end. Returns 0, or -1 with errno. */
int plimsoll_pipe(int ends[2]);
#endif
