/* values.h: figures as values, for programs that link the library. */
#ifndef FANGTIAN_REPORT_VALUES_H
#define FANGTIAN_REPORT_VALUES_H

#include "derivation.h"
#include "reporting.h"

/* Values while they are put together: the first lack of memory is kept. */
struct valuing {
    struct report_context *context;
    struct reporting reporting; /* for what texts share; writes nothing */
};

void valuing_open(struct valuing *valuing, struct report_context *context);
/* A text that was made, "" where memory was out. */
const char *valuing_text(struct valuing *valuing, const char *made);
/* Room for so many; NULL where memory is out. */
void *valuing_array(struct valuing *valuing, size_t count, size_t size);
enum ft_status FT_MUST_CHECK valuing_status(const struct valuing *valuing);

enum ft_state value_state(enum cell_state state);
enum ft_type value_type(const struct type *type);
/* A value as programs read it: a number in the unit, plain; an ISO date; an id; a path. */
const char *value_exact(struct valuing *valuing, const union value *value, const struct type *type,
                        const struct unit *unit);
/* A number in the unit, plain and exact. */
const char *number_exact(struct valuing *valuing, const struct number *number,
                         const struct unit *unit);
const char *value_path(struct valuing *valuing, const struct entity *entity, uint32_t row);

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
struct ft_step *list_steps(struct valuing *valuing, const struct derived *derived);

#endif
