/* Two runs of one scenario compared: what a policy changed. */
#include <assert.h>
#include <string.h>

#include "ledger_internal.h"

struct comparison {
    const struct ledger_run *with, *without;
    struct arena *arena; /* of the first run */
    struct policy_change *change;
    size_t net_capacity, figure_capacity;
    const struct policy_inputs *inputs; /* NULL: everything may differ */
    const bool *moved; /* by rule of the first run's law: whether its figures differ, or may */
    const struct lacks *lost;   /* what is undetermined in the second run alone lacks; or NULL */
    const struct lacks *gained; /* and in the first alone */
    uint32_t **rows; /* by entity: by row of the second run the row of the first, or NO_ROW */
    struct lacking { /* of the last change whose lacks were told, what was said */
        const struct lacks *with, *without;
        struct title why;
    } told;
};
enum { NO_ROW = UINT32_MAX };

/* ---- what is lacking ---- */

/* In both languages, before the second run goes; NULL where nothing is. False: memory is out. */
static bool lacks_title(struct title *title, const struct comparison *comparison,
                        const struct ledger *ledger, const struct lacks *lacks)
{
    struct arith *arith = comparison->with->arith;
    *title = (struct title){NULL, NULL};
    if (lacks == NULL)
        return true;
    title->zh = lacks_text(ledger->policy, ledger->dataset, arith, lacks, FT_ZH);
    title->en = lacks_text(ledger->policy, ledger->dataset, arith, lacks, FT_EN);
    return title->zh != NULL && title->en != NULL;
}

/* What a change lacks in either run; NULL: nothing. False: memory is out. */
static bool tell_lacking(struct comparison *comparison, const struct lacks *with,
                         const struct lacks *without, struct title *why)
{
    const bool policy = comparison->inputs != NULL && comparison->inputs->file != NULL;
    struct lacking *told = &comparison->told;
    struct title x, y;
    if (told->with != with || told->without != without) {
        if (!lacks_title(&x, comparison, comparison->with->ledger, with) ||
            !lacks_title(&y, comparison, comparison->without->ledger, without))
            return false;
        *told = (struct lacking){with, without, x.zh == NULL ? y : x};
        if (x.zh != NULL && y.zh != NULL && strcmp(x.zh, y.zh) != 0) {
            told->why.zh = arena_format(
                comparison->arena, policy ? "有该政策：%s；无该政策：%s" : "试算：%s；存档：%s",
                x.zh, y.zh);
            told->why.en = arena_format(
                comparison->arena,
                policy ? "with it: %s; without it: %s" : "trial: %s; as filed: %s", x.en, y.en);
            if (told->why.zh == NULL || told->why.en == NULL)
                return false;
        }
    }
    *why = told->why;
    return true;
}

/* Notes what a figure lacks that is known in the other run. False: memory is out. */
static bool note_lacks(struct comparison *comparison, const struct lacks **all,
                       const struct lacks *lacks)
{
    if (lacks == NULL || lacks == *all)
        return true;
    *all = lacks_join(*all, lacks, comparison->arena);
    return *all != NULL;
}

/* Whether a formula may come to something else in the other run; of none it is not known. */
static bool depends(const struct comparison *comparison, const struct formula *formula)
{
    return formula == NULL || comparison->inputs == NULL ||
           policy_affects(comparison->inputs, comparison->moved, formula);
}

/* ---- rows ---- */

/* Rows of the two runs are the same by their keys, which follow each other in one order. */
static enum ft_status match_rows(struct comparison *comparison, const struct entity *entity)
{
    struct dataset *with = comparison->with->ledger->dataset,
                   *without = comparison->without->ledger->dataset;
    const uint32_t count = without->tables[entity->index].count,
                   others = with->tables[entity->index].count;
    uint32_t *rows = arena_array(comparison->arena, count, sizeof *rows), at = 0;
    comparison->rows[entity->index] = rows;
    for (uint32_t row = 0; rows != NULL && row < count; row++) {
        const char *path = row_path(without, entity, row, comparison->without->arith->arena);
        uint32_t other = at;
        bool same = false;
        for (; path != NULL && other < others && !same; other += !same) {
            const char *found = row_path(with, entity, other, comparison->arena);
            if (found == NULL)
                return FT_NO_MEMORY;
            same = strcmp(path, found) == 0;
        }
        if (path == NULL)
            return FT_NO_MEMORY;
        rows[row] = same ? other : NO_ROW;
        at = same ? other + 1 : at;
    }
    return rows == NULL ? FT_NO_MEMORY : FT_OK;
}

static enum ft_status match_all_rows(struct comparison *comparison)
{
    const struct schema *schema = &comparison->with->ledger->policy->schema;
    enum ft_status status = FT_OK;
    comparison->rows = arena_array(comparison->arena, schema->entity_count, sizeof(uint32_t *));
    if (comparison->rows == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < schema->entity_count && status == FT_OK; i++)
        status = match_rows(comparison, &schema->entities[i]);
    return status;
}

static bool posting_depends(const struct comparison *comparison, const struct posting *posting)
{
    const struct post *post = posting->post;
    return comparison->moved[posting->rule->item.order] ||
           (post->when != NULL && depends(comparison, post->when)) ||
           (post->amount != NULL && depends(comparison, post->amount));
}

/* ---- nets ---- */

/* A net, or what is known of it; zero where there is no sheet. */
static struct cell net_cell_of(const struct sheet *sheet, size_t kind)
{
    struct cell cell = {.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    if (sheet == NULL)
        return cell;
    const struct kind_total total = sheet_total(sheet, kind);
    cell.value.number = total.net;
    if (total_is_open(&total)) {
        cell.state = CELL_UNDETERMINED;
        cell.reason.partial = true;
    }
    return cell;
}

/* The next undetermined posting of a kind on a sheet at or behind `*at`, which goes behind it; false
 * at the end. */
static bool next_open_posting(struct posting *posting, const struct ledger *ledger,
                              const struct sheet *sheet, size_t kind, size_t *at)
{
    while (*at < sheet->posting_count) {
        *posting = ledger_posting(ledger, sheet->postings[(*at)++]);
        if (posting->lacks != NULL && posting->post->kind->index == kind)
            return true;
    }
    return false;
}

/* What a party's net lacks, in `lacks`; NULL: nothing, or there is no sheet. False: memory is out. */
static bool changed_net_lacks(const struct lacks **lacks, const struct comparison *comparison,
                              const struct ledger *ledger, const struct sheet *sheet, size_t kind)
{
    struct posting posting;
    size_t at = 0;
    *lacks = NULL;
    while (sheet != NULL && next_open_posting(&posting, ledger, sheet, kind, &at)) {
        const struct lacks *more = lacks_join(*lacks, posting.lacks, comparison->arena);
        if (more == NULL)
            return false;
        *lacks = more;
    }
    return true;
}

/* What a changed figure lacks in either run, and, where it is known in one, what it lacks in the
 * other. False: memory is out. */
static bool tell_change(struct comparison *comparison, const struct lacks *with,
                        const struct lacks *without, struct title *why)
{
    return (with != NULL || note_lacks(comparison, &comparison->lost, without)) &&
           (without != NULL || note_lacks(comparison, &comparison->gained, with)) &&
           tell_lacking(comparison, with, without, why);
}

static bool tell_net(struct comparison *comparison, struct net_change *net,
                     const struct sheet *with, const struct sheet *without)
{
    const size_t kind = net->kind->index;
    const struct lacks *x, *y;
    return changed_net_lacks(&x, comparison, comparison->with->ledger, with, kind) &&
           changed_net_lacks(&y, comparison, comparison->without->ledger, without, kind) &&
           tell_change(comparison, x, y, &net->why);
}

/* Do the same rows of the same rules lack an amount in both runs, of rules that
 * nothing moves? Rules of two loads are the same by name. What is undetermined in both runs and rests
 * on what moves may have changed all the same. */
static bool lack_the_same(const struct comparison *comparison, const struct sheet *with,
                          const struct sheet *without, size_t kind)
{
    assert(with != NULL && without != NULL); /* what has no sheet is 0 */
    for (size_t i = 0, j = 0;;) {
        struct posting x = {.rule = NULL}, y = {.rule = NULL};
        const bool one = next_open_posting(&x, comparison->with->ledger, with, kind, &i);
        const bool other = next_open_posting(&y, comparison->without->ledger, without, kind, &j);
        if (!one || !other)
            return one == other;
        if (x.row != comparison->rows[y.rule->item.entity->index][y.row] ||
            strcmp(x.rule->item.id, y.rule->item.id) != 0 || posting_depends(comparison, &x))
            return false;
    }
}

/* A sheet is NULL where the party has none in that run. Of a net that is undetermined in both, the
 * known part may be as it was while what is undetermined is not. */
static enum ft_status ledger_changes_add_net(struct comparison *comparison, struct account account,
                                             size_t kind, const struct sheet *with,
                                             const struct sheet *without)
{
    struct policy_change *change = comparison->change;
    struct net_change net = {.account = account,
                             .kind = &comparison->with->ledger->policy->kinds[kind],
                             .with = net_cell_of(with, kind),
                             .without = net_cell_of(without, kind),
                             .difference = NUMBER_ZERO};
    const bool both = net.with.state == CELL_VALUE && net.without.state == CELL_VALUE;
    if (number_keep(&net.without.value.number, comparison->arena, &net.without.value.number) !=
        FT_OK)
        return FT_NO_MEMORY;
    if (net.with.state == net.without.state &&
        number_equal(&net.with.value.number, &net.without.value.number) &&
        (net.with.state == CELL_VALUE || lack_the_same(comparison, with, without, kind)))
        return FT_OK;
    struct net_change *nets = arena_grow(comparison->arena, change->nets, &comparison->net_capacity,
                                         sizeof *nets, change->net_count + 1);
    if (nets == NULL || !tell_net(comparison, &net, with, without))
        return FT_NO_MEMORY;
    change->nets = nets;
    nets[change->net_count++] = net;
    return both ? number_sub(&nets[change->net_count - 1].difference, comparison->with->arith,
                             &net.with.value.number, &net.without.value.number)
                : FT_OK;
}

/* The parties of two loads are the same by their place in the vocabulary. */
static int compare_accounts(struct account x, struct account y)
{
    if (x.party->index != y.party->index)
        return x.party->index < y.party->index ? -1 : 1;
    return (x.row > y.row) - (x.row < y.row);
}

/* A party's nets in both runs; a sheet is NULL where it has none in one. */
static enum ft_status compare_sheets(struct comparison *comparison, struct account account,
                                     const struct sheet *with, const struct sheet *without)
{
    const struct policy *policy = comparison->with->ledger->policy;
    enum ft_status status = FT_OK;
    account.party = &policy->parties[account.party->index];
    for (size_t kind = 0; kind < policy->kind_count && status == FT_OK; kind++)
        status = ledger_changes_add_net(comparison, account, kind, with, without);
    return status;
}

/* Walks the sheets of both runs side by side: a party may have one in either alone. */
static enum ft_status compare_nets(struct comparison *comparison)
{
    const struct ledger *with = comparison->with->ledger, *without = comparison->without->ledger;
    size_t i = 0, j = 0;
    enum ft_status status = FT_OK;
    while (status == FT_OK && (i < with->sheet_count || j < without->sheet_count)) {
        struct sheet x, y;
        if (i < with->sheet_count)
            x = ledger_sheet(with, i);
        if (j < without->sheet_count)
            y = ledger_sheet(without, j);
        if (j < without->sheet_count && y.account.party->each != NULL)
            y.account.row = comparison->rows[y.account.party->each->index][y.account.row];
        if (j < without->sheet_count && y.account.row == NO_ROW) {
            comparison->change->rows_gone++;
            j++;
            continue;
        }
        const int order = i == with->sheet_count      ? 1
                          : j == without->sheet_count ? -1
                                                      : compare_accounts(x.account, y.account);
        status = compare_sheets(comparison, order <= 0 ? x.account : y.account,
                                order <= 0 ? &x : NULL, order >= 0 ? &y : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

/* ---- figures ---- */

static const struct lacks *cell_lacks(const struct cell *cell)
{
    return cell->state == CELL_UNDETERMINED ? cell->reason.lacks : NULL;
}

static enum ft_status ledger_changes_add_figure(struct comparison *comparison,
                                                const struct figure_change *found)
{
    struct policy_change *change = comparison->change;
    bool both = found->with.state == CELL_VALUE && found->without.state == CELL_VALUE;
    bool open = found->with.state == CELL_UNDETERMINED && found->without.state == CELL_UNDETERMINED;
    if (open   ? !depends(comparison, found->line->value)
        : both ? number_equal(&found->with.value.number, &found->without.value.number)
               : found->with.state == found->without.state)
        return FT_OK;
    struct figure_change *figures =
        arena_grow(comparison->arena, change->figures, &comparison->figure_capacity,
                   sizeof *figures, change->figure_count + 1);
    if (figures == NULL)
        return FT_NO_MEMORY;
    change->figures = figures;
    struct figure_change *figure = &figures[change->figure_count++];
    *figure = *found;
    figure->difference = NUMBER_ZERO;
    if (!tell_change(comparison, cell_lacks(&found->with), cell_lacks(&found->without),
                     &figure->why))
        return FT_NO_MEMORY;
    if ((found->without.state == CELL_VALUE || found->without.reason.partial) &&
        number_keep(&figure->without.value.number, comparison->arena,
                    &found->without.value.number) != FT_OK)
        return FT_NO_MEMORY;
    return both ? number_sub(&figure->difference, comparison->with->arith,
                             &figure->with.value.number, &figure->without.value.number)
                : FT_OK;
}

static bool has_key(const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        if (view->lines[i].key)
            return true;
    return false;
}

static enum ft_status compare_line(struct comparison *comparison, const struct view_table *with,
                                   const struct view_table *without, size_t line)
{
    const struct view *view = with->view;
    const uint32_t *rows = comparison->rows[view->entity->index];
    enum ft_status status = FT_OK;
    for (uint32_t row = 0; row < without->count && status == FT_OK; row++) {
        if (rows[row] == NO_ROW)
            continue;
        const struct figure_change found = {
            .view = view,
            .line = &view->lines[line],
            .row = rows[row],
            .with = with->cells[rows[row] * view->line_count + line],
            .without = without->cells[row * view->line_count + line]};
        status = ledger_changes_add_figure(comparison, &found);
    }
    return status;
}

static enum ft_status compare_view(struct comparison *comparison, const struct view *view,
                                   const struct view *same)
{
    struct view_table with, without;
    const struct ledger_run *x = comparison->with, *y = comparison->without;
    if (!has_key(view))
        return FT_OK;
    enum ft_status status = ledger_view(&with, x->ledger, view, x->arith, x->diagnostics);
    if (status == FT_OK)
        status = ledger_view(&without, y->ledger, same, y->arith, y->diagnostics);
    for (size_t line = 0; line < view->line_count && status == FT_OK; line++)
        if (view->lines[line].key)
            status = compare_line(comparison, &with, &without, line);
    return status;
}

enum ft_status ledger_compare(struct policy_change *change, const struct ledger_run *with,
                              const struct ledger_run *without, const struct policy_inputs *inputs)
{
    const struct policy *policy = with->ledger->policy;
    struct policy_inputs spread = {.field_count = 0};
    bool *moved = arena_array(with->arith->arena, policy->rule_count, sizeof *moved);
    struct comparison comparison = {.with = with,
                                    .without = without,
                                    .arena = with->arith->arena,
                                    .change = change,
                                    .inputs = inputs,
                                    .moved = moved};
    if (moved == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = match_all_rows(&comparison);
    if (status == FT_OK && inputs != NULL) {
        spread = *inputs;
        comparison.inputs = &spread;
        status = policy_inputs_spread(&spread, policy, with->arith->arena);
    }
    if (status == FT_OK && (inputs == NULL || !ledger_moved(moved, &spread, with->ledger,
                                                            without->ledger, comparison.rows)))
        memset(moved, true, policy->rule_count * sizeof *moved);
    if (status == FT_OK)
        status = compare_nets(&comparison);
    for (size_t i = 0; i < policy->view_count && status == FT_OK; i++)
        status = compare_view(&comparison, policy->views[i], without->ledger->policy->views[i]);
    if (status == FT_OK)
        status = memo_changes_find(change, with, without, moved);
    for (size_t i = 0; i < change->memo_count && status == FT_OK; i++) {
        struct memo_change *memo = &change->memos[i];
        if (!tell_lacking(&comparison, memo->lacks[0], memo->lacks[1], &memo->why))
            status = FT_NO_MEMORY;
    }
    if (status == FT_OK &&
        (!lacks_title(&change->why, &comparison, without->ledger, comparison.lost) ||
         !lacks_title(&change->why_with, &comparison, with->ledger, comparison.gained)))
        status = FT_NO_MEMORY;
    return status;
}
