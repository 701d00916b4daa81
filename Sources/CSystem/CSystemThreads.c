#define _GNU_SOURCE
#include "CSystemThreads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_PROCESSORS = 65536, PATIENCE = 4096 };

struct worker {
    struct plimsoll_crew *crew;
    pthread_t thread;
    int index;
    int processor;
    double begin, end;
    double running; /* seconds between them that the thread really ran */
};

/* The bits of a run that hold its threads. */
#define PARTS 0xFFFFFFFFull

struct plimsoll_crew {
    struct worker *workers;
    int count, made;
    cpu_set_t *before; /* where the calling thread might run */
    plimsoll_thread_body *body;
    void *context;
    /* The number of the run above, and how many threads take part below: one word, for nobody waits for the others, who may
       look at it when the next run has begun. */
    atomic_ullong run;
    atomic_int waiting; /* threads that have not begun */
    atomic_int working; /* threads that have not ended */
    atomic_int dismissed;
    double deadline; /* on CLOCK_MONOTONIC */
};

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Busy waiting that lets others run after a while, should there be any on this processor, and ends with the deadline. */
static void pass_time(struct plimsoll_crew *crew, unsigned *rounds) {
    if (++*rounds > PATIENCE) {
        if (seconds(CLOCK_MONOTONIC) > crew->deadline) atomic_store(&crew->dismissed, 1);
        sched_yield();
        return;
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void pin(int processor) {
    cpu_set_t *set = CPU_ALLOC(MOST_PROCESSORS);
    if (!set) return;
    size_t size = CPU_ALLOC_SIZE(MOST_PROCESSORS);
    CPU_ZERO_S(size, set);
    CPU_SET_S((size_t)processor, size, set);
    sched_setaffinity(0, size, set);
    CPU_FREE(set);
}

/* Begins when all others are there too. */
static void take_part(struct worker *worker) {
    struct plimsoll_crew *crew = worker->crew;
    unsigned rounds = 0;
    atomic_fetch_sub(&crew->waiting, 1);
    while (atomic_load(&crew->waiting) > 0) {
        if (atomic_load(&crew->dismissed)) return;
        pass_time(crew, &rounds);
    }
    double ran = seconds(CLOCK_THREAD_CPUTIME_ID);
    worker->begin = seconds(CLOCK_MONOTONIC);
    crew->body(worker->index, crew->context);
    worker->end = seconds(CLOCK_MONOTONIC);
    worker->running = seconds(CLOCK_THREAD_CPUTIME_ID) - ran;
    atomic_fetch_sub(&crew->working, 1);
}

static void *work(void *argument) {
    struct worker *worker = argument;
    struct plimsoll_crew *crew = worker->crew;
    pin(worker->processor);
    unsigned long long seen = 0;
    while (1) {
        unsigned rounds = 0;
        while (atomic_load(&crew->run) == seen && !atomic_load(&crew->dismissed)) pass_time(crew, &rounds);
        if (atomic_load(&crew->dismissed)) return NULL;
        seen = atomic_load(&crew->run);
        if (worker->index < (int)(seen & PARTS)) take_part(worker);
    }
}

struct plimsoll_crew *plimsoll_crew_open(const int *processors, int count, double deadline) {
    struct plimsoll_crew *crew = count > 0 ? calloc(1, sizeof *crew) : NULL;
    if (!crew) return NULL;
    crew->count = count;
    crew->deadline = deadline;
    crew->workers = calloc((size_t)count, sizeof *crew->workers);
    crew->before = CPU_ALLOC(MOST_PROCESSORS);
    if (!crew->workers || !crew->before) {
        plimsoll_crew_close(crew);
        return NULL;
    }
    if (sched_getaffinity(0, CPU_ALLOC_SIZE(MOST_PROCESSORS), crew->before) != 0) {
        CPU_FREE(crew->before);
        crew->before = NULL;
    }
    for (int i = 0; i < count; i++)
        crew->workers[i] = (struct worker){.crew = crew, .index = i, .processor = processors[i]};
    for (crew->made = 1; crew->made < count; crew->made++) {
        struct worker *worker = crew->workers + crew->made;
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            plimsoll_crew_close(crew);
            return NULL;
        }
    }
    pin(processors[0]);
    return crew;
}

/* Ends the other threads when they have done what they are at. */
static void dismiss(struct plimsoll_crew *crew) {
    atomic_store(&crew->dismissed, 1);
    for (int i = 1; i < crew->made; i++) pthread_join(crew->workers[i].thread, NULL);
    crew->made = 1;
}

void plimsoll_crew_close(struct plimsoll_crew *crew) {
    if (!crew) return;
    dismiss(crew);
    if (crew->before) {
        sched_setaffinity(0, CPU_ALLOC_SIZE(MOST_PROCESSORS), crew->before);
        CPU_FREE(crew->before);
    }
    free(crew->workers);
    free(crew);
}

struct plimsoll_crew_time plimsoll_crew_run(struct plimsoll_crew *crew, int count, plimsoll_thread_body *body,
                                            void *context) {
    struct plimsoll_crew_time none = {0};
    if (seconds(CLOCK_MONOTONIC) > crew->deadline) atomic_store(&crew->dismissed, 1);
    if (atomic_load(&crew->dismissed)) return none;
    if (count > crew->count) count = crew->count;
    crew->body = body;
    crew->context = context;
    atomic_store(&crew->waiting, count);
    atomic_store(&crew->working, count);
    atomic_store(&crew->run, (atomic_load(&crew->run) | PARTS) + 1 + (unsigned)count);
    take_part(crew->workers);
    unsigned rounds = 0;
    while (atomic_load(&crew->working) > 0) {
        if (atomic_load(&crew->dismissed)) {
            dismiss(crew); /* what the body works on may be gone after this */
            return none;
        }
        pass_time(crew, &rounds);
    }
    double begin = crew->workers[0].begin, end = crew->workers[0].end, running = 0;
    for (int i = 0; i < count; i++) {
        struct worker *worker = crew->workers + i;
        if (worker->begin < begin) begin = worker->begin;
        if (worker->end > end) end = worker->end;
        if (worker->running > running) running = worker->running;
    }
    return (struct plimsoll_crew_time){.seconds = end - begin, .waited = end - begin - running, .running = running};
}
