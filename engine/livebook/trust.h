/* trust.h: what trust.c and trust_rows.c share: what is known of nodes, and which decisions of doubles are
 * sure. */
#ifndef FANGTIAN_LIVEBOOK_TRUST_H
#define FANGTIAN_LIVEBOOK_TRUST_H

#include "bound.h"
#include "livebook_internal.h"

/* What is known of a node, by row of the entity that it was evaluated at. */
struct known_node {
    const struct entity *entity;
    struct cell *cells; /* CELL_ABSENT: not evaluated there */
    struct bound *bounds;
    bool *doubts;
};

struct trusting {
    struct livebook *book;
    const struct rule *rule;
    struct arith *arith;
    struct known_node *nodes; /* by id */
    bool *mixed; /* by id: its figure is of a row and of the own row that it is compared with */
    /* The pool whose order was looked at last, of which family, and whether it is sure. */
    const struct node *ordered;
    uint32_t ordered_first;
    bool order_is_sure;
};

/* Two figures, and what doubles may be off of each. */
struct operands {
    const struct number *x, *y;
    struct bound ex, ey;
};

bool trust_is_exact(const struct number *value);
const struct known_node *trust_operand(const struct trusting *trusting, const struct node *node,
                                       size_t index);
bool trust_was_evaluated(const struct known_node *known, uint32_t row);
/* Whether |x| and a border differ by more than an error: the same of a double as of the figure. */
bool trust_is_clear(struct trusting *trusting, const struct number *x, const struct number *border,
                    struct bound error);
/* A comparison by ROUND(x - y, digits): an equal pair must round to 0, another one must not. */
bool trust_comparison(struct trusting *trusting, const struct node *node,
                      const struct operands *with);
/* ROUND(x / step, 4) takes what is within half of 10^-4 of a step for the multiple. */
struct bound trust_with_guard(const struct number *step, struct bound error);
/* What doubles may be off of an aggregate, and of a pool's part, at the own row. */
struct bound trust_aggregate(struct trusting *trusting, const struct node *node, struct spot spot,
                             bool *doubt);
struct bound trust_pool(struct trusting *trusting, const struct node *node, struct spot spot,
                        const struct number *value, bool *doubt);

#endif
