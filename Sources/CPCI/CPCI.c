#include "CPCI.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libpci's error handler must not return: it jumps back to where the library was last entered. */
static _Thread_local jmp_buf failed;
static _Thread_local char *failure;
static _Thread_local size_t failure_size;

static void __attribute__((noreturn)) on_error(char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure, failure_size, format, arguments);
    va_end(arguments);
    longjmp(failed, 1);
}

static void ignore(char *format, ...) { (void)format; }

static struct pci_access *open_access(unsigned method, char *parameter, const char *value) {
    struct pci_access *access = pci_alloc();
    access->error = on_error;
    access->warning = ignore;
    access->debug = ignore;
    access->method = method;
    pci_set_param(access, parameter, (char *)value);
    pci_init(access);
    return access;
}

/* Asks for some facts of a device; returns 0 when libpci gave up, such as for a file that is missing. */
static int fill(struct pci_dev *device, int flags) {
    jmp_buf outer;
    memcpy(&outer, &failed, sizeof outer);
    volatile int is_filled = 0;
    if (!setjmp(failed)) {
        pci_fill_info(device, flags);
        is_filled = 1;
    }
    memcpy(&failed, &outer, sizeof outer);
    return is_filled;
}

/* Reading the configuration space gives all ones where it cannot be read, and never an error. */
static void copy_link(struct pci_dev *device, struct plimsoll_pci_function *out) {
    struct pci_cap *express = pci_find_cap(device, PCI_CAP_ID_EXP, PCI_CAP_NORMAL);
    if (!express) return;
    unsigned capability = pci_read_long(device, express->addr + PCI_EXP_LNKCAP);
    unsigned status = pci_read_word(device, express->addr + PCI_EXP_LNKSTA);
    out->link_speed_maximum = capability & PCI_EXP_LNKCAP_SPEED;
    out->link_width_maximum = (capability & PCI_EXP_LNKCAP_WIDTH) >> 4;
    out->link_speed = status & PCI_EXP_LNKSTA_SPEED;
    out->link_width = (status & PCI_EXP_LNKSTA_WIDTH) >> 4;
}

static void copy_class(struct pci_dev *device, struct plimsoll_pci_function *out) {
    out->has_class = fill(device, PCI_FILL_CLASS);
    if (out->has_class) out->device_class = device->device_class;
}

static void copy_ids(struct pci_dev *device, struct plimsoll_pci_function *out) {
    out->has_ids = fill(device, PCI_FILL_IDENT);
    if (out->has_ids) {
        out->vendor_id = device->vendor_id;
        out->device_id = device->device_id;
    }
}

static void copy_details(struct pci_dev *device, struct plimsoll_pci_function *out, int wants_sizes) {
    if (fill(device, PCI_FILL_CLASS_EXT)) out->revision = device->rev_id;
    if (fill(device, PCI_FILL_SUBSYS)) {
        out->subsystem_vendor_id = device->subsys_vendor_id;
        out->subsystem_id = device->subsys_id;
    }
    if (wants_sizes && fill(device, PCI_FILL_BASES | PCI_FILL_SIZES))
        for (int index = 0; index < 6; index++) out->bar_bytes[index] = device->size[index];
    if (fill(device, PCI_FILL_CAPS)) copy_link(device, out);
}

int plimsoll_pci_read_sysfs(const char *path, int depth, struct plimsoll_pci_function *functions, size_t count,
                            char *message, size_t message_size) {
    struct pci_access *volatile access = NULL;
    failure = message;
    failure_size = message_size;
    if (setjmp(failed)) return -1;
    access = open_access(PCI_ACCESS_SYS_BUS_PCI, "sysfs.path", path);
    for (size_t index = 0; index < count; index++) {
        struct plimsoll_pci_function *out = &functions[index];
        struct pci_dev *device = pci_get_dev(access, out->domain, out->bus, out->device, out->function);
        copy_class(device, out);
        if (depth >= plimsoll_pci_ids) copy_ids(device, out);
        if (depth >= plimsoll_pci_details) copy_details(device, out, 1);
        pci_free_dev(device);
    }
    pci_cleanup(access);
    return 0;
}

long plimsoll_pci_read_dump(const char *file, struct plimsoll_pci_function *functions, size_t capacity, char *message,
                            size_t message_size) {
    struct pci_access *volatile access = NULL;
    failure = message;
    failure_size = message_size;
    if (setjmp(failed)) return -1;
    access = open_access(PCI_ACCESS_DUMP, "dump.name", file);
    pci_scan_bus(access);
    size_t count = 0;
    for (struct pci_dev *device = access->devices; device && count < capacity; device = device->next) {
        struct plimsoll_pci_function *out = &functions[count++];
        out->domain = device->domain;
        out->bus = device->bus;
        out->device = device->dev;
        out->function = device->func;
        copy_class(device, out);
        copy_ids(device, out);
        copy_details(device, out, 0);
    }
    pci_cleanup(access);
    return (long)count;
}

const char *plimsoll_pci_library_version(void) { return PCILIB_VERSION; }
