/* derivation_tree.h: the figures that a derivation takes in, and the tree that its text is written from. */
#ifndef FANGTIAN_REPORT_DERIVATION_TREE_H
#define FANGTIAN_REPORT_DERIVATION_TREE_H

#include "explain.h"
#include "reporting.h"

/* A figure that is derived, and how far below the one asked for. */
struct figure {
    const struct rule *rule;
    uint32_t row, level;
    struct derived derived;
};

/* A figure that is named, but not derived. */
struct named {
    const struct item *item;
    uint32_t row;
};

struct tree {
    struct reporting *reporting;
    bool whole;      /* nothing is left out */
    bool rows_too;   /* figures of rows that are summed over or share in a pool are derived */
    uint32_t lowest; /* level that is derived */
    size_t most;     /* figures that are derived */
    struct figure *figures;
    size_t count, capacity;
    const struct derived *derived; /* what is being written */
    struct named *named;
    size_t named_count, named_capacity;
};

/* Wants a rule's figure derived, unless it lies too deep or there are enough. */
void want_figure(struct tree *tree, const struct rule *rule, uint32_t row, uint32_t level);
/* Wants the figures that a figure uses, in the order in which it looked at them. */
void want_used(struct tree *tree, const struct derived *derived, uint32_t level);
/* Derives all that is wanted, and by that wants what stands behind it. */
void derive_figures(struct tree *tree);
/* Writes a node's figure with its place in the law or the scenario, then its operands', of
 * tree->derived. */
void write_node(struct tree *tree, const struct formula *formula, const struct node *node,
                const struct entity *entity, uint32_t row, size_t depth);
/* Where a leaf of a step comes from: "  [from 2019; article; file:1:2]", "  ↓ price@A1". */
const char *leaf_words(struct tree *tree, const struct step *step);
/* Of a step that has a version of a parameter: of a table's entry, else the version's. */
const struct place *place_in_law(const struct tree *tree, const struct step *step);
/* The index of a figure that is derived; tree->count: it is not. */
size_t tree_find(const struct tree *tree, const struct item *item, uint32_t row);
/* Notes a figure that is named without being derived. */
void tree_name_figure(struct tree *tree, const struct item *item, uint32_t row);
/* A formula's words on one line, however the policy breaks it. */
const char *joined_lines(struct reporting *reporting, const char *text);

#endif
