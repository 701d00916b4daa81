/* The part of NVIDIA's management library (NVML) that the probe calls, declared from its public documentation.
 *
 * The library itself is opened by name in the probe's child process. Every function returns 0 for success.
 */
#ifndef PLIMSOLL_CNVML_H
#define PLIMSOLL_CNVML_H

typedef struct plimsoll_nvml_device_opaque *plimsoll_nvml_device;

struct plimsoll_nvml_pci {
    char legacy_address[16];
    unsigned domain, bus, device;
    /* Device id in the upper half, vendor id in the lower one. */
    unsigned device_and_vendor, subsystem;
    char address[32];
};

struct plimsoll_nvml_memory {
    unsigned long long total, free, used;
};

/* The second version keeps the driver's own share apart; `version` is set by the caller. */
struct plimsoll_nvml_memory_v2 {
    unsigned version;
    unsigned long long total, reserved, free, used;
};
#define PLIMSOLL_NVML_MEMORY_V2 ((unsigned)(sizeof(struct plimsoll_nvml_memory_v2) | (2u << 24)))

struct plimsoll_nvml_process {
    unsigned pid;
    unsigned long long used_bytes;
    unsigned gpu_instance, compute_instance;
};

enum { PLIMSOLL_NVML_CLOCK_SM = 1, PLIMSOLL_NVML_CLOCK_MEMORY = 2 };
enum { PLIMSOLL_NVML_INSUFFICIENT_SIZE = 7 };

/* NVML_VALUE_NOT_AVAILABLE for a process of another user or container. */
#define PLIMSOLL_NVML_NOT_AVAILABLE 0xFFFFFFFFFFFFFFFFull

typedef int (*plimsoll_nvml_plain)(void);
typedef const char *(*plimsoll_nvml_error_string)(int);
typedef int (*plimsoll_nvml_system_text)(char *, unsigned);
typedef int (*plimsoll_nvml_system_number)(int *);
typedef int (*plimsoll_nvml_count)(unsigned *);
typedef int (*plimsoll_nvml_handle)(unsigned, plimsoll_nvml_device *);
typedef int (*plimsoll_nvml_device_text)(plimsoll_nvml_device, char *, unsigned);
typedef int (*plimsoll_nvml_device_pci)(plimsoll_nvml_device, struct plimsoll_nvml_pci *);
typedef int (*plimsoll_nvml_device_memory)(plimsoll_nvml_device, struct plimsoll_nvml_memory *);
typedef int (*plimsoll_nvml_device_memory_v2)(plimsoll_nvml_device, struct plimsoll_nvml_memory_v2 *);
typedef int (*plimsoll_nvml_device_number)(plimsoll_nvml_device, unsigned *);
typedef int (*plimsoll_nvml_device_large_number)(plimsoll_nvml_device, unsigned long long *);
typedef int (*plimsoll_nvml_device_two)(plimsoll_nvml_device, unsigned *, unsigned *);
typedef int (*plimsoll_nvml_device_capability)(plimsoll_nvml_device, int *, int *);
typedef int (*plimsoll_nvml_device_clock)(plimsoll_nvml_device, int, unsigned *);
typedef int (*plimsoll_nvml_device_part)(plimsoll_nvml_device, unsigned, plimsoll_nvml_device *);
typedef int (*plimsoll_nvml_device_processes)(plimsoll_nvml_device, unsigned *, struct plimsoll_nvml_process *);
#endif
