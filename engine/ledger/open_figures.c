/* Figures of views that are no rule's, where they are undetermined: the conclusion counts them. */
#include "ledger_internal.h"

/* What gathers them. */
struct open_gathering {
    struct ledger *ledger;
    struct arith *arith;
    struct diagnostics *diagnostics;
    struct open_figure *figures;
    size_t count, capacity;
};

bool view_line_is_open(const struct view_line *line)
{
    bool open = false;
    if (line->value == NULL ||
        (line->value->root->op == NODE_ITEM && line->value->root->via == NULL))
        return false;
    for (size_t i = 0; i < line->value->field_count && !open; i++) {
        const struct field *field = line->value->fields[i];
        open = field->optional && field->absence == ABSENCE_UNKNOWN;
    }
    return open;
}

static enum ft_status add_open_figure(struct open_gathering *gathering, const struct view *view,
                                      const struct view_line *line, uint32_t row,
                                      const struct lacks *lacks)
{
    struct open_figure *grown =
        arena_grow(gathering->arith->arena, gathering->figures, &gathering->capacity, sizeof *grown,
                   gathering->count + 1);
    if (grown == NULL)
        return FT_NO_MEMORY;
    gathering->figures = grown;
    grown[gathering->count++] = (struct open_figure){view, line, row, lacks};
    return FT_OK;
}

/* A line at all rows. What it uses is not noted: a report that shows it does so. */
static enum ft_status gather_line(struct open_gathering *gathering, const struct view *view,
                                  const struct view_line *line)
{
    const struct dataset *dataset = gathering->ledger->dataset;
    const uint32_t count = dataset->tables[view->entity->index].count;
    struct cell *cells = arena_array(gathering->arith->arena, count, sizeof *cells);
    enum ft_status status = cells == NULL ? FT_NO_MEMORY
                                          : ledger_line(cells, gathering->ledger, view, line,
                                                        gathering->arith, gathering->diagnostics);
    for (uint32_t row = 0; row < count && status == FT_OK; row++)
        if (cells[row].state == CELL_UNDETERMINED)
            status = add_open_figure(gathering, view, line, row, cells[row].reason.lacks);
    return status;
}

static enum ft_status gather_view(struct open_gathering *gathering, const struct view *view)
{
    enum ft_status status = FT_OK;
    bool leads = false;
    for (size_t i = 0; i < view->line_count && status == FT_OK; i++)
        if (view_line_is_open(&view->lines[i]))
            status = gather_line(gathering, view, &view->lines[i]);
    if (status == FT_OK && view->per != NULL && view_line_is_open(view->per))
        status =
            ledger_leads(&leads, gathering->ledger, view, gathering->arith, gathering->diagnostics);
    return leads && status == FT_OK ? gather_line(gathering, view, view->per) : status;
}

enum ft_status open_figures_gather(struct ledger *ledger, struct arith *arith,
                                   struct diagnostics *diagnostics)
{
    struct open_gathering gathering = {
        .ledger = ledger, .arith = arith, .diagnostics = diagnostics};
    uint8_t **const assumed = ledger->dataset->assumed;
    enum ft_status status = FT_OK;
    ledger->dataset->assumed = NULL;
    for (size_t i = 0; i < ledger->policy->view_count && status == FT_OK; i++)
        status = gather_view(&gathering, ledger->policy->views[i]);
    ledger->dataset->assumed = assumed;
    ledger->open_figures = gathering.figures;
    ledger->open_figure_count = gathering.count;
    return status;
}
