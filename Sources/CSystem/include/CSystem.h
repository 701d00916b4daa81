/* Small wrappers for system calls that Swift cannot make by itself. */
#include "CSystemAffinity.h"
#include "CSystemAllocation.h"
#include "CSystemInterrupt.h"
#include "CSystemMemory.h"
#include "CSystemProcess.h"
#include "CSystemProcessor.h"
#include "CSystemSockets.h"
#include "CSystemThreads.h"
