/*
 * libcurl's types and constants only: the library itself is opened by name when a transfer is asked for, and its functions
 * of variable arguments are called through these, which Swift cannot call by itself.
 */
#ifndef PLIMSOLL_CCURL_H
#define PLIMSOLL_CCURL_H
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef CURLcode plimsoll_curl_setopt(CURL *handle, CURLoption option, ...);
typedef CURLcode plimsoll_curl_getinfo(CURL *handle, CURLINFO info, ...);

static inline CURLcode plimsoll_curl_set_text(void *setopt, CURL *handle, CURLoption option, const char *text) {
    return ((plimsoll_curl_setopt *)setopt)(handle, option, text);
}

static inline CURLcode plimsoll_curl_set_number(void *setopt, CURL *handle, CURLoption option, long number) {
    return ((plimsoll_curl_setopt *)setopt)(handle, option, number);
}

static inline CURLcode plimsoll_curl_set_pointer(void *setopt, CURL *handle, CURLoption option, void *pointer) {
    return ((plimsoll_curl_setopt *)setopt)(handle, option, pointer);
}

static inline CURLcode plimsoll_curl_set_writer(void *setopt, CURL *handle,
                                                size_t (*writer)(char *, size_t, size_t, void *)) {
    return ((plimsoll_curl_setopt *)setopt)(handle, CURLOPT_WRITEFUNCTION, writer);
}

static inline CURLcode plimsoll_curl_set_header_writer(void *setopt, CURL *handle,
                                                       size_t (*writer)(char *, size_t, size_t, void *)) {
    return ((plimsoll_curl_setopt *)setopt)(handle, CURLOPT_HEADERFUNCTION, writer);
}

static inline CURLcode plimsoll_curl_set_reader(void *setopt, CURL *handle,
                                                size_t (*reader)(char *, size_t, size_t, void *)) {
    return ((plimsoll_curl_setopt *)setopt)(handle, CURLOPT_READFUNCTION, reader);
}

static inline CURLcode plimsoll_curl_set_size(void *setopt, CURL *handle, CURLoption option, long long size) {
    return ((plimsoll_curl_setopt *)setopt)(handle, option, (curl_off_t)size);
}

static inline CURLcode plimsoll_curl_set_progress(void *setopt, CURL *handle,
                                                  int (*progress)(void *, curl_off_t, curl_off_t, curl_off_t,
                                                                  curl_off_t)) {
    return ((plimsoll_curl_setopt *)setopt)(handle, CURLOPT_XFERINFOFUNCTION, progress);
}

static inline long plimsoll_curl_status(void *getinfo, CURL *handle) {
    long status = 0;
    ((plimsoll_curl_getinfo *)getinfo)(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
#endif
