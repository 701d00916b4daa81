/* libcurl's types and constants only: the library itself is opened by name when a transfer is asked for. */
#ifndef PLIMSOLL_CCURL_H
#define PLIMSOLL_CCURL_H
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#endif
