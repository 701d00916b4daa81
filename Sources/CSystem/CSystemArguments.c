#include "CSystemArguments.h"

static int count;
static char *const *words;

/* The C library passes main's arguments to constructors too, which needs no /proc. */
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    words = argv;
}

int plimsoll_argument_count(void) { return count; }

const char *plimsoll_argument(int index) { return index >= 0 && index < count ? words[index] : 0; }
