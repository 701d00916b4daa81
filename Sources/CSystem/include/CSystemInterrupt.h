/* Whether the user asked the program to stop. */
#ifndef PLIMSOLL_CSYSTEM_INTERRUPT_H
#define PLIMSOLL_CSYSTEM_INTERRUPT_H

/* From now on SIGINT and SIGTERM are noted instead of ending the program; a second one ends it. */
void plimsoll_note_interrupts(void);

/* The signal by which the program was asked to stop; zero before. */
int plimsoll_was_interrupted(void);
#endif
