/* reporting.h: what sheets and derivations share while they are written. */
#ifndef FANGTIAN_REPORT_REPORTING_H
#define FANGTIAN_REPORT_REPORTING_H

#include "report.h"
#include "words.h"
#include "writer.h"

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

#endif
