/*
 * Parts as they are read. A part that is whole has its own digest; one of this run has the head
 * that this run would have written. What then stands in it is looked at all the same: nothing that
 * a file may say ends the program.
 */
#include <stdlib.h>
#include <string.h>

#include "part_io.h"

/* ---- whether it is of this run ---- */

struct head_key {
    const char *key;
    const char *zh, *en;
    bool shown; /* what the part says tells something to a reader */
};
/* Those of the head that this run would have written; the last, behind them, is of all parts alike. */
static const struct head_key head_keys[] = {
    {"format", "分片结果的格式", "format of parts", true},
    {"fangtian", "fangtian 版本", "version of fangtian", true},
    {"policy", "政策文件", "law (policy files)", false},
    {"scenario", "情景或命令行的改动", "scenario or change of it", false},
    {"table", "长表", "long table", true},
    {"bytes", "长表文件大小", "size of the long table", true},
    {"below", "下级表文件", "files of the tables below", false},
    {"columns", "--columns 取值", "choice of --columns", true},
    {"by", "--by 取值", "choice of --by", true},
    {"of", "分片总数", "number of shards", true},
};
enum { HEAD_KEYS = sizeof head_keys / sizeof *head_keys - 1 };

/* Adds what differs to the list of it, and what the part has in its place where that says much. */
static void list_difference(struct part_reader *reader, const char **list,
                            const struct head_key *key, const json_t *there)
{
    static const struct {
        const char *comma, *open, *close;
    } marks[] = {[FT_ZH] = {"、", "（该分片为 ", "）"}, [FT_EN] = {", ", " (there ", ")"}};
    const enum ft_language language = reader->diagnostics->language;
    const char *before = *list == NULL ? "" : *list;
    bool says = key->shown && there != NULL && !json_is_null(there);
    char *shown = says ? json_dumps(there, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    const char *longer = arena_format(
        reader->arena, "%s%s%s%s%s%s", before, *before == '\0' ? "" : marks[language].comma,
        language == FT_ZH ? key->zh : key->en, shown == NULL ? "" : marks[language].open,
        shown == NULL ? "" : shown, shown == NULL ? "" : marks[language].close);
    reader->no_memory |= longer == NULL;
    *list = longer == NULL ? before : longer;
    free(shown);
}

static bool is_of_run(struct part_reader *reader, struct part *part, const json_t *json)
{
    const struct head_key *number = &head_keys[HEAD_KEYS];
    const struct place place = {.source = &part->source};
    const char *list = NULL;
    for (size_t i = 0; i < HEAD_KEYS; i++) {
        const json_t *there = json_object_get(json, head_keys[i].key);
        const json_t *here = json_object_get(reader->head, head_keys[i].key);
        if (there != here && !json_equal(there, here)) /* NULL: none has it */
            list_difference(reader, &list, &head_keys[i], there);
    }
    if (reader->of == 0)
        reader->of = part->of;
    if (reader->of != part->of)
        list_difference(reader, &list, number, json_object_get(json, number->key));
    part->foreign = list != NULL;
    if (part->foreign)
        diagnostics_add(reader->diagnostics, &place, &stream_message[STREAM_PART_FOREIGN], list,
                        NULL);
    return !part->foreign;
}

/* ---- all of it ---- */

/* A part's own digest is its last key, and is taken out. */
static bool has_digest(json_t *json)
{
    struct part_io io = {.json = json, .good = true};
    char noted[SHA_TEXT], sha[SHA_TEXT];
    part_chars(&io, "sha256", noted, sizeof noted);
    return io.good && json_object_del(json, "sha256") == 0 && part_digest(sha, json) &&
           strcmp(sha, noted) == 0;
}

static enum ft_status tell_broken(const struct part_reader *reader, const struct part *part,
                                  const struct source *source, const json_error_t *error)
{
    struct place place = {.source = &part->source};
    if (error != NULL && error->line > 0)
        place = (struct place){source, (uint32_t)error->line,
                               error->column > 0 ? (uint32_t)error->column : 1, 1};
    diagnostics_add(reader->diagnostics, &place, &stream_message[STREAM_PART_BROKEN], NULL);
    return FT_INVALID;
}

/* The figures go to the totals only where all of them could be read. */
static enum ft_status take_totals(struct part_reader *reader, struct part_io *io,
                                  struct arena *scratch)
{
    struct totals totals;
    enum ft_status status = totals_open(&totals, reader->plan, scratch);
    totals.rows = io->part->keys.rows;
    io->totals = &totals;
    if (status == FT_OK)
        part_totals(io);
    if (status == FT_OK && (!io->good || !totals_fit(reader->totals, &totals)))
        status = FT_INVALID;
    if (status == FT_OK)
        totals_add(reader->totals, &totals);
    totals_close(&totals);
    return status;
}

static enum ft_status take_part(struct part_reader *reader, struct part_io *io,
                                struct arena *scratch)
{
    struct part *part = io->part;
    const size_t tables = 1 + reader->plan->table->below_count;
    part_holds(io, io->json != NULL && has_digest(io->json));
    keys_open(&part->keys, reader->plan->entity, reader->arena);
    part_place(io);
    part_keys(io);
    part_rows_file(io);
    if (!io->good)
        return FT_INVALID;
    if (!is_of_run(reader, part, io->json))
        return FT_OK;
    part->marks = arena_array(reader->arena, tables, sizeof *part->marks);
    part->faults =
        arena_array(reader->arena, fault_lists(reader->plan), sizeof(struct diagnostics *));
    if (part->marks == NULL || part->faults == NULL)
        return FT_NO_MEMORY;
    part_seen(io);
    return io->good ? take_totals(reader, io, scratch) : FT_INVALID;
}

enum ft_status part_read(struct part **out, struct part_reader *reader, const char *path)
{
    struct part *part = arena_allocate(reader->arena, sizeof *part);
    const struct source *source;
    struct arena scratch;
    json_error_t error = {.line = -1};
    *out = NULL;
    if (part == NULL)
        return FT_NO_MEMORY;
    part->source.path = path;
    arena_open(&scratch, reader->arena->allocator);
    enum ft_status status =
        file_read(&source, &scratch, reader->diagnostics, path, LIMIT_PART_BYTES, NULL);
    if (status == FT_OK) {
        json_t *json = json_loadb(source->bytes, source->length, JSON_REJECT_DUPLICATES, &error);
        struct part_io io = {.json = json,
                             .good = true,
                             .arena = reader->arena,
                             .language = reader->diagnostics->language,
                             .plan = reader->plan,
                             .part = part};
        status = take_part(reader, &io, &scratch);
        if (reader->no_memory || io.lacks_memory)
            status = FT_NO_MEMORY;
        if (status == FT_INVALID)
            (void)tell_broken(reader, part, source, json == NULL ? &error : NULL);
        json_decref(json);
    }
    arena_close(&scratch);
    if (status == FT_OK)
        *out = part;
    return status;
}
