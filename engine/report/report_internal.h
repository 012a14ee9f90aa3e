/* report_internal.h: what the sources of report/ share: words, a writer, aligned tables. */
#ifndef FANGTIAN_REPORT_INTERNAL_H
#define FANGTIAN_REPORT_INTERNAL_H

#include <jansson.h>

#include "report.h"

/* ---- words ---- */

enum word_id {
    WORD_AS_OF,
    WORD_KNOWN_AT,
    WORD_CHANGED,
    WORD_FILED,
    WORD_NOT_FILED,
    WORD_POLICY,
    WORD_SCENARIO,
    WORD_SUMMARY,
    WORD_PARTY,
    WORD_KIND,
    WORD_RECEIVED,
    WORD_PAID,
    WORD_NET,
    WORD_ITEM,
    WORD_ROW,
    WORD_COUNTERPARTY,
    WORD_TOTAL,
    WORD_MEMOS,
    WORD_AMOUNT,
    WORD_CHECKS,
    WORD_HOLDS,
    WORD_FAILS,
    WORD_NOT_APPLICABLE,
    WORD_REASON,
    WORD_REPLACED,
    WORD_DROPPED,
    WORD_UNVERIFIED,
    WORD_UNPROVEN,
    WORD_ILLUSTRATIVE,
    WORD_STATUS_UNVERIFIED,
    WORD_STATUS_ILLUSTRATIVE,
    WORD_ROUNDING,
    WORD_CONSERVATION,
    WORD_FIGURES,
    WORD_SOURCE,
    WORD_NOTE,
    WORD_DATE,
    WORD_NEEDS,
    WORD_WHEN,
    WORD_CASE_TAKEN,
    WORD_CASE_REFUSED,
    WORD_CASE_OVERRIDDEN,
    WORD_CASE_NOT_REACHED,
    WORD_DEFAULT,
    WORD_FORMULA,
    WORD_POSTING,
    WORD_POSTING_WHEN,
    WORD_POSTING_AMOUNT,
    WORD_MEMO,
    WORD_EXACT,
    WORD_ROUNDED,
    WORD_RESIDUE,
    WORD_SEE_ABOVE,
    WORD_NONE,
    WORD_UNIT,
    WORD_TAIL,
    WORD_IN_FORCE,
    WORD_FROM,
    WORD_UNTIL,
    WORD_REPEALED,
    WORD_PUBLISHED,
    WORD_PARAMETERS,
    WORD_RULES,
    WORD_FILE,
    WORD_LIMIT,
    WORD_EXPECTED,
    WORD_FOUND,
    WORD_REFUSED,
    WORD_NOT_REFUSED,
    WORD_ABSENT,
    WORD_YES,
    WORD_NO,
    WORD_LIST_COMMA,
    WORD_NOT_WRITTEN,
    WORD_REST,
    WORD_VIEW,
    WORD_SHOWN,
    WORD_TYPED,
    WORD_BY_DEFAULT,
    WORD_NOTHING_TYPED,
    WORD_NOT_COUNTED,
    WORD_NO_ROW,
    WORD_MADE_ROW,
    WORD_LINE,
    WORD_LEVEL,
    WORD_FROM_PARTY,
    WORD_CHANGES,
    WORD_NOT_ADDITIVE,
    WORD_POLICY_TITLE,
    WORD_UNCHANGED,
    WORD_NOT_COMPARED,
    WORD_WITH,
    WORD_WITHOUT,
    WORD_DIFFERENCE,
    WORD_TO_PARTY,
    WORD_ROW_ID,
    WORD_ROWS,
    WORD_KEYS_ASCEND,
    WORD_KEYS_UNORDERED,
    WORD_REPORT,
    WORD_ITEMS,
    WORD_POLICY_DIGEST,
    WORD_SCENARIO_DIGEST,
    WORD_READING,
    WORD_TRIAL,
    WORD_VERSION,
    WORD_LAYOUT,
    WORD_A_TABLE,
    WORD_A_SHEET,
    WORD_COLUMNS,
    WORD_NO_VIEW,
    WORD_UNDETERMINED,
    WORD_KNOWN_PART,
    WORD_AS_ABOVE,
    WORD_AWAITED,
    WORD_STATED_NONE,
    WORD_STATEMENTS,
    WORD_ASSUMED,
    WORD_VERDICT,
    WORD_COUNT
};
extern const struct title words[WORD_COUNT];

/* ---- writing ---- */

/* Text on its way to a sink; the first failure is kept. */
struct writer {
    const struct ft_sink *sink;
    struct arena *arena;   /* for pieces of a text */
    enum ft_status status; /* FT_OK, FT_IO, FT_NO_MEMORY */
    bool colour;
    bool verbatim; /* JSON and CSV: nothing is escaped */
};

/* What a terminal would obey (control and bidirectional characters) is shown, not sent; lines end
 * as they do. */
void write_text(struct writer *writer, const char *text);
void write_format(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* `text` in bold (or another style) where the writer has colours. */
enum style { STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_BAD };
void write_styled(struct writer *writer, enum style style, const char *text);
/* Spaces up to `width` cells; none where the text is wider. */
void write_padded(struct writer *writer, const char *text, size_t width, bool right);
/* Text wrapped at `width` cells, each line behind `indent` spaces; ends with a newline. */
void write_wrapped(struct writer *writer, const char *text, size_t indent, size_t width);
/* The same in bold, without indent. */
void write_title(struct writer *writer, const char *text, size_t width);

/* ---- a report while it is written ---- */

struct reporting {
    struct report_context *context;
    const struct ft_report *report;
    struct writer writer;
    struct arena *arena;
    size_t width;
    struct shown_view *views; /* that the report shows */
    size_t view_count;
    const struct entity *by;      /* what the sheets are by; NULL: by party */
    struct posting_group *groups; /* where they are not by party */
    size_t group_count;
    struct map told_sources; /* titles with the source that stood behind them: text alone */
};

/* What of the facts a user may not see, by number; NULL behind the last. */
const char *reading_note(const struct report_context *context, size_t index);
/* "；隐藏的行合计：面积 1,234 m2"; "" where nothing adds up. */
const char *hidden_sums(const struct report_context *context, const struct hidden_part *part);

void reporting_open(struct reporting *reporting, struct report_context *context,
                    const struct ft_report *report, const struct ft_sink *sink);
const char *word(const struct reporting *reporting, enum word_id id);
/* How a value is known where that must be said, else "". */
const char *status_word(const struct reporting *reporting, enum version_status status);
/* "2019-01-01 起", "from 2019-01-01" */
const char *dated(struct reporting *reporting, enum word_id id, const char *date);
/* A text from outside as a text report shows it: on one line, as wide as a terminal takes it. */
const char *visible(const struct reporting *reporting, const char *text);
/* A title in the language of the report. */
const char *titled(const struct reporting *reporting, const struct title *title);
/* account_text, account_short and reason_text in the language of the report, visible. */
const char *party_title(struct reporting *reporting, struct account account);
const char *party_name(struct reporting *reporting, struct account account);
const char *reason_shown(struct reporting *reporting, const struct rule *rule, uint32_t row);
/* An amount of a kind as the report shows it: in the kind's unit, or in 万元 on request. */
const char *amount_text(struct reporting *reporting, const struct value_kind *kind,
                        const struct number *amount);
/* Are figures of this unit shown in 万元: are they money, and does the report ask for it? */
bool in_wan(const struct reporting *reporting, const struct unit *unit);
/* What the report calls the unit that it shows such figures in: money_unit, or the unit's own text;
 * "" where there is none. */
const char *unit_name(const struct reporting *reporting, const struct unit *unit);
/* The same as a column of units shows it, in either language: a unit that inputs may bear. */
const char *unit_symbol(const struct reporting *reporting, const struct unit *unit);
/* Is that the unit of money that the page's head names? */
bool is_page_unit(const struct reporting *reporting, const struct unit *unit);
/* How much one of the unit shown is in base units. */
struct number shown_factor(const struct reporting *reporting, const struct unit *unit);
/* The unit to show exact figures of `unit` in: 万元 where the report asks for it and they are
 * money.
 */
const struct unit *unit_shown(struct reporting *reporting, const struct unit *unit);
/* The same for a spreadsheet: without grouping, and in 万元 not rounded again. */
const char *amount_cell(struct reporting *reporting, const struct value_kind *kind,
                        const struct number *amount);
/* The same for programs: in the kind's unit, whatever the report shows money in. */
const char *amount_plain(struct reporting *reporting, const struct value_kind *kind,
                         const struct number *amount);
/* "A1/B3", "" for the root; a label behind it where the row has one. */
const char *row_title(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* The key of the project that the row stands under, or NULL. */
const char *project_of(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* A figure as quantity_brief gives it; all of it where that is asked for (--detail). */
const char *brief_figure(struct reporting *reporting, const struct number *figure,
                         const struct unit *unit);
/* A cell's value as people read it, or the word for its state. */
const char *cell_text(struct reporting *reporting, const struct cell *cell, const struct type *type,
                      const struct unit *unit, bool integer);
/* A place as "file:line:column"; "" where it stands nowhere. */
const char *place_shown(struct reporting *reporting, const struct place *place);
/* The article of a posting's figure: of the case taken, else of the rule. */
const char *figure_source(struct reporting *reporting, const struct rule *rule, uint32_t row);
/* The label of the case taken, or "". */
const char *figure_case(struct reporting *reporting, const struct rule *rule, uint32_t row);

/* The characters at a place as they were typed, without quotes; "" where there are none. */
const char *typed_at(struct reporting *reporting, const struct place *place);
/* What was set in the file's stead, or NULL. */
const char *set_at(const struct reporting *reporting, const struct place *place);

/* NULL (and the status) when memory is out. */
const char *format_text(struct reporting *reporting, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- what each format does ---- */

void text_sheets(struct reporting *reporting);
void text_findings(struct reporting *reporting); /* what stands behind the sheets */
/* Title, verdict (with its reasons), dates, unit, digests. */
void text_head(struct reporting *reporting, bool reasons);
/* What a text was made from, on a line: dates, unit, version, digests. */
void text_identity(struct reporting *reporting);
/* What the command line changed of the scenario; nothing where it changed none. */
void text_changed(struct reporting *reporting);
void text_heading(struct reporting *reporting, const char *text);
/* The value of a version in a few words. */
const char *version_value(struct reporting *reporting, const struct version *version);
/* "  unverified", or "" for a value that is law. */
const char *status_mark(struct reporting *reporting, const struct version *version);
/* What was used and rests on a plan that has lapsed by the date in force. */
void text_authority(struct reporting *reporting);
/* Values that were used, by what is to be told of them. */
enum value_telling {
    TELL_UNVERIFIED,
    TELL_ILLUSTRATIVE,
    TELL_UNPROVEN, /* on a sheet as known on a day: of no registered day of publication */
};
bool is_value_told(const struct reporting *reporting, const struct version *version,
                   enum value_telling telling);
/* On the first page: plans that are over, and what is paid by them alone. */
void text_lapsed(struct reporting *reporting);
json_t *json_lapsed(struct reporting *reporting);
/* 元 or 万元, as the report shows money. */
const char *money_unit(const struct reporting *reporting);
/* "现金（元）" */
const char *kind_title(struct reporting *reporting, const struct value_kind *kind);
void csv_sheets(struct reporting *reporting);
extern const char csv_mark[]; /* that Excel knows UTF-8 by */
/* What a CSV of figures was made from, above its table: the mark, then as many lines in every CSV,
 * the last one empty. */
void csv_head(struct reporting *reporting, const char *title);
/* A text cell: quoted where it must be, defused where its first character would start a formula. */
void csv_cell(struct writer *writer, const char *text);
void csv_cells(struct writer *writer, const char *const *cells, size_t count);
json_t *json_sheets(struct reporting *reporting);
/* Members of an object and of an array; a NULL value is memory that is out. */
void json_set(struct reporting *reporting, json_t *object, const char *key, json_t *value);
void json_append(struct reporting *reporting, json_t *array, json_t *value);
/* [{option, path, value, was}] */
json_t *json_changed(struct reporting *reporting);
/* Adds "guessed", where tables were taken for another encoding than UTF-8. */
void json_guessed(struct reporting *reporting, json_t *object);
json_t *json_scenario(struct reporting *reporting);
json_t *json_policy(struct reporting *reporting);
/* The files that were read, each with its digest. */
json_t *json_inputs(struct reporting *reporting);
/* A path as it may be shown. */
const char *path_shown(struct reporting *reporting, const char *path);
extern const char *const cell_state_names[]; /* by enum cell_state */
/* Writes a JSON value and lets go of it. */
void write_json(struct reporting *reporting, json_t *json);
/* A text; NULL is memory that is out, and so is what it gives. */
json_t *json_text(const char *text);
json_t *json_or_null(const char *text); /* NULL gives JSON's null */
json_t *json_titles(const struct title *title);
/* A figure for programs: numbers in base units, exact; null where there is none. */
json_t *json_base_figure(struct reporting *reporting, const struct cell *cell,
                         const struct type *type);

/* ---- aligned tables ---- */

/* A column of cells on a line: names at its left edge, over several lines where they are wider than
 * it; figures at its right edge, never broken. */
struct cell_column {
    size_t before; /* spaces between it and the column before */
    size_t width;
    bool left; /* names */
};
/* Cells in their columns, then what stands `behind` the first line, or NULL. A NULL cell is memory
 * that is out. */
void write_cells(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells, const char *behind);
/* Heads of columns: all of them wrap. */
void write_heads(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells);
/* What columns take beside each other. */
size_t cells_width(const struct cell_column *columns, size_t count);
/* Makes the widest names' columns narrower, down to `least`, until all fit the page; false where
 * they do not. */
bool narrow_cells(struct cell_column *columns, size_t count, size_t least, size_t page);
/* Terminal cells of a text; 0 for NULL. */
size_t text_cells(const char *text);

/* Texts in columns. The first `keys` columns, of which the first has names, say what row it is. */
struct text_table {
    size_t columns, rows, keys;
    const char **heads; /* by column; the first NULL: none */
    const char **cells; /* by row, then by column; NULL is memory that is out */
    bool *left;         /* by column: names, else figures */
    size_t *least;      /* by column: how wide it is at least, where the page has room */
    bool *strong;       /* by row: a sum, ruled off from what stands above */
    bool *spans;        /* by row: a heading across all columns */
};

/* Room for so many rows. False: memory is out, which the writer keeps. */
bool table_open(struct reporting *reporting, struct text_table *table, size_t columns, size_t rows);
/* The cells of a new row. */
const char **table_row(struct text_table *table, bool strong);
/* A new row that is a heading of those below it. */
void table_span(struct text_table *table, const char *text);
/* Writes it, in blocks of columns where the page is narrower. */
void write_table(struct reporting *reporting, const struct text_table *table);
/* Bytes of `text` that fit into `width` cells, broken where a line may end. */
size_t text_fit(const char *text, size_t width);

/* ---- views ---- */

/* A view that the report shows: rows `first` to `end`, not included, of its table. */
struct shown_view {
    struct view_table table;
    uint32_t first, end;
    bool leads;
};
/* A cell as shown, without its unit: money in the report's; "—" where there is no value. */
const char *view_figure(struct reporting *reporting, const struct view_line *line,
                        const struct cell *cell, enum number_style style);
/* "待定", with the known part in brackets where there is one. */
const char *open_text(struct reporting *reporting, const char *known);
/* A posting's amount, and a sum that `lacks` (or NULL) keeps open, as amount_text shows it. */
const char *posting_text(struct reporting *reporting, const struct posting *posting);
const char *total_text(struct reporting *reporting, const struct value_kind *kind,
                       const struct number *amount, const struct lacks *lacks);
/* What keeps a net open: a lack of either side, or NULL. */
const struct lacks *net_lacks(const struct kind_total *total);
/* The number that view_figure shows, in base units. False: memory is out, which the writer keeps.
 */
bool view_shown(struct reporting *reporting, const struct view_line *line,
                const struct number *figure, struct number *shown);
/* "应收地价款（元）" */
const char *view_head(struct reporting *reporting, const struct view_line *line);
/* The unit that a line's figures are shown in: its name, its symbol (unit_name, unit_symbol). */
const char *view_unit(struct reporting *reporting, const struct view_line *line);
const char *view_symbol(struct reporting *reporting, const struct view_line *line);
const struct cell *view_cell(const struct shown_view *shown, uint32_t row, size_t line);
/* Where a line's figure stands in the law at a row; "" where nothing is said. */
const char *view_source(struct reporting *reporting, const struct view *view,
                        const struct view_line *line, uint32_t row);
/* Why a cell does not apply, or NULL; in the language given. */
const char *view_reason(struct reporting *reporting, const struct view *view,
                        const struct view_line *line, uint32_t row, const struct cell *cell,
                        enum ft_language language);

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
/* Fills in every view that the report will show; its faults are told before anything is written. */
enum ft_status FT_MUST_CHECK fill_views(struct reporting *reporting);

/* ---- the verdict, and what was taken ---- */

/* A lack, and how many of the figures that people see rest on it. */
struct open_fact {
    struct lack lack;
    size_t figures;
};
/* A check that fails: its first row, and how many of them do. */
struct failure {
    struct finding first;
    size_t rows;
};
struct verdict {
    size_t undetermined; /* figures that people see: of rules that post, are checks or in a view */
    size_t posted;       /* of them, of rules that post or are checks */
    struct open_fact *facts;
    size_t fact_count;
    bool more; /* some figures lack more than was counted */
    size_t failed;
    struct failure *failures; /* by rule, in their order */
    size_t failure_count;
};
/* False: memory is out, which the writer keeps. */
bool verdict_open(struct reporting *reporting, struct verdict *verdict);
/* Do people see a rule's figures: does it post, is it a condition, or does a view show it? */
bool rule_is_seen(const struct policy *policy, const struct rule *rule);
/* "结论不完整：…" */
const char *verdict_line(struct reporting *reporting, const struct verdict *verdict);
/* "✗ 纳入标图建库  X02 等 4 行（粤府〔2019〕71号）"; "X06 改造前容积率未填报" */
const char *failure_text(struct reporting *reporting, const struct failure *failure);
const char *open_fact_words(struct reporting *reporting, const struct open_fact *fact);
/* The verdict's line; with `reasons` the first of what fails and of what is lacking. */
void text_verdict(struct reporting *reporting, bool reasons);
json_t *json_verdict(struct reporting *reporting);
/* What figures took though nobody wrote it: defaults, and what counts as none; and what the user
 * states not to be there. */
void text_taken(struct reporting *reporting);
json_t *json_taken(struct reporting *reporting);

/* ---- sheets by rows ---- */

/* Finds what the sheets are by and groups the postings. Errors: FT_INVALID (diagnosed). */
enum ft_status FT_MUST_CHECK fill_groups(struct reporting *reporting);
void text_sheets_by(struct reporting *reporting);
json_t *json_sheets_by(struct reporting *reporting);
json_t *json_party_totals(struct reporting *reporting, struct account account,
                          const struct kind_total *totals);
/* Did the kind of value move at all? */
bool moves(const struct kind_total *total);

/* ---- messages ---- */

enum report_message_id {
    REPORT_UNKNOWN_ITEM,
    REPORT_IS_PARAMETER,
    REPORT_IS_FIELD,
    REPORT_UNKNOWN_FIGURE,
    REPORT_SEVERAL_FIGURES,
    REPORT_NO_CERTIFICATE,
    REPORT_UNKNOWN_ROW,
    REPORT_WHICH_ROW,
    REPORT_NO_FORMAT,
    REPORT_UNKNOWN_POLICY,
    REPORT_UNKNOWN_VIEW,
    REPORT_UNKNOWN_GROUPING,
    REPORT_CANNOT_LEAVE_OUT,
    REPORT_EXPECT_CHECK,
    REPORT_EXPECT_FIGURE,
    REPORT_EXPECT_TRUTH,
    REPORT_EXPECT_CHOICE,
    REPORT_ROUNDED_HERE,
    REPORT_ROUNDED_STEP,
    REPORT_NO_FORM,
    REPORT_NOT_CONVERTED,
    REPORT_CONVERTED_OTHERWISE,
    REPORT_UNKNOWN_TABLE,
    REPORT_MESSAGE_COUNT
};
extern const struct message report_message[REPORT_MESSAGE_COUNT];

/* "是不是 x？" for what was probably meant, or "". */
const char *near_hint(const struct choices *choices);
/* By its id, or by a title that no other has; NULL after a fault. */
const struct rule *rule_called(const struct report_context *context, const char *name,
                               const struct place *place);
/* The id of the policy, parameter or rule of this id or title; NULL after a fault. */
const char *policy_called(const struct report_context *context, const char *name);
/* By its id or title, or NULL. */
const struct parameter *parameter_called(const struct report_context *context, const char *name);
/* Says that `item` stands in no such row of its table, or that a row must be named. */
void fault_row(struct reporting *reporting, const struct entity *entity, const char *item,
               const char *at, const struct place *item_place, const struct place *at_place);
/* The rule and row that an item and a row mean. False: reported at their places. */
bool find_figure(struct reporting *reporting, const char *item, const char *at,
                 const struct place *item_place, const struct place *at_place,
                 const struct rule **rule, uint32_t *row);

#endif
