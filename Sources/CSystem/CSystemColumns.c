#define _GNU_SOURCE
#include "CSystemColumns.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t unicode;

static void begin(void) { unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int plimsoll_columns(unsigned scalar) {
    pthread_once(&once, begin);
    if (!unicode) return scalar >= 0x20;
    locale_t before = uselocale(unicode);
    int columns = wcwidth((wchar_t)scalar);
    uselocale(before);
    return columns;
}
