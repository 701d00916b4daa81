#define _GNU_SOURCE
#include "Signals.h"

#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int noted[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT};
enum { noted_count = sizeof noted / sizeof *noted, crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction noted_before[noted_count], crashes_before[crash_count];
static int ends[2] = {-1, -1};

/* What a crash needs to give the terminal back without the library. */
static char leaving[256];
static size_t leaving_bytes;
static struct termios modes;
static bool has_modes;
static volatile sig_atomic_t taken;

void plimsoll_add_leaving(const char *text) {
    while (*text && leaving_bytes < sizeof leaving) {
        if (text[0] == '$' && text[1] == '<') {
            /* A delay, which is no part of what is sent. */
            const char *end = strchr(text, '>');
            text = end ? end + 1 : text + 2;
        } else {
            leaving[leaving_bytes++] = *text++;
        }
    }
}

void plimsoll_set_taken(bool is_taken) { taken = is_taken; }

static void note(int number) {
    int before = errno;
    unsigned char byte = (unsigned char)number;
    (void)!write(ends[1], &byte, 1);
    errno = before;
}

/* Only what may be called in a handler; the second time the signal does what it did before. */
static void crash(int number) {
    if (taken) {
        taken = false;
        (void)!write(STDOUT_FILENO, leaving, leaving_bytes);
        if (has_modes) tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    }
    raise(number);
}

bool plimsoll_take_signals(void) {
    if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return false;
    has_modes = tcgetattr(STDIN_FILENO, &modes) == 0;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = note;
    for (size_t i = 0; i < noted_count; i++) {
        sigaction(noted[i], NULL, &noted_before[i]);
        /* What the caller wants ignored stays so, as under nohup. */
        if (noted_before[i].sa_handler != SIG_IGN) sigaction(noted[i], &action, NULL);
    }
    /* A stack of its own, for the crash of one that has grown too deep. */
    static char stack[1 << 14];
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&other, NULL);
    action.sa_handler = crash;
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
    for (size_t i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &crashes_before[i]);
    return true;
}

void plimsoll_give_signals_back(void) {
    for (size_t i = 0; i < noted_count; i++) sigaction(noted[i], &noted_before[i], NULL);
    for (size_t i = 0; i < crash_count; i++) sigaction(crashes[i], &crashes_before[i], NULL);
}

void plimsoll_stop(void) {
    struct sigaction ours, usual;
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &usual, &ours);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

int plimsoll_screen_notes(void) { return ends[0]; }

void plimsoll_screen_wake(void) { note(0); }
