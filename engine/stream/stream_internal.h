/* stream_internal.h: what the sources of stream/ share. */
#ifndef FANGTIAN_STREAM_INTERNAL_H
#define FANGTIAN_STREAM_INTERNAL_H

#include <string.h>

#include "stream.h"
#include "stream_messages.h"
#include "../formula/aggregate_state.h"
#include "../ledger/post_lanes.h"
#include "../scenario/key_order.h"
#include "../scenario/row_lanes.h"

/* ---- the plan: the same for every block ---- */

/* What a column of the output shows beside figures: what became of the row, and why. */
enum out_told { OUT_FIGURE, OUT_STATE, OUT_REASON };

/* A cell of an output line: a field of the table, a rule's figure, or neither: what is told of the row. */
struct out_column {
    enum out_told told;
    const struct field *field;
    const struct rule *rule;
    const struct value_kind *kind; /* the figure is shown as posted; NULL: exact */
};

/* A sum, count, least … over the table that a rule beside it asks for, as a formula of its own. */
struct aggregate {
    const struct rule *rule;
    const struct node *node;
    struct formula part; /* the rule's formula, but for its root */
    struct date on;      /* that it is read on */
};

/* Where the rules stand to the table. */
struct placements {
    struct stream_placement *rules; /* by rule */
    struct aggregate *sums;
    size_t sum_count;
    struct stream_placement
        *generated; /* tables that a policy makes by looking at the whole table */
    size_t generated_count;
};

/* What is worked out: all, or what some rules rest on. */
struct wanted {
    bool *named;  /* by rule: asked for: lines, findings and totals are of these */
    bool *rules;  /* by rule: asked for, or one that is rests on it */
    bool *tables; /* by entity: a rule stands on it or looks at its rows */
};
/* The rule of this id, or the one of this title (of the table, where it is not NULL); NULL: none,
 * or several. */
const struct rule *rule_named(const struct policy *policy, const struct entity *entity,
                              const char *name);
/* Errors: FT_INVALID, a name that is no rule's, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK wanted_find(struct wanted *wanted, const struct policy *policy,
                                         const struct stream_options *options, struct arena *arena,
                                         struct diagnostics *diagnostics);

/* A posting line and where its sums stand. */
struct planned_line {
    const struct rule *rule;
    const struct post *post;
};

struct plan {
    const struct policy *policy;
    const struct scenario *scenario;
    const struct long_table *table;
    const struct entity *entity;
    bool some;                            /* not all rules: those that --only names */
    const struct stream_placement *rules; /* by rule: all that is known of where it stands */
    const bool *tables_wanted;            /* by entity */
    struct aggregate *aggregates;
    size_t aggregate_count;
    const struct out_column *columns;
    size_t column_count;
    const struct planned_line *lines;
    size_t line_count;
    const struct rule **shown; /* rules with a finding */
    size_t shown_count;
    const struct field_blanks *blanks; /* what is counted, without counts */
    size_t blank_count;
    const struct empty_rows *expected; /* likewise: tables expected below others */
    size_t expected_count;
    const struct field *by;
    size_t group_count;
    bool
        bilingual; /* faults of aggregates are kept in both languages: who merges may read another */
};

/* What the header calls a column. */
const char *out_column_name(const struct out_column *column);
enum ft_status FT_MUST_CHECK plan_make(struct plan *plan, const struct policy *policy,
                                       const struct scenario *scenario,
                                       const struct stream_options *options, struct arena *arena,
                                       struct diagnostics *diagnostics);
/* The steps of a run: rules are worked out in one, and what they post. Behind the rows all that are
 * beside the table post; before them those whose postings do not wait, for their faults. */
enum plan_step { STEP_BEFORE_ROWS, STEP_ROWS, STEP_BEHIND_ROWS };
/* Errors as policy_apply_rules and ledger_collect. */
enum ft_status FT_MUST_CHECK plan_apply(const struct plan *plan, enum plan_step step,
                                        struct dataset *dataset, struct arith *arith,
                                        struct diagnostics *diagnostics,
                                        struct application *application, struct ledger **ledger);
/* `wanted` NULL: all. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK placements_find(struct placements *placements,
                                             const struct policy *policy,
                                             const struct wanted *wanted,
                                             const struct entity *entity, struct arena *arena);
/* Tells what needs the whole table; false where nothing does. */
bool placements_refuse(const struct placements *placements, const struct plan *plan,
                       struct diagnostics *diagnostics);

/* ---- sums ---- */

/* What the rows so far came to; one a thread, added up at the end. */
struct totals {
    const struct plan *plan;
    uint64_t rows, exact_rows;
    struct line_sum *sums;    /* by line, then by group; behind them, in the same order: */
    struct line_sum *doubted; /* at rows of which facts contradict each other: amounts alone */
    struct stream_finding *findings;
    bool *versions_used;
    struct aggregate_state *aggregates; /* by aggregate */
    struct field_blanks *blanks;        /* by those of the plan */
    struct empty_rows *empty;           /* likewise */
    uint64_t *ways;                     /* by rule: see struct stream */
};

enum ft_status FT_MUST_CHECK totals_open(struct totals *totals, const struct plan *plan,
                                         struct arena *arena);
void totals_close(struct totals *totals);
/* Behind all rows: what they came to goes to `stream`, with what tables beside them lack. Errors:
 * FT_TOO_LARGE where a sum was given up, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK totals_keep(struct stream *stream, struct totals *totals,
                                         struct arith *arith, struct diagnostics *diagnostics);
/* Adds those of other rows. */
void totals_add(struct totals *totals, struct totals *other);
/* Whether no count would overflow: of rows that were read it cannot, but a part may say anything.
 */
bool totals_fit(const struct totals *totals, const struct totals *other);

/* ---- sums for the rules beside the table ---- */

enum ft_status FT_MUST_CHECK aggregate_open(struct aggregate_state **parts, const struct plan *plan,
                                            struct arena *arena);
void aggregate_close(struct aggregate_state *parts, const struct plan *plan);
/* Finds the dates that sums are read on. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK aggregate_dates(const struct plan *plan, struct arith *arith);
/* Behind all rows: the rules that wait for sums, then the ledger of all rules beside the table.
 * `faults`, by aggregate, are those of its rows, or NULL. Errors as policy_apply. */
enum ft_status FT_MUST_CHECK aggregate_apply(struct stream *stream, const struct plan *plan,
                                             struct aggregate_state *parts,
                                             struct diagnostics **faults, struct arith *arith,
                                             struct diagnostics *diagnostics);

/*
 * Faults that leave figures of some rows undetermined are kept in lists until it is known that the
 * run is sound: one an aggregate, told where a rule asks for it, then one of the rows themselves.
 * A shard has each in both languages: who merges may read another.
 */
static inline size_t faults_of_rows(const struct plan *plan)
{
    return plan->aggregate_count;
}
size_t fault_lists(const struct plan *plan);
/* Adds faults to a list, which is NULL until the first. False when memory is out. */
bool faults_join(struct diagnostics **all, const struct diagnostics *faults, struct arena *arena);

/* ---- facts that are not given ---- */

/* Finds the fields whose blanks are counted. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK blanks_plan(struct plan *plan, const struct wanted *wanted,
                                         struct arena *arena);
/* Adds those of the tables that are held: once, behind all rows. */
void blanks_take_held(const struct plan *plan, struct field_blanks *blanks);
void blanks_add(struct field_blanks *blank, const struct field_blanks *other);

/* Finds the tables whose rows are expected. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK empty_plan(struct plan *plan, struct arena *arena);

/* ---- before and behind the rows ---- */

/* The header of the rows that come out. */
bool header_line(const struct plan *plan, struct growing_text *line);
/* Before the rows: the rules beside the table that wait for nothing. `told`: what of it is
 * undetermined for a fault, and what ends the run. Errors as policy_apply. */
enum ft_status FT_MUST_CHECK stream_open(struct stream **out, const struct plan *plan,
                                         struct arith *arith, struct diagnostics *told);
/* Behind the rows: what the lines came to, and the rules that wait for sums. `faults` by
 * fault_lists; those of rows go to `told`. Errors as policy_apply. */
enum ft_status FT_MUST_CHECK run_behind(struct stream *stream, struct totals *totals,
                                        struct diagnostics **faults, struct arith *arith,
                                        struct diagnostics *told);
/* Makes `told` known at the end of a run: where that failed, `misread` rows explain it. */
enum ft_status FT_MUST_CHECK stream_end(struct stream *stream, enum ft_status status,
                                        const struct diagnostics *told, bool misread,
                                        struct diagnostics *diagnostics, struct arena *arena);

/* ---- a thread at work ---- */

/* Of one table below, the rows that belong to a block's rows; those before `used` have been worked
 * on. ROW_PADDING NULs stand behind. */
struct below_rows {
    struct growing_text bytes;
    uint32_t lines_before;
    size_t used;
};

struct worker {
    const struct plan *plan;
    struct arena arena;   /* rewound after each block */
    struct arena buffers; /* what goes from block to block */
    struct arena room;    /* of the rule at hand */
    struct arith arith;
    struct vector_pool pool;
    struct totals totals;
    struct keys keys; /* of the block so far */
    bool keys_known;  /* else a fault kept them from being read */
    struct row_block block;
    struct below_rows *below; /* by table below */
    struct growing_text out;
    struct diagnostics diagnostics;
    struct diagnostics **faults; /* by fault_lists, of the block; NULL: none */
    bool sums_at_fault;          /* an aggregate of the block met a fault, which is to be told */
    bool rows_at_fault; /* a rule or posting met one at a row, which leaves it undetermined */
    struct columns *columns;
};

/* Tells why a block could not be worked out, as a run that holds its table would. Errors:
 * FT_INVALID, always but for FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK rows_tell(struct worker *worker, const struct source *rows);
/* Tells the faults of a block that was: of its rows and its aggregates, into their lists. Errors:
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK rows_tell_faults(struct worker *worker, const struct source *rows);

/* The block's list of faults of this number. NULL when memory is out. */
struct diagnostics *worker_faults(struct worker *worker, size_t index);
/* Tells the faults of all aggregates over a block. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK aggregate_tell(struct worker *worker, struct dataset *dataset);

/* `no_kernels`: rows are held, as those of other tables. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_open(struct columns **columns, struct worker *worker,
                                          bool no_kernels);
/* The rows of a block, chunk by chunk. Errors: FT_INVALID where a row is at fault, which is not told;
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_rows(struct worker *worker, const struct source *rows);
/* What the columns have added up on their own goes to the worker's totals: behind the last row. */
void columns_settle(struct columns *columns);

#endif
