/* values.h: figures and what led to them as values; listings of what there is. */
#ifndef FANGTIAN_PUBLIC_VALUES_H
#define FANGTIAN_PUBLIC_VALUES_H

#include "engine.h"

FT_EXTERN_C_BEGIN

/* ---- figures as values ---- */

/* What stands where a figure is asked for. */
enum ft_state {
    FT_VALUE,
    FT_ABSENT,         /* a fact that was not given and may be left out */
    FT_NOT_APPLICABLE, /* the law does not reach the row: see `reason` */
    FT_UNDETERMINED,   /* a fact is missing that it rests on: see `facts` */
    FT_ERROR,          /* at fault, which a diagnostic tells */
};

enum ft_type { FT_NUMBER, FT_TRUTH, FT_DATE, FT_CHOICE, FT_STRING, FT_ROW };

/*
 * A figure: a rule at a row, a fact, a column of a view. Texts are never NULL; "" where there is
 * nothing to say. Numbers are in `unit`, without grouping; dates are ISO; truths "true" or "false";
 * choices by their id; rows by their path.
 */
struct ft_figure {
    enum ft_state state;
    enum ft_type type;
    const char *item;    /* "premium", "projects.far_after", "cost.land" */
    const char *table;   /* "projects" */
    const char *row;     /* "A1/B3"; "" of the portfolio and of totals */
    const char *title;   /* in the engine's language, as `reason` and `shown` are */
    const char *exact;   /* "2000/3": whole and never rounded; "" where there is no value */
    const char *rounded; /* numbers: the amount posted, where the rule posts it once at the row;
                            else half up to the sixth decimal */
    const char *unit;    /* "元/m2" */
    const char *shown;   /* as people read it, with its unit; or the word for its state */
    const char *reason;  /* why it does not apply, or is not determined */
    const char *const *facts; /* that would settle it: "projects[A1].far_after" */
    size_t fact_count;
    const char *source; /* the article */
    const char *file;   /* where the rule, or the fact, stands; `line` 0: nowhere */
    uint32_t line, column;
    bool is_given; /* a fact that somebody wrote: no default, and not absent */
};

/*
 * The figure that `item` names, as ft_explain takes it: "premium@A1". `*figure` is filled in; its
 * strings live until the next call with this engine. After ft_run. Errors: FT_INVALID where nothing
 * or several things are called so; FT_NO_MEMORY. `*figure` is zeroed then.
 */
FT_API FT_MUST_CHECK enum ft_status ft_figure(struct ft_engine *engine, const char *item,
                                              struct ft_figure *figure);

/*
 * One step of a derivation: a node of one of the figure's formulas, at a row. Steps stand in the
 * order of evaluation; operands are indices of earlier ones.
 */
struct ft_step {
    const char *formula; /* "value", "when", "needs[0]", "cases[1].value", "posts[0].amount" */
    const char *op;    /* "field", "figure", "parameter", "add", "sum", "round" … page/CALL.md and
                          report/README.md list them */
    const char *words; /* the formula's own */
    const char *title; /* of a field, a figure or a parameter; else "" */
    const char *table, *row;
    enum ft_state state;
    enum ft_type type;
    const char *exact, *unit, *shown; /* as in struct ft_figure */
    const size_t *operands;           /* FT_NO_STEP where an operand was not evaluated */
    size_t operand_count;             /* of a sum over rows: one a row below; of a pool: by operand,
                                         then by sibling */
    const size_t *wheres;          /* of a sum over rows: its condition, one a row below; or NULL */
    size_t where_count, row_count; /* rows below */
    bool rows_unknown;  /* it is not known which they are: the policy makes them, or a reference is
                          not given */
    const char *figure; /* the rule's figure that was taken: "base_required@2021" */
    const char *source; /* the article of a parameter's value */
    const char *file;   /* where that value, or the fact, stands */
    uint32_t line;
};
#define FT_NO_STEP SIZE_MAX

struct ft_derivation {
    struct ft_figure figure;
    const char *on; /* the date in force; "" where there are no steps */
    const struct ft_step *steps;
    size_t step_count; /* 0 of a fact, a party's net, a sum of a view's column */
};

/*
 * How a figure came about: what the certificate of ft_explain is made from. A step that took
 * another rule's figure names it, to be asked for in turn. Lifetime, order and errors as ft_figure.
 */
FT_API FT_MUST_CHECK enum ft_status ft_derivation(struct ft_engine *engine, const char *item,
                                                  struct ft_derivation *derivation);

/* ---- listings: arrays that live until the next call with the engine ---- */

/* A table: one kind of row. */
struct ft_table {
    const char *id;     /* "projects"; "portfolio" has the one row above all others */
    const char *row_id; /* "project": what names a row of it from below */
    const char *title;
    const char *above; /* the table that its rows stand under; "" of the portfolio */
    const char *key;   /* the field that identifies a row */
    size_t row_count;  /* as of the last run, where a policy makes the rows */
    bool is_made;      /* by a policy: rows are neither filed nor added */
};
FT_API FT_MUST_CHECK enum ft_status ft_list_tables(struct ft_engine *engine,
                                                   const struct ft_table **tables, size_t *count);

/* A row: `path` is what stands behind "@". */
struct ft_row {
    const char *path;  /* "A1/B3" */
    const char *label; /* its name for people; the key where it has none */
    const char *file;
    uint32_t line;
};
FT_API FT_MUST_CHECK enum ft_status ft_list_rows(struct ft_engine *engine, const char *table,
                                                 const struct ft_row **rows, size_t *count);

/* What the absence of a fact means. */
enum ft_absence {
    FT_ABSENCE_REFUSED, /* it must be given */
    FT_ABSENCE_DEFAULT, /* `fallback` holds */
    FT_ABSENCE_UNKNOWN, /* it is not known: what rests on it is undetermined */
    FT_ABSENCE_NONE,    /* there is none; reports list where figures rested on that */
};

struct ft_choice {
    const char *id, *title;
};

struct ft_field {
    const char *id, *title;
    enum ft_type type;
    const char *unit; /* numbers: any unit of its kind is taken */
    bool is_key, is_whole;
    enum ft_absence absence;
    const char *fallback;            /* as ft_figure's `exact` */
    const char *least, *most;        /* bounds, included; "" where there is none */
    const char *refers_to;           /* FT_ROW: the table */
    const struct ft_choice *choices; /* FT_CHOICE */
    size_t choice_count;
};
FT_API FT_MUST_CHECK enum ft_status ft_list_fields(struct ft_engine *engine, const char *table,
                                                   const struct ft_field **fields, size_t *count);

struct ft_rule {
    const char *id, *title, *table;
    enum ft_type type;
    const char *unit, *source, *policy;
    bool is_check; /* a statutory condition */
    bool posts;    /* it moves value from a party to another */
    const char *file;
    uint32_t line;
};
/* In the order in which they are worked out. After ft_load or ft_load_policies. */
FT_API FT_MUST_CHECK enum ft_status ft_list_rules(struct ft_engine *engine,
                                                  const struct ft_rule **rules, size_t *count);

struct ft_total {
    const char *kind, *title, *unit;
    const char *received, *paid, *net; /* plain, in `unit` */
};
struct ft_party {
    const char *id;    /* "city", "holder:A1/H1" */
    const char *title; /* "权利人 陈某（A1/H1）" */
    const struct ft_total *totals;
    size_t total_count;
};
/* Those that pay or receive, with what of each kind of value. After ft_run. */
FT_API FT_MUST_CHECK enum ft_status ft_list_parties(struct ft_engine *engine,
                                                    const struct ft_party **parties, size_t *count);

struct ft_posting {
    const char *rule, *row, *title;
    const char *from, *to; /* ids of parties; `from` "" of a memo, which moves nothing */
    const char *kind, *unit;
    const char *exact, *amount, *residue; /* residue = amount - exact */
    bool is_memo;
    const char *source;
};
/* After ft_run. */
FT_API FT_MUST_CHECK enum ft_status
ft_list_postings(struct ft_engine *engine, const struct ft_posting **postings, size_t *count);

/* One value of a version: `cell` "" of a parameter that is one number, else what ft_set takes
 * behind the id, "urban.to_industry.steel", "2.rate", "2.above", a member. `unit` "" where it is no
 * number, or a plain one. */
struct ft_parameter_value {
    const char *cell, *value, *unit;
};
struct ft_version_of_parameter {
    const char *from, *until; /* ISO; `until` the first day on which it no longer holds, or "" */
    const char *published;    /* "": no day is registered; it is taken as known from `from` on */
    bool is_unverified, is_illustrative;
    const char *source, *note, *file;
    uint32_t line;
    const struct ft_parameter_value *values;
    size_t value_count;
};
struct ft_parameter {
    const char *id, *title, *unit, *policy;
    enum ft_type type; /* of a value; of a set FT_TRUTH: whether the member belongs to it */
    const struct ft_version_of_parameter *versions;
    size_t version_count;
};
/* After ft_load or ft_load_policies. */
FT_API FT_MUST_CHECK enum ft_status
ft_list_parameters(struct ft_engine *engine, const struct ft_parameter **parameters, size_t *count);

FT_EXTERN_C_END

#endif
