#include "CPCI.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libpci's error handler must not return: it jumps back to the call that began. */
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

static void copy(struct pci_dev *device, struct plimsoll_pci_function *out, int wants_sizes) {
    int flags = PCI_FILL_IDENT | PCI_FILL_CLASS | PCI_FILL_CLASS_EXT | PCI_FILL_SUBSYS | PCI_FILL_CAPS;
    pci_fill_info(device, wants_sizes ? flags | PCI_FILL_BASES | PCI_FILL_SIZES : flags);
    out->domain = device->domain;
    out->bus = device->bus;
    out->device = device->dev;
    out->function = device->func;
    out->vendor_id = device->vendor_id;
    out->device_id = device->device_id;
    out->device_class = device->device_class;
    out->revision = device->rev_id;
    out->subsystem_vendor_id = device->subsys_vendor_id;
    out->subsystem_id = device->subsys_id;
    for (int index = 0; index < 6; index++) out->bar_bytes[index] = device->size[index];
    struct pci_cap *express = pci_find_cap(device, PCI_CAP_ID_EXP, PCI_CAP_NORMAL);
    if (express) {
        unsigned capability = pci_read_long(device, express->addr + PCI_EXP_LNKCAP);
        unsigned status = pci_read_word(device, express->addr + PCI_EXP_LNKSTA);
        out->link_speed_maximum = capability & PCI_EXP_LNKCAP_SPEED;
        out->link_width_maximum = (capability & PCI_EXP_LNKCAP_WIDTH) >> 4;
        out->link_speed = status & PCI_EXP_LNKSTA_SPEED;
        out->link_width = (status & PCI_EXP_LNKSTA_WIDTH) >> 4;
    }
}

int plimsoll_pci_read_sysfs(const char *path, struct plimsoll_pci_function *functions, size_t count, char *message,
                            size_t message_size) {
    struct pci_access *volatile access = NULL;
    failure = message;
    failure_size = message_size;
    if (setjmp(failed)) return -1;
    access = open_access(PCI_ACCESS_SYS_BUS_PCI, "sysfs.path", path);
    for (size_t index = 0; index < count; index++) {
        struct plimsoll_pci_function *out = &functions[index];
        struct pci_dev *device = pci_get_dev(access, out->domain, out->bus, out->device, out->function);
        copy(device, out, 1);
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
    for (struct pci_dev *device = access->devices; device && count < capacity; device = device->next)
        copy(device, &functions[count++], 0);
    pci_cleanup(access);
    return (long)count;
}
