/* The environment of this process, changed while other threads may be reading it. */
#ifndef PLIMSOLL_CSYSTEM_ENVIRONMENT_H
#define PLIMSOLL_CSYSTEM_ENVIRONMENT_H
#include <stddef.h>

/*
 * Puts entries of the form NAME=VALUE before the others, where they win, and returns the environment from before; a null
 * pointer where there is no memory for it, and then nothing has changed.
 *
 * `setenv` may move or free what `getenv` is reading in another thread: any library may be asking for a variable. Here a
 * whole new list takes the old one's place at once, and no list is ever freed.
 */
char **plimsoll_environment_extend(const char *const *entries, size_t count);

/* Goes back to the environment that plimsoll_environment_extend returned. */
void plimsoll_environment_restore(char **environment);
#endif
