/* hwloc: packages, cores, caches and NUMA nodes, live or from a recording. */
#ifndef PLIMSOLL_CHWLOC_H
#define PLIMSOLL_CHWLOC_H
#include <hwloc.h>
#include <hwloc/cpukinds.h>
#endif
