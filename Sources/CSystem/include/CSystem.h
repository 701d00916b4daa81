/* Small wrappers for system calls that Swift cannot make by itself. */
#include "CSystemAffinity.h"
#include "CSystemInterrupt.h"
#include "CSystemThreads.h"
