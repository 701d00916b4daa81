/* What signals do while the terminal is taken. */
#ifndef PLIMSOLL_CNCURSES_SIGNALS_H
#define PLIMSOLL_CNCURSES_SIGNALS_H

#include <stdbool.h>

/* What is to be sent to the terminal when the program crashes; more of it each time. */
void plimsoll_add_leaving(const char *text);

/* Notes signals from now on, and remembers the modes of the terminal; false where that is not possible. */
bool plimsoll_take_signals(void);
void plimsoll_give_signals_back(void);

/* Whether a crash finds the terminal taken. */
void plimsoll_set_taken(bool is_taken);

/* Stops the program as Ctrl-Z does. */
void plimsoll_stop(void);

#endif
