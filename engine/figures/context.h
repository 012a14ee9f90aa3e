/* context.h: whose figures are said. */
#ifndef FANGTIAN_FIGURES_CONTEXT_H
#define FANGTIAN_FIGURES_CONTEXT_H

#include "../ledger/ledger.h"
#include "../scenario/scenario.h"

/* The law with one pack more on top, which replaces something of it. */
struct overlay {
    const char *pack;
    const struct policy *policy;
};

/* What a rule came to over the rows of a long table: a check that fails, what is undetermined. */
struct row_outcome {
    const struct rule *rule;
    uint64_t fails, undetermined;
};

/* How many rules nobody asked for (`--only`): of all that people see, of conditions and of comparisons
 * among facts; and how many conditions were asked for. */
struct left_out {
    size_t rules, conditions, comparisons, conditions_kept;
};

struct figure_context {
    const struct policy *policy;
    const struct scenario *scenario; /* NULL for the law alone */
    const struct ledger *ledger;     /* NULL for the law alone */
    const struct application *application;
    struct arith *arith; /* scratch for texts */
    struct diagnostics *diagnostics;
    const struct row_outcome *row_outcomes; /* of a long table, beside the ledger; or NULL */
    size_t row_outcome_count;
    const struct field_blanks *row_blanks; /* of that run, of its rows and the tables beside them */
    size_t row_blank_count;
    const uint64_t *row_ways; /* by rule: rows at which none of its ways applies; or NULL */
    const struct diagnostics *row_faults; /* of a long table, of which figures are undetermined */
    struct left_out left_out;             /* of that run */
    const char *rows_digest; /* of a long table's run: what stands for the scenario's; or NULL */
    enum ft_language language;
    size_t input_count; /* of the files that were read, those of the load: what a merge reads
                           besides says nothing of the figures */
    bool idle_trial;    /* a report found that what was set moves no posting */
    const struct overlay *overlays; /* for report_policies */
    size_t overlay_count;
};

/* What the figures were made of besides the law: the facts as they are understood; of a long table
 * the bytes of its files, with all other facts. */
static inline const char *run_digest(const struct figure_context *context)
{
    return context->rows_digest == NULL ? context->scenario->digest : context->rows_digest;
}

#endif
