/* libexpat: a parser of XML that calls back at each tag. */
#ifndef PLIMSOLL_CEXPAT_H
#define PLIMSOLL_CEXPAT_H
#include <expat.h>
#endif
