/* livebook_internal.h: what the sources of livebook/ share: where everything stands, and how a
 * formula of the law becomes one of a spreadsheet. */
#ifndef FANGTIAN_LIVEBOOK_INTERNAL_H
#define FANGTIAN_LIVEBOOK_INTERNAL_H

#include "../workbook/write.h"
#include "bound.h"
#include "livebook.h"

/* From days since 1970 to the serial numbers of spreadsheets. */
enum { DAYS_TO_1970 = 25569 };

/* ---- where everything stands ---- */

/* The sheet of an entity: a row of it a row, its fields, helpers and rules in columns (slots). The
 * portfolio has one row, which stands upright: a slot is a row there. */
struct table_plan {
    const struct entity *entity;
    const struct table *table;
    const char *sheet, *prefix; /* "改造项目", "'改造项目'!" */
    uint32_t first;             /* the sheet's row of row 0, or of slot 0; from 0 */
    uint16_t keys;              /* columns of rows above, before the fields */
    uint16_t path;              /* column of the rows' paths as written */
    bool is_named;              /* references name its rows, by these paths */
    uint16_t *fields, *items;   /* by index: their slots */
    uint16_t slots;
    bool *named; /* of the scenario's sheet: its fields and items that formulas call by name */
};

/* What a column that is no field and no rule's figure is for. */
enum helper_use {
    HELPER_CASE,    /* does a case's condition hold? `index`: the case */
    HELPER_BODY,    /* what a row gives to a sum and the like */
    HELPER_OPERAND, /* of a pool or running sum; `index`: which */
    HELPER_PLACE,   /* which row a reference names; `via`: the field */
    HELPER_ROWS,    /* how many rows a policy makes below the row; `below`: their entity; of spans,
                       whether they stand as they were made */
    HELPER_FROM,    /* the day on which the spans below the row begin, and that on which they end */
    HELPER_UNTIL,
    HELPER_CHOICE,  /* what an "if" comes to whose condition may not be known */
    HELPER_LOGIC,   /* the same of an "and" or "or" within another */
    HELPER_STEPS,   /* of a share: the exact part, counted in steps */
    HELPER_WHOLE,   /* its whole steps */
    HELPER_LEFT,    /* and what is left of it */
    HELPER_PART,    /* of a condition that names the own row: what is of the other rows alone */
    HELPER_EXTREME, /* the least or greatest of rows that are picked one by one */
};
struct helper {
    enum helper_use use;
    const struct entity *entity;
    const struct rule *rule;       /* NULL: a view's */
    const struct formula *formula; /* that holds the node */
    const struct node *node;       /* NULL: the formula's root */
    size_t index;
    const struct field *via;
    const struct entity *below;
    uint16_t slot;
    uint8_t lacks; /* MAY_…: what its cells may show */
};

/* A stretch of time in which one version of a parameter holds, as far as was known. */
struct segment {
    struct date from, to;
    const struct version *version; /* NULL: none */
};
/* What formulas call of a parameter's lines: its values, what they are for, the days they begin, the
 * rise of a slice's rate; the first such day; of which keys a scale is, and whether it has its borders. */
enum parameter_name_use {
    NAME_VALUES,
    NAME_KEYS,
    NAME_FROM,
    NAME_RISE,
    NAME_SINCE,
    NAME_CLASS,
    NAME_INCLUDED,
    NAME_USES
};
struct parameter_plan {
    const struct parameter *parameter;
    const char *name;      /* as the spreadsheet knows it */
    bool named[NAME_USES]; /* those that a formula uses */
    const struct segment *segments;
    size_t segment_count;
    uint32_t first, rows; /* on the sheet of parameters */
};

/* Whether a figure may lack a value: which cells have to look first. */
enum { MAY_MISS = 1, MAY_WAIT = 2 };

/* A rounding or comparison that doubles may decide otherwise, and what it came to. */
struct decision {
    const struct node *node; /* NULL: a posting's rounding */
    const struct rule *rule;
    const struct entity *entity; /* at whose row the node was evaluated */
    uint32_t row;
    struct number x;      /* what is rounded, or the difference of what is compared */
    int digits;           /* a figure within 10^-digits of x is that figure */
    bool compares, holds; /* a comparison: its outcome */
    struct number result; /* a rounding's */
};

/* A posting as it stands on its sheet, made or not. */
struct posting_plan {
    const struct rule *rule;
    const struct post *post;
    uint32_t row;
    struct account from, to; /* `from.party` NULL: a memo */
    size_t made;             /* its number among the ledger's, from 1; 0: it does not take place */
    uint32_t line;           /* the sheet's row, from 0 */
    bool doubted;            /* a double's rounding may be another, and no decision says so */
    bool decided;            /* it may, and this one says what it is */
    struct decision decision;
    uint32_t next; /* of the same rule and row + 1; 0: none */
};

/* Lines of the scenario's sheet, from 0. */
enum {
    FACTS_TITLE,
    FACTS_COLUMNS,
    FACTS_HEAD, /* the lines of the head, then the portfolio's slots */
    FACTS_AS_OF = FACTS_HEAD + HEAD_AS_OF,
    FACTS_SLOTS = FACTS_HEAD + HEAD_LINES
};

enum fixed_sheet {
    SHEET_OVERVIEW,
    SHEET_CHARTS,
    SHEET_TRIALS,
    SHEET_CARRIED,
    SHEET_HEAD,
    SHEET_PARAMETERS,
    SHEET_POSTINGS,
    SHEET_PARTIES,
    SHEET_CONDITIONS,
    SHEET_PROOF,
    SHEET_SOURCES,
    SHEET_CHOICES,
    SHEET_ORIGINALS,
    SHEET_WRITTEN,
    FIXED_SHEETS
};

/* A sheet's view as it was written, for its waterfalls: by row, what it is called and the sheet's
 * line of its first figure, from 0. */
struct shown_fall {
    const struct view_table *table;
    const char *sheet;
    const char **names;
    uint32_t *lines;
};

/* A fact whose cell shows something else: a fraction, or what is taken where nothing is given. */
struct original_plan {
    const char *sheet;
    struct cell_original cell;
};

struct livebook {
    const struct livebook_context *context;
    struct arena *arena;  /* to the end */
    struct arena scratch; /* a cell's texts */
    struct book_writer *writer;
    const char *sheets[FIXED_SHEETS];
    const char **taken; /* every sheet's name so far */
    size_t taken_count, taken_capacity;
    const char **made; /* those that were written, in order: an empty table has none */
    size_t made_count, made_capacity;
    struct table_plan *tables; /* by entity index */
    struct original_plan *originals;
    size_t original_count, original_capacity;
    struct helper *helpers;
    size_t helper_count, helper_capacity;
    struct parameter_plan *parameters; /* in the policy's order */
    uint8_t **lacks;                   /* by entity index, by item index: MAY_… */
    const struct rule ***rules;        /* likewise: the rule of an item */
    struct posting_plan *postings;
    size_t posting_count, posting_capacity;
    uint32_t *
        *posted; /* by entity index, by row * items + item: the first posting + 1; NULL: none */
    const char *miss, *wait, *none, *yes, *no; /* the words in cells */
    const struct entity **groups; /* whose rows views net postings by: columns of their own */
    size_t group_count;
    const struct enumeration **lists; /* that inputs choose from; NULL: yes and no */
    size_t list_count, list_capacity;
    size_t fixed;           /* cells that are worked out, and stand as values */
    struct bound ***bounds; /* by entity, item, row: how far a double may be off, in base units */
    bool ***doubts;         /* likewise: it may be decided otherwise */
    struct decision *decisions;
    size_t decision_count, decision_capacity;
    struct shown_fall *falls;
    size_t fall_count;
    uint32_t condition_count, proof_count; /* lines of those sheets */
    uint32_t waiting_first, waiting_end;   /* its lines that count what is undetermined */
    size_t waiting;                        /* figures that people see and that are undetermined */
    size_t decided;                        /* lines of decisions on the sheet of proof */
    size_t unfollowed;                     /* its lines of figures for which there is no formula */
    enum ft_status status;                 /* FT_OK; what a view came to */
    bool no_memory;
};
enum { LIST_FIRST_LINE = 3 };

bool livebook_zh(const struct livebook *book);
const char *livebook_say(struct livebook *book, const char *zh, const char *en);
/* A text in the arena; "" where memory is out, which the book notes. */
const char *livebook_kept(struct livebook *book, const char *made);
/* The same of a format: in the book's arena, and in that of a cell's texts. */
const char *livebook_format(struct livebook *book, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *livebook_scratch(struct livebook *book, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *livebook_title(const struct livebook *book, const struct title *title);
/* "用地面积（亩）" */
const char *livebook_head(struct livebook *book, const struct title *title, const struct unit *unit,
                          bool integer);
/* What formulas of other sheets call the day in force, and a slot of the scenario's sheet: NULL,
 * where it is a helper's. In the book's arena. */
extern const char livebook_day_name[];
const char *livebook_slot_name(struct livebook *book, uint16_t slot);
/* The row by its keys from the top, as on the sheets. */
const char *livebook_path(struct livebook *book, const struct entity *entity, uint32_t row);
const struct rule *livebook_rule(const struct livebook *book, const struct item *item);

/* Lays everything out. */
void livebook_plan(struct livebook *book);
const char *livebook_sheet(struct livebook *book, const char *name);
void livebook_plan_parameters(struct livebook *book);
void livebook_plan_postings(struct livebook *book);
/* The helpers that a formula needs beside those of a rule's cases, and what they may lack. */
void livebook_plan_helpers(struct livebook *book, const struct rule *rule,
                           const struct formula *formula, bool whole);
const struct helper *livebook_helper(const struct livebook *book, const struct node *node,
                                     enum helper_use use, size_t index);
const struct helper *livebook_place(const struct livebook *book, const struct entity *entity,
                                    const struct field *via);
/* Adds one; what it looks at was added before. */
void livebook_add_helper(struct livebook *book, const struct helper *helper);

/* Tables of spans (spans.c). Columns of their parent for both ends; what these may lack; whether a field
 * is a span's own day. */
void livebook_plan_ends(struct livebook *book, const struct entity *spans);
uint8_t livebook_end_lacks(const struct livebook *book, const struct entity *spans);
bool livebook_is_end(const struct entity *entity, const struct field *field);
/* Whether the spans below each parent are as many as were made: 0, or 1 where that is not known, or 2. */
struct cell *spans_stand_column(struct livebook *book, const struct entity *spans);
const struct helper *livebook_rows(const struct livebook *book, const struct entity *below);
const struct helper *livebook_case(const struct livebook *book, const struct rule *rule,
                                   size_t index);

/* Lines of a table's sheet, from 0: its title, its columns' heads, its first row. */
enum {
    TABLE_TITLE = LIVE_TITLE - 1,
    TABLE_REMARK = LIVE_REMARK - 1,
    TABLE_IDS = LIVE_IDS - 1,
    TABLE_SOURCES = LIVE_SOURCES - 1,
    TABLE_HEADS = LIVE_HEADS - 1,
    TABLE_FIRST_LINE = LIVE_FIRST - 1
};

/* Columns of the sheet of postings, and its first line; the parties'. */
enum {
    POSTINGS_NUMBER,
    POSTINGS_TITLE,
    POSTINGS_ROW,
    POSTINGS_PAYER_KIND,
    POSTINGS_PAYER,
    POSTINGS_PAYEE_KIND,
    POSTINGS_PAYEE,
    POSTINGS_KIND,
    POSTINGS_AMOUNT,
    POSTINGS_SOURCE,
    POSTINGS_RULE,
    POSTINGS_GROUPS,
};
enum { POSTINGS_FIRST_LINE = 4, PARTIES_FIRST_LINE = 3, PARAMETERS_FIRST_LINE = 3 };

/* A node at all rows of an entity, under a rule's dates (NULL: the scenario's), silently; what a
 * helper's cells hold. In scratch; NULL where memory is out. */
struct cell *evaluate_column(struct livebook *book, const struct rule *rule,
                             const struct formula *formula, const struct node *node,
                             const struct entity *entity);
struct cell *helper_column(struct livebook *book, const struct helper *helper);

/* Finds the figures that doubles may decide otherwise. */
void livebook_trust(struct livebook *book);
struct known_node;
/* Whether rounding to a multiple gives the same where the figure is off by an error. */
bool trust_rounding(struct livebook *book, struct arith *arith, const struct number *x,
                    const struct number *step, enum rounding mode, struct bound error);
/* What doubles may be off of what the slices of a scale come to; of thresholds, of the rises of all
 * slices that an amount falls behind, added up. */
struct bound bound_of_brackets(struct livebook *book, struct arith *arith, const struct node *node,
                               const struct number *x, struct bound error);
struct bound bound_of_thresholds(struct livebook *book, struct arith *arith,
                                 const struct node *node);
/* Takes what a formula says of rows over into the figure's bounds and doubts. `bounds` NULL: it is
 * a condition. */
void trust_formula(struct livebook *book, const struct rule *rule, const struct formula *formula,
                   const uint32_t *rows, uint32_t count, struct bound *bounds, bool *doubts);
/* Finds a bound by which a figure is known as what it was; false where doubles are off too far:
 * `least`, how many digits behind the point it has to tell apart. */
bool decision_make(struct decision *made, struct livebook *book, struct arith *arith,
                   const struct number *x, struct bound error, int least);
/* Keeps one, the first of its node and row; false where memory is out. */
bool livebook_decide(struct livebook *book, const struct decision *decision);
/* NULL: the node is sure at the row. */
bool livebook_is_decided(const struct livebook *book, const struct node *node);
const struct decision *livebook_decision(const struct livebook *book, const struct node *node,
                                         uint32_t row);
/* Evaluates a formula at rows, silently, and tells of each node. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK evaluate_traced(struct livebook *book, const struct rule *rule,
                                             const struct formula *formula, const uint32_t *rows,
                                             uint32_t count, const struct trace *trace,
                                             struct arith *arith);
/* Whether both sides of a comparison stand in the file as they were typed. */
bool is_typed_pair(const struct node *node);

/* ---- texts of formulas ---- */

/* How tightly a text binds, so that parentheses stand only where they must. */
enum binding { BINDS_COMPARISON, BINDS_JOIN, BINDS_SUM, BINDS_PRODUCT, BINDS_POWER, BINDS_ATOM };

/* What must hold for a term to have a value: `test`, a condition; where it does not, `fail` is what
 * the cell shows. */
struct demand {
    const char *test;
    const char *cell; /* that must hold a number: test is ISNUMBER of it; or NULL */
    const char *fail;
    uint8_t lacks; /* MAY_…: what `fail` may be */
    const struct demand *next;
};

/* Tests that are known to pass. */
struct fact {
    const char *test;
    const struct fact *next;
};

struct term {
    const char *text;
    enum binding binds;
    const struct demand *demands; /* in the order in which they decide */
};

/* Of one piece, in need of no parentheses and of no figure. */
struct term term_atom(const char *text);

/* A row that a formula is about. */
struct spot {
    const struct entity *entity;
    uint32_t row;
};

struct translator {
    struct livebook *book;
    struct arena *arena;
    const struct table_plan *host; /* whose sheet the formula stands on: no prefix; or NULL */
    const struct rule *rule;       /* whose dates hold; NULL: the scenario's date */
    uint8_t lacks;                 /* MAY_…: what the cell may show */
    bool risky;                    /* something in it may fail: a division, a look-up */
    bool own_row;    /* the own row's number is written as OWN_ROW; the row is row 0 */
    bool unfollowed; /* there is no formula for a part of it (term_stands_as_value) */
    bool other_rows; /* the formula looks at other rows of tables: it is not the same in each row */
};
/* Stands for the number of the row whose formula it is. */
enum { OWN_ROW = '\x01' };

/* As livebook_kept, in the translator's arena. */
const char *said(struct translator *to, const char *made);
#define SAY(to, ...) said((to), arena_format((to)->arena, __VA_ARGS__))

/* "K5", "'改造项目'!K5"; `fixed`: "$K$5". */
const char *cell_text_of(struct translator *to, const struct table_plan *plan, uint32_t row,
                         uint16_t slot);
const char *range_text_of(struct translator *to, const struct table_plan *plan, uint32_t first,
                          uint32_t end, uint16_t slot);
/* All rows' cells of the slots from `first` to `last`, of which there are some. */
const char *block_text_of(struct translator *to, const struct table_plan *plan, uint16_t first,
                          uint16_t last);
/* "$D$5" on a fixed sheet, with its prefix. */
const char *fixed_cell(struct translator *to, enum fixed_sheet sheet, uint32_t row, uint16_t column,
                       uint32_t last_row);
/* The same as a range, of one cell too: not every engine counts in what is no range. */
const char *fixed_range(struct translator *to, enum fixed_sheet sheet, uint32_t row,
                        uint16_t column, uint32_t last_row);
/* A text as a formula has it, in quotes. */
const char *quoted_text(struct translator *to, const char *text);
/* A number in a formula: decimals, or a quotient. */
struct term number_term(struct translator *to, const struct number *value);
/* In parentheses where it binds less tightly than `least`. */
const char *bound(struct translator *to, const struct term *term, enum binding least);
/* The unit of helpers' figures: base units. */
extern const struct unit livebook_base_unit;
/* How a unit's figures stand in cells: what one of them is in base units. */
struct number cell_factor(const struct unit *unit);
/* A figure as a cell shows it in its unit; how amounts of a kind are shown. */
struct number livebook_shown(struct livebook *book, const struct number *value,
                             const struct unit *unit);
enum book_format livebook_amounts(const struct value_kind *kind);
/* A cell's figure in base units, or a figure in base units as a cell shows it. */
struct term from_cell(struct translator *to, const char *cell, const struct unit *unit);
const char *to_cell(struct translator *to, const struct term *term, const struct unit *unit);

const struct demand *demand_add(struct translator *to, const struct demand *list,
                                const struct demand *one);
const struct demand *demands_join(struct translator *to, const struct demand *first,
                                  const struct demand *second);
/* Those that no fact settles. */
const struct demand *demands_open(struct translator *to, const struct demand *list,
                                  const struct fact *known);
/* The same demands where `condition` holds; none where it does not (`when` false: the other way).
 */
const struct demand *demands_if(struct translator *to, const struct demand *list,
                                const char *condition, bool when);
const struct fact *fact_add(struct translator *to, const struct fact *known, const char *test);
const struct fact *facts_of_demands(struct translator *to, const struct fact *known,
                                    const struct demand *list);
/* Conditions without what decides nothing (conditions.c): "IF(TRUE,a,b)" is "a". A test is looked at
 * before the others, which must not be where it decides. */
const char *condition_not(struct translator *to, const char *text);
const char *condition_both(struct translator *to, const char *first, const char *second);
const char *condition_either(struct translator *to, const char *first, const char *second);
const char *condition_if(struct translator *to, const char *test, const char *then,
                         const char *otherwise);
/* All tests of a list as one condition. */
const char *all_tests(struct translator *to, const struct demand *list);
/* `text` where all demands hold, else what they say instead. */
const char *guarded(struct translator *to, const struct demand *list, const char *text);

/* ---- from nodes to terms ---- */

/* A node's value at a spot, given what is known. */
struct term translate(struct translator *to, const struct node *node, struct spot spot,
                      const struct fact *known);
/* An operand's, its demands joined to those of `all`. */
struct term translate_operand(struct translator *to, const struct node *node, size_t index,
                              struct spot spot, const struct fact *known, struct term *all);
/* By kinds of operations. */
struct term translate_leaf(struct translator *to, const struct node *node, struct spot spot);
/* A node that has a cell of its own: that cell, whatever the node is. */
struct term translate_helper_cell(struct translator *to, const struct helper *helper,
                                  const struct node *node, struct spot spot);
struct term translate_logic(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known);
struct term translate_if(struct translator *to, const struct node *node, struct spot spot,
                         const struct fact *known);
struct term translate_call(struct translator *to, const struct node *node, struct spot spot,
                           const struct fact *known);
struct term translate_shift(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known);
/* What looks at other rows. */
struct term translate_sibling(struct translator *to, const struct node *node, struct spot spot);
struct term translate_previous(struct translator *to, const struct node *node, struct spot spot);
struct term translate_cumulative(struct translator *to, const struct node *node, struct spot spot);
struct term translate_share(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known);
struct term translate_fill(struct translator *to, const struct node *node, struct spot spot,
                           const struct fact *known);
struct term translate_aggregate(struct translator *to, const struct node *node, struct spot spot);
/* A parameter as of another date than the row's, node's operands 0 and 1; what the date demands comes
 * to `all`. */
struct term translate_dated(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known, struct term *all);
struct term translate_parameter(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known);
/* The date whose parameters hold at a spot. */
const char *date_term(struct translator *to, struct spot spot);
/* Whether there is a formula for the node under a rule's dates (NULL: the scenario's); else what it
 * is in stands as a value, as it was worked out. */
bool livebook_follows(struct livebook *book, const struct node *node, const struct rule *rule);
struct term term_stands_as_value(struct translator *to);
/* What is known where a condition is true, or false. */
const struct fact *facts_if(struct translator *to, const struct node *node, struct spot spot,
                            bool truth, const struct fact *known);
/* An amount to a multiple of a step: of 10 to the power -`decimals`, or of `step` where that is
 * below 0. */
struct term rounded_term(struct translator *to, enum rounding mode, const struct term *amount,
                         const struct term *step, int decimals);
/* Whether the first of an "and" or "or" may be unknown, so that the second may decide. */
bool logic_is_open(struct translator *to, const struct node *node, struct spot spot);
/* Such a one in a cell of its own. */
const char *translate_own_logic(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known);
/* Whether the condition of an "if" may be unknown at a row while its branches agree. */
bool choice_is_open(struct translator *to, const struct node *node, struct spot spot);
/* A rounding and a comparison that stand as decided while their figures do. */
struct term decided_rounding(struct translator *to, const struct decision *decision,
                             const struct term *amount, const struct term *rounded);
struct term decided_comparison(struct translator *to, const struct decision *decision,
                               const char *difference, const struct term *compared);
/* A cell's whole formula for a node: states as their words, truths as theirs, numbers in `unit`. */
const char *translate_whole(struct translator *to, const struct node *node, struct spot spot,
                            const struct unit *unit, const struct fact *known);
/* A choice ("if") in a cell of its own. */
const char *translate_choice(struct translator *to, const struct node *node, struct spot spot,
                             const struct unit *unit, const struct fact *known);
/* A cell of a column that the spot's row sees: its own, a row's above, or the one that a reference
 * names; `demands`: that it names one. */
const char *seen_cell(struct translator *to, const struct node *node, struct spot spot,
                      uint16_t slot, const struct demand **demands);
/* A cell's text as a value of its type; and that it must hold one, given what it may lack: of any
 * cell, of a rule's figure. */
struct term cell_term(struct translator *to, const char *cell, const struct type *type,
                      const struct unit *unit);
const struct demand *cell_demand(struct translator *to, const struct type *type, const char *cell,
                                 uint8_t lacks);
const struct demand *item_demand(struct translator *to, const struct item *item, const char *cell);
/* A rule's figure; a helper's. */
const char *translate_rule(struct translator *to, const struct rule *rule, uint32_t row);
const char *translate_helper(struct translator *to, const struct helper *helper, uint32_t row);
/* A span's first day, or the first behind it; whether all below a parent stand as they were made. */
const char *translate_end(struct translator *to, const struct entity *entity,
                          const struct field *field, uint32_t row);
const char *translate_spans_stand(struct translator *to, const struct entity *spans,
                                  uint32_t parent);
/* The day behind another on which a parameter's next value begins, `last` where none does; NULL: none
 * was ever known. */
const char *translate_next_value(struct translator *to, const struct parameter *parameter,
                                 const char *day, const char *last);
/* What a posting moves. */
const char *translate_posting(struct translator *to, const struct posting_plan *posting);
/* A formula that may fail shows the word for what is not known where it does. */
const char *settled_text(struct translator *to, const char *text);
/* What a fact's cells may lack. */
/* Whether a node is a field or figure of rows of `entity`; whether an aggregate needs no column of
 * its own; its parts, NULL where it has none. */
bool is_plain_column(const struct node *node, const struct entity *entity);
uint8_t livebook_field_lacks(const struct livebook *book, const struct entity *entity,
                             const struct field *field);
bool aggregate_is_plain(const struct livebook *book, const struct node *node);
const struct node *aggregate_body(const struct node *node);
const struct node *aggregate_where(const struct node *node);
/* The row below which an aggregate's rows stand: the own one, one above it, or that beside whose rows
 * references stand. */
struct spot livebook_over(const struct livebook *book, const struct node *node, struct spot spot);
/* An aggregate at the own row, though it may have a cell of its own. */
struct term aggregate_term(struct translator *to, const struct node *node, struct spot spot);

/* The parts of an aggregate's conditions that names the own row: a condition or figure of the other
 * rows, and the own row's cell that it is compared with, or NULL. */
enum { MOST_BESIDE = 8 };
struct beside_part {
    const struct node *node, *column, *own;
};
struct beside {
    struct beside_part parts[MOST_BESIDE]; /* in the order in which they stand */
    size_t count;
    const struct node *body; /* figures of the other rows; or NULL */
};
/* False: there is no formula for such conditions. */
bool beside_find(const struct node *node, struct beside *beside);
/* Whether a part may be decided by another though it lacks a value. */
bool beside_is_open(struct livebook *book, const struct node *node);
/* A column of all postings; a posting's amount. */
const char *posting_column(struct translator *to, uint16_t column);
const char *posting_cell(struct translator *to, const struct posting_plan *posting);
/* The article of a figure: of the case taken, else of the rule. */
const char *livebook_source(const struct livebook *book, const struct rule *rule, uint32_t row);
/* Rows below: the first and the one behind the last. */
void rows_below_spot(const struct livebook *book, struct spot spot, const struct entity *below,
                     uint32_t *first, uint32_t *end);

/* ---- sheets ---- */

void livebook_write_head(struct livebook *book);
/* The lines of the head, as they are read again; the day may be changed and all follows it. */
void livebook_write_facts(struct livebook *book);
/* "A1/2026": a row's keys as their cells show them. */
const char *livebook_shown_path(struct livebook *book, const struct entity *entity, uint32_t row);
/* Takes nothing else in the cells of a table's keys. */
void livebook_keep_rows(struct livebook *book, const struct table_plan *plan);
/* What stands in a line of the scenario's sheet that no change follows. */
const char *livebook_head_text(struct livebook *book, uint32_t line);
void livebook_write_table(struct livebook *book, const struct table_plan *plan);
void livebook_write_parameters(struct livebook *book);
/* What stands where there is no law; how many lines a version takes there; of a scale its keys. */
extern const char livebook_no_value[];
uint32_t livebook_version_rows(const struct parameter *parameter, const struct version *version);
const char *livebook_scale_class(struct livebook *book, const struct parameter *parameter,
                                 const struct scale *scale);
/* Names of what formulas look at in other sheets, once all of them are written. */
void livebook_name_parameters(struct livebook *book);
void livebook_name_head(struct livebook *book);
void livebook_write_postings(struct livebook *book);
void livebook_write_parties(struct livebook *book);
/* "权利人 A1/H1": an account as the sheets of postings and parties know it. */
const char *livebook_account(struct livebook *book, struct account account);
/* A row's name where it has one that is not its key; else "". */
const char *livebook_row_label(struct livebook *book, const struct entity *entity, uint32_t row);
/* The same in a cell, behind a text; an account as reports call it: they follow the name's cell. */
void livebook_write_label(struct livebook *book, uint32_t line, uint16_t column,
                          const struct book_look *look, const struct entity *entity, uint32_t row,
                          const char *before);
void livebook_write_account_label(struct livebook *book, uint32_t line, uint16_t column,
                                  const struct book_look *look, struct account account);
/* Who carries whom; what was changed for a trial: no sheet where there is nothing to say. */
void livebook_write_carried(struct livebook *book);
void livebook_write_trials(struct livebook *book);
void livebook_write_views(struct livebook *book);
void livebook_write_conditions(struct livebook *book);
/* Sheets that list something: a title, a line on it, heads over the columns; a text in a cell. */
void livebook_open_list(struct livebook *book, enum fixed_sheet sheet, const char *remark,
                        const struct title *heads, const uint8_t *widths, uint16_t count);
void livebook_list_words(struct livebook *book, uint32_t line, uint16_t column, const char *text);
/* Lines of the sheet of proof on what formulas cannot follow, from `line` on; the next line. */
uint32_t livebook_write_structure(struct livebook *book, uint32_t line);
/* And lines that count the figures that are undetermined, as the conclusion does. */
uint32_t livebook_write_waiting(struct livebook *book, uint32_t line);
void livebook_write_proof(struct livebook *book);
void livebook_write_sources(struct livebook *book);
void livebook_write_overview(struct livebook *book);
void livebook_write_choices(struct livebook *book);
/* Whether a fact was filed, or holds by default. */
bool livebook_is_given(const struct table_plan *plan, const struct field *field, uint32_t row);
/* Notes what a fact's cell stands for, where it shows something else. */
void livebook_note_original(struct livebook *book, const struct table_plan *plan,
                            const struct field *field, uint32_t row,
                            const struct original_plan *place, const struct book_value *shown);
void livebook_write_originals(struct livebook *book);
/* The hidden sheet of what the workbook was written with. */
void livebook_write_written(struct livebook *book);
/* Whether any view declares a chart that stands on the sheet of charts; and that sheet, open. */
bool livebook_has_charts(const struct livebook *book);
void livebook_write_charts(struct livebook *book);
/* The chart of a table's view below its rows, which begin in line `first`. */
void livebook_chart_table(struct livebook *book, const struct view *view, const char *sheet,
                          uint16_t names, uint32_t first, uint32_t rows);

void livebook_open_sheet(struct livebook *book, const char *name, bool hidden);
/* A text in a cell of a role, in the general format. */
void livebook_words(struct livebook *book, uint32_t line, uint16_t column, enum book_role role,
                    const char *text);
/* One whose lines are written from the first to the last: it may be long. */
void livebook_open_rows(struct livebook *book, const char *name, bool hidden);
void livebook_formula(struct livebook *book, uint32_t line, uint16_t column,
                      const struct book_look *look, const char *formula,
                      const struct book_value *value);
uint32_t livebook_lines(const char *text, size_t width);
void livebook_fixed(struct livebook *book, uint32_t line, uint16_t column, enum book_format format,
                    const struct book_value *value);
size_t livebook_digits(struct livebook *book, const struct number *value);
/* How a page of ours is printed: its head and foot. */
void livebook_page(struct livebook *book, const struct book_page *page, const char *sheet);
/* A cell's value as it stands until it is worked out again. */
struct book_value value_of_cell(struct livebook *book, const struct cell *cell,
                                const struct type *type, const struct unit *unit,
                                struct number *room);
enum book_format format_of(const struct type *type, const struct unit *unit, bool integer);

#endif
