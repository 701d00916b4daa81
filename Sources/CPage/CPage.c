#include "CPage.h"

static const unsigned char index_html[] = {
#embed "../../page/index.html"
};

/* Whatever is here is served, and nothing else. */
static const struct plimsoll_page_file files[] = {
    {"index.html", index_html, sizeof index_html},
};

size_t plimsoll_page_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_page_file plimsoll_page_file_at(size_t index) { return files[index]; }
