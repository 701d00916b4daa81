#define _GNU_SOURCE
#include "CSystemProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

void plimsoll_die_with_parent(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() == 1) _exit(1); /* the parent was gone before the request */
}

int plimsoll_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
