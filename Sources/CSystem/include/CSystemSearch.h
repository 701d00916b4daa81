/* Searching bytes for bytes, as fast as the C library does it. */
#ifndef PLIMSOLL_CSYSTEM_SEARCH_H
#define PLIMSOLL_CSYSTEM_SEARCH_H
#include <stddef.h>

/* Whether the wanted bytes, at least one, are somewhere in the others. */
int plimsoll_contains(const void *bytes, size_t count, const void *wanted, size_t wanted_count);

/* How many bytes the JSON array or object takes that begins with the first byte; 0 where it does not end among them. What is in
   it is not checked: brackets are counted, but for those in strings. */
size_t plimsoll_json_container(const unsigned char *bytes, size_t count);

#endif
