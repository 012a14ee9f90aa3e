/*
 * report.h: figures, derivations and policies as text, JSON and CSV. It writes to a sink and
 * computes nothing: every figure comes from the modules below, and figures/ says what it is called.
 *
 *     struct figure_context context = {.ledger = ledger, .scenario = scenario, ...};
 *     report_sheets(&context, &(struct ft_report){.format = FT_JSON}, &sink);
 *
 * The same input gives the same bytes on every run and machine: no clock, locale or address goes
 * in.
 */
#ifndef FANGTIAN_REPORT_H
#define FANGTIAN_REPORT_H

#include "../figures/figures.h"
#include "../stream/stream.h"
#include "messages.h"

/* The balance sheets. Errors: FT_IO (the sink refused), FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_sheets(struct figure_context *context,
                                           const struct ft_report *report,
                                           const struct ft_sink *sink);

/* A rule and a part of a formula, evaluated at rows of `entity`, in words. They live in the context's
 * memory; NULL where it is out. Errors: FT_NO_MEMORY. */
struct report_words;
enum ft_status FT_MUST_CHECK report_words_open(struct report_words **spoken,
                                               struct figure_context *context,
                                               const struct ft_report *report);
const char *report_rule_words(void *spoken, const struct rule *rule);
const char *report_node_words(void *spoken, const struct entity *entity, const struct node *node);

/* The verdict and what is to be settled before signing, as text report_sheets begins with them: a
 * heading, or an entry behind two blanks, a line. `*text` is in the arena. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_first_page(struct figure_context *context,
                                               const struct ft_report *report, const char **text);

/* The figures of that page, as a workbook keeps them: in yuan, in a language. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_written_figures(struct figure_context *context,
                                                    enum ft_language language,
                                                    struct written_lines *lines);

/* What the rows of a long table came to: posting lines, groups, parties, checks. Errors as
 * report_sheets. */
enum ft_status FT_MUST_CHECK report_rows(struct figure_context *context,
                                         const struct stream *stream,
                                         const struct ft_report *report,
                                         const struct ft_sink *sink);

/*
 * What each policy changed, as compared by ledger_compare: in text a line a policy, in CSV and JSON
 * by party, row and figure. Errors as report_sheets.
 */
enum ft_status FT_MUST_CHECK report_changes(struct figure_context *context,
                                            const struct policy_change *changes, size_t count,
                                            const struct ft_report *report,
                                            const struct ft_sink *sink);
/* The same of what settings changed: `change` stands for them. */
enum ft_status FT_MUST_CHECK report_trial(struct figure_context *context,
                                          const struct policy_change *change,
                                          const struct ft_report *report,
                                          const struct ft_sink *sink);
/* Whether policies of these ids were loaded; else diagnosed: FT_INVALID. */
enum ft_status FT_MUST_CHECK report_known_policies(struct figure_context *context,
                                                   const char *const *ids, size_t count);

/* What was filed and what may be, as JSON. Without a ledger too; rows are null where the load left
 * none. Errors: FT_IO, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_tables(struct figure_context *context,
                                           const struct ft_sink *sink);

/*
 * The derivation of `item` ("lat_rebate@2021", a view's column, a field), down to inputs and
 * articles; FT_JSON is the certificate. An unknown item or row is diagnosed with a suggestion:
 * FT_INVALID. Else as report_sheets.
 */
enum ft_status FT_MUST_CHECK report_derivation(struct figure_context *context, const char *item,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);

/*
 * Reads what the scenario expects, without comparing: every fault of it is told. Errors:
 * FT_INVALID, FT_NO_MEMORY.
 */
enum rows_known {
    ROWS_UNKNOWN,
    ROWS_READ, /* the scenario's tables are there */
    ROWS_ALL,  /* those that policies make too */
};
enum ft_status FT_MUST_CHECK report_check_expectations(struct figure_context *context,
                                                       enum rows_known rows);

/* Compares what was told with the ids of the messages with which the scenario is to be refused.
 * FT_INVALID: it expects no refusal, and faults were told. Errors as report_expectations. */
enum ft_status FT_MUST_CHECK report_refusals(struct figure_context *context,
                                             const struct ft_sink *sink, size_t *compared);
/*
 * Compares the figures with the scenario's expectations; a line each difference, with the place of
 * the expectation. Errors: FT_DIFFERS, FT_INVALID (an expectation that cannot be read), FT_IO,
 * FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK report_expectations(struct figure_context *context,
                                                 const struct ft_sink *sink, size_t *compared);

/* How each rule meets the scenario's long table: row by row, by sums, or not at all. */
enum ft_status FT_MUST_CHECK report_cost(struct figure_context *context,
                                         const struct ft_report *report,
                                         const struct ft_sink *sink);

/* What depends on what, as a Graphviz digraph. */
enum ft_status FT_MUST_CHECK report_graph(struct figure_context *context,
                                          const struct ft_sink *sink);

/*
 * A workbook to fill in: a sheet 情景 for the head, a sheet a table with a column a field that
 * rules ask for, its unit in the header, lists of choices, example rows, and notes on what is
 * asked, whether it may be left empty and which rules ask for it. `packs` go into the head; `only`:
 * that table and those below it, NULL all. `scratch` is a folder for temporary files. Errors:
 * FT_IO, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK report_template(struct figure_context *context,
                                             const char *const *packs, size_t pack_count,
                                             const struct entity *only, const char *scratch,
                                             const struct ft_sink *sink);
/* The same as a text file, whose fields stand in comments. Errors: as above. */
enum ft_status FT_MUST_CHECK report_text_template(struct figure_context *context,
                                                  const char *const *packs, size_t pack_count,
                                                  const struct entity *only,
                                                  const struct ft_sink *sink);
/* The scenario, with what it expects, as such a workbook; as a text file. Errors: as above. */
enum ft_status FT_MUST_CHECK report_workbook(struct figure_context *context, const char *scratch,
                                             const struct ft_sink *sink);
enum ft_status FT_MUST_CHECK report_scenario_text(struct figure_context *context,
                                                  const struct ft_sink *sink);

/* Faults of a workbook's parameters that were changed; none: true. */
bool report_nothing_tried(struct figure_context *context);
/* The table of this name or title that is filled in, NULL where `name` is NULL. Errors: FT_INVALID,
 * diagnosed. */
enum ft_status FT_MUST_CHECK report_table_called(struct figure_context *context, const char *name,
                                                 const struct entity **table);

/* The texts of law that the policies cite, with their days and who rests on each. Errors as
 * report_sheets. */
enum ft_status FT_MUST_CHECK report_authority(struct figure_context *context,
                                              const struct ft_report *report,
                                              const struct ft_sink *sink);

/* The law of the packs as one document in clauses, as text; worked cases and what differs follow,
 * then the end of it with the digest of what was written before. `as_of`: the day of a comparison,
 * or NULL. Errors as report_sheets. */
enum ft_status FT_MUST_CHECK report_book(struct figure_context *context, const char *as_of,
                                         const struct ft_report *report,
                                         const struct ft_sink *sink);
enum ft_status FT_MUST_CHECK report_book_end(struct figure_context *context, const char *digest,
                                             const struct ft_report *report,
                                             const struct ft_sink *sink);
/* Why the scenario that was run is no worked case of the book of another policy, as a piece of a
 * sentence; NULL: it is one. */
const char *report_book_unfit(const struct figure_context *context, const struct policy *book);
/* The scenario that was run as the worked case of that number. Errors as report_sheets. */
enum ft_status FT_MUST_CHECK report_book_case(struct figure_context *context,
                                              const struct policy *book, size_t number,
                                              const struct ft_report *report,
                                              const struct ft_sink *sink);
/* Says that a scenario is left out of the worked cases, and why. */
enum ft_status FT_MUST_CHECK report_book_left_out(struct figure_context *context, const char *path,
                                                  const char *why, const struct ft_report *report,
                                                  const struct ft_sink *sink);
/* What differs from the law of a folder of that name; between two days. Errors as report_sheets. */
enum ft_status FT_MUST_CHECK report_book_against(struct figure_context *context,
                                                 const struct policy *before, const char *name,
                                                 const struct ft_report *report,
                                                 const struct ft_sink *sink);
enum ft_status FT_MUST_CHECK report_book_between(struct figure_context *context, struct date before,
                                                 struct date now, const struct ft_report *report,
                                                 const struct ft_sink *sink);
/* Everything that a scenario or a formula may name, as JSON. FT_INVALID for another format. */
enum ft_status FT_MUST_CHECK report_vocabulary(struct figure_context *context,
                                               const struct ft_report *report,
                                               const struct ft_sink *sink);
/* What of the law is sound and yet worth a second look: rates below 0 or above 100%, amounts that
 * are neither posted nor used; a line each. Errors: FT_IO from the sink, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_policy_notes(struct figure_context *context,
                                                 const struct ft_sink *sink);
/* What of the facts a user may not see, but counts, a line each: hidden rows, an encoding that was
 * guessed; and examples that do not. */
enum ft_status FT_MUST_CHECK report_notes(struct figure_context *context,
                                          const struct ft_sink *sink);

/* What is in force on `on`: all policies, or the policy, rule or parameter named `id` with its
 * history, and which overlays replace it. */
enum ft_status FT_MUST_CHECK report_policies(struct figure_context *context, const char *id,
                                             struct date on, const struct ft_report *report,
                                             const struct ft_sink *sink);

/* The views that the packs declare, and what each shows. */
enum ft_status FT_MUST_CHECK report_view_list(struct figure_context *context,
                                              const struct ft_report *report,
                                              const struct ft_sink *sink);

/* The table of limits. */
enum ft_status FT_MUST_CHECK report_limits(enum ft_language language, const struct ft_sink *sink);

/* The built-ins as the formula page lists them (Markdown rows). */
enum ft_status FT_MUST_CHECK report_formulas(enum ft_language language, const struct ft_sink *sink);

extern const struct message_table report_messages;

#endif
