/* Joins two network namespaces by a wire that delays every packet: what `tc netem delay` does where the kernel has it.
 *
 *   link_delay NAMESPACE-A NAMESPACE-B DELAY-IN-MICROSECONDS
 *
 * A device `wire` appears in each namespace; addresses, and rates by `tc tbf`, are given to them from outside. Segments pass
 * whole (TSO), so that ten gigabits per second need few system calls.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 4096, LARGEST = 66 * 1024 };

struct packet { long long due; int length; unsigned char *bytes; };
struct direction { int from, to; unsigned head, tail; struct packet slots[SLOTS]; };

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int device(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "/var/run/netns/%s", name);
  int space = open(path, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns(space, CLONE_NEWNET) != 0) fail(path);
  close(space);
  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR};
  strcpy(request.ifr_name, "wire");
  if (ioctl(tun, TUNSETIFF, &request) != 0) fail("TUNSETIFF");
  if (ioctl(tun, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4) != 0) fail("TUNSETOFFLOAD");
  return tun;
}

/* Takes what has come, as long as there is room. */
static void take(struct direction *way, long long delay) {
  while (way->tail - way->head < SLOTS) {
    struct packet *packet = &way->slots[way->tail % SLOTS];
    if (!packet->bytes && !(packet->bytes = malloc(LARGEST))) fail("memory");
    ssize_t length = read(way->from, packet->bytes, LARGEST);
    if (length <= 0) return;
    packet->length = (int)length;
    packet->due = now() + delay;
    way->tail++;
  }
}

/* Hands on what is due. */
static void hand(struct direction *way) {
  long long time = now();
  while (way->head != way->tail && way->slots[way->head % SLOTS].due <= time) {
    struct packet *packet = &way->slots[way->head % SLOTS];
    if (write(way->to, packet->bytes, packet->length) < 0 && errno == EAGAIN) return;
    way->head++;
  }
}

int main(int count, char **words) {
  if (count != 4) return fprintf(stderr, "usage: %s NAMESPACE NAMESPACE MICROSECONDS\n", words[0]), 64;
  long long delay = (long long)(atof(words[3]) * 1000);
  int one = device(words[1]), other = device(words[2]);
  static struct direction there, back;
  there.from = back.to = one;
  there.to = back.from = other;
  prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
  puts("ready");
  fflush(stdout);
  for (;;) {
    long long next = -1;
    struct direction *ways[2] = {&there, &back};
    for (int i = 0; i < 2; i++)
      if (ways[i]->head != ways[i]->tail) {
        long long due = ways[i]->slots[ways[i]->head % SLOTS].due;
        if (next < 0 || due < next) next = due;
      }
    struct pollfd files[2] = {{one, POLLIN, 0}, {other, POLLIN, 0}};
    if (there.tail - there.head == SLOTS) files[0].events = 0;
    if (back.tail - back.head == SLOTS) files[1].events = 0;
    long long wait = next < 0 ? 0 : next - now();
    if (wait < 0) wait = 0;
    struct timespec time = {wait / 1000000000LL, wait % 1000000000LL};
    if (ppoll(files, 2, next < 0 ? NULL : &time, NULL) < 0 && errno != EINTR) fail("ppoll");
    take(&there, delay);
    take(&back, delay);
    hand(&there);
    hand(&back);
  }
}
