/* What a shard came to, as text: the same bytes however often and by however many threads. */
#include <string.h>

#include "part.h"

/* A value that could not be made is NULL all the way up: jansson takes no NULL in. */

/* Adds a value to a list. NULL: memory is out, and the list is gone. */
static json_t *part_append(json_t *list, json_t *value)
{
    if (list == NULL)
        json_decref(value);
    else if (json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

/* ---- what it is a part of ---- */

static json_t *changes_of(const struct scenario *scenario)
{
    json_t *array = json_array();
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        array = part_append(array, json_pack("{s:s, s:s, s:s, s:o}", "option", change->option,
                                             "path", change->path, "value", change->value, "was",
                                             text_or_null(change->was)));
    }
    return array;
}

static json_t *part_columns_of(const struct plan *plan)
{
    json_t *array = json_array();
    for (size_t i = 0; i < plan->column_count; i++) {
        array = part_append(array, json_string(out_column_name(&plan->columns[i])));
    }
    return array;
}

/* The files of the tables below. */
static json_t *below_of(const struct plan *plan)
{
    json_t *list = json_array();
    for (size_t i = 0; i < plan->table->below_count; i++) {
        const struct long_table *table = plan->table->below[i];
        list = part_append(list, json_pack("{s:s, s:s, s:I}", "table", table->entity->table, "file",
                                           table->name, "bytes", (json_int_t)table->stamp.size));
    }
    return list;
}

json_t *part_head(const struct plan *plan, const struct stream_options *options)
{
    const struct scenario *scenario = plan->scenario;
    json_t *head = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:I, s:o, s:o}", "format", "fangtian part 5",
        "fangtian", FT_VERSION, "policy", plan->policy->digest, "scenario", scenario->digest,
        "changed", changes_of(scenario), "table", plan->entity->table, "file", plan->table->name,
        "bytes", (json_int_t)plan->table->stamp.size, "columns", part_columns_of(plan), "by",
        text_or_null(plan->by == NULL ? options->by : plan->by->id));
    if (head == NULL || plan->table->below_count == 0 ||
        json_object_set_new(head, "below", below_of(plan)) == 0)
        return head;
    json_decref(head);
    return NULL;
}

/* ---- sums ---- */

static char *rational_text(const mpq_t value, struct arena *arena)
{
    size_t size = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = arena_allocate(arena, size);
    return text == NULL ? NULL : mpq_get_str(text, 10, value);
}

/* Exact, in base units; null where it was given up. */
static json_t *sum_json(struct sum *sum, struct arena *arena)
{
    sum_settle(sum);
    return sum->lost ? json_null() : json_string(rational_text(sum->rest, arena));
}

static json_t *group_json(struct line_sum *sum, struct line_sum *doubted, struct arena *arena)
{
    if (sum->rows == 0)
        return json_null();
    return json_pack("{s:I, s:o, s:o, s:I, s:o}", "rows", (json_int_t)sum->rows, "amount",
                     sum_json(&sum->amount, arena), "exact", sum_json(&sum->exact, arena),
                     "doubted_rows", (json_int_t)doubted->rows, "doubted",
                     sum_json(&doubted->amount, arena));
}

static json_t *line_json(const struct plan *plan, struct totals *totals, size_t line,
                         struct arena *arena)
{
    const struct rule *rule = plan->lines[line].rule;
    json_t *groups = json_array();
    for (size_t i = 0; i < plan->group_count; i++) {
        const size_t at = line * plan->group_count + i;
        groups = part_append(groups, group_json(&totals->sums[at], &totals->doubted[at], arena));
    }
    return json_pack("{s:s, s:I, s:o}", "rule", rule->item.id, "post",
                     (json_int_t)(plan->lines[line].post - rule->posts), "groups", groups);
}

/* ---- what rules beside the table ask of the rows ---- */

static json_t *flags_json(const bool *flags, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        if (flags[i])
            array = part_append(array, json_integer((json_int_t)i));
    return array;
}

static json_t *words_json(const struct ft_diagnostic *fault)
{
    return json_pack("{s:s, s:s}", "message", fault->message, "hint", fault->hint);
}

static json_t *fault_json(const struct ft_diagnostic *zh, const struct ft_diagnostic *en)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < FT_MORE_LINES && zh->more_lines[i] > 0; i++)
        lines = part_append(lines, json_integer(zh->more_lines[i]));
    return json_pack("{s:s, s:s, s:i, s:i, s:i, s:s, s:i, s:i, s:I, s:I, s:o, s:o, s:o}", "id",
                     zh->id, "file", zh->file, "line", (int)zh->line, "column", (int)zh->column,
                     "end_column", (int)zh->end_column, "excerpt", zh->excerpt, "caret",
                     (int)zh->caret, "carets", (int)zh->carets, "kind", (json_int_t)zh->kind,
                     "more", (json_int_t)zh->more, "more_lines", lines, "zh", words_json(zh), "en",
                     words_json(en));
}

/* One list: both languages have the same faults in the same order. */
static json_t *faults_json(const struct part_content *content, size_t index)
{
    const struct diagnostics *lists[2] = {NULL, NULL}; /* by language */
    for (size_t i = index; i < fault_lists(content->plan); i += content->plan->aggregate_count + 1)
        if (content->faults[i] != NULL)
            lists[content->faults[i]->language] = content->faults[i];
    const struct diagnostics *zh = lists[FT_ZH], *en = lists[FT_EN];
    if (zh == NULL || en == NULL)
        return json_null();
    json_t *listed = json_array();
    for (size_t i = 0; i < zh->kept; i++)
        listed = part_append(listed, fault_json(&zh->items[i], &en->items[i]));
    return json_pack("{s:I, s:o}", "total", (json_int_t)zh->total, "listed", listed);
}

const char *const part_states[PART_STATES] = {[CELL_ABSENT] = "absent",
                                              [CELL_VALUE] = "value",
                                              [CELL_NOT_APPLICABLE] = "not_applicable",
                                              [CELL_ERROR] = "error",
                                              [CELL_UNDETERMINED] = "undetermined"};

static json_t *aggregate_json(const struct part_content *content, size_t index, struct arena *arena)
{
    const struct plan *plan = content->plan;
    const struct node *node = plan->aggregates[index].node;
    struct aggregate_state *state = &content->totals->aggregates[index];
    aggregate_normalize(state, node);
    bool extreme = state->seen > 0 && (node->op == NODE_MIN || node->op == NODE_MAX);
    return json_pack(
        "{s:s, s:s, s:I, s:o, s:o, s:b, s:o, s:o}", "rule", plan->aggregates[index].rule->item.id,
        "state", part_states[state->state], "seen", (json_int_t)state->seen, "sum",
        sum_json(&state->sum, arena), "extreme",
        extreme ? json_string(rational_text(state->extreme, arena)) : json_null(), "truth",
        state->truth, "versions", flags_json(state->used, plan->policy->schema.version_count),
        "faults", faults_json(content, index));
}

/* ---- all of it ---- */

static json_t *keys_json(const struct keys *keys)
{
    if (keys->rows == 0)
        return json_null();
    return json_pack("{s:s%, s:s%, s:o}", "first", keys->first.bytes, keys->first.length, "last",
                     keys->last.bytes, keys->last.length, "unordered_from",
                     keys->unordered == 0 ? json_null()
                                          : json_integer((json_int_t)keys->unordered));
}

static json_t *finding_json(const struct stream_finding *finding)
{
    return json_pack("{s:s, s:I, s:I, s:I, s:I}", "rule", finding->rule->item.id, "holds",
                     (json_int_t)finding->holds, "fails", (json_int_t)finding->fails,
                     "not_applicable", (json_int_t)finding->not_applicable, "undetermined",
                     (json_int_t)finding->undetermined);
}

/* The rows of a shard alone: what is held is the same for all. */
static json_t *blank_json(const struct field_blanks *blank)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I}", "table", blank->entity->table, "field",
                     blank->field->id, "rows", (json_int_t)blank->rows, "blank",
                     (json_int_t)blank->blank, "stated", (json_int_t)blank->stated, "open",
                     (json_int_t)blank->open);
}

static json_t *empty_json(const struct empty_rows *empty)
{
    return json_pack("{s:s, s:I, s:I}", "table", empty->entity->table, "rows",
                     (json_int_t)empty->rows, "of", (json_int_t)empty->of);
}

/* Of the rules of which some rows have none. */
static json_t *ways_json(const struct plan *plan, const uint64_t *ways)
{
    json_t *list = json_array();
    for (size_t i = 0; i < plan->policy->rule_count; i++)
        if (ways[i] > 0)
            list =
                part_append(list, json_pack("{s:s, s:I}", "rule", plan->policy->rules[i]->item.id,
                                            "rows", (json_int_t)ways[i]));
    return list;
}

/* The lists of a part. */
static bool add_lists(json_t *part, const struct part_content *content, struct arena *arena)
{
    const struct plan *plan = content->plan;
    struct totals *totals = content->totals;
    json_t *lines = json_array(), *findings = json_array(), *aggregates = json_array(),
           *blanks = json_array(), *empty = json_array();
    for (size_t i = 0; i < plan->line_count; i++)
        lines = part_append(lines, line_json(plan, totals, i, arena));
    for (size_t i = 0; i < plan->shown_count; i++)
        findings = part_append(findings, finding_json(&totals->findings[i]));
    for (size_t i = 0; i < plan->aggregate_count; i++)
        aggregates = part_append(aggregates, aggregate_json(content, i, arena));
    for (size_t i = 0; i < plan->blank_count; i++)
        blanks = part_append(blanks, blank_json(&totals->blanks[i]));
    for (size_t i = 0; i < plan->expected_count; i++)
        empty = part_append(empty, empty_json(&totals->empty[i]));
    json_t *lists = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "lines", lines, "findings", findings, "late",
        aggregates, "blanks", blanks, "empty", empty, "ways", ways_json(plan, totals->ways),
        "faults", faults_json(content, faults_of_rows(plan)), "versions",
        flags_json(totals->versions_used, plan->policy->schema.version_count));
    const bool good = lists != NULL && json_object_update(part, lists) == 0;
    json_decref(lists);
    return good;
}

/* What the shard saw of the tables' files. */
static json_t *seen_json(const struct part_content *content)
{
    const struct long_table *table = content->plan->table;
    json_t *list = json_array();
    for (size_t i = 0; i <= table->below_count; i++) {
        const struct table_digest *seen = &content->seen[i];
        const struct long_table *one = i == 0 ? table : table->below[i - 1];
        char sha[SHA_TEXT];
        table_digest_text(sha, seen);
        list = part_append(list, json_pack("{s:s, s:I, s:s}", "table", one->entity->table, "bytes",
                                           (json_int_t)seen->bytes, "sha256", sha));
    }
    return list;
}

json_t *part_make(const struct part_content *content, struct arena *arena)
{
    const struct shard *shard = content->shard;
    json_t *part = part_head(content->plan, content->options);
    json_t *rest =
        json_pack("{s:I, s:I, s:I, s:I, s:o, s:I, s:o}", "shard", (json_int_t)shard->number, "of",
                  (json_int_t)shard->of, "from", (json_int_t)shard->from, "to",
                  (json_int_t)shard->to, "seen", seen_json(content), "rows",
                  (json_int_t)content->totals->rows, "keys", keys_json(content->keys));
    bool good = part != NULL && rest != NULL && json_object_update(part, rest) == 0 &&
                add_lists(part, content, arena);
    json_decref(rest);
    if (good)
        return part;
    json_decref(part);
    return NULL;
}

static int add_to_digest(const char *bytes, size_t length, void *context)
{
    sha_add(context, bytes, length);
    return 0;
}

bool part_digest(char text[SHA_TEXT], const json_t *part)
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    bool good = json_dump_callback(part, add_to_digest, &sha, JSON_COMPACT) == 0;
    sha_text(text, &sha);
    return good;
}

static int add_to_bytes(const char *bytes, size_t length, void *context)
{
    return growing_add(context, bytes, length) ? 0 : -1;
}

enum ft_status part_finish(const struct growing_text **out, json_t *part, struct part_rows *rows,
                           const char *rows_name, struct arena *arena)
{
    char sha[SHA_TEXT];
    struct growing_text *text = arena_allocate(arena, sizeof *text);
    sha_text(sha, &rows->sha);
    bool good =
        text != NULL && json_object_set_new(part, "rows_file",
                                            json_pack("{s:s, s:I, s:s}", "name", rows_name, "bytes",
                                                      (json_int_t)rows->bytes, "sha256", sha)) == 0;
    good = good && part_digest(sha, part) &&
           json_object_set_new(part, "sha256", json_string(sha)) == 0;
    if (text != NULL)
        *text = (struct growing_text){.arena = arena};
    good = good && json_dump_callback(part, add_to_bytes, text, JSON_INDENT(2)) == 0 &&
           growing_add(text, "\n", 1);
    json_decref(part);
    *out = text;
    return good ? FT_OK : FT_NO_MEMORY;
}

enum ft_status stream_write_part(const struct stream *stream, const struct ft_sink *sink)
{
    return sink->write(sink->context, stream->part->bytes, stream->part->length) ? FT_OK : FT_IO;
}
