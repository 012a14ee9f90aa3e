/* What a shard came to, as text: the same bytes however often and by however many threads. */
#include <string.h>

#include "part_io.h"

/* ---- what it is a part of ---- */

/* Adds a value to a list. NULL: memory is out, and the list is gone. */
static json_t *head_append(json_t *list, json_t *value)
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

static json_t *head_changes(const struct scenario *scenario)
{
    json_t *array = json_array();
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        array = head_append(array, json_pack("{s:s, s:s, s:s, s:o}", "option", change->option,
                                             "path", change->path, "value", change->value, "was",
                                             text_or_null(change->was)));
    }
    return array;
}

static json_t *head_columns(const struct plan *plan)
{
    json_t *array = json_array();
    for (size_t i = 0; i < plan->column_count; i++) {
        array = head_append(array, json_string(out_column_name(&plan->columns[i])));
    }
    return array;
}

/* The files of the tables below. */
static json_t *head_below(const struct plan *plan)
{
    json_t *list = json_array();
    for (size_t i = 0; i < plan->table->below_count; i++) {
        const struct long_table *table = plan->table->below[i];
        list = head_append(list, json_pack("{s:s, s:s, s:I}", "table", table->entity->table, "file",
                                           table->name, "bytes", (json_int_t)table->stamp.size));
    }
    return list;
}

json_t *part_head(const struct plan *plan)
{
    const struct scenario *scenario = plan->scenario;
    json_t *head = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:I, s:o, s:o}", "format", "fangtian part 5",
        "fangtian", FT_VERSION, "policy", plan->policy->digest, "scenario", scenario->digest,
        "changed", head_changes(scenario), "table", plan->entity->table, "file", plan->table->name,
        "bytes", (json_int_t)plan->table->stamp.size, "columns", head_columns(plan), "by",
        text_or_null(plan->by == NULL ? NULL : plan->by->id));
    if (head == NULL || plan->table->below_count == 0 ||
        json_object_set_new(head, "below", head_below(plan)) == 0)
        return head;
    json_decref(head);
    return NULL;
}

/* ---- all of it ---- */

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

static int add_to_text(const char *bytes, size_t length, void *context)
{
    return growing_add(context, bytes, length) ? 0 : -1;
}

enum ft_status part_make(const struct growing_text **out, struct part *part, struct totals *totals,
                         struct arena *arena)
{
    struct growing_text *text = arena_allocate(arena, sizeof *text);
    struct part_io io = {.json = part_head(totals->plan),
                         .writing = true,
                         .good = text != NULL,
                         .arena = arena,
                         .plan = totals->plan,
                         .part = part,
                         .totals = totals};
    char sha[SHA_TEXT];
    for (size_t i = 0; i < totals->plan->aggregate_count; i++)
        aggregate_normalize(&totals->aggregates[i], totals->plan->aggregates[i].node);
    part_place(&io);
    part_seen(&io);
    part_keys(&io);
    part_totals(&io);
    part_rows_file(&io);
    part_holds(&io, io.good && part_digest(sha, io.json));
    if (io.good)
        part_chars(&io, "sha256", sha, sizeof sha);
    if (text != NULL)
        *text = (struct growing_text){.arena = arena};
    const bool good = io.good &&
                      json_dump_callback(io.json, add_to_text, text, JSON_INDENT(2)) == 0 &&
                      growing_add(text, "\n", 1);
    json_decref(io.json);
    *out = text;
    return good ? FT_OK : FT_NO_MEMORY;
}

enum ft_status stream_write_part(const struct stream *stream, const struct ft_sink *sink)
{
    return sink->write(sink->context, stream->part->bytes, stream->part->length) ? FT_OK : FT_IO;
}
