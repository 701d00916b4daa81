#include "CSystemBuild.h"
#include <gnu/libc-version.h>
#include <stddef.h>

const char *plimsoll_revision(void) {
#ifdef PLIMSOLL_REVISION
    return PLIMSOLL_REVISION;
#else
    return NULL;
#endif
}

const char *plimsoll_c_compiler(void) { return __VERSION__; }

const char *plimsoll_c_library_version(void) { return gnu_get_libc_version(); }
