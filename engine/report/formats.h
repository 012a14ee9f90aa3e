/* formats.h: what text, CSV and JSON each do. */
#ifndef FANGTIAN_REPORT_FORMATS_H
#define FANGTIAN_REPORT_FORMATS_H

#include "../figures/later.h"
#include "json_output.h"
#include "reporting.h"

void text_sheets(struct reporting *reporting);
/* The balance sheet of one party. */
void text_sheet(struct reporting *reporting, const struct sheet *sheet);
/* Whether a sheet has a line for it: one of nothing is for --detail. */
bool sheet_shows(const struct reporting *reporting, const struct posting *posting);
void csv_carried(struct reporting *reporting);   /* lines of the head: who carries whom */
void text_findings(struct reporting *reporting); /* what stands behind the sheets */
void text_values(struct reporting *reporting);   /* values that are unproven or no text gives */
/* Title, verdict (with its reasons), dates, unit, digests. */
void text_head(struct reporting *reporting, bool reasons);
/* What a text was made from, on a line: dates, unit, version, digests. */
void text_identity(struct reporting *reporting);
/* What the command line changed of the scenario; nothing where it changed none. */
void text_changed(struct reporting *reporting);
/* What of a workbook of results is other than it was written; nothing where it is not (edited.c). */
void text_edited(struct reporting *reporting);
void json_edited(struct reporting *reporting, json_t *object);
/* One of these changes on a line, with what was filed. */
const char *changed_text(struct reporting *reporting, const struct scenario_change *change);
void text_heading(struct reporting *reporting, const char *text);
/* Rows of a table in a list, each as `shown` gives it; "" where memory is out, which is noted. */
const char *text_rows(struct reporting *reporting, const struct entity *entity,
                      const uint32_t *rows, size_t count,
                      const char *(*shown)(struct display *display, const struct entity *entity,
                                           uint32_t row));
/* A rate of a scale as law writes it: "10%", "2 元/日". */
const char *rate_text(struct reporting *reporting, const struct parameter *parameter,
                      const struct number *rate);
/* "市区/砖混": the titles of keys; "" where there are none. */
const char *key_titles(struct reporting *reporting, const struct parameter *parameter,
                       const uint32_t *keys);
/* The value of a version in a few words. */
const char *version_value(struct reporting *reporting, const struct version *version);
/* "  unverified", or "" for a value that is law. */
const char *status_mark(struct reporting *reporting, const struct version *version);
/* What was used and rests on a plan that has lapsed by the date in force. */
void text_authority(struct reporting *reporting);
/* On the first page: plans that are over, and what is paid by them alone. */
void text_lapsed(struct reporting *reporting);
/* What short names and numbers of texts in the sources mean. */
void text_legend(struct reporting *reporting);
json_t *json_legend(struct reporting *reporting);
json_t *json_lapsed(struct reporting *reporting);
json_t *json_later(struct reporting *reporting);
/* "应缴地价款（粤府〔2019〕71号，2019-08-28）：3 笔，现金 1,000.00" */
const char *later_text(struct reporting *reporting, const struct later *later,
                       const struct later_text *found);
void csv_sheets(struct reporting *reporting);
extern const char csv_mark[]; /* that Excel knows UTF-8 by */
/* What a CSV of figures was made from, above its table: the mark, then as many lines in every CSV; with what is
 * lacking, and the facts that were taken though nobody wrote them, as text_taken; the last line empty. */
void csv_head_taken(struct reporting *reporting, const char *title, const struct reach *reach);
/* A text cell: quoted where it must be, defused where its first character would start a formula. */
void csv_cell(struct writer *writer, const char *text);
void csv_cells(struct writer *writer, const char *const *cells, size_t count);
/* Cells that are a line of their own. */
void csv_line(struct writer *writer, const char *const *cells, size_t count);
/* A member that is a list of `count` items of `size` bytes each; what an element took is given back
 * once it is written. */
void json_write_list(struct reporting *reporting, struct json_output *output, const char *key,
                     const void *items, size_t count, size_t size,
                     json_t *(*element)(struct reporting *reporting, const void *item));
/* Members of an object and of an array; a NULL value is memory that is out. */
void json_set(struct reporting *reporting, json_t *object, const char *key, json_t *value);
void json_append(struct reporting *reporting, json_t *array, json_t *value);
/* [{option, path, value, was}] */
json_t *json_changed(struct reporting *reporting);
/* The same of a run over a long table. */
void csv_head_view(struct reporting *reporting, const char *title, const struct reach *reach);
void csv_head_rows(struct reporting *reporting, const char *title);
/* The tables that were taken for another encoding than UTF-8. */
json_t *json_guessed(struct reporting *reporting);
json_t *json_scenario(struct reporting *reporting);
json_t *json_policy(struct reporting *reporting);
/* The files that were read, each with its digest. */
json_t *json_inputs(struct reporting *reporting);
extern const char *const cell_state_names[]; /* by enum cell_state */
/* Writes a JSON value and lets go of it. */
void write_json(struct reporting *reporting, json_t *json);
/* A text; NULL is memory that is out, and so is what it gives. */
json_t *json_text(const char *text);
json_t *json_or_null(const char *text); /* NULL gives JSON's null */
json_t *json_titles(const struct title *title);
json_t *json_titles_or_null(const struct title *title); /* null where it has no Chinese */
json_t *json_day(struct date date);                     /* null for ever */
json_t *json_number(struct reporting *reporting, const struct number *number); /* exact */
json_t *json_unit(const struct type *type, const struct unit *unit); /* null: it has none */
/* As people write it in the language of the report; null where it is not `there`. */
json_t *json_field_value(struct reporting *reporting, const struct field *field, bool there,
                         const union value *value);
json_t *json_row_path(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* A figure for programs: numbers in base units, exact; null where there is none. */
json_t *json_base_figure(struct reporting *reporting, const struct cell *cell,
                         const struct type *type);

/* ---- views, sheets by rows, the verdict, what is pending ---- */

/* Who carries whom, of each party that passes on what it gets. */
void text_carried(struct reporting *reporting);
json_t *json_carried(struct reporting *reporting);
/* The view asked for, or those that lead. */
void text_views(struct reporting *reporting);
void csv_view(struct reporting *reporting);
json_t *json_views(struct reporting *reporting);
/* What is known of a view without its figures: {id, title, policy, of, layout}; and its lines. */
json_t *json_view_head(struct reporting *reporting, const struct view *view);
json_t *json_view_lines(struct reporting *reporting, const struct view *view);
/* A cell for programs: exact, in the unit of its line. */
json_t *json_view_figure(struct reporting *reporting, const struct view_line *line,
                         const struct cell *cell);
/* Sheets by rows. */
void text_sheets_by(struct reporting *reporting);
json_t *json_sheets_by(struct reporting *reporting);
/* An account's titles; NULL: memory is out. */
json_t *json_account_title(struct reporting *reporting, struct account account);
json_t *json_party_totals(struct reporting *reporting, struct account account,
                          const struct kind_total *totals);
/* The verdict's line; with `reasons` the first of what fails and of what is lacking. */
void text_verdict(struct reporting *reporting, bool reasons);
/* As a member of what is written, a lack at a time. */
void json_write_verdict(struct reporting *reporting, struct json_output *output);
/* The values used of which that is to be told. */
json_t *json_values_used(struct reporting *reporting, enum value_telling telling);
/* What figures took though nobody wrote it: defaults, and what counts as none; and what the user
 * states not to be there. `reach`: of the facts alone that it has (NULL: of all). */
void text_taken(struct reporting *reporting, const struct reach *reach);
void csv_taken(struct reporting *reporting, const struct reach *reach); /* lines of the head */
void json_write_taken(struct reporting *reporting, struct json_output *output); /* all */
/* Comparisons that were not made for want of facts. */
void text_not_compared(struct reporting *reporting);
json_t *json_not_compared(struct reporting *reporting);
/* The same of a run over a long table, by the number of rows. */
void text_row_blanks(struct reporting *reporting);
/* At how many rows a field was so taken: 0 where the vocabulary says nothing of the kind; "（8 行中 3 行）"; what
 * it was taken to mean. */
uint64_t row_blanks_taken(const struct field_blanks *blanks, enum taken_kind kind);
const char *row_blanks_rows(struct reporting *reporting, const struct field_blanks *blanks,
                            uint64_t rows);
const char *row_blanks_means(struct reporting *reporting, const struct field *field,
                             enum taken_kind kind);
void csv_row_blanks(struct reporting *reporting); /* lines of the head */
void csv_row_lacks(
    struct reporting *reporting); /* the same of what leaves figures of rows undetermined */
json_t *json_row_blanks(struct reporting *reporting);
/* "default", "none", "stated" */
extern const char *const taken_names[];
/* A count of rows: "1,000,000" */
const char *row_count_text(struct reporting *reporting, uint64_t count);
/* The first page, behind the head. */
void text_pending(struct reporting *reporting);
/* Of the one view that is shown: what its figures rest on that is to be settled. */
void text_view_rests(struct reporting *reporting);
void json_write_pending(struct reporting *reporting, struct json_output *output);

#endif
