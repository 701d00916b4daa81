/* The files of the page that `plimsoll serve` shows, embedded at compile time. */
#ifndef PLIMSOLL_CPAGE_H
#define PLIMSOLL_CPAGE_H
#include <stddef.h>

struct plimsoll_page_file {
    const char *name; /* in the folder page/ */
    const unsigned char *bytes;
    size_t count;
};

/* How many files are embedded. */
size_t plimsoll_page_file_count(void);

/* The file at an index below the count. */
struct plimsoll_page_file plimsoll_page_file_at(size_t index);
#endif
