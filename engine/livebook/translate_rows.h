/* translate_rows.h: columns that formulas look along, and which of their rows count. */
#ifndef FANGTIAN_LIVEBOOK_TRANSLATE_ROWS_H
#define FANGTIAN_LIVEBOOK_TRANSLATE_ROWS_H

#include "livebook_internal.h"

/* A column to look along: where it stands, in which unit, what its cells may lack; `facts`: it is
 * given, and an absent fact is an empty cell. */
struct stretch {
    const struct table_plan *plan;
    uint16_t slot;
    const struct unit *unit;
    uint8_t lacks;
    const struct field *facts;
};

/* The operand's own column, else a helper's. */
struct stretch stretch_of(struct translator *to, const struct node *node,
                          const struct node *operand, const struct entity *entity,
                          enum helper_use use, size_t index);
const char *stretch_text(struct translator *to, const struct stretch *stretch, uint32_t first,
                         uint32_t end);
/* No cell of a range may show a word, of those that `lacks` says it may. */
const struct demand *range_demands(struct translator *to, const char *range, uint8_t lacks);
/* No fact of a range may be absent: there is none then, or it is not known. */
const struct demand *facts_demand(struct translator *to, const char *range,
                                  const struct field *field);
/* Nought where a test holds, and not known elsewhere. */
struct term fault_term(struct translator *to, const char *test);
/* The least or greatest of what a test picks from a range, as a formula of an array; that there is
 * one is demanded. */
struct term extreme_term(struct translator *to, const struct node *node, const char *test,
                         const char *range, const struct unit *unit);

/* What a row gives to an aggregate: its body where "where" holds. */
const char *translate_body(struct translator *to, const struct node *node, struct spot spot);

/* Conditions that name the own row (translate_beside.c). */
struct term translate_beside(struct translator *to, const struct node *node, struct spot spot,
                             uint32_t first, uint32_t end);

#endif
