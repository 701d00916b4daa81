/* The files of the page that `plimsoll serve` shows, embedded at compile time. */
#ifndef PLIMSOLL_CPAGE_H
#define PLIMSOLL_CPAGE_H
#include "CCatalog.h"
#include <stddef.h>

/* How many files are embedded. */
size_t plimsoll_page_file_count(void);

/* The file at an index below the count; its name is that in the folder page/. */
struct plimsoll_embedded_file plimsoll_page_file_at(size_t index);
#endif
