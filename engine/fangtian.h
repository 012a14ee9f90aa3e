/*
 * fangtian.h: the public header of libfangtian, an exact land-value and subsidy calculator.
 *
 * The shortest useful program: apply policies to a scenario and print the balance sheets.
 *
 *     #include <fangtian.h>
 *     #include <stdio.h>
 *
 *     static bool to_stdout(void *context, const char *bytes, size_t length)
 *     {
 *         (void)context;
 *         return fwrite(bytes, 1, length, stdout) == length;
 *     }
 *
 *     int main(void)
 *     {
 *         struct ft_options options = {.policies = (const char *const[]){"policies"},
 *                                      .policy_count = 1};
 *         struct ft_engine *engine = NULL;
 *         struct ft_sink sink = {.write = to_stdout};
 *         if (ft_open(&engine, &options) != FT_OK)
 *             return 2;
 *         enum ft_status status = ft_load(engine, "scenarios/qingyuan/cluster.cfg");
 *         if (status == FT_OK)
 *             status = ft_run(engine);
 *         if (status == FT_OK)
 *             status = ft_report(engine, &(struct ft_report){.format = FT_TEXT}, &sink);
 *         ft_diagnostics(engine, &sink, false);
 *         ft_close(engine);
 *         return status == FT_OK ? 0 : 2;
 *     }
 *
 * Ownership: the caller owns the engine and closes it; what a function hands out is borrowed from
 * the engine, and lives until ft_close or, where it says so, until the next call with the engine.
 * What options point to is borrowed until ft_close; arguments of other calls, for the call. Strings
 * are UTF-8 and end with a NUL. The library never prints, exits or aborts on input; what is wrong
 * with an input is a list of diagnostics in the engine.
 *
 * NULL and order: a call without an engine, without an argument that it needs, or before the call
 * that it needs gives FT_INVALID and says so in the diagnostics; no call crashes.
 * examples/README.md has the order of calls, and a table of what each wrong call gets.
 *
 * Threads: an engine is used by one thread at a time; engines share nothing.
 */
#ifndef FANGTIAN_H
#define FANGTIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define FT_API __attribute__((visibility("default")))
#define FT_MUST_CHECK __attribute__((warn_unused_result))
#else
#define FT_API
#define FT_MUST_CHECK
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define FT_VERSION "0.1.0"

/* What a call came to. Every status but FT_OK leaves its reason in the engine's diagnostics. */
enum ft_status {
    FT_OK = 0,
    FT_INVALID,          /* the input is wrong: see the diagnostics */
    FT_TOO_LARGE,        /* a value passed a limit of `fangtian limits` */
    FT_DIVISION_BY_ZERO, /* arithmetic only; becomes FT_INVALID with a place at the rule */
    FT_IO,               /* a file could not be read or written */
    FT_NO_MEMORY,        /* an allocation failed; the engine can only be closed */
    FT_DIFFERS,          /* ft_test: a figure is not what the scenario expects */
};

/* The language of everything a user reads. */
enum ft_language { FT_ZH, FT_EN };

/*
 * Where the library's memory comes from, but for what other libraries take within a call: GMP's
 * scratch, libconfig's tree, jansson's values, and those that read and write workbooks. `allocate`
 * returns memory aligned for any type, or NULL; `release` takes back what `allocate` gave. GMP's
 * own allocator is never touched. Where ft_run_rows has several jobs, both are called from several
 * threads at once.
 */
struct ft_allocator {
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory);
    void *context;
};

#define FT_MORE_LINES 3

/*
 * One fault of an input: caller-readable, complete in itself, written without allocating.
 * `line` and `column` count from 1, the column in characters; 0 means "the file as a whole".
 * Texts are NUL-terminated, already escaped for a terminal, and cut at a character where too long.
 */
struct ft_diagnostic {
    const char *id; /* the stable name of the message, e.g. "unknown-field" */
    char file[512]; /* as the user named it, of a workbook with the sheet: "county.xlsx:地块"; empty
                       where no file is at fault */
    bool is_cell;   /* in a sheet: line and column are those of a cell */
    uint32_t line, column;
    uint32_t end_column;    /* one past the last character at fault, same line */
    char message[768];      /* what is wrong */
    char hint[768];         /* the mend; may be empty */
    char excerpt[512];      /* the line, or the part of it around the column */
    uint32_t caret, carets; /* display cells before the caret, and how many carets */
    uint64_t kind;          /* the same for faults of one kind (one message on one column of one
                               file); 0: it is like no other */
    uint64_t more;          /* further places of its kind, which have no entry */
    uint32_t more_lines[FT_MORE_LINES]; /* the first lines of those, in order; 0: no more */
};

/* Takes output. Returns false when no more can be taken, which ends the call with FT_IO. */
struct ft_sink {
    bool (*write)(void *context, const char *bytes, size_t length);
    void *context;
};

/* One change to a scenario's facts: "projects.A1.far_after" and "2.5". */
struct ft_setting {
    const char *path, *value;
};

/* A file that is in memory: bytes as they would lie on the disk, of any encoding that a file may
 * have. */
struct ft_memory_file {
    const char *name;  /* the path by which it is asked for: "policies/guangdong/consent.cfg" */
    const char *bytes; /* need not end with a NUL; NULL where `length` is 0 */
    size_t length;
};

/* How an engine works. A zeroed struct is valid but for `policies`. Strings are borrowed until
 * ft_close. */
struct ft_options {
    const struct ft_allocator *allocator; /* NULL: malloc and free */
    const char *const *policies;          /* folders of packs, searched in order */
    size_t policy_count;
    const char *const *packs;          /* in place of those that a scenario names */
    size_t pack_count;                 /* 0: those that it names */
    const struct ft_setting *settings; /* applied to the scenario in order */
    size_t setting_count;
    const char *const *only; /* for ft_run_rows: rules that alone are worked out, with what they
                                rest on; totals hold nothing else */
    size_t only_count;       /* 0: all rules */
    const char *as_of;       /* ISO date that overrides the scenario's, or NULL */
    const char *known_at;    /* ISO date; law published later is not known, or NULL */
    /* Files in memory, looked for by their whole name before the disk is: policies, scenarios,
     * includes, tables and workbooks, but not a long table's. What their names begin with, up to a
     * "/", are folders. Two of one name: the first. */
    const struct ft_memory_file *files;
    size_t file_count;
    /* Folders below which alone files of the disk are read, links followed; count 0: anywhere.
     * Whole paths without links. */
    const char *const *roots;
    size_t root_count;
    bool files_only; /* nothing is read from the disk: what is not in `files` is not there */
    enum ft_language language;
    bool wide_only;         /* send every operation through GMP; the figures' bytes are the same */
    const char *long_table; /* the CSV table under the portfolio to leave in its file for
                               ft_run_rows, "" for the only one; NULL: all tables are held */
};

struct ft_engine;

/* The version of the library that runs, as FT_VERSION is that of this header: "0.1.0". */
FT_API const char *ft_version(void);

/*
 * Opens an engine. `*engine` is NULL on failure. Errors: FT_NO_MEMORY. A bad option (a date that
 * is none) is reported by ft_load.
 */
FT_API FT_MUST_CHECK enum ft_status ft_open(struct ft_engine **engine,
                                            const struct ft_options *options);

/* Closes an engine and all it handed out. NULL is allowed. */
FT_API void ft_close(struct ft_engine *engine);

/*
 * Says that the caller is to write to `path` ("-": standard output), which it calls `name`
 * ("--rows"). No call of this engine then reads that file, through whatever link or path: one that
 * would gives FT_INVALID. Best called before ft_load; a file that was read before is refused here.
 * `path` and `name` are copied. Errors: FT_INVALID where the file was read, or is reserved already;
 * FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_reserve(struct ft_engine *engine, const char *path,
                                               const char *name);

/*
 * Loads a scenario file and the packs it names, and checks everything. Once an engine.
 * Errors: FT_INVALID, FT_IO, FT_TOO_LARGE, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_load(struct ft_engine *engine, const char *scenario);

/* The file that ft_load read as number `index`, from 0, as it was named, and the SHA-256 of its
 * bytes
 * ("" where it is read row by row). False behind the last. Borrowed until ft_close. */
FT_API bool ft_input(const struct ft_engine *engine, size_t index, const char **path,
                     const char **sha256);
/* The scenario's title, "" where none is loaded. Borrowed until ft_close. */
FT_API const char *ft_title(const struct ft_engine *engine, enum ft_language language);

/*
 * Loads packs alone (for `fangtian policies` and `check`): names of folders below the policy
 * folders, in order; count 0 means every pack that replaces nothing of another one.
 */
FT_API FT_MUST_CHECK enum ft_status ft_load_policies(struct ft_engine *engine,
                                                     const char *const *packs, size_t count);

/*
 * The packs found in the policy folders, by name: those that replace something of another pack
 * (`replacing`: a city's, a reform's), or those that do not. Borrowed until ft_close. Errors:
 * FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_packs(struct ft_engine *engine, bool replacing,
                                             const char *const **packs, size_t *count);

/*
 * Changes a fact of the scenario, or a parameter of the law, for a trial, as `--set` does:
 *
 *     ft_set(engine, "projects.A1.far_after", "3")        a field of a row
 *     ft_set(engine, "projects.A1.far_after", "")         as if nobody had given it
 *     ft_set(engine, "projects.A1.far_after", "+10%")     a tenth more than the scenario says;
 *                                                         also "-5%" and "*1.1"
 *     ft_set(engine, "tax_years+", "2024")                a row more, with this key
 *     ft_set(engine, "tax_years-", "2021")                a row less, with those below it
 *     ft_set(engine, "lat_rebate_rate", "40%")            a parameter, whatever the date
 *     ft_set(engine, "full_term.industrial", "40 年")      a cell of one that is a table
 *     ft_set(engine, "lat_rates.2.rate", "45%")           the second of brackets; also ".above"
 *     ft_set(engine, "donor_conversions.to_housing", "否")   a member of a set
 *
 * A setting takes the place of an earlier ft_set of the same path (of rows: of the same path and
 * key), and stands behind all others. Reports show every one at their head, and count it in the
 * scenario's digest. Nothing is worked out before ft_run, which works out what depends on what
 * changed: what then comes out is what a new engine with these settings would give, to the byte.
 * After ft_load; not with options.long_table. Strings are copied. Forgets the diagnostics so far.
 * Errors, where nothing was changed: FT_INVALID, FT_NO_MEMORY. What only all rows together show (a
 * fact that a new row lacks, a row that is named and was removed) is told by ft_run.
 */
FT_API FT_MUST_CHECK enum ft_status ft_set(struct ft_engine *engine, const char *path,
                                           const char *value);

/*
 * Takes back what ft_set changed: of this path, or all of it where `path` is NULL; the options'
 * settings stay. After ft_load. Errors: FT_INVALID where the path was not set; FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_reset(struct ft_engine *engine, const char *path);

/*
 * Works out every rule, or what depends on what was changed since, and posts the ledger. After
 * ft_load, as often as one likes. Errors: FT_INVALID, FT_TOO_LARGE, FT_NO_MEMORY; reports are then
 * refused until a run succeeds.
 */
FT_API FT_MUST_CHECK enum ft_status ft_run(struct ft_engine *engine);

/* FT_XLSX: a workbook in which every figure is a formula; ft_report alone. */
enum ft_format { FT_TEXT, FT_JSON, FT_CSV, FT_XLSX };
enum ft_unit { FT_YUAN, FT_WAN_YUAN };

#define FT_ALL_LEVELS UINT32_MAX

/* How a report looks. A zeroed struct is a plain text report in yuan. */
struct ft_report {
    enum ft_format format;
    enum ft_unit unit;   /* display only; text and csv */
    bool detail;         /* with intermediate figures and sources in full */
    bool colour;         /* ANSI colours; text only */
    uint32_t width;      /* columns of the terminal; 0: 100 */
    const char *view;    /* ft_report: this view alone, by its id or a title; or NULL */
    const char *by;      /* ft_report: sheets by "party" (or NULL), or by an entity: "project" */
    const char *row;     /* with `view`: this row of it alone, "A1"; or NULL */
    const char *scratch; /* FT_XLSX: a folder for temporary files; NULL: /tmp */
    uint32_t levels;     /* ft_explain as text: how many levels of figures are derived, 1 for the
                            figure alone, FT_ALL_LEVELS for every input; 0: the nearest dozen
                            figures, but none of rows that are summed over or share in a pool
                            (with `detail`: all) */
};

/* Writes the balance sheets. After ft_run. Errors: FT_IO from the sink, FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status
ft_report(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/*
 * Writes what each policy changed: the scenario run again from its files without it, exactly, and
 * what then differs of the parties' nets and of the views' key figures. After ft_run. `policies`
 * names those to leave out, one at a time; count 0: all that can be. Errors: FT_INVALID, FT_IO,
 * FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_changes(struct ft_engine *engine,
                                               const char *const *policies, size_t count,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);

/*
 * Writes what was filed and what may be, as JSON: tables, fields, and of each row the texts as
 * typed. page/CALL.md says what it holds. After ft_load, also where that found faults, unless
 * nothing could be read. Errors: FT_INVALID; FT_IO from the sink, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_tables(struct ft_engine *engine, const struct ft_sink *sink);

/*
 * Writes the derivation of one figure. `item` is a rule's id, "@" and a row where it has several:
 * "lat_rebate@2021", "compensation@A1/B3"; or a column of a view or a field, "projects.prices@A1".
 * FT_JSON writes the certificate of what a formula gives; FT_CSV is refused.
 */
FT_API FT_MUST_CHECK enum ft_status ft_explain(struct ft_engine *engine, const char *item,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);

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
    bool rows_unknown;             /* the policy makes them, and it is not known how many */
    const char *figure;            /* the rule's figure that was taken: "base_required@2021" */
    const char *source;            /* the article of a parameter's value */
    const char *file;              /* where that value, or the fact, stands */
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

/*
 * Looks at what the scenario expects, as far as it can be told without comparing: rules and rows
 * that there are not, units, words, steps. After ft_load, also where that or ft_run found faults.
 * Errors: FT_INVALID, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_check_expectations(struct ft_engine *engine);

/*
 * Compares the figures with what the scenario expects; writes a line a difference. After ft_run.
 * `*expectations` counts those compared. Errors: FT_DIFFERS; FT_INVALID where one cannot be read.
 */
FT_API FT_MUST_CHECK enum ft_status ft_test(struct ft_engine *engine, const struct ft_sink *sink,
                                            size_t *expectations);

/*
 * The same where ft_load or ft_run found faults: whether they are those with which the scenario
 * expects to be refused. On FT_OK the faults are forgotten. Errors: FT_DIFFERS; FT_INVALID where
 * the scenario expects no refusal, or there is none.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_test_refusal(struct ft_engine *engine, const struct ft_sink *sink, size_t *expectations);

/* Writes what is in force: every policy, or the one (or the rule or parameter) named `id`; and what
 * packs that are not loaded replace of it. */
FT_API FT_MUST_CHECK enum ft_status ft_policies(struct ft_engine *engine, const char *id,
                                                const struct ft_report *report,
                                                const struct ft_sink *sink);

/* Writes which views the packs declare, and what each shows. After ft_load or ft_load_policies.
 * Errors: FT_IO from the sink, FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status
ft_views(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Writes what of the facts a user may not see, a line each, as every report's head has it: hidden
 * rows and sheets that count, an encoding that was guessed, examples that were passed over. After
 * ft_load without a fault. After ft_load_policies, what of the law is worth a second look: rates
 * below 0 or above 100%, amounts that are neither posted nor used. Errors: FT_IO from the sink,
 * FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status ft_notes(struct ft_engine *engine, const struct ft_sink *sink);

/*
 * Writes what is to be filled in: as a workbook, a sheet a table, with units, choices, examples and
 * notes; as text where `name`, which the file will have, ends in .cfg. After ft_load_policies with
 * the packs whose law it is for. `table`: that table and those below it; NULL: all. `scratch`: a
 * folder for temporary files; NULL: /tmp. Errors: FT_INVALID, no such table; FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_template(struct ft_engine *engine, const char *name,
                                                const char *table, const char *scratch,
                                                const struct ft_sink *sink);

/*
 * Writes the scenario in another form, with what it expects, as `name` ends: .xlsx a workbook, .cfg
 * text. It is read back first: what is written says the same, and has the same digest. After
 * ft_load without a fault. `scratch` as for ft_template. Errors: FT_INVALID, another ending, or
 * what that form cannot hold; FT_TOO_LARGE, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_convert(struct ft_engine *engine, const char *name,
                                               const char *scratch, const struct ft_sink *sink);

/* Writes which rule uses which rules and parameters, as text for Graphviz. After ft_load_policies
 * or ft_load. */
FT_API FT_MUST_CHECK enum ft_status ft_graph(struct ft_engine *engine, const struct ft_sink *sink);

/* Writes the law of the packs as one document in clauses: a chapter a policy, an article a rule in
 * words, and each number with its first and last day; as text. After ft_load_policies or ft_load.
 * Errors: FT_IO from the sink, FT_NO_MEMORY; FT_INVALID for another format. */
FT_API FT_MUST_CHECK enum ft_status
ft_book(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Writes everything that a scenario or a formula may name, for editors: tables with their fields
 * and rules, enumerations, parties, kinds of value, parameters, built-ins; as JSON. After
 * ft_load_policies or ft_load. Errors: FT_IO from the sink, FT_NO_MEMORY; FT_INVALID for another
 * format. */
FT_API FT_MUST_CHECK enum ft_status
ft_vocabulary(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Writes the texts of law that texts.cfg registers: their days, how they are known, and which
 * values and rules rest on each; as text or JSON. After ft_load_policies or ft_load. Errors: FT_IO
 * from the sink, FT_NO_MEMORY; FT_INVALID for CSV. */
FT_API FT_MUST_CHECK enum ft_status
ft_authority(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Which arithmetic ft_run_rows works with: the bytes that come out are the same. */
enum ft_path {
    FT_PATH_AUTO,  /* kernels where there are some, else the exact way */
    FT_PATH_EXACT, /* the exact way alone */
};

/* How ft_run_rows works. A zeroed struct is one thread and the default columns. */
struct ft_rows {
    const char *const *columns; /* fields and rules of the table; count 0: its key, then every rule
                                   that posts or is a check */
    size_t column_count;
    const char *by; /* a field with members (a city): totals for each as well; or NULL */
    unsigned jobs;  /* threads */
    enum ft_path path;
    /* Told now and then, from any thread but one at a time; may be NULL. */
    void (*progress)(void *context, uint64_t rows, uint64_t bytes, uint64_t all_bytes);
    void *progress_context;
    const bool *stop; /* set from outside, by a signal's handler too, to end the run with FT_IO as
                         soon as its threads can; or NULL */
    /* A shard of the run: number `shard`, from 1, of `shards`, at most FT_MOST_SHARDS; 0: the whole
     * table. Its outcome is ft_write_part's. `rows_name` is where ft_merge finds what `sink` got:
     * an absolute path, or one from the folder of the part on. */
    unsigned shard, shards;
    const char *rows_name;
    /* Keys that do not ascend are sorted, to see that no two rows have the same; more than
     * `keys_held` of them (0: as many as 4 MiB hold) in a file without a name in the folder
     * `scratch` (NULL: /tmp). */
    const char *scratch;
    size_t keys_held;
};
#define FT_MOST_SHARDS 100000

/*
 * Runs the policies over the long table, block by block: a CSV line a row goes to `sink` (NULL:
 * none), and what all rows come to is kept for ft_report_rows. After ft_load with
 * options.long_table; instead of ft_run. Errors: FT_INVALID, FT_TOO_LARGE, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_run_rows(struct ft_engine *engine, const struct ft_rows *rows, const struct ft_sink *sink);

/* Writes what a shard came to, exactly: its part. After ft_run_rows of a shard. Errors: FT_IO from
 * the sink. */
FT_API FT_MUST_CHECK enum ft_status ft_write_part(struct ft_engine *engine,
                                                  const struct ft_sink *sink);

/*
 * Instead of ft_run_rows: puts the parts of all shards together, files named by `parts` in any
 * order; `rows` says what it said for them (threads and shard do not count). Their rows' files are
 * joined into `sink` (NULL: they are not looked at). What ft_report_rows then writes, and what the
 * sink got, is what one run over the whole table would have given. Errors: FT_INVALID where a part
 * is missing, doubled, broken or of another run, or its rows are not those it was written with;
 * else as ft_run_rows.
 */
FT_API FT_MUST_CHECK enum ft_status ft_merge(struct ft_engine *engine, const struct ft_rows *rows,
                                             const char *const *parts, size_t part_count,
                                             const struct ft_sink *sink);

/*
 * Writes which of `rows->shards` shards are still to be run for ft_merge of these parts: those
 * without a part that it would take, with the rows that the shard wrote. "3,5-7" and a line end, as
 * sbatch(1) takes them; nothing where all are there. `*count` says how many. What is wrong with a
 * part that is there is a diagnostic, but no error. After ft_load with options.long_table. Errors:
 * FT_INVALID where the options do not fit the scenario; FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_missing_shards(struct ft_engine *engine,
                                                      const struct ft_rows *rows,
                                                      const char *const *parts, size_t part_count,
                                                      const struct ft_sink *sink, size_t *count);

/* Writes what all rows came to: lines, parties, checks. After ft_run_rows of the whole table, or
 * ft_merge. Errors as ft_report. */
FT_API FT_MUST_CHECK enum ft_status ft_report_rows(struct ft_engine *engine,
                                                   const struct ft_report *report,
                                                   const struct ft_sink *sink);

/*
 * Writes how each rule meets the long table: row by row, once beside it, behind it with sums over
 * its rows, or only with the whole table at hand, and then what asks for it. After ft_load with
 * options.long_table. Errors: FT_IO from the sink, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_cost(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* How many required checks failed in the last ft_run. */
FT_API size_t ft_failed_checks(const struct ft_engine *engine);

/* How many figures of rules that post or are statutory conditions are undetermined. After ft_run;
 * 0 before, and for NULL. */
FT_API size_t ft_undetermined(const struct ft_engine *engine);

/* Writes every diagnostic so far, rendered, and forgets them; returns how many there were. */
FT_API size_t ft_diagnostics(struct ft_engine *engine, const struct ft_sink *sink, bool colour);

/* The listed diagnostics, for a caller that shows them itself; `*count` at most the limit. */
FT_API const struct ft_diagnostic *ft_diagnostic_list(const struct ft_engine *engine,
                                                      size_t *count);

/*
 * Copies `text` to `out`, of `size` bytes at least 1, as it may be shown: invisible, control and
 * bidirectional characters and bytes that are no UTF-8 are written as escapes; cut at a character.
 * False where `text` is not UTF-8. Needs no engine.
 */
FT_API bool ft_escape(char *out, size_t size, const char *text);

/* What a file in a folder is by its name, not its path. */
enum ft_name {
    FT_NAME_OTHER,    /* no scenario and no policy; also hidden files and backups: .x.cfg, x.cfg~ */
    FT_NAME_CFG,      /* read as one: it ends in ".cfg", in any case, and is UTF-8 */
    FT_NAME_LIKE_CFG, /* not read, but a reader may take it for one: x.cfg.txt, x.conf */
};
FT_API enum ft_name ft_name_of(const char *name);

/* Writes the table of limits. Needs no engine. */
FT_API FT_MUST_CHECK enum ft_status ft_limits(enum ft_language language,
                                              const struct ft_sink *sink);

/* Writes the built-ins of the formula language as a Markdown table. Needs no engine. */
FT_API FT_MUST_CHECK enum ft_status ft_formulas(enum ft_language language,
                                                const struct ft_sink *sink);

/*
 * The library by one call, JSON in and JSON out, for a page, a service or a binding that should
 * need no other function: page/CALL.md says what requests and answers hold. A session keeps the
 * files that were handed over, the changes that were made, and the run of the scenario.
 */
struct ft_session;
/* `options` as for ft_open, for every engine of the session: its policy folders, where requests
 * hand over none; `files_only`, so that requests cannot have files of the disk read. Copied; what
 * it points to is borrowed until ft_session_close. Errors: FT_NO_MEMORY; `*session` is then NULL.
 */
FT_API FT_MUST_CHECK enum ft_status ft_session_open(struct ft_session **session,
                                                    const struct ft_options *options);
/* NULL is allowed. */
FT_API void ft_session_close(struct ft_session *session);
/*
 * Answers one request, `length` bytes that need not end with a NUL. The answer is one JSON object
 * on one line, also where the request is no JSON at all: what the call came to stands in it.
 * Errors: FT_IO from the sink alone.
 */
FT_API FT_MUST_CHECK enum ft_status ft_call(struct ft_session *session, const char *request,
                                            size_t length, const struct ft_sink *answer);

/*
 * A page: one HTML file that opens by a double click and works scenarios out by itself.
 * page/README.md says what its shell is and what stands in the place of each mark. Nothing may be
 * NULL but where it says so.
 */
struct ft_page {
    const char *shell; /* page/dist/shell.html */
    size_t shell_length;
    const char *engine; /* page/dist/fangtian.wasm.gz; length 0: of a served page */
    size_t engine_length;
    const char *licences; /* page/dist/licences.txt */
    size_t licences_length;
    const char *title;
    const char *made; /* when, "2026-01-31T08:00:00Z"; NULL: not told */
    const char *call,
        *token; /* of a served page, where requests go and what goes with them; NULL */
    const struct ft_memory_file *policies; /* by paths below the folder of packs */
    size_t policy_count;
    const char *scenario; /* of the files below; NULL: none */
    const struct ft_memory_file *files;
    size_t file_count;
};
/* Whether these are a shell: each mark stands there once. */
FT_API bool ft_page_is_shell(const char *shell, size_t length);
/* Writes a page. Errors: FT_INVALID where the shell is none; FT_IO from the sink. */
FT_API FT_MUST_CHECK enum ft_status ft_page(const struct ft_page *page, const struct ft_sink *sink);

/*
 * A file that is written whole or not at all: a temporary file beside it, fsync, rename. What is no
 * file of a folder (/dev/null, /dev/stdout, a FIFO) is written straight. Nothing here knows what an
 * engine reads: ft_reserve the path first.
 */
struct ft_file;
/* Also clears temporary files of runs that were killed while they wrote to `path`. Errors: FT_IO,
 * with errno; `*file` is then NULL. */
FT_API FT_MUST_CHECK enum ft_status ft_file_open(struct ft_file **file, const char *path);
/* A sink that writes to the file; borrowed from it. */
FT_API struct ft_sink ft_file_sink(struct ft_file *file);
/* Makes the file visible under its name and frees it. Errors: FT_IO, with errno; nothing is left
 * then. */
FT_API FT_MUST_CHECK enum ft_status ft_file_commit(struct ft_file *file);
/*
 * The same for several: none appears before all are on the disk. Frees them all. Errors: FT_IO,
 * with errno; `*failed` is then the index of the one at fault, and no file appears, unless it was
 * the renaming that failed: then those before it have. `files` may hold NULL where `count` is
 * greater.
 */
FT_API FT_MUST_CHECK enum ft_status ft_files_commit(struct ft_file *const *files, size_t count,
                                                    size_t *failed);
/* Leaves no trace of the file and frees it. NULL is allowed. */
FT_API void ft_file_discard(struct ft_file *file);

#ifdef __cplusplus
}
#endif

#endif
