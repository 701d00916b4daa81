#define _GNU_SOURCE
#include "CSystemFiles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_beneath(int folder, const char *path, int flags) {
    struct open_how how = {.flags = (unsigned)flags | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

static int is_plain(const struct stat *status, long long limit) {
    return S_ISREG(status->st_mode) && status->st_size <= limit;
}

int plimsoll_is_file_beneath(int folder, const char *path, long long limit) {
    int descriptor = open_beneath(folder, path, O_PATH);
    if (descriptor < 0) return errno == ENOENT ? 0 : -1;
    struct stat status;
    int result = fstat(descriptor, &status) == 0 && is_plain(&status, limit) ? 1 : -1;
    close(descriptor);
    return result;
}

/* Whether an entry of a folder, by its path below `root`, is what it should be. */
static int is_clean(int root, int folder, const char *path, const char *name, long long limit, int depth) {
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
    if (S_ISDIR(status.st_mode)) return plimsoll_is_folder_beneath(root, path, limit, depth - 1) == 1;
    if (!S_ISLNK(status.st_mode)) return is_plain(&status, limit);
    int target = open_beneath(root, path, O_PATH);
    // A link that leads nowhere harms nobody; one that leads out does.
    if (target < 0) return errno == ENOENT;
    int result = fstat(target, &status) == 0 && (S_ISDIR(status.st_mode) || is_plain(&status, limit));
    close(target);
    return result;
}

int plimsoll_is_folder_beneath(int root, const char *path, long long limit, int depth) {
    int descriptor = open_beneath(root, path, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0) return errno == ENOENT ? 0 : -1;
    DIR *stream = depth > 0 ? fdopendir(descriptor) : NULL;
    if (!stream) {
        close(descriptor);
        return -1;
    }
    int result = 1;
    struct dirent *entry;
    while (result == 1 && (entry = readdir(stream))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char inside[4096];
        int length = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (length >= (int)sizeof inside || !is_clean(root, descriptor, inside, entry->d_name, limit, depth)) result = -1;
    }
    closedir(stream);
    return result;
}
