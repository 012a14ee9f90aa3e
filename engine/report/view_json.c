/* Views as JSON: figures exact, in the unit of their line. */
#include <string.h>

#include "../figures/view_rests.h"
#include "formats.h"

json_t *json_view_figure(struct reporting *reporting, const struct view_line *line,
                         const struct cell *cell)
{
    struct arith *arith = reporting->context->arith;
    if (cell->state != CELL_VALUE)
        return json_null();
    if (line->type.kind == TYPE_BOOLEAN)
        return json_boolean(cell->value.boolean);
    if (line->type.kind == TYPE_SYMBOL)
        return json_text(line->type.enumeration->members[cell->value.symbol].id);
    if (line->type.kind != TYPE_NUMBER)
        return json_text(
            value_text(&cell->value, &line->type, &line->unit, line->integer, arith, FT_EN));
    return json_text(number_in(&cell->value.number, arith, &line->unit, NUMBER_PLAIN));
}

/* The known part of an undetermined figure, or null. */
static json_t *json_known(struct reporting *reporting, const struct view_line *line,
                          const struct cell *cell)
{
    const struct cell known = {.value = cell->value, .state = CELL_VALUE};
    return cell->state == CELL_UNDETERMINED && cell->reason.partial &&
                   line->type.kind == TYPE_NUMBER
               ? json_view_figure(reporting, line, &known)
               : json_null();
}

static json_t *view_json_json_reason(struct reporting *reporting, const struct view *view,
                                     const struct view_line *line, uint32_t row,
                                     const struct cell *cell)
{
    const struct title reason = {view_reason(&reporting->display, view, line, row, cell, FT_ZH),
                                 view_reason(&reporting->display, view, line, row, cell, FT_EN)};
    return json_titles_or_null(&reason);
}

static json_t *json_cell(struct reporting *reporting, const struct shown_view *shown, uint32_t row,
                         size_t index)
{
    const struct view *view = shown->table.view;
    const struct view_line *line = &view->lines[index];
    const struct cell *cell = view_cell(shown, row, index);
    json_t *json = json_object();
    json_set(reporting, json, "line", json_text(line->id));
    json_set(reporting, json, "state", json_text(cell_state_names[cell->state]));
    json_set(reporting, json, "value", json_view_figure(reporting, line, cell));
    json_set(reporting, json, "known", json_known(reporting, line, cell));
    if (view->per != NULL) {
        const struct cell *per = &shown->table.per[row * view->line_count + index];
        json_set(reporting, json, "per", json_view_figure(reporting, view->per, per));
        json_set(reporting, json, "per_state",
                 view_line_is_per(view, line) ? json_text(cell_state_names[per->state])
                                              : json_null());
    }
    json_set(reporting, json, "source",
             json_text(view_source(&reporting->display, view, line, row)));
    json_set(reporting, json, "reason", view_json_json_reason(reporting, view, line, row, cell));
    return json;
}

static json_t *view_json_json_rows(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    json_t *rows = json_array();
    for (uint32_t row = shown->first; row < shown->end; row++) {
        json_t *json = json_object(), *cells = json_array();
        for (size_t i = 0; i < view->line_count; i++)
            json_append(reporting, cells, json_cell(reporting, shown, row, i));
        json_set(reporting, json, "row", json_row_path(reporting, view->entity, row));
        json_set(reporting, json, "title",
                 json_text(row_title(&reporting->display, view->entity, row)));
        json_set(reporting, json, "cells", cells);
        json_append(reporting, rows, json);
    }
    return rows;
}

/* {line: sum} of the lines that have one. */
static json_t *json_sums(struct reporting *reporting, const struct shown_view *shown, bool totals)
{
    const struct view *view = shown->table.view;
    json_t *json = json_object();
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        const struct cell *cell = totals ? &shown->table.totals[i] : &shown->table.rest[i];
        if (totals ? line->total && !view->sheet : line->party != NULL)
            json_set(reporting, json, line->id, json_view_figure(reporting, line, cell));
    }
    return json;
}

/* {line: known part} of those totals that are undetermined. */
static json_t *json_open_totals(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    json_t *json = json_object();
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        struct cell cell = shown->table.totals[i];
        if (!line->total || view->sheet || cell.state != CELL_UNDETERMINED)
            continue;
        cell.state = CELL_VALUE;
        json_set(reporting, json, line->id, json_view_figure(reporting, line, &cell));
    }
    return json;
}

/* How the text report rounds the figures of a line; null: they are shown as they are. */
static json_t *json_shown_step(struct reporting *reporting, const struct view_line *line)
{
    struct arith *arith = reporting->context->arith;
    const struct value_kind *kind = line->kind;
    const struct number *base = kind != NULL ? &kind->step : &line->step;
    if (line->type.kind != TYPE_NUMBER || number_sign(base) == 0)
        return json_null();
    return json_pack("{s:s, s:s, s:i}", "size", number_in(base, arith, &line->unit, NUMBER_PLAIN),
                     "mode", roundings[kind != NULL ? kind->mode : ROUND_HALF_UP].name, "decimals",
                     (int)(kind != NULL ? kind->decimals : line->decimals));
}

/* What the line is in the view's chart; null: nothing. */
static json_t *json_chart(const struct view_line *line)
{
    return json_or_null(line->chart == VIEW_CHART_NONE ? NULL : view_chart_names[line->chart]);
}

/* The members of the line's enumeration with their titles; null where it has none. */
static json_t *json_line_choices(struct reporting *reporting, const struct view_line *line)
{
    if (line->type.kind != TYPE_SYMBOL)
        return json_null();
    const struct enumeration *enumeration = line->type.enumeration;
    json_t *choices = json_array();
    for (size_t i = 0; i < enumeration->count; i++)
        json_append(reporting, choices,
                    json_pack("{s:s, s:o}", "id", enumeration->members[i].id, "title",
                              json_titles(&enumeration->members[i].title)));
    return choices;
}

json_t *json_view_lines(struct reporting *reporting, const struct view *view)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        bool number = line->type.kind == TYPE_NUMBER;
        json_append(reporting, lines,
                    json_pack("{s:s, s:o, s:o, s:o, s:i, s:b, s:o, s:o}", "id", line->id, "title",
                              json_titles(&line->title), "unit",
                              json_or_null(number ? line->unit.text : NULL), "step",
                              json_shown_step(reporting, line), "level", (int)line->level, "total",
                              line->total ? 1 : 0, "chart", json_chart(line), "choices",
                              json_line_choices(reporting, line)));
    }
    return lines;
}

static json_t *json_per(const struct view *view)
{
    return view->per == NULL ? json_null()
                             : json_pack("{s:o, s:s}", "title", json_titles(&view->per->title),
                                         "unit", view->per->unit.text);
}

json_t *json_view_head(struct reporting *reporting, const struct view *view)
{
    json_t *json = json_object();
    json_set(reporting, json, "id", json_text(view->id));
    json_set(reporting, json, "title", json_titles(&view->title));
    json_set(reporting, json, "policy", json_text(view->file->id));
    json_set(reporting, json, "of", json_text(view->entity->table));
    json_set(reporting, json, "layout", json_text(view->sheet ? "sheet" : "table"));
    return json;
}

/* What the view alone would not say: what its figures rest on, and how each line stands. */
static json_t *json_view_rests(struct reporting *reporting, const struct view *view)
{
    static const char *const standings[STANDING_COUNT] = {
        [STANDING_GOOD] = "good", [STANDING_VALUES] = "values", [STANDING_FACTS] = "facts"};
    struct view_rests rests;
    json_t *json = json_object(), *values = json_array(), *lines = json_object();
    if (!view_rests_open(&reporting->display, view, &rests))
        return json;
    for (size_t i = 0; i < rests.value_count; i++)
        json_append(reporting, values,
                    json_pack("{s:s, s:s}", "parameter", rests.values[i]->parameter->id, "status",
                              rests.values[i]->status == STATUS_ILLUSTRATIVE ? "illustrative"
                                                                             : "unverified"));
    for (size_t i = 0; i < view->line_count; i++)
        json_set(reporting, lines, view->lines[i].id, json_text(standings[rests.lines[i]]));
    json_set(reporting, json, "values", values);
    json_set(reporting, json, "doubts", json_boolean(rests.doubts));
    json_set(reporting, json, "lines", lines);
    return json;
}

static json_t *json_view(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    json_t *json = json_view_head(reporting, view);
    json_set(reporting, json, "note", json_titles_or_null(&view->note));
    json_set(reporting, json, "leads", json_boolean(shown->leads));
    json_set(reporting, json, "per", json_per(view));
    json_set(reporting, json, "lines", json_view_lines(reporting, view));
    json_set(reporting, json, "rows", view_json_json_rows(reporting, shown));
    json_set(reporting, json, "rest", json_sums(reporting, shown, false));
    json_set(reporting, json, "total", json_sums(reporting, shown, true));
    json_set(reporting, json, "total_known", json_open_totals(reporting, shown));
    if (reporting->report->view != NULL)
        json_set(reporting, json, "rests", json_view_rests(reporting, view));
    return json;
}

json_t *json_views(struct reporting *reporting)
{
    json_t *views = json_array();
    for (size_t i = 0; i < reporting->display.view_count; i++)
        json_append(reporting, views, json_view(reporting, &reporting->display.views[i]));
    return views;
}
