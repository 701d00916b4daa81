#define _GNU_SOURCE
#include "CNcurses.h"

#include "Signals.h"

#include <dlfcn.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

typedef struct window WINDOW;
typedef struct screen SCREEN;

/* The functions of curses.h and term.h that are called; chtype has 32 bits there, and so have attributes. */
static struct {
    int (*setupterm)(const char *, int, int *);
    char *(*tigetstr)(const char *);
    SCREEN *(*newterm)(const char *, FILE *, FILE *);
    int (*endwin)(void);
    int (*cbreak)(void);
    int (*noecho)(void);
    int (*nonl)(void);
    int (*keypad)(WINDOW *, bool);
    int (*nodelay)(WINDOW *, bool);
    int (*set_escdelay)(int);
    int (*curs_set)(int);
    bool (*has_colors)(void);
    int (*start_color)(void);
    int (*use_default_colors)(void);
    int (*init_pair)(short, short, short);
    int (*resizeterm)(int, int);
    int (*werase)(WINDOW *);
    int (*wmove)(WINDOW *, int, int);
    int (*wattr_set)(WINDOW *, uint32_t, short, void *);
    int (*waddnwstr)(WINDOW *, const wchar_t *, int);
    int (*clearok)(WINDOW *, bool);
    int (*wnoutrefresh)(WINDOW *);
    int (*doupdate)(void);
    int (*wget_wch)(WINDOW *, wint_t *);
} curses;

static WINDOW **standard_window;
static SCREEN *screen;
static bool has_colors;

static bool find(void *library) {
    const struct {
        void *place;
        const char *name;
    } wanted[] = {
        {&curses.setupterm, "setupterm"},
        {&curses.tigetstr, "tigetstr"},
        {&curses.newterm, "newterm"},
        {&curses.endwin, "endwin"},
        {&curses.cbreak, "cbreak"},
        {&curses.noecho, "noecho"},
        {&curses.nonl, "nonl"},
        {&curses.keypad, "keypad"},
        {&curses.nodelay, "nodelay"},
        {&curses.set_escdelay, "set_escdelay"},
        {&curses.curs_set, "curs_set"},
        {&curses.has_colors, "has_colors"},
        {&curses.start_color, "start_color"},
        {&curses.use_default_colors, "use_default_colors"},
        {&curses.init_pair, "init_pair"},
        {&curses.resizeterm, "resizeterm"},
        {&curses.werase, "werase"},
        {&curses.wmove, "wmove"},
        {&curses.wattr_set, "wattr_set"},
        {&curses.waddnwstr, "waddnwstr"},
        {&curses.clearok, "clearok"},
        {&curses.wnoutrefresh, "wnoutrefresh"},
        {&curses.doupdate, "doupdate"},
        {&curses.wget_wch, "wget_wch"},
        {&standard_window, "stdscr"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        void *found = dlsym(library, wanted[i].name);
        if (!found) return false;
        memcpy(wanted[i].place, &found, sizeof found);
    }
    return true;
}

static const char *capability(const char *name) {
    const char *text = curses.tigetstr(name);
    return text && text != (const char *)-1 ? text : "";
}

/* Plain styles, no keypad, the cursor, the screen of before. */
static void keep_leaving(void) {
    static const char *const names[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) plimsoll_add_leaving(capability(names[i]));
}

/* The locale of the user where it has what is drawn. */
static void take_locale(bool is_unicode) {
    if (!is_unicode) {
        setlocale(LC_CTYPE, "C");
    } else if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        setlocale(LC_CTYPE, "C.UTF-8");
    }
}

enum plimsoll_screen_outcome plimsoll_screen_open(void *library, const char *terminal, int is_unicode, int uses_color) {
    if (!find(library)) return plimsoll_screen_no_library;
    int problem = 0;
    if (curses.setupterm(terminal, STDOUT_FILENO, &problem) != 0 || !*capability("cup") || !*capability("clear"))
        return plimsoll_screen_no_terminal;
    keep_leaving();
    take_locale(is_unicode);
    /* Before the library looks, which then leaves them alone. */
    if (!plimsoll_take_signals()) return plimsoll_screen_no_terminal;
    screen = curses.newterm(terminal, stdout, stdin);
    if (!screen) {
        plimsoll_give_signals_back();
        return plimsoll_screen_no_terminal;
    }
    plimsoll_set_taken(true);
    curses.cbreak();
    curses.noecho();
    curses.nonl();
    curses.keypad(*standard_window, true);
    curses.nodelay(*standard_window, true);
    /* Long enough for the parts of a key to come over a network, short enough for Esc. */
    curses.set_escdelay(50);
    has_colors = uses_color && curses.has_colors() && curses.start_color() == 0;
    if (has_colors) {
        short background = curses.use_default_colors() == 0 ? -1 : 0;
        for (short color = 1; color < 8; color++) curses.init_pair(color, color, background);
    }
    return plimsoll_screen_ready;
}

void plimsoll_screen_close(void) {
    if (!screen) return;
    curses.endwin();
    plimsoll_set_taken(false);
    plimsoll_give_signals_back();
    screen = NULL;
}

void plimsoll_screen_stop(void) {
    curses.endwin();
    plimsoll_set_taken(false);
    plimsoll_stop();
    plimsoll_set_taken(true);
}

void plimsoll_screen_redraw(void) {
    /* Whoever had the terminal meanwhile has left it in other modes, and perhaps on its other screen. */
    curses.endwin();
    curses.clearok(*standard_window, true);
}

void plimsoll_screen_measure(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
        size.ws_row = 24;
        size.ws_col = 80;
    }
    *rows = size.ws_row;
    *columns = size.ws_col;
    curses.resizeterm(*rows, *columns);
}

void plimsoll_screen_erase(void) {
    curses.wattr_set(*standard_window, 0, 0, NULL);
    curses.werase(*standard_window);
}

void plimsoll_screen_put(int row, int column, const uint32_t *text, int count, unsigned attributes, int color) {
    if (curses.wmove(*standard_window, row, column) != 0) return;
    /* Gray, which eight colours have not, is dim. */
    bool is_pair = has_colors && color > 0 && color < 8;
    curses.wattr_set(*standard_window, attributes, is_pair ? (short)color : 0, NULL);
    curses.waddnwstr(*standard_window, (const wchar_t *)text, count);
}

void plimsoll_screen_show(int cursor_row, int cursor_column) {
    if (cursor_row >= 0) curses.wmove(*standard_window, cursor_row, cursor_column);
    curses.curs_set(cursor_row >= 0);
    curses.wnoutrefresh(*standard_window);
    curses.doupdate();
}

enum plimsoll_screen_input plimsoll_screen_read(uint32_t *value) {
    wint_t got = 0;
    int kind = curses.wget_wch(*standard_window, &got);
    *value = got;
    return kind == 0 ? plimsoll_screen_character : kind == 0400 ? plimsoll_screen_key : plimsoll_screen_nothing;
}
