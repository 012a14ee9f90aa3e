/* derivation.h: a rule run again at one row, with every step that led to its figure. */
#ifndef FANGTIAN_FIGURES_DERIVATION_H
#define FANGTIAN_FIGURES_DERIVATION_H

#include "display.h"
#include "subject.h"

/* One step that the trace told of. */
struct step {
    const struct formula *formula;
    const struct node *node;
    uint32_t row; /* of the node's selection */
    const struct entity *entity;
    struct cell cell;
    const struct version *version;
};

/* A rule at a row, or a view's line, derived: its steps in the order of evaluation. */
struct derived {
    const struct rule *rule;     /* or NULL */
    const struct entity *entity; /* of the row */
    uint32_t row;
    struct derivation derivation;
    struct step *steps;
    size_t step_count, step_capacity;
    bool out_of_memory;
    struct arena *arena;
};

/* Rows first .. end-1: those that share a parent. */
struct family {
    uint32_t first, end;
};
struct family family_at(const struct dataset *dataset, const struct entity *entity, uint32_t row);

/* Runs a rule and its postings' formulas again at a row with a trace. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK derive(struct display *display, const struct rule *rule, uint32_t row,
                                    struct derived *derived);
/* As derive, for a report that looks at many rows: what the run told of them is not told again. */
enum ft_status FT_MUST_CHECK derive_silently(struct display *display, const struct rule *rule,
                                             uint32_t row, struct derived *derived);
/* The same for the formula of a view's line. */
enum ft_status FT_MUST_CHECK derive_line(struct display *display, const struct subject *subject,
                                         struct derived *derived);
/* The step of a node at a row, or NULL where the node was not evaluated there. */
const struct step *find_step(const struct derived *derived, const struct formula *formula,
                             const struct node *node, const struct entity *entity, uint32_t row);
/* The row of the node's entity that a step looked at. False: its reference is not given. */
bool looked_at(const struct dataset *dataset, const struct step *step, uint32_t *row);
/* The formula's own words for a node. */
const char *node_words(struct display *display, const struct node *node);

#endif
