/* How this program was built. */
#ifndef PLIMSOLL_CSYSTEM_BUILD_H
#define PLIMSOLL_CSYSTEM_BUILD_H

/* The revision in the words of `git describe`, or a null pointer when whoever built it did not say. */
const char *plimsoll_revision(void);

/* The compiler of the C parts, such as "clang 17.0.0". */
const char *plimsoll_c_compiler(void);

/* The C library that is running, such as "2.36". */
const char *plimsoll_c_library_version(void);
#endif
