/* libpci behind two calls: the functions of a sysfs tree and those of a dump that `lspci -x` wrote.
 *
 * libpci ends the program when it meets something malformed; here that is an error message instead.
 */
#ifndef PLIMSOLL_CPCI_H
#define PLIMSOLL_CPCI_H
#include <stddef.h>

struct plimsoll_pci_function {
    int domain;
    unsigned char bus, device, function;
    /* Whether the class and the ids could be read. */
    unsigned char has_class, has_ids;
    unsigned short vendor_id, device_id, device_class;
    unsigned char revision;
    unsigned short subsystem_vendor_id, subsystem_id;
    /* Sizes of the base address registers; zero where there is none or it is not known. */
    unsigned long long bar_bytes[6];
    /* From the PCI Express capability: speed in units of its encoding (1 is 2.5 GT/s); zero when not known. */
    unsigned char link_speed, link_width, link_speed_maximum, link_width_maximum;
};

/* How much is read of a function: its class; its ids too; everything, for which the configuration space is read, and each
 * register of that is slow on a virtual machine. */
enum { plimsoll_pci_class, plimsoll_pci_ids, plimsoll_pci_details };

/* Fills in that much of the functions at the `count` addresses in `functions`, below `path` (such as /sys/bus/pci). What
 * cannot be read of one function costs that fact alone. Returns 0, or -1 with a message. */
int plimsoll_pci_read_sysfs(const char *path, int depth, struct plimsoll_pci_function *functions, size_t count,
                            char *message, size_t message_size);

/* Reads the functions of a dump into `functions`, at most `capacity` of them, in the order of their addresses.
 * Returns how many there are, or -1 with a message. */
long plimsoll_pci_read_dump(const char *file, struct plimsoll_pci_function *functions, size_t capacity, char *message,
                            size_t message_size);

/* The version of the library's headers, such as "3.9.0". */
const char *plimsoll_pci_library_version(void);
#endif
