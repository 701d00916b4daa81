/*
 * A full screen of text over ncurses, one at a time, and what signals do to a terminal that has one.
 *
 * The library is opened by the caller. Its prototypes are our own, so that building needs no package; they are those of
 * the wide library's interface 6, which has been the same since 2015.
 */
#ifndef PLIMSOLL_CNCURSES_H
#define PLIMSOLL_CNCURSES_H

#include <stdint.h>

enum plimsoll_screen_outcome {
    plimsoll_screen_ready,
    plimsoll_screen_no_library, /* the library lacks a function */
    plimsoll_screen_no_terminal, /* the terminal is not known, or cannot be drawn on */
};

enum plimsoll_screen_input { plimsoll_screen_nothing, plimsoll_screen_character, plimsoll_screen_key };

/* Of curses.h: attributes, and the keys that are no characters. */
enum { plimsoll_bold = 1 << 21, plimsoll_dim = 1 << 20, plimsoll_reverse = 1 << 18 };
enum {
    plimsoll_key_down = 0402,
    plimsoll_key_up = 0403,
    plimsoll_key_left = 0404,
    plimsoll_key_right = 0405,
    plimsoll_key_home = 0406,
    plimsoll_key_backspace = 0407,
    plimsoll_key_delete = 0512,
    plimsoll_key_page_down = 0522,
    plimsoll_key_page_up = 0523,
    plimsoll_key_enter = 0527,
    plimsoll_key_back_tab = 0541,
    plimsoll_key_end = 0550,
};

/*
 * Takes the terminal of standard input and output. Until it is closed, signals are noted instead of ending or stopping the
 * program, and those that report a crash give the terminal back first.
 */
enum plimsoll_screen_outcome plimsoll_screen_open(void *library, const char *terminal, int is_unicode, int uses_color);

/* Gives the terminal back, and signals their meaning. */
void plimsoll_screen_close(void);

/* Gives the terminal back and stops as after Ctrl-Z; comes back when the program is continued. */
void plimsoll_screen_stop(void);

/* Draws everything anew, whatever others have done to the terminal. */
void plimsoll_screen_redraw(void);

/* What the terminal says of its size; takes it over. */
void plimsoll_screen_measure(int *rows, int *columns);

/* Begins an empty picture, puts text into it, and shows it; the cursor is hidden where its row is negative. */
void plimsoll_screen_erase(void);
void plimsoll_screen_put(int row, int column, const uint32_t *text, int count, unsigned attributes, int color);
void plimsoll_screen_show(int cursor_row, int cursor_column);

/* What has been typed next, without waiting. */
enum plimsoll_screen_input plimsoll_screen_read(uint32_t *value);

/* A descriptor from which the numbers of noted signals come, a byte each, and a zero for each call of the second function,
 * which any thread may make. */
int plimsoll_screen_notes(void);
void plimsoll_screen_wake(void);

#endif
