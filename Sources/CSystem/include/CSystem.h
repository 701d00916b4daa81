/* Small wrappers for system calls that Swift cannot make by itself. */
#include "CSystemAffinity.h"
#include "CSystemThreads.h"
