#define _GNU_SOURCE
#include "CSystemFence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void keep_capabilities(unsigned wanted) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data)) return;
    struct __user_cap_data_struct kept[2] = {
        {.effective = data[0].effective & wanted, .permitted = data[0].permitted & wanted}, {0}};
    syscall(SYS_capset, &header, kept);
}

enum { FILES = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH };

void plimsoll_keep_reading_capabilities(int files_only) {
    if (geteuid() == 0) keep_capabilities(files_only ? FILES : FILES | 1u << CAP_SYS_ADMIN | 1u << CAP_SYS_PTRACE);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
#define DENIED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ALLOWED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
/* The next statement is taken only where the word loaded last is `value`. */
#define IF_EQUAL(value) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1)
#define DENY(call) IF_EQUAL(SYS_##call), DENIED

/* A list of what is not needed and could do harm: drivers make too many different calls for a list of what is allowed. */
static void filter_calls(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        DENIED,
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        /* Calls of the x32 interface have other numbers. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        DENIED,
#endif
        DENY(execve), DENY(execveat), DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev), DENY(mount),
        DENY(umount2), DENY(pivot_root), DENY(chroot), DENY(setns), DENY(unshare), DENY(init_module), DENY(finit_module),
        DENY(delete_module), DENY(kexec_load), DENY(reboot), DENY(swapon), DENY(swapoff), DENY(bpf), DENY(perf_event_open),
        DENY(keyctl), DENY(add_key), DENY(request_key), DENY(setsid), DENY(setpgid),
        /* Sockets: local ones alone. */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
        ALLOWED,
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        IF_EQUAL(AF_UNIX), ALLOWED,
        IF_EQUAL(AF_NETLINK), ALLOWED,
        DENIED,
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
#else
static void filter_calls(void) {}
#endif

/* From now on no file can be made or removed, and those below /dev and /proc alone can be written to. */
static void fence_writing(void) {
    const struct landlock_ruleset_attr writing = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
            LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
            LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
            LANDLOCK_ACCESS_FS_MAKE_SYM};
    int rules = syscall(SYS_landlock_create_ruleset, &writing, sizeof writing, 0);
    if (rules < 0) return;
    const char *const open_folders[] = {"/dev", "/proc"};
    for (int index = 0; index < 2; index++) {
        struct landlock_path_beneath_attr rule = {.allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE};
        rule.parent_fd = open(open_folders[index], O_PATH | O_CLOEXEC);
        if (rule.parent_fd < 0) continue;
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(rule.parent_fd);
    }
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
}

void plimsoll_fence_driver(void) {
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    keep_capabilities(FILES);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return;
    fence_writing();
    filter_calls();
}
