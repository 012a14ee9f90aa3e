/* shown_view.h: views as reports show them. */
#ifndef FANGTIAN_FIGURES_SHOWN_VIEW_H
#define FANGTIAN_FIGURES_SHOWN_VIEW_H

#include "display.h"

/* A view that the report shows: rows `first` to `end`, not included, of its table. */
struct shown_view {
    struct view_table table;
    uint32_t first, end;
    bool leads;
};
/* A cell as shown, without its unit: money in the report's; "—" where there is no value. */
const char *view_figure(struct display *display, const struct view_line *line,
                        const struct cell *cell, enum number_style style);
/* "待定", with the known part in brackets where there is one. */
const char *open_text(struct display *display, const char *known);
/* A posting's amount, and a sum that `lacks` (or NULL) keeps open, as amount_text shows it. */
const char *posting_text(struct display *display, const struct posting *posting);
const char *total_text(struct display *display, const struct value_kind *kind,
                       const struct number *amount, const struct lacks *lacks);
/* What keeps a net open: a lack of either side, or NULL. */
const struct lacks *net_lacks(const struct kind_total *total);
/* The number that view_figure shows, in base units. False: memory is out, which the status tells.
 */
bool view_shown(struct display *display, const struct view_line *line, const struct number *figure,
                struct number *shown);
/* "应收地价款（元）" */
const char *view_head(struct display *display, const struct view_line *line);
/* The unit that a line's figures are shown in: its name, its symbol (unit_name, unit_symbol). */
const char *view_unit(struct display *display, const struct view_line *line);
const char *view_symbol(struct display *display, const struct view_line *line);
const struct cell *view_cell(const struct shown_view *shown, uint32_t row, size_t line);
/* Where a line's figure stands in the law at a row; "" where nothing is said. */
const char *view_source(struct display *display, const struct view *view,
                        const struct view_line *line, uint32_t row);
/* Why a cell does not apply, or NULL; in the language given. */
const char *view_reason(struct display *display, const struct view *view,
                        const struct view_line *line, uint32_t row, const struct cell *cell,
                        enum ft_language language);

/* Fills in the views that lead, or all: before anything is written, so that their faults are told
 * first. Errors: as ledger_view. */
enum ft_status FT_MUST_CHECK fill_views(struct display *display, bool all);
/* The view of this id or title alone, and of it the row alone, where one is asked for (or NULL).
 * Errors: FT_INVALID, diagnosed; as above. */
enum ft_status FT_MUST_CHECK fill_view(struct display *display, const char *name, const char *row);

#endif
