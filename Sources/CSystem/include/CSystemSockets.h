/* Ports on which somebody listens. */
#ifndef PLIMSOLL_CSYSTEM_SOCKETS_H
#define PLIMSOLL_CSYSTEM_SOCKETS_H
#include <stddef.h>
#include <stdint.h>

/* Fills in the TCP ports, each perhaps more than once, at most `capacity` of them. Returns how many, or -1 when the kernel
 * does not answer. Nothing is connected to. */
long plimsoll_listening_ports(uint16_t *ports, size_t capacity);
#endif
