#include "CGLPK.h"

#include <dlfcn.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>

/* Of glpk.h: the parameters of the solver for integers. */
struct parameters {
    int message_level, branching, backtracking;
    double integer_tolerance, objective_tolerance;
    int time_limit, output_frequency, output_delay;
    void (*callback)(void *tree, void *info);
    void *callback_info;
    int callback_size, preprocessing;
    double gap;
    int mir_cuts, gomory_cuts, cover_cuts, clique_cuts, presolve, binarize, pump, proximity, proximity_limit, rounding,
        use_solution;
    const char *save;
    int alien, flip;
    double reserved[23];
};

enum { minimise = 1, continuous = 1, integer = 2, off = 0, on = 1 };
enum { lower_bound = 2, upper_bound = 3, double_bound = 4, fixed = 5, free_bound = 1 };
enum { status_feasible = 2, status_optimal = 5 };

struct functions {
    void *(*create)(void);
    void (*destroy)(void *);
    void (*direction)(void *, int);
    int (*add_rows)(void *, int);
    int (*add_columns)(void *, int);
    void (*row_bounds)(void *, int, int, double, double);
    void (*column_bounds)(void *, int, int, double, double);
    void (*cost)(void *, int, double);
    void (*kind)(void *, int, int);
    void (*matrix)(void *, int, const int *, const int *, const double *);
    void (*defaults)(struct parameters *);
    int (*solve)(void *, const struct parameters *);
    int (*status)(void *);
    double (*objective)(void *);
    double (*value)(void *, int);
    int (*terminal)(int);
    void (*error_hook)(void (*)(void *), void *);
    int (*best_node)(void *);
    double (*node_bound)(void *, int);
    int (*free_environment)(void);
};

static int find(void *library, struct functions *functions) {
    const struct {
        void *place;
        const char *name;
    } wanted[] = {
        {&functions->create, "glp_create_prob"},
        {&functions->destroy, "glp_delete_prob"},
        {&functions->direction, "glp_set_obj_dir"},
        {&functions->add_rows, "glp_add_rows"},
        {&functions->add_columns, "glp_add_cols"},
        {&functions->row_bounds, "glp_set_row_bnds"},
        {&functions->column_bounds, "glp_set_col_bnds"},
        {&functions->cost, "glp_set_obj_coef"},
        {&functions->kind, "glp_set_col_kind"},
        {&functions->matrix, "glp_load_matrix"},
        {&functions->defaults, "glp_init_iocp"},
        {&functions->solve, "glp_intopt"},
        {&functions->status, "glp_mip_status"},
        {&functions->objective, "glp_mip_obj_val"},
        {&functions->value, "glp_mip_col_val"},
        {&functions->terminal, "glp_term_out"},
        {&functions->error_hook, "glp_error_hook"},
        {&functions->best_node, "glp_ios_best_node"},
        {&functions->node_bound, "glp_ios_node_bound"},
        {&functions->free_environment, "glp_free_env"},
    };
    for (unsigned index = 0; index < sizeof wanted / sizeof *wanted; index++) {
        void *found = dlsym(library, wanted[index].name);
        if (!found) return 0;
        *(void **)wanted[index].place = found;
    }
    return 1;
}

/* What the search tells while it runs. */
struct search {
    const struct functions *functions;
    double bound;
};

static void look(void *tree, void *info) {
    struct search *search = info;
    int node = search->functions->best_node(tree);
    if (node) search->bound = search->functions->node_bound(tree, node);
}

/* The library ends the program where it finds a mistake, unless it is taken elsewhere. */
static void leave(void *info) { longjmp(*(jmp_buf *)info, 1); }

static int bounds(double low, double high) {
    if (isinf(low)) return isinf(high) ? free_bound : upper_bound;
    return isinf(high) ? lower_bound : low == high ? fixed : double_bound;
}

static void build(const struct functions *call, void *problem, const struct plimsoll_program *program, int *rows,
                  int *columns, double *values) {
    call->direction(problem, minimise);
    if (program->rows) call->add_rows(problem, program->rows);
    call->add_columns(problem, program->columns);
    for (int row = 0; row < program->rows; row++) {
        double low = program->row_low[row], high = program->row_high[row];
        call->row_bounds(problem, row + 1, bounds(low, high), low, high);
    }
    for (int column = 0; column < program->columns; column++) {
        call->column_bounds(problem, column + 1, bounds(0, program->upper[column]), 0, program->upper[column]);
        call->cost(problem, column + 1, program->cost[column]);
        call->kind(problem, column + 1, program->is_integer[column] ? integer : continuous);
    }
    for (int entry = 0; entry < program->entries; entry++) {
        rows[entry + 1] = program->entry_row[entry] + 1;
        columns[entry + 1] = program->entry_column[entry] + 1;
        values[entry + 1] = program->entry_value[entry];
    }
    call->matrix(problem, program->entries, rows, columns, values);
}

enum plimsoll_outcome plimsoll_glpk_solve(void *library, const struct plimsoll_program *program, double *values,
                                          double *objective, double *bound) {
    struct functions call;
    if (program->columns < 1 || !find(library, &call)) return plimsoll_unusable;
    unsigned long count = (unsigned long)program->entries + 1;
    int *places = malloc(2 * count * sizeof *places);
    double *factors = malloc(count * sizeof *factors);
    enum plimsoll_outcome outcome = plimsoll_unusable;
    jmp_buf mistake;
    call.terminal(off);
    call.error_hook(leave, &mistake);
    if (places && factors && !setjmp(mistake)) {
        void *problem = call.create();
        build(&call, problem, program, places, places + count, factors);
        struct search search = {&call, -INFINITY};
        struct parameters parameters;
        call.defaults(&parameters);
        parameters.time_limit = program->milliseconds;
        /* No cover cuts: version 5.0 gives up where one of them has no columns. */
        parameters.presolve = parameters.mir_cuts = on;
        parameters.callback = look;
        parameters.callback_info = &search;
        call.solve(problem, &parameters);
        int status = call.status(problem);
        outcome = status == status_optimal ? plimsoll_proven
            : status == status_feasible ? plimsoll_feasible
                                        : plimsoll_nothing;
        if (outcome != plimsoll_nothing) {
            *objective = call.objective(problem);
            *bound = outcome == plimsoll_proven ? *objective : search.bound;
            for (int column = 0; column < program->columns; column++) values[column] = call.value(problem, column + 1);
        }
        call.error_hook(0, 0);
        call.destroy(problem);
    }
    call.free_environment();
    free(places);
    free(factors);
    return outcome;
}

const char *plimsoll_glpk_version(void *library) {
    const char *(*version)(void) = (const char *(*)(void))dlsym(library, "glp_version");
    return version ? version() : 0;
}
