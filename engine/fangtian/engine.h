/* engine.h: an engine: opened, loaded, changed, run, asked for its reports, closed. */
#ifndef FANGTIAN_PUBLIC_ENGINE_H
#define FANGTIAN_PUBLIC_ENGINE_H

#include "types.h"

FT_EXTERN_C_BEGIN

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

/* The file that ft_load or ft_load_policies read as number `index`, from 0, as it was named, and the SHA-256 of its
 * bytes, "" where it is read row by row. False behind the last, and where an
 * argument is NULL. Borrowed until ft_close. */
FT_API bool ft_input(const struct ft_engine *engine, size_t index, const char **path,
                     const char **sha256);
/* The scenario's title, "" where none is loaded, and for NULL. Borrowed until ft_close. */
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
 * ft_load, as often as one likes; every run but the first forgets the diagnostics so far. Errors:
 * FT_INVALID, FT_TOO_LARGE, FT_NO_MEMORY; reports are then refused until a run succeeds.
 */
FT_API FT_MUST_CHECK enum ft_status ft_run(struct ft_engine *engine);

/* ---- reports ---- */

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
    uint32_t levels; /* ft_explain, not as JSON: how many levels of figures are derived, 1 for the
                            figure alone, FT_ALL_LEVELS for every input; 0: the nearest dozen
                            figures, but none of rows that are summed over or share in a pool
                            (with `detail`: all) */
    bool grouped;    /* FT_JSON of ft_report: what does not apply once a reason, with its rows */
};

/* Writes the balance sheets. After ft_run. Errors: FT_IO from the sink, FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status
ft_report(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/*
 * Writes what each policy changed: the scenario run again from its files without it, exactly, and
 * what then differs of the parties' nets and of the views' key figures. After ft_run. `policies`
 * names those to leave out, one at a time; count 0: all that can be. FT_XLSX writes a workbook with a
 * line a policy, and a sheet of all that changed. Errors: FT_INVALID, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_changes(struct ft_engine *engine,
                                               const char *const *policies, size_t count,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);

/*
 * Writes what the settings of the options and of ft_set changed: what differs between the scenario with them
 * and as it was filed, in the same form. After ft_run. Errors: FT_INVALID where it cannot be run as
 * filed, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_trial(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/*
 * Writes what was filed and what may be, as JSON: tables, fields, and of each row the texts as
 * typed. page/CALL.md says what it holds. After ft_load, also where that found faults, unless
 * nothing could be read. Errors: FT_INVALID; FT_IO from the sink, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_tables(struct ft_engine *engine, const struct ft_sink *sink);

/*
 * Writes the derivation of one figure. `item` is a rule's id, "@" and a row where it has several:
 * "lat_rebate@2021", "compensation@A1/B3"; or a column of a view or a field, "projects.prices@A1".
 * FT_JSON writes the certificate of what a formula gives, FT_XLSX a sheet with a line a step; FT_CSV
 * is refused.
 */
FT_API FT_MUST_CHECK enum ft_status ft_explain(struct ft_engine *engine, const char *item,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);

/* Writes what of the facts a user may not see, a line each, as every report's head has it: hidden
 * rows and sheets that count, an encoding that was guessed, examples that were passed over. After
 * ft_load without a fault. After ft_load_policies, what of the law is worth a second look: rates
 * below 0 or above 100%, amounts that are neither posted nor used. Errors: FT_IO from the sink,
 * FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status ft_notes(struct ft_engine *engine, const struct ft_sink *sink);

/*
 * Writes the scenario in another form, with what it expects, as `name` ends: .xlsx a workbook, .cfg
 * text. It is read back first: what is written says the same, and has the same digest. After
 * ft_load without a fault. `scratch` as for ft_template. Errors: FT_INVALID, another ending, or
 * what that form cannot hold; FT_TOO_LARGE, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_convert(struct ft_engine *engine, const char *name,
                                               const char *scratch, const struct ft_sink *sink);

/* ---- what a scenario expects ---- */

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

/* ---- diagnostics ---- */

/* How many required checks failed in the last ft_run; 0 before, and for NULL. */
FT_API size_t ft_failed_checks(const struct ft_engine *engine);

/* How many figures that people see are undetermined, as the verdict of every report says. After
 * ft_run; 0 before, and for NULL. */
FT_API size_t ft_undetermined(const struct ft_engine *engine);

/* Writes every diagnostic so far, rendered, and forgets them; returns how many there were. `sink`
 * NULL: they are forgotten alone. 0 for NULL. */
FT_API size_t ft_diagnostics(struct ft_engine *engine, const struct ft_sink *sink, bool colour);

/* The listed diagnostics, for a caller that shows them itself; `*count` at most the limit, and may
 * be NULL. NULL for NULL. Borrowed until the next call with the engine. */
FT_API const struct ft_diagnostic *ft_diagnostic_list(const struct ft_engine *engine,
                                                      size_t *count);

FT_EXTERN_C_END

#endif
