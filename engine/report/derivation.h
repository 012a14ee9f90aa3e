/* derivation.h: what the text and the certificate of `explain` share. */
#ifndef FANGTIAN_REPORT_DERIVATION_H
#define FANGTIAN_REPORT_DERIVATION_H

#include <jansson.h>

#include "reporting.h"

/* One step that the trace told of. */
struct step {
    const struct formula *formula;
    const struct node *node;
    uint32_t row; /* of the node's selection */
    const struct entity *entity;
    struct cell cell;
    const struct version *version;
};

enum subject_kind {
    SUBJECT_RULE,  /* a rule's figure at a row */
    SUBJECT_LINE,  /* a view's line at a row: a formula, or a party's net */
    SUBJECT_TOTAL, /* what a table's column adds up to */
    SUBJECT_FACT,  /* a field of a row, as the scenario gives it */
};

/* What is explained. Members that its kind has no use for are NULL. */
struct subject {
    enum subject_kind kind;
    const struct rule *rule;
    const struct view *view;
    const struct view_line *line;
    const struct field *field;
    const struct entity *entity; /* of the row */
    uint32_t row;
};

/* What "item@row" names. False: reported. */
bool find_subject(struct reporting *reporting, const char *item, struct subject *subject);
/* "price_due", "projects.prices", "projects.area": what it is asked for with, before "@". */
const char *subject_name(struct reporting *reporting, const struct subject *subject);

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
enum ft_status FT_MUST_CHECK derive(struct reporting *reporting, const struct rule *rule,
                                    uint32_t row, struct derived *derived);
/* The same for the formula of a view's line. */
enum ft_status FT_MUST_CHECK derive_line(struct reporting *reporting, const struct subject *subject,
                                         struct derived *derived);
/* The step of a node at a row, or NULL where the node was not evaluated there. */
const struct step *find_step(const struct derived *derived, const struct formula *formula,
                             const struct node *node, const struct entity *entity, uint32_t row);
/* The row of the node's entity that a step looked at. False: its reference is not given. */
bool looked_at(const struct dataset *dataset, const struct step *step, uint32_t *row);
/* The formula's own words for a node. */
const char *node_words(struct reporting *reporting, const struct node *node);

/* By a rule or a formula of a view's line. */
void text_derivation(struct reporting *reporting, const struct subject *subject);
json_t *json_derivation(struct reporting *reporting, const struct subject *subject);
/* What a net or a total is made of; where a fact stands. */
void text_net(struct reporting *reporting, const struct subject *subject);
void text_total(struct reporting *reporting, const struct subject *subject);
void text_fact(struct reporting *reporting, const struct subject *subject);

/* What the two kinds of text share. */
void text_label(struct reporting *reporting, enum word_id id, const char *text);
/* " = 5 元", " ≈ 0.333333". */
void text_figure(struct reporting *reporting, const char *figure);
/* "price_due@shangye" */
const char *name_at(struct reporting *reporting, const char *name, const struct entity *entity,
                    uint32_t row);
/* "price due  price_due @ shangye", the first line of each. */
void text_subject(struct reporting *reporting, const struct subject *subject,
                  const struct title *title);

#endif
