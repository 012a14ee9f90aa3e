/*
 * policy.h: the rules of law as loaded from policy files, and their application to rows.
 *
 * A policy file holds parameters and rules (policies/README.md says how to write one). A folder of
 * them is a pack. Loading checks everything: after policy_load only the data can be at fault.
 *
 *     struct policy *policy;
 *     if (policy_load(&policy, arena, diagnostics, folders, 1, packs, 3) == FT_OK)
 *         policy_apply(policy, dataset, arith, diagnostics, &record);
 */
#ifndef FANGTIAN_POLICY_H
#define FANGTIAN_POLICY_H

#include "../formula/formula.h"

/* A kind of value that a posting carries: cash, property, land, quota. Rounding is the kind's, as
 * data. */
struct value_kind {
    const char *id;
    struct title title;
    struct unit unit;
    struct number step; /* posted amounts are multiples of it, in base units: 0.01 元 */
    enum rounding mode;
    uint32_t decimals; /* that show the step exactly in `unit` */
    size_t index;
};
/* An amount in the kind's unit, without its name: with all decimals of the step, else exact. NULL when memory is out. */
const char *kind_text(const struct value_kind *kind, const struct number *amount,
                      struct arith *arith, enum number_style style);

/* Someone who pays or receives. */
struct party {
    const char *id;
    struct title title;
    const struct entity *each; /* one party a row of this entity (a holder); NULL: one in all */
    bool is_public;            /* a purse of public money */
    bool passes_on;            /* what it gets goes to others: who carries whom is shown */
    bool in_detail;            /* its sheet is asked for by --detail: others show all its lines */
    size_t index;
};

/* Text with formulas in braces: "{city.title} is not one of {…}". Pieces alternate; `formula` NULL
 * for plain text. */
struct template_piece {
    const char *text;
    const struct formula *formula;
};
struct template
{
    const struct template_piece *pieces;
    size_t count; /* 0: none was written */
};
struct bilingual {
    struct template zh, en;
};

/* One exception to a rule's value. */
struct rule_case {
    const char *label;
    struct title title;
    const struct formula *when, *value;
    const char *source;
    const char *note;          /* or NULL */
    const uint32_t *overrides; /* indices of cases that yield to this one */
    size_t override_count;
    struct place place;
};

/* One movement of value. `amount` NULL: the rule's value; `when` NULL: always. */
struct post {
    const struct party *from, *to; /* a memo has `to` only */
    const struct field *from_via,
        *to_via; /* the reference that leads to the party's row; NULL: own row or an ancestor */
    const struct value_kind *kind;
    const struct formula *when, *amount;
    bool memo;          /* relief or deferral: shown on the party's sheet, moves nothing */
    struct title title; /* of the line; the rule's where not written */
    struct place place;
};

struct rule {
    struct item item; /* its name, type and column */
    bool require;     /* a statutory condition: boolean */
    bool of_facts;    /* of a condition: it compares facts, one of which is wrong where it fails */
    bool of_pack;     /* of such a condition: where it fails all that its pack gives is in doubt */
    bool coarse;      /* of one of facts: what passes it is not vouched for */
    bool fallback;    /* stands only where no other pack has the rule */
    bool recurs;      /* it uses its own figure at the sibling before */
    bool asks_siblings; /* its formulas look at rows beside its own */
    bool is_seen; /* people see its figures: it posts, is a condition, or a view shows it; a step
                     between that leads nowhere says nothing of the conclusion */
    bool when_is_dated;                 /* `when` asks for law: the date in force goes before it */
    const struct formula *when;         /* or NULL */
    const struct formula *value;        /* the default; NULL where every value is a case's */
    const struct formula *on;           /* the date in force; NULL: as_of */
    const struct formula *const *needs; /* references to checks */
    size_t need_count;
    const struct formula *const *ways; /* references to figures of which one must apply: where none
                                          does, this one is undetermined */
    size_t way_count;
    struct bilingual otherwise; /* why it does not apply where `when` is false; why a check fails */
    struct bilingual outstanding; /* what is left to settle where the figure is not zero: for the
                                     first page; or empty */
    struct title outside; /* the former where it is not the latter; both NULL where not written */
    const struct rule_case *cases;
    size_t case_count;
    const struct post *posts;
    size_t post_count;
    const struct formula *without; /* what it is where its policy is left out; or NULL */
    const char *source;            /* never NULL: the rule's or its policy's */
    struct title note;             /* an interpretation; both NULL where none */
    const struct policy_file *file;
    const struct rule *replaced; /* what it replaced, of an earlier pack; or NULL */
    struct place place;
};

struct policy_file {
    const char *id;   /* "guangdong/lat-rebate" */
    const char *pack; /* "guangdong" */
    struct title title;
    const char *source;
    bool compared; /* false: it books facts alone; there is no law without it to compare with */
    bool changes;  /* it posts, checks, replaces or says what holds without it */
    bool left_out;
    bool is_cited; /* the folder of its pack registers texts of law: its sources are checked */
    struct place place;
};

/* What a line is in a chart of its view. */
enum view_chart {
    VIEW_CHART_NONE,
    VIEW_CHART_SERIES, /* of a table: bars, one a row */
    VIEW_CHART_FROM,   /* of a sheet: what a waterfall begins with, */
    VIEW_CHART_MORE,   /* what is added, */
    VIEW_CHART_LESS,   /* what is taken off, */
    VIEW_CHART_TO,     /* and what it comes to */
    VIEW_CHART_FLOWS,  /* of a net: the postings that make it, by rule */
    VIEW_CHART_COUNT
};
/* As policies write them; NULL for VIEW_CHART_NONE. */
extern const char *const view_chart_names[VIEW_CHART_COUNT];

/*
 * A line of a view: a formula on the view's row, or what a party nets of a kind of value by the
 * postings that are made at the row or below it.
 */
struct view_line {
    const char *id;
    struct title title;
    const struct formula *value;   /* NULL: `party` says what */
    const struct party *party;     /* NULL: `value` says what */
    const struct value_kind *kind; /* of the net; of a value shown like what is posted; or NULL */
    struct type type;
    struct unit unit;   /* numbers: how they are shown */
    bool integer;       /* numbers: shown without grouping (a year) */
    struct number step; /* numbers: shown half up to it, in base units; 0: as they are */
    uint32_t decimals;  /* that show the step exactly in `unit` */
    uint32_t level;     /* of a sheet: how far it is indented */
    bool total;         /* of a table: has a sum below; of a sheet: is a sum of lines above it */
    bool key;           /* a figure by which policies are compared */
    enum view_chart chart;
    const char *source; /* or NULL: the figure's own */
    struct place place;
};

/*
 * What a reader opens first: figures of one table side by side. A table shows a row of the entity a
 * row; a sheet shows each row by itself, with a line a line.
 */
struct view {
    const char *id;
    struct title title;
    struct title note; /* said below its figures; both NULL where none */
    const struct entity *entity;
    bool sheet;
    const struct formula *lead;  /* of the root: reports begin with it where this holds; or NULL */
    const struct view_line *per; /* of a sheet: what lines are shown per, in a column of its own:
                                    `value` is the divisor, `unit` the quotient's; or NULL */
    const struct view_line *lines;
    size_t line_count;
    const struct policy_file *file;
    struct place place;
};

/* A text of law that sources cite, as texts.cfg registers it. */
enum law_text_kind {
    TEXT_BINDING, /* binds by itself */
    TEXT_PLAN,    /* passes on what others rule */
    TEXT_PRACTICE /* no text of law: facts as given, arithmetic, a city's own choice */
};
enum law_text_known { TEXT_SEEN, TEXT_QUOTED, TEXT_NAMED }; /* how its words are known */
struct law_text {
    const char *id;
    size_t index; /* in the policy's texts */
    struct title title;
    const char *number;     /* of the document; NULL: it has none */
    const char *short_name; /* the first other name that sources call it by; or NULL */
    enum law_text_kind kind;
    enum law_text_known known;
    bool articles;                           /* who cites it names one */
    struct date published, in_force, lapsed; /* DATE_FOREVER: not given. `lapsed`: first day that it
                                                does not hold */
    const char *note;                        /* or NULL */
    const struct law_text *const *follows; /* those whose place it takes, or that it goes on with */
    size_t follow_count;
    struct place place;
};

/* What a source calls a text by; a list of those that begin alike. */
enum { TEXT_BUCKETS = 1024, MOST_CITATIONS = 16 };
struct text_name {
    const char *bytes;
    size_t length;
    const struct law_text *text;
    const struct text_name *next;
};

/* A text that a source cites, and the piece of the source in which its article stands. */
struct citation {
    const struct law_text *text;
    const char *article;
    size_t length;
};

/* What a later pack put in the place of an earlier one's, or added to it. */
struct replacement {
    const char *id; /* of the rule or parameter */
    const char *old_policy, *new_policy;
    bool amends;         /* a parameter: values were added, the others stand */
    const char *dropped; /* of a parameter replaced: the first days of the values that the new one
                            does not give, "2019-01-01, 2021-01-01"; NULL: none */
};

struct policy {
    struct schema schema;
    const struct party *parties;
    size_t party_count;
    const struct value_kind *kinds;
    size_t kind_count;
    const struct policy_file *files; /* in the order of loading */
    size_t file_count;
    const struct rule *const *rules; /* sorted: a rule stands behind all it uses */
    size_t rule_count;
    const struct parameter *const *parameters; /* in the order of loading */
    size_t parameter_count;
    struct parameter *const *derived; /* those with values that are worked out, each behind those
                                         that it rests on */
    size_t derived_count;
    const struct view *const *views; /* in the order of loading */
    size_t view_count;
    const struct replacement *replacements;
    size_t replacement_count;
    const struct law_text *const *texts; /* as written, folder by folder; of no texts.cfg: none */
    size_t text_count;
    const struct text_name *text_names[TEXT_BUCKETS];
    bool has_vocabulary;   /* the schema can be used, even where something else is at fault */
    char digest[SHA_TEXT]; /* SHA-256 over the files' ids and digests in order, hex */
};

/*
 * Loads vocabulary.cfg (from the first folder that has it) and the packs, in order; a pack is
 * looked for in each folder in turn. `asked` holds where a pack's name was written (NULL: the
 * command line). Reports every fault in one go. Errors: FT_INVALID, FT_IO, FT_TOO_LARGE,
 * FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK policy_load(struct policy **policy, struct arena *arena,
                                         struct diagnostics *diagnostics,
                                         const char *const *folders, size_t folder_count,
                                         const struct text *packs, size_t pack_count);

/*
 * The same law as it would be without the policy `without` ("guangdong/lat-rebate"; NULL: with
 * all). What the policy replaced stands again. Its checks and what it posts do not apply, unless
 * the rule says what it is then; other figures of it stay. Its views stay.
 */
enum ft_status FT_MUST_CHECK policy_load_without(struct policy **policy, struct arena *arena,
                                                 struct diagnostics *diagnostics,
                                                 const char *const *folders, size_t folder_count,
                                                 const struct text *packs, size_t pack_count,
                                                 const char *without);

/*
 * The vocabulary alone: what a scenario can hold, for checking its rows where its packs are not
 * known. Rules and tables that policies make are not there. Errors as policy_load.
 */
enum ft_status FT_MUST_CHECK policy_load_vocabulary(struct policy **policy, struct arena *arena,
                                                    struct diagnostics *diagnostics,
                                                    const char *const *folders,
                                                    size_t folder_count);

/* Every pack (folder with policy files) in the folders, sorted by name. `files`: those in memory;
 * or NULL. */
enum ft_status FT_MUST_CHECK policy_packs(const char ***packs, size_t *count, struct arena *arena,
                                          const struct file_list *files, const char *const *folders,
                                          size_t folder_count);

/* Of these packs, in the order that the vocabulary gives and then by name, those that replace
 * something of another one (`replace`), or those that do not. `files` notes what is read for it; or
 * NULL. */
enum ft_status FT_MUST_CHECK policy_packs_that(bool replace, const char ***packs, size_t *count,
                                               struct arena *arena, struct file_list *files,
                                               const char *const *folders, size_t folder_count);

/* ---- tables of spans ---- */

/* Where a span ends and the next begins. */
enum cut_kind {
    CUT_CALENDAR,  /* where every so many months of the calendar begin: 1, 12 */
    CUT_TERM,      /* every so many months after the first day */
    CUT_PARAMETER, /* where another value of `parameter` is in force */
    CUT_TABLE      /* on the day that `field` of the rows of `entity` says */
};

struct cut {
    enum cut_kind kind;
    int64_t months;
    const struct parameter *parameter;
    const struct entity *entity;
    const struct field *field;
};

struct spans {
    const struct formula *from, *to; /* days, on rows of the parent */
    bool until;                      /* `to` is the last day, not the first behind */
    const struct cut *cuts;
    size_t cut_count;
    size_t begin, end; /* fields of the table */
};

/* Whether a policy is called so: by its id or a title. */
bool policy_file_is(const struct policy_file *file, const char *name);
/* The rule, view or parameter with this id, or NULL. */
const struct rule *policy_rule(const struct policy *policy, const char *id);
/* The rule whose item it is. */
const struct rule *policy_rule_of(const struct policy *policy, const struct item *item);
const struct view *policy_view(const struct policy *policy, const char *id);
const struct parameter *policy_parameter(const struct policy *policy, const char *id);

/* The texts that a source cites, in its order, up to `most` of them. */
size_t source_citations(const struct policy *policy, const char *source, struct citation *citations,
                        size_t most);
/* The day from which on a value in force from `from` is known by the texts that its source cites: that of the
 * newest published by then, else of the first published after; DATE_FOREVER where none says its day. */
struct date citations_published(const struct policy *policy, const char *source, struct date from);
/* Whether a text goes on with an older one, itself or by way of others. */
bool law_text_follows(const struct law_text *text, const struct law_text *older);
/* Does the piece behind the text say an article, an item or an annex? */
bool citation_names_article(const struct citation *citation);

/* Whether `winner` is named as the exception to the case of index `loser` of its rule. */
bool case_overrides(const struct rule_case *winner, size_t loser);

/* Shows every formula, in the order written, that a rule's figure depends on; what it posts, and one posting of it;
 * a sentence. None is NULL. */
typedef void show_formula(void *context, const struct formula *formula);
void rule_each_formula(const struct rule *rule, show_formula *show, void *context);
void rule_each_posted(const struct rule *rule, show_formula *show, void *context);
void post_each_formula(const struct post *post, show_formula *show, void *context);
void template_each_formula(const struct template *template, show_formula *show, void *context);

/* How many rows of its table go through the rule at once, 1 .. LANES: fewer for very large formulas. */
uint32_t rule_lanes(const struct rule *rule);

/* Marks, in `rules` by index, the named rules and those that their figures, postings and words rest
 * on; in `tables`, by entity, those that any of them stands on or looks at. */
void policy_rests_on(const struct policy *policy, const bool *named, bool *rules, bool *tables);
/* Which fields are named by the formulas of these rules, by index, the postings of the `posted` and
 * the tables that a policy makes, by entity: by entity, then by field. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK policy_fields_named(bool ***named, const struct policy *policy,
                                                 const bool *posted, const bool *rules,
                                                 const bool *tables, struct arena *arena);

/*
 * Works out anew the values that rest on others, once those were changed for a trial. Results go to
 * the arena of `arith`. Errors: FT_INVALID, diagnosed; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK policy_derive(const struct policy *policy, struct arith *arith,
                                           struct diagnostics *diagnostics);

/* What applying the policies found out beside the columns. */
struct application {
    bool *versions_used; /* by version index */
    const bool *tables;  /* by entity: whether it is made where a policy makes it; NULL: all are */
};

/*
 * Evaluates every rule for all rows of its table, in order, into the dataset's item columns; makes
 * the tables that policies make. `trace` may be NULL. Faults of the data: FT_INVALID, all of them
 * diagnosed. Errors: FT_INVALID, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK policy_apply(const struct policy *policy, struct dataset *dataset,
                                          struct arith *arith, struct diagnostics *diagnostics,
                                          struct application *application);

/*
 * The same for those rules alone that `chosen` says, by index into policy->rules. What they use of
 * the others must stand in the dataset already. `application->versions_used` NULL is made. What was
 * noted of facts and versions that were used is added to what earlier runs noted. Of tables that
 * stand as vectors no version is noted, and of their faults it is noted in the batch that there are
 * some; figures of rows that are held beside them are put into their columns without reasons.
 */
enum ft_status FT_MUST_CHECK policy_apply_rules(const struct policy *policy, const bool *chosen,
                                                struct dataset *dataset, struct arith *arith,
                                                struct diagnostics *diagnostics,
                                                struct application *application);

/* What of the facts and of the law changed since the rules were applied. */
struct policy_inputs {
    const struct field *const *fields;
    size_t field_count;
    const struct parameter *const *parameters;
    size_t parameter_count;
    const struct policy_file *file; /* all its rules, and the values that it gives; or NULL */
};
/* Adds the parameters that the file gives a value of, and those that a value is worked out of from any of them: before
 * what follows is asked. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK policy_inputs_spread(struct policy_inputs *inputs,
                                                  const struct policy *policy, struct arena *arena);

/*
 * Which rules' figures depend on what changed, by index into policy->rules, into `affected`. False
 * where a table that the policy makes does: then all are to be applied to a dataset without it.
 */
bool policy_affected(const struct policy *policy, const struct policy_inputs *changed,
                     bool *affected);
/* Whether a rule is among what changed, or reads of it or of what is `affected`. */
bool policy_rule_reads(const struct rule *rule, const struct policy_inputs *changed,
                       const bool *affected);
/* Whether a formula depends on what changed; `affected` as policy_affected found it. */
bool policy_affects(const struct policy_inputs *changed, const bool *affected,
                    const struct formula *formula);

/*
 * Evaluates one rule again at one row with a trace, the same code as policy_apply; `cell` gets the
 * outcome. For explanations. Errors: FT_NO_MEMORY.
 */
struct case_outcome {
    bool holds, overridden, taken;
};
struct derivation {
    struct cell outcome;
    struct date on;
    bool when_known, when;      /* evaluated, and its result */
    struct case_outcome *cases; /* by case of the rule; NULL where it came not to cases */
};
enum ft_status FT_MUST_CHECK rule_derive(const struct rule *rule, struct dataset *dataset,
                                         struct arith *arith, struct diagnostics *diagnostics,
                                         uint32_t row, const struct trace *trace,
                                         struct derivation *derivation);

/* A template filled in at a row. NULL when memory is out. A hole that does not apply reads "—". */
const char *template_text(const struct template *template, struct dataset *dataset,
                          struct arith *arith, uint32_t row, enum ft_language language);

/* Why an item does not apply, or is undetermined, at a row, in a sentence, the causes followed.
 * NULL when memory is out. */
const char *reason_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                        const struct rule *rule, uint32_t row, enum ft_language language);

/* The last of these causes alone, in its own words, and the rule that gives it. For a figure that
 * does not apply. NULL when memory is out. */
const char *reason_root(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                        const struct rule *rule, uint32_t row, enum ft_language language,
                        const struct rule **cause);

/*
 * What a figure lacks, in a phrase: "A1 改造前容积率 未填报", the first few and how many more. NULL
 * when memory is out. lack_text is one of them.
 */
const char *lacks_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                       const struct lacks *lacks, enum ft_language language);
const char *lack_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                      const struct lack *lack, enum ft_language language);

/* What must hold of a law and does not, for an assert; NULL: all does. */
const char *policy_fault(const struct policy *policy);

/* Every message of policy/, for the test that each is shown. */
enum { POLICY_MESSAGE_TABLES = 3 };
extern const struct message_table policy_messages[POLICY_MESSAGE_TABLES];

#endif
