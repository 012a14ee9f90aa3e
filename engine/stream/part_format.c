/*
 * What a part is like: the same calls write it and read it. What must hold of it is looked at whoever wrote it.
 */
#include "part_io.h"

/* ---- faults of rows, and of the rows of aggregates ---- */

/* A list by language: both have the same faults in the same order. Who reads has its own alone. */
struct part_faults {
    struct diagnostics *by_language[FT_EN + 1], *any;
    uint64_t told; /* with those that have no entry */
};

static void words_format(struct part_io *io, size_t at)
{
    struct ft_diagnostic *fault = &io->faults->by_language[io->language]->items[at];
    part_chars(io, "message", fault->message, sizeof fault->message);
    part_chars(io, "hint", fault->hint, sizeof fault->hint);
}

static void fault_format(struct part_io *io, size_t at)
{
    struct part_faults *faults = io->faults;
    struct ft_diagnostic *fault = &faults->any->items[at];
    size_t length = io->writing ? strlen(fault->id) : 0;
    part_string(io, "id", &fault->id, &length);
    part_chars(io, "file", fault->file, sizeof fault->file);
    part_small(io, "line", &fault->line);
    part_small(io, "column", &fault->column);
    part_small(io, "end_column", &fault->end_column);
    part_chars(io, "excerpt", fault->excerpt, sizeof fault->excerpt);
    part_small(io, "caret", &fault->caret);
    part_small(io, "carets", &fault->carets);
    part_count(io, "kind", &fault->kind);
    part_count(io, "more", &fault->more);
    part_lines(io, "more_lines", fault->more_lines, FT_MORE_LINES);
    for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
        if (faults->by_language[language] == NULL)
            continue;
        io->language = language;
        part_object(io, language == FT_ZH ? "zh" : "en", words_format, at);
    }
    part_holds(io, fault->more < faults->any->total - faults->told);
    faults->told += 1 + fault->more;
}

static void faults_format(struct part_io *io, size_t at)
{
    struct part_faults *faults = io->faults;
    (void)at;
    part_count(io, "total", &faults->any->total);
    faults->any->kept = part_length(io, "listed", faults->any->kept);
    part_holds(io, faults->any->kept <= DIAGNOSTICS_KEPT);
    part_list(io, "listed", faults->any->kept, fault_format);
    part_holds(io, faults->told == faults->any->total || faults->any->kept == DIAGNOSTICS_KEPT);
}

/* Null where there are none. */
static void part_fault_list(struct part_io *io, size_t index)
{
    const struct plan *plan = io->plan;
    struct diagnostics **lists = io->part->faults;
    struct part_faults faults = {0};
    const bool none = part_none(io, "faults", lists[index] == NULL);
    if (none || !io->good)
        return;
    if (!io->writing)
        lists[index] = arena_allocate(io->arena, sizeof *lists[index]);
    io->lacks_memory |= lists[index] == NULL;
    part_holds(io, lists[index] != NULL);
    if (lists[index] == NULL || !io->good)
        return;
    if (!io->writing)
        lists[index]->language = io->language;
    for (size_t i = index; i < fault_lists(plan); i += faults_of_rows(plan) + 1)
        if (lists[i] != NULL)
            faults.by_language[lists[i]->language] = lists[i];
    faults.any = faults.by_language[faults.by_language[FT_ZH] != NULL ? FT_ZH : FT_EN];
    io->faults = &faults;
    part_object(io, "faults", faults_format, 0);
}

/* ---- what the rows came to ---- */

/* A rule of the long table cannot have come about at more rows than there were; one of what is held
 * comes about behind the shards. */
static bool row_count_fits(const struct totals *totals, const struct rule *rule, uint64_t rows)
{
    const struct entity *entity = rule->item.entity, *main = totals->plan->entity;
    return entity == main ? rows <= totals->rows : rows == 0 || entity_is_below(entity, main);
}

/* One without rows is null. Rows at which facts contradict each other are some of the rows. */
static void group_format(struct part_io *io, size_t at)
{
    const size_t place = io->line * io->plan->group_count + at;
    struct line_sum *sum = &io->totals->sums[place], *doubted = &io->totals->doubted[place];
    if (part_none(io, NULL, sum->rows == 0))
        return;
    part_count(io, "rows", &sum->rows);
    part_sum(io, "amount", &sum->amount);
    part_sum(io, "exact", &sum->exact);
    part_count(io, "doubted_rows", &doubted->rows);
    part_sum(io, "doubted", &doubted->amount);
    const int sign = sum_sign(&doubted->amount);
    part_holds(io, doubted->rows <= sum->rows && sign >= 0 && (doubted->rows > 0 || sign == 0));
}

static void line_format(struct part_io *io, size_t at)
{
    const struct planned_line *line = &io->plan->lines[at];
    const size_t groups = io->plan->group_count;
    struct line_sum *sums = &io->totals->sums[at * groups];
    const uint64_t own = (uint64_t)(line->post - line->rule->posts);
    uint64_t post = own;
    part_name(io, "rule", line->rule->item.id);
    part_count(io, "post", &post);
    part_holds(io, post == own);
    io->line = at;
    part_list(io, "groups", groups, group_format);
    part_holds(io, line_sums_add_up(sums, groups) &&
                       line_sums_add_up(&io->totals->doubted[at * groups], groups) &&
                       row_count_fits(io->totals, line->rule, sums[groups - 1].rows));
}

static void finding_format(struct part_io *io, size_t at)
{
    struct stream_finding *finding = &io->totals->findings[at];
    part_name(io, "rule", finding->rule->item.id);
    part_count(io, "holds", &finding->holds);
    part_count(io, "fails", &finding->fails);
    part_count(io, "not_applicable", &finding->not_applicable);
    part_count(io, "undetermined", &finding->undetermined);
    for (size_t c = 0; c < FINDING_COUNTS; c++)
        part_holds(io, row_count_fits(io->totals, finding->rule, finding->counts[c]));
}

/* What rules beside the table ask of the rows. */
static void aggregate_format(struct part_io *io, size_t at)
{
    static const char *const words[] = {[CELL_ABSENT] = "absent",
                                        [CELL_VALUE] = "value",
                                        [CELL_NOT_APPLICABLE] = "not_applicable",
                                        [CELL_ERROR] = "error",
                                        [CELL_UNDETERMINED] = "undetermined"};
    const struct aggregate *aggregate = &io->plan->aggregates[at];
    struct aggregate_state *state = &io->totals->aggregates[at];
    const bool extreme = aggregate->node->op == NODE_MIN || aggregate->node->op == NODE_MAX;
    size_t word = state->state;
    part_name(io, "rule", aggregate->rule->item.id);
    part_choice(io, "state", words, sizeof words / sizeof *words, &word);
    state->state = (enum cell_state)word;
    part_count(io, "seen", &state->seen); /* as aggregate_normalize leaves it */
    part_holds(io, state->seen == 0 || (state->seen == 1 && extreme && state->state == CELL_VALUE));
    part_sum(io, "sum", &state->sum);
    const bool none = part_none(io, "extreme", state->seen == 0);
    part_holds(io, none == (state->seen == 0));
    if (!none)
        part_rational(io, "extreme", state->extreme);
    part_truth(io, "truth", &state->truth);
    part_flags(io, "versions", state->used, io->plan->policy->schema.version_count);
    part_fault_list(io, at);
}

/* Rows of the long table are those that its shard had, and what is held has none of a shard's. */
static void blank_format(struct part_io *io, size_t at)
{
    const struct entity *main = io->plan->entity;
    const uint64_t rows = io->totals->rows;
    struct field_blanks *blank = &io->totals->blanks[at];
    part_name(io, "table", blank->entity->table);
    part_name(io, "field", blank->field->id);
    part_count(io, "rows", &blank->rows);
    part_count(io, "blank", &blank->blank);
    part_count(io, "stated", &blank->stated);
    part_count(io, "open", &blank->open);
    part_holds(io, blank->entity == main
                       ? blank->rows == rows
                       : blank->rows == 0 || entity_is_below(blank->entity, main));
    part_holds(io, blank->blank <= blank->rows && blank->stated <= blank->rows - blank->blank &&
                       blank->open <= rows);
}

/* Rows below rows that the shard had. */
static void empty_format(struct part_io *io, size_t at)
{
    struct empty_rows *empty = &io->totals->empty[at];
    part_name(io, "table", empty->entity->table);
    part_count(io, "rows", &empty->rows);
    part_count(io, "of", &empty->of);
    part_holds(io, empty->rows <= empty->of && (empty->entity->parent != io->plan->entity ||
                                                empty->of == io->totals->rows));
}

/* A rule has ways, and stands once, in the order of the rules. */
static void way_format(struct part_io *io, size_t at)
{
    const struct policy *policy = io->plan->policy;
    const char *id = "";
    (void)at;
    for (; io->writing && id[0] == '\0'; io->next_way++)
        if (io->totals->ways[io->next_way] > 0)
            id = policy->rules[io->next_way]->item.id;
    size_t length = strlen(id);
    part_string(io, "rule", &id, &length);
    const struct rule *rule = policy_rule(policy, id);
    const size_t order = rule == NULL ? 0 : rule->item.order;
    part_holds(io, rule != NULL && rule->way_count > 0 && (io->writing || order >= io->next_way));
    if (!io->good)
        return;
    part_count(io, "rows", &io->totals->ways[order]);
    part_holds(io, io->totals->ways[order] > 0 && io->totals->ways[order] <= io->totals->rows);
    io->next_way = order + 1;
}

void part_totals(struct part_io *io)
{
    const struct totals *totals = io->totals;
    const struct plan *plan = io->plan;
    size_t ways = 0;
    for (size_t i = 0; i < plan->policy->rule_count; i++)
        ways += totals->ways[i] > 0;
    part_list(io, "lines", plan->line_count, line_format);
    part_list(io, "findings", plan->shown_count, finding_format);
    part_list(io, "late", plan->aggregate_count, aggregate_format);
    part_list(io, "blanks", plan->blank_count, blank_format);
    part_list(io, "empty", plan->expected_count, empty_format);
    part_list(io, "ways", part_length(io, "ways", ways), way_format);
    part_fault_list(io, faults_of_rows(plan));
    part_flags(io, "versions", totals->versions_used, plan->policy->schema.version_count);
}

/* ---- what a part says of itself ---- */

void part_place(struct part_io *io)
{
    struct part *part = io->part;
    part_small(io, "shard", &part->number);
    part_small(io, "of", &part->of);
    part_count(io, "from", &part->from);
    part_count(io, "to", &part->to);
    part_holds(io, part->number >= 1 && part->number <= part->of &&
                       part->of <= limits[LIMIT_SHARDS].value && part->from <= part->to);
}

static void mark_format(struct part_io *io, size_t at)
{
    const struct long_table *table = io->plan->table;
    struct table_mark *mark = &io->part->marks[at];
    part_name(io, "table", (at == 0 ? table : table->below[at - 1])->entity->table);
    part_count(io, "bytes", &mark->bytes);
    part_chars(io, "sha256", mark->sha, sizeof mark->sha);
}

/* Of another encoding the bytes of its text were seen. */
void part_seen(struct part_io *io)
{
    const struct long_table *table = io->plan->table;
    part_list(io, "seen", 1 + table->below_count, mark_format);
    part_holds(io, table->encoding != ENCODING_UTF8 || io->part->marks[0].bytes == io->part->to);
}

static void part_key(struct part_io *io, const char *name, struct growing_text *key)
{
    const char *bytes = key->bytes;
    part_string(io, name, &bytes, &key->length);
    key->bytes = (char *)bytes; /* borrowed */
}

static void keys_format(struct part_io *io, size_t at)
{
    struct keys *keys = &io->part->keys;
    (void)at;
    part_key(io, "first", &keys->first);
    part_key(io, "last", &keys->last);
    if (!part_none(io, "unordered_from", keys->unordered == 0))
        part_count(io, "unordered_from", &keys->unordered);
}

void part_keys(struct part_io *io)
{
    struct part *part = io->part;
    part_count(io, "rows", &part->keys.rows);
    const bool none = part_none(io, "keys", part->keys.rows == 0);
    part_holds(io, part->keys.rows <= part->to - part->from && none == (part->keys.rows == 0));
    if (!none)
        part_object(io, "keys", keys_format, 0);
}

static void rows_file_format(struct part_io *io, size_t at)
{
    struct part *part = io->part;
    size_t length = io->writing ? strlen(part->rows_name) : 0;
    (void)at;
    part_string(io, "name", &part->rows_name, &length);
    part_count(io, "bytes", &part->rows_bytes);
    part_chars(io, "sha256", part->rows_sha, sizeof part->rows_sha);
}

void part_rows_file(struct part_io *io)
{
    part_object(io, "rows_file", rows_file_format, 0);
}
