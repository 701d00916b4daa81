#define _GNU_SOURCE
#include "CSystemFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int plimsoll_is_file_beneath(int folder, const char *path, long long limit) {
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int descriptor = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (descriptor < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    struct stat status;
    int is_plain = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= limit;
    close(descriptor);
    return is_plain ? 1 : -1;
}
