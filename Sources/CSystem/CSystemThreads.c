#define _GNU_SOURCE
#include "CSystemThreads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

enum crew_state { WAITING, RUNNING, DISMISSED };

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum crew_state state;
    plimsoll_thread_body *body;
    void *context;
};

struct worker {
    struct crew *crew;
    int index;
    int processor;
    double begin, end;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    cpu_set_t *set = CPU_ALLOC(65536);
    if (set) {
        size_t size = CPU_ALLOC_SIZE(65536);
        CPU_ZERO_S(size, set);
        CPU_SET_S((size_t)worker->processor, size, set);
        sched_setaffinity(0, size, set);
        CPU_FREE(set);
    }
    struct crew *crew = worker->crew;
    pthread_mutex_lock(&crew->lock);
    while (crew->state == WAITING) pthread_cond_wait(&crew->changed, &crew->lock);
    enum crew_state state = crew->state;
    pthread_mutex_unlock(&crew->lock);
    if (state == DISMISSED) return NULL;
    worker->begin = now();
    crew->body(worker->index, crew->context);
    worker->end = now();
    return NULL;
}

double plimsoll_run_pinned(const int *processors, int count, plimsoll_thread_body *body, void *context) {
    if (count < 1) return -1;
    struct worker *workers = calloc((size_t)count, sizeof *workers);
    pthread_t *threads = calloc((size_t)count, sizeof *threads);
    struct crew crew = {.body = body, .context = context, .state = WAITING};
    double seconds = -1;
    if (workers && threads && pthread_mutex_init(&crew.lock, NULL) == 0 && pthread_cond_init(&crew.changed, NULL) == 0) {
        int made = 0;
        for (; made < count; made++) {
            workers[made] = (struct worker){.crew = &crew, .index = made, .processor = processors[made]};
            if (pthread_create(&threads[made], NULL, work, &workers[made]) != 0) break;
        }
        pthread_mutex_lock(&crew.lock);
        crew.state = made == count ? RUNNING : DISMISSED;
        pthread_cond_broadcast(&crew.changed);
        pthread_mutex_unlock(&crew.lock);
        double begin = 0, end = 0;
        for (int i = 0; i < made; i++) {
            pthread_join(threads[i], NULL);
            if (i == 0 || workers[i].begin < begin) begin = workers[i].begin;
            if (i == 0 || workers[i].end > end) end = workers[i].end;
        }
        if (made == count) seconds = end - begin;
        pthread_cond_destroy(&crew.changed);
        pthread_mutex_destroy(&crew.lock);
    }
    free(workers);
    free(threads);
    return seconds;
}
