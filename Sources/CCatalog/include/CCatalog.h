/* The files under catalog/, embedded at compile time, so that the program needs no file beside it. */
#ifndef PLIMSOLL_CCATALOG_H
#define PLIMSOLL_CCATALOG_H
#include <stddef.h>

struct plimsoll_embedded_file {
    const char *name; /* relative to its folder */
    const unsigned char *bytes;
    size_t count;
};

/* How many files are embedded. */
size_t plimsoll_embedded_file_count(void);

/* The file at an index below the count. */
struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index);
#endif
