/*
 * pending.h: what is to be settled before anyone signs, on the first page of a report: which
 * figures stand, what was paid though a condition does not hold, what is undetermined, which values no law
 * gives and what was paid by them, what has no cover or falls due later, what rests on a plan that
 * is over.
 *
 *     struct pending pending;
 *     if (pending_open(display, &pending))
 *         for (size_t i = 0; i < pending.figure_count; i++) ... pending.figures[i].standing ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_PENDING_H
#define FANGTIAN_FIGURES_PENDING_H

#include "alike.h"
#include "causes.h"
#include "shown_view.h"

/* Whether a figure may be signed, the worst last. */
enum standing {
    STANDING_GOOD, /* determined, and none of the following */
    STANDING_VALUES, /* it rests on a value that is unverified, illustrative or not shown to be known */
    STANDING_CONDITIONS, /* it holds what was paid though a condition fails, or is undetermined */
    STANDING_FACTS,      /* it rests on facts that contradict each other, or on a table of which a
                            row has none */
    STANDING_OPEN,       /* undetermined */
    STANDING_COUNT
};

/* A figure of the summary: a line of a view that leads at a row, or what a party nets of a kind. */
struct standing_figure {
    const struct shown_view *shown; /* NULL: a party's net */
    size_t line;
    uint32_t row;
    struct account account; /* of a party's net, with what comes to it of the kind */
    struct kind_total total;
    const struct value_kind *kind;
    enum standing standing;
    bool on_values; /* it rests on such a value, whatever is worse of it */
    bool idle;      /* a net of which no posting makes the zero */
    /* Of STANDING_VALUES where nothing that is paid rests on a value: the rules of the postings of 0
     * that do, each once, and the values on which these rest; else none. */
    const struct rule **nil_rules;
    size_t nil_rule_count, nil_rule_capacity;
    const struct version **nil_values;
    size_t nil_value_count;
};

/* The rows of a table below the root with figures that are undetermined. */
struct open_rows {
    const struct entity *entity;
    const uint32_t *figures; /* by row: how many are */
    size_t count;            /* rows of which some are */
};

/* What some payments come to: `open` where one of them is undetermined, then the known part. */
struct paid_sum {
    struct number amount;
    bool open;
};

/* Payments of one posting line, summed. */
struct paid_item {
    const struct post *post;
    const struct rule *rule;
    struct paid_sum sum;
    struct paid_item *next;
};

/* A condition that fails at a row, or (`open`) is undetermined there. */
struct paid_check {
    const struct rule *rule;
    bool open;
    struct paid_check *next;
};

/* A row at which conditions fail, or are undetermined, and what public purses pay there or below
 * all the same. */
struct paid_row {
    const struct entity *entity;
    uint32_t row;
    struct paid_check *checks;
    struct paid_item *items; /* in the order of the rules */
};

/* A parameter of which a value was used that no text read gives, and the postings that rest on it:
 * by kind index, each posting once. */
struct rested_value {
    const struct version *version;
    struct paid_sum *direct; /* of the first postings on the way */
    struct paid_sum *all;    /* and of those that rest on these */
    size_t direct_count, all_count;
    bool at_most; /* the rows that used it are too many to be told from those that used another */
};

/* Rows that have none of the rows of a table that are expected below each: they count as none. */
struct empty_table {
    const struct entity *entity;
    uint32_t *rows; /* of its parent */
    size_t count;
};

/* A figure that its rule calls outstanding, other than zero or undetermined. */
struct outstanding_figure {
    const struct rule *rule;
    uint32_t row;
    struct cell cell;
};

struct pending {
    struct standing_figure *figures;
    size_t figure_count;
    struct open_rows *open; /* of the tables that have some, in their order */
    size_t open_count;
    size_t paid_count;           /* rows at which something is paid: paid_walk */
    uint8_t **paid_marks;        /* private to paid.c: by entity index, then by row; NULL: none */
    struct paid_sum *paid_total; /* by kind index: each payment once */
    struct rested_value *rested; /* unverified ones first, then by the order of loading */
    size_t rested_count;
    struct outstanding_figure *outstanding; /* by rule, then by row */
    size_t outstanding_count;
    struct empty_table *empty; /* in the order of the tables */
    size_t empty_count;
    struct alike *alike; /* tables with rows that stand twice, in their order */
    size_t alike_count;
};

/* False: memory is out, which the status tells. */
bool pending_open(struct display *display, struct pending *pending);
/* "市财政净额：现金", and its figure with the unit, as the report shows them. */
const char *standing_words(struct display *display, enum standing standing);
/* "原因 1、3": what an undetermined figure of a view lacks, by the numbers of the causes; or "". */
const char *standing_causes(struct display *display, const struct causes *causes,
                            const struct standing_figure *figure);
const char *standing_title(struct display *display, const struct standing_figure *figure,
                           enum ft_language language);
const char *standing_text(struct display *display, const struct standing_figure *figure);
/* "“应增缴地价款”为零，取决于：上盖物占地比例下限", or NULL where a figure has no nil_rules. */
const char *standing_nil_text(struct display *display, const struct standing_figure *figure);
/* What the rule says of its outstanding figure at the row, "" where nothing. */
const char *outstanding_words(struct display *display, const struct outstanding_figure *figure,
                              enum ft_language language);

#endif
