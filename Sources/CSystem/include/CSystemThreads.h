/* Threads pinned to processors, for measurements. */
#ifndef PLIMSOLL_CSYSTEM_THREADS_H
#define PLIMSOLL_CSYSTEM_THREADS_H

typedef void plimsoll_thread_body(int index, void *context);

/*
 * Runs the body once on each of the processors, all starting together, and waits for all.
 * Returns the seconds from the start to the end of the last, or a negative number when a thread could not be made.
 */
double plimsoll_run_pinned(const int *processors, int count, plimsoll_thread_body *body, void *context);
#endif
