/* Threads pinned to processors, for measurements. */
#ifndef PLIMSOLL_CSYSTEM_THREADS_H
#define PLIMSOLL_CSYSTEM_THREADS_H

typedef void plimsoll_thread_body(int index, void *context);

/*
 * A crew of one thread for each of the processors; the calling thread is the first of them and pinned too.
 *
 * Between runs the others stay busy waiting: a thread that sleeps wakes late, on virtual machines often on a core that it
 * shares with the others, and would measure that. NULL when a thread cannot be made.
 *
 * After the deadline, in seconds of CLOCK_MONOTONIC, no thread waits for another any more: runs end at once.
 */
struct plimsoll_crew;
struct plimsoll_crew *plimsoll_crew_open(const int *processors, int count, double deadline);

/* Ends the threads and lets the calling thread run where it might before. */
void plimsoll_crew_close(struct plimsoll_crew *crew);

struct plimsoll_crew_time {
    double seconds; /* from the start of the first thread to the end of the last */
    double running; /* the longest that one of them ran; zero where the deadline ended the run */
    double waited;  /* the rest of the seconds: one of them could not run, or not begin, since others had its processor */
};

/* Runs the body on the first `count` threads of the crew, all starting together, and waits for all. */
struct plimsoll_crew_time plimsoll_crew_run(struct plimsoll_crew *crew, int count, plimsoll_thread_body *body,
                                            void *context);
#endif
