/*
 * display.h: how figures are said: in which language, unit of money and detail, and which views.
 *
 *     struct display display;
 *     display_open(&display, &context);
 *     display.in_wan = true;
 *     const char *text = amount_text(&display, kind, &posting->amount);
 *
 * A text lives in the arena of the context's arith. NULL where memory was out, unless it says
 * otherwise; where something else than a text cannot be given, the status tells.
 */
#ifndef FANGTIAN_FIGURES_DISPLAY_H
#define FANGTIAN_FIGURES_DISPLAY_H

#include "context.h"
#include "words.h"

/* A line of a text, and where it begins. */
struct line_cursor {
    const struct source *source;
    const char *at;
    uint32_t line;
};

struct display {
    struct figure_context *context;
    struct arena *arena;
    enum ft_status status;    /* FT_OK or FT_NO_MEMORY */
    bool in_wan;              /* money in 万元, else in the unit of its kind */
    bool unrounded;           /* in 万元 it is what it is in 元 by 10,000, not rounded to 0.01 */
    bool detail;              /* long figures whole */
    bool verbatim;            /* texts from outside are not escaped: for programs */
    struct shown_view *views; /* that are shown */
    size_t view_count;
    const struct entity *by;      /* what the sheets are by; NULL: by party */
    struct posting_group *groups; /* where they are not by party */
    size_t group_count;
    struct line_cursor line; /* of the text that was quoted last */
};

/* In the unit of each kind, brief, escaped; without views. */
void display_open(struct display *display, struct figure_context *context);
/* Notes that memory was out: FT_NO_MEMORY. */
enum ft_status display_lack_memory(struct display *display);
/* A text that was made, "" (and the status) where memory was out. */
const char *display_text(struct display *display, const char *made);
/* Room for so many, zeroed; NULL (and the status) where memory is out. */
void *display_array(struct display *display, size_t count, size_t size);

/* What of the facts a user may not see, by number; NULL behind the last. */
const char *reading_note(const struct figure_context *context, size_t index);

const char *word(const struct display *display, enum word_id id);
/* The one of two that is in the language of the report. */
const char *text_in(const struct display *display, const char *zh, const char *en);
/* How a value is known where that must be said, else "". */
const char *status_word(const struct display *display, enum version_status status);
/* "2019-01-01 起", "from 2019-01-01" */
const char *dated(struct display *display, enum word_id id, const char *date);
/* A text from outside as it may be shown: what a terminal would obey is escaped. */
const char *visible(const struct display *display, const char *text);
/* A title in the language of the report. */
const char *titled(const struct display *display, const struct title *title);
/* account_text, account_short and reason_text in the language of the report, visible. */
const char *party_title(struct display *display, struct account account);
const char *party_name(struct display *display, struct account account);
const char *reason_shown(struct display *display, const struct rule *rule, uint32_t row);
/* An amount of a kind as the report shows it: in the kind's unit, or in 万元 on request. */
const char *amount_text(struct display *display, const struct value_kind *kind,
                        const struct number *amount);
/* The same with its unit, but for money: "1,234.00", "300.0000 亩", as the head says its unit. */
const char *amount_with_unit(struct display *display, const struct value_kind *kind,
                             const struct number *amount);
/* Are figures of this unit shown in 万元: are they money, and does the report ask for it? */
bool is_in_wan(const struct display *display, const struct unit *unit);
/* What the report calls the unit that it shows such figures in: money_unit, or the unit's own text;
 * "" where there is none. */
const char *unit_name(const struct display *display, const struct unit *unit);
/* The same as a column of units shows it, in either language: a unit that inputs may bear. */
const char *unit_symbol(const struct display *display, const struct unit *unit);
/* Is that the unit of money that the page's head names? */
bool is_page_unit(const struct display *display, const struct unit *unit);
/* How much one of the unit shown is in base units. */
struct number shown_factor(const struct display *display, const struct unit *unit);
/* The unit to show exact figures of `unit` in: 万元 where the report asks for it and they are
 * money.
 */
const struct unit *unit_shown(struct display *display, const struct unit *unit);
/* The same for a spreadsheet: without grouping, and in 万元 not rounded again. */
const char *amount_cell(struct display *display, const struct value_kind *kind,
                        const struct number *amount);
/* The same for programs: in the kind's unit, whatever the report shows money in. */
const char *amount_plain(struct display *display, const struct value_kind *kind,
                         const struct number *amount);
/* "A1/B3", "" for the root; a label behind it where the row has one. */
const char *row_title(struct display *display, const struct entity *entity, uint32_t row);
/* A row's path as people read it: a key that is a choice by its title, "A1/前期工程费". */
const char *row_shown(struct display *display, const struct entity *entity, uint32_t row);
/* The key of the project that the row stands under, or NULL. */
const char *project_of(struct display *display, const struct entity *entity, uint32_t row);
/* A figure as quantity_brief gives it; all of it where that is asked for (--detail). */
const char *brief_figure(struct display *display, const struct number *figure,
                         const struct unit *unit);
/* A cell's value as people read it, or the word for its state. */
const char *cell_text(struct display *display, const struct cell *cell, const struct type *type,
                      const struct unit *unit, bool integer);
/* A place as "file:line:column"; "" where it stands nowhere. */
const char *place_shown(struct display *display, const struct place *place);
/* The article of a posting's figure: of the case taken, else of the rule. */
const char *figure_source(struct display *display, const struct rule *rule, uint32_t row);
/* The label of the case taken, or "". */
const char *figure_case(struct display *display, const struct rule *rule, uint32_t row);

/* The characters at a place as they were typed, without quotes; "" where there are none. */
const char *typed_at(struct display *display, const struct place *place);
/* What was set in the file's stead, or NULL. */
const char *set_at(const struct display *display, const struct place *place);

/* NULL (and the status) when memory is out. */
const char *format_text(struct display *display, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same in the language of the report; both formats take the same arguments. */
const char *format_in(struct display *display, const char *zh, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* "依据：…", "source: …", as the language writes it. */
const char *text_with_label(struct display *display, const char *label, const char *text);

/* A path as it may be shown. */
const char *path_shown(struct display *display, const char *path);
/* 元 or 万元, as the report shows money. */
const char *money_unit(const struct display *display);
/* "现金（元）" */
const char *kind_title(struct display *display, const struct value_kind *kind);

#endif
