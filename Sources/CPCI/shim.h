/* libpci: the PCI functions of a machine, live or from a recording. Used by HardwareProbe only. */
#ifndef PLIMSOLL_CPCI_H
#define PLIMSOLL_CPCI_H
#include <pci/pci.h>
#endif
