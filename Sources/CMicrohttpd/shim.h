/*
 * libmicrohttpd's types and constants only: the library itself is opened by name when a server is asked for, and its functions
 * of variable arguments are called through these, which Swift cannot call by itself.
 */
#ifndef PLIMSOLL_CMICROHTTPD_H
#define PLIMSOLL_CMICROHTTPD_H
#include <stdint.h>
#include <microhttpd.h>

struct plimsoll_http_settings {
    int listener;             /* a listening socket that does not block */
    unsigned threads;         /* each of which takes connections and answers them */
    unsigned connections;     /* at most, over all threads */
    unsigned idle_seconds;    /* until a connection on which nothing comes is closed */
    size_t memory;            /* bytes for a connection: request line, headers and what is read at once */
    void *context;            /* what the functions are given */
    MHD_AccessHandlerCallback access;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *(*begin)(void *context, const char *target, struct MHD_Connection *connection);
};

typedef struct MHD_Daemon *plimsoll_http_start_function(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback policy,
                                                        void *policy_context, MHD_AccessHandlerCallback access,
                                                        void *context, ...);

static inline struct MHD_Daemon *plimsoll_http_start(void *start, const struct plimsoll_http_settings *settings) {
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, settings->listener, NULL},
        {MHD_OPTION_THREAD_POOL_SIZE, settings->threads, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, settings->connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)settings->memory, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)settings->completed, settings->context},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)settings->connection, settings->context},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)settings->begin, settings->context},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    return ((plimsoll_http_start_function *)start)(flags, 0, NULL, NULL, settings->access, settings->context,
                                                   MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

typedef const union MHD_ConnectionInfo *plimsoll_http_info_function(struct MHD_Connection *connection,
                                                                    enum MHD_ConnectionInfoType type, ...);

/* The socket of a connection; -1 when it is not told. */
static inline int plimsoll_http_socket(void *info, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *found =
        ((plimsoll_http_info_function *)info)(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return found ? found->connect_fd : -1;
}
#endif
