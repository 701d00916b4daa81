/*
 * An integer program for the GNU Linear Programming Kit, solved in one call.
 *
 * The library is opened by the caller. Its prototypes are our own, so that building needs no package; they are those of
 * version 5.0, whose interface number 40 has been the same since 4.50.
 */
#ifndef PLIMSOLL_CGLPK_H
#define PLIMSOLL_CGLPK_H

/* Minimise the sum of cost × value over columns that are 0 or more. */
struct plimsoll_program {
    int columns;
    const double *cost;
    /* INFINITY: none. */
    const double *upper;
    const unsigned char *is_integer;
    int rows;
    /* -INFINITY and INFINITY: none. */
    const double *row_low;
    const double *row_high;
    int entries;
    /* Counted from 0. */
    const int *entry_row;
    const int *entry_column;
    const double *entry_value;
    int milliseconds;
};

enum plimsoll_outcome {
    plimsoll_proven, /* the values are the best there are */
    plimsoll_feasible, /* time ran out: the values are allowed, and nothing is below the bound */
    plimsoll_nothing, /* no allowed values were found */
    plimsoll_unusable, /* the library lacks a function, or gave up */
};

/* Solves with the library of that handle; `values` has room for every column. */
enum plimsoll_outcome plimsoll_glpk_solve(void *library, const struct plimsoll_program *program, double *values,
                                          double *objective, double *bound);

/* The library's version, such as "5.0"; NULL when it does not tell. */
const char *plimsoll_glpk_version(void *library);

#endif
