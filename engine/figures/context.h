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
    const struct diagnostics *row_faults; /* of a long table, of which figures are undetermined */
    enum ft_language language;
    size_t input_count; /* of the files that were read, those of the load: what a merge reads
                           besides says nothing of the figures */
    bool idle_trial;    /* a report found that what was set moves no posting */
    const struct overlay *overlays; /* for report_policies */
    size_t overlay_count;
};

#endif
