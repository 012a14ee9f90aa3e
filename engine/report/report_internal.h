/* report_internal.h: what the sources of report/ share: words, a writer, aligned tables. */
#ifndef FANGTIAN_REPORT_INTERNAL_H
#define FANGTIAN_REPORT_INTERNAL_H

#include <jansson.h>

#include "report.h"

/* ---- words
 * ------------------------------------------------------------------------------------------ */

enum word_id {
    WORD_AS_OF,
    WORD_KNOWN_AT,
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
    WORD_ILLUSTRATIVE,
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
    WORD_DEFAULT,
    WORD_FORMULA,
    WORD_POSTING,
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
    WORD_PUBLISHED,
    WORD_PARAMETERS,
    WORD_RULES,
    WORD_FILE,
    WORD_LIMIT,
    WORD_EXPECTED,
    WORD_FOUND,
    WORD_ABSENT,
    WORD_YES,
    WORD_NO,
    WORD_LIST_COMMA,
    WORD_NOT_WRITTEN,
    WORD_ROWS,
    WORD_COUNT
};
extern const struct title words[WORD_COUNT];

/* ---- writing
 * ---------------------------------------------------------------------------------------- */

/* Text on its way to a sink; the first failure is kept. */
struct writer {
    const struct ft_sink *sink;
    enum ft_status status; /* FT_OK, FT_IO, FT_NO_MEMORY */
    bool colour;
};

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

/* ---- a report while it is written
 * --------------------------------------------------------------------- */

struct reporting {
    struct report_context *context;
    const struct ft_report *report;
    struct writer writer;
    struct arena *arena;
    size_t width;
};

void reporting_open(struct reporting *reporting, struct report_context *context,
                    const struct ft_report *report, const struct ft_sink *sink);
const char *word(const struct reporting *reporting, enum word_id id);
/* A title in the language of the report. */
const char *titled(const struct reporting *reporting, const struct title *title);
/* An amount of a kind as the report shows it: in the kind's unit, or in 万元 on request. */
const char *amount_text(struct reporting *reporting, const struct value_kind *kind,
                        const struct number *amount);
/* The same, exact and without grouping, in the kind's unit: for JSON and CSV. */
const char *amount_plain(struct reporting *reporting, const struct value_kind *kind,
                         const struct number *amount);
/* "A1/B3", "" for the root; a label behind it where the row has one. */
const char *row_title(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* The key of the project that the row stands under, or NULL. */
const char *project_of(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* A cell's value as people read it, or the word for its state. */
const char *cell_text(struct reporting *reporting, const struct cell *cell, const struct type *type,
                      const struct unit *unit, bool integer);
/* A place as "file:line:column"; "" where it stands nowhere. */
const char *place_shown(struct reporting *reporting, const struct place *place);
/* The article of a posting's figure: of the case taken, else of the rule. */
const char *figure_source(struct reporting *reporting, const struct rule *rule, uint32_t row);
/* The label of the case taken, or "". */
const char *figure_case(struct reporting *reporting, const struct rule *rule, uint32_t row);

/* NULL (and the status) when memory is out. */
const char *format_text(struct reporting *reporting, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- what each format does
 * ------------------------------------------------------------------------------ */

void text_sheets(struct reporting *reporting);
void text_findings(struct reporting *reporting); /* what stands behind the sheets */
void text_head(struct reporting *reporting); /* what was run, on which date, by which law */
void text_heading(struct reporting *reporting, const char *text);
/* "现金（元）" */
const char *kind_title(struct reporting *reporting, const struct value_kind *kind);
void csv_sheets(struct reporting *reporting);
json_t *json_sheets(struct reporting *reporting);
/* Writes a JSON value and lets go of it. */
void write_json(struct reporting *reporting, json_t *json);
json_t *json_text(const char *text); /* NULL gives JSON's null */
json_t *json_titles(const struct title *title);

/* ---- derivations
 * -------------------------------------------------------------------------------------------- */

/* One step that the trace told of. */
struct step {
    const struct formula *formula;
    const struct node *node;
    uint32_t row; /* of the node's selection */
    const struct entity *entity;
    struct cell cell;
    const struct version *version;
};

/* A rule at a row, derived: its steps in the order of evaluation. */
struct derived {
    const struct rule *rule;
    uint32_t row;
    struct derivation derivation;
    struct step *steps;
    size_t step_count, step_capacity;
    bool out_of_memory;
    struct arena *arena;
};

/* Runs a rule again at a row with a trace. Errors: FT_NO_MEMORY. */
enum ft_status derive(struct reporting *reporting, const struct rule *rule, uint32_t row,
                      struct derived *derived);
/* The step of a node at a row, or NULL where the node was not evaluated there. */
const struct step *find_step(const struct derived *derived, const struct formula *formula,
                             const struct node *node, const struct entity *entity, uint32_t row);
json_t *json_derivation(struct reporting *reporting, const struct rule *rule, uint32_t row);
/* The formula's own words for a node. */
const char *node_words(struct reporting *reporting, const struct formula *formula,
                       const struct node *node);

/* ---- messages
 * ---------------------------------------------------------------------------------------------------
 */

enum report_message_id {
    REPORT_UNKNOWN_ITEM,
    REPORT_UNKNOWN_ROW,
    REPORT_WHICH_ROW,
    REPORT_NO_FORMAT,
    REPORT_UNKNOWN_POLICY,
    REPORT_MESSAGE_COUNT
};
extern const struct message report_message[REPORT_MESSAGE_COUNT];

/* The rule and row that "item@row" (or an item and a row apart) mean. False: reported at `place`.
 */
bool find_figure(struct reporting *reporting, const char *item, const char *at,
                 const struct place *item_place, const struct place *at_place,
                 const struct rule **rule, uint32_t *row);

#endif
