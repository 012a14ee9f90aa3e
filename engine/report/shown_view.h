/* shown_view.h: views as reports show them. */
#ifndef FANGTIAN_REPORT_SHOWN_VIEW_H
#define FANGTIAN_REPORT_SHOWN_VIEW_H

#include <jansson.h>

#include "reporting.h"

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

#endif
