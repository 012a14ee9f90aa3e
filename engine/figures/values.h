/* values.h: figures as values, for programs that link the library. */
#ifndef FANGTIAN_FIGURES_VALUES_H
#define FANGTIAN_FIGURES_VALUES_H

#include "derivation.h"
#include "display.h"

/* The figure that `item` names; its strings are in the arena of `arith`. Errors: FT_INVALID,
 * diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK figure_called(struct figure_context *context, const char *item,
                                           struct ft_figure *figure);

/* The same with the steps that led to it. */
enum ft_status FT_MUST_CHECK figure_derivation(struct figure_context *context, const char *item,
                                               struct ft_derivation *derivation);

enum ft_state value_state(enum cell_state state);
enum ft_type value_type(const struct type *type);
/* A value as programs read it: a number in the unit, plain; an ISO date; an id; a path. */
const char *value_exact(struct display *display, const union value *value, const struct type *type,
                        const struct unit *unit);
/* A number in the unit, plain and exact. */
const char *number_exact(struct display *display, const struct number *number,
                         const struct unit *unit);
const char *value_path(struct display *display, const struct entity *entity, uint32_t row);

/* ---- derivations ---- */

struct named_formula {
    const char *name;              /* "value", "needs[0]", "cases[1].when" */
    const struct formula *formula; /* or NULL */
};
/* All formulas of a rule in the order in which they are evaluated. NULL when memory is out. */
const struct named_formula *rule_formulas(struct arena *arena, const struct rule *rule,
                                          size_t *count);
bool step_is_pool(enum node_op op);
bool step_is_aggregate(enum node_op op);
/* The steps as values, as many as the derivation has; NULL where memory was out. */
struct ft_step *list_steps(struct display *display, const struct derived *derived);

#endif
