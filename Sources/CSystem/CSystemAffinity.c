#define _GNU_SOURCE
#include "CSystemAffinity.h"

#include <sys/syscall.h>
#include <unistd.h>

long plimsoll_affinity(void *mask, size_t bytes) { return syscall(SYS_sched_getaffinity, 0, bytes, mask); }
