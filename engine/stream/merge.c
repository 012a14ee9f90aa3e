/* The parts of all shards put together: what one run over the whole table would have come to. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "part.h"

struct merge {
    const struct plan *plan;
    const struct stream_options *options;
    struct part_reader reader;
    struct totals totals; /* of the parts that were read */
    struct part **parts;  /* by number, from 0; NULL: not there */
    unsigned of;
    struct keys keys;
    struct diagnostics **faults; /* by aggregate, then of rows */
    table_sha *files;            /* the digests of the tables' files as they are */
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static void merge_tell(const struct merge *merge, struct part *part, enum stream_message_id id,
                       const char *one, const char *two)
{
    const struct place place = {.source = &part->source};
    part->refused = true;
    diagnostics_add(merge->diagnostics, &place, &stream_message[id], one, two, NULL);
}

/* ---- which there are ---- */

/* Of the rows' file, which stands beside the part. */
static const char *rows_path(const struct merge *merge, const struct part *part)
{
    const char *slash = strrchr(part->source.path, '/');
    int folder =
        slash == NULL || part->rows_name[0] == '/' ? 0 : (int)(slash - part->source.path) + 1;
    return arena_format(merge->arena, "%.*s%s", folder, part->source.path, part->rows_name);
}

/* The rows' files must stay, also where this merge does not read them. */
static enum ft_status merge_keep_rows(struct merge *merge, const struct part *part)
{
    const struct place place = {.source = &part->source};
    const char *path = rows_path(merge, part);
    return path == NULL ? FT_NO_MEMORY : file_list_keep(merge->diagnostics->files, path, &place);
}

/* Sorts them by number; one of another run stands for its number all the same. */
static enum ft_status place_parts(struct merge *merge, struct part *const *parts, size_t count)
{
    merge->of = merge->reader.of;
    merge->parts = arena_array(merge->arena, merge->of, sizeof(struct part *));
    if (merge->parts == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct part *part = parts[i];
        if (part == NULL || part->of != merge->of)
            continue;
        struct part **place = &merge->parts[part->number - 1];
        if (*place != NULL)
            merge_tell(merge, part, STREAM_PART_DOUBLED,
                       arena_format(merge->arena, "%u", part->number), (*place)->source.path);
        else
            *place = part;
    }
    return FT_OK;
}

/* Reads them, and sorts them by number. */
static enum ft_status merge_read_parts(struct merge *merge, const char *const *paths, size_t count)
{
    struct part **parts = arena_array(merge->arena, count, sizeof(struct part *));
    if (parts == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum ft_status status = part_read(&parts[i], &merge->reader, paths[i]);
        if (status == FT_OK)
            status = merge_keep_rows(merge, parts[i]);
        if (status == FT_NO_MEMORY)
            return status;
    }
    return place_parts(merge, parts, count);
}

/* Whether a part is there; `sound`: that a merge would take. */
static bool merge_has(const struct part *part, bool sound)
{
    return part != NULL && !(sound && (part->foreign || part->refused));
}

/* The next numbers, from 0, that lack their part, or a sound one: up to `*last`. */
static bool merge_next_missing(const struct merge *merge, bool sound, unsigned from,
                               unsigned *first, unsigned *last)
{
    unsigned at = from;
    while (at < merge->of && merge_has(merge->parts[at], sound))
        at++;
    *first = at;
    while (at < merge->of && !merge_has(merge->parts[at], sound))
        at++;
    *last = at - 1;
    return *first < merge->of;
}

/* Adds the numbers of those that lack theirs, "2, 5–7", `most` of them and a mark that there are more;
 * `*count` says how many there are. */
static bool merge_list_missing(const struct merge *merge, bool sound, const char *comma,
                               const char *dash, size_t most, struct growing_text *list,
                               size_t *count)
{
    bool good = true;
    size_t listed = 0;
    *count = 0;
    for (unsigned first, last, at = 0; merge_next_missing(merge, sound, at, &first, &last);
         at = last + 1) {
        char text[64];
        *count += last - first + 1;
        if (listed++ > most)
            continue;
        const int length =
            listed > most ? snprintf(text, sizeof text, "%s…", comma)
            : last > first
                ? snprintf(text, sizeof text, "%s%u%s%u", listed > 1 ? comma : "", first + 1, dash,
                           last + 1)
                : snprintf(text, sizeof text, "%s%u", listed > 1 ? comma : "", first + 1);
        good = good && growing_add(list, text, (size_t)length);
    }
    return good;
}

static enum ft_status tell_missing(const struct merge *merge)
{
    enum { MOST_LISTED = 20 };
    struct growing_text list = {.arena = merge->arena};
    size_t count;
    if (!merge_list_missing(merge, false, ", ", "–", MOST_LISTED, &list, &count) ||
        !growing_add(&list, "", 1))
        return FT_NO_MEMORY;
    if (count > 0)
        diagnostics_add(merge->diagnostics, NULL, &stream_message[STREAM_PART_MISSING], list.bytes,
                        arena_format(merge->arena, "%u", merge->of), NULL);
    return FT_OK;
}

/* ---- where they meet ---- */

static enum ft_status join_faults(struct merge *merge, const struct part *part)
{
    for (size_t i = 0; i <= faults_of_rows(merge->plan); i++)
        if (part->faults[i] != NULL &&
            !faults_join(&merge->faults[i], part->faults[i], merge->arena))
            return FT_NO_MEMORY;
    return FT_OK;
}

/* Tells of the parts that saw another table than its file is now. */
static enum ft_status check_table(struct merge *merge, const struct long_table *table, size_t index)
{
    struct table_mark **marks = arena_array(merge->arena, merge->of, sizeof(struct table_mark *));
    if (marks == NULL)
        return FT_NO_MEMORY;
    bool any = false;
    for (unsigned i = 0; i < merge->of; i++) {
        struct part *part = merge->parts[i];
        marks[i] = part == NULL || part->foreign ? NULL : &part->marks[index];
        any = any || marks[i] != NULL;
    }
    if (!any)
        return FT_OK;
    enum ft_status status =
        table_marks_compare(marks, merge->of, table, merge->files[index], merge->options->stop,
                            merge->arena, merge->diagnostics);
    for (unsigned i = 0; i < merge->of && status == FT_OK; i++) {
        struct part *part = merge->parts[i];
        if (part != NULL && marks[i] != NULL && marks[i]->differs)
            merge_tell(merge, part, STREAM_PART_TABLE, table->path, NULL);
    }
    return status;
}

static enum ft_status check_tables(struct merge *merge)
{
    const struct long_table *table = merge->plan->table;
    merge->files = arena_array(merge->arena, 1 + table->below_count, sizeof *merge->files);
    enum ft_status status = merge->files == NULL ? FT_NO_MEMORY : check_table(merge, table, 0);
    for (size_t i = 0; i < table->below_count && status == FT_OK; i++)
        status = check_table(merge, table->below[i], 1 + i);
    return status;
}

/* Whether a part begins in the table where the one before it ends, and the last one ends with it.
 */
static bool meets(const struct merge *merge, const struct part *part, const struct part *before)
{
    const struct long_table *table = merge->plan->table;
    bool last = part->number == merge->of;
    return part->from == (before == NULL ? table->first_row : before->to) &&
           (!last || part->to == table->stamp.size);
}

/* Shard by shard, once all are there. */
static enum ft_status join_parts(struct merge *merge)
{
    const struct part *before = NULL;
    enum ft_status status = FT_OK;
    for (unsigned i = 0; i < merge->of && status == FT_OK; i++) {
        struct part *part = merge->parts[i];
        assert(part != NULL && part->number == i + 1 && part->from <= part->to);
        if (!meets(merge, part, before)) {
            merge_tell(merge, part, STREAM_PART_BORDER,
                       before == NULL ? merge->plan->table->path : before->source.path, NULL);
            return FT_OK;
        }
        status = keys_join(&merge->keys, &part->keys) ? join_faults(merge, part) : FT_NO_MEMORY;
        before = part;
    }
    return status;
}

/* ---- their rows ---- */

/* A file of rows on its way through: a header first, which only the first keeps. */
struct passing {
    struct sha256_ctx sha;
    uint64_t bytes;
    const struct growing_text *header;
    bool headed;                /* so far its header is as it should be */
    const struct ft_sink *sink; /* NULL: nothing is written any more */
    bool full;                  /* the sink took no more */
};

static bool pass(void *context, const char *bytes, size_t length)
{
    struct passing *passing = context;
    const uint64_t begin = passing->bytes;
    sha_add(&passing->sha, bytes, length);
    passing->bytes += length;
    if (begin < passing->header->length) {
        size_t left = passing->header->length - (size_t)begin;
        size_t part = left < length ? left : length;
        passing->headed =
            passing->headed && memcmp(bytes, passing->header->bytes + begin, part) == 0;
        bytes += part;
        length -= part;
    }
    if (passing->sink != NULL && length > 0)
        passing->full = !passing->sink->write(passing->sink->context, bytes, length);
    return !passing->full;
}

static enum ft_status join_file(const struct merge *merge, struct part *part,
                                const struct growing_text *header, const struct ft_sink *sink)
{
    const struct place place = {.source = &part->source};
    struct passing passing = {.header = header, .headed = true, .sink = sink};
    const struct ft_sink through = {pass, &passing};
    const char *path = rows_path(merge, part);
    char sha[SHA_TEXT];
    if (path == NULL)
        return FT_NO_MEMORY;
    sha256_init(&passing.sha);
    enum ft_status status = file_copy(&through, merge->arena, merge->diagnostics, path, &place);
    part->refused = part->refused || status != FT_OK;
    if (status != FT_OK)
        return passing.full || status == FT_NO_MEMORY ? status : FT_OK; /* told */
    sha_text(sha, &passing.sha);
    bool good = passing.bytes == part->rows_bytes && strcmp(sha, part->rows_sha) == 0;
    /* The header of another run may be another. */
    if (!part->foreign)
        good = good && passing.bytes >= header->length && passing.headed;
    if (!good)
        merge_tell(merge, part, STREAM_PART_ROWS, path, NULL);
    return FT_OK;
}

/* What is wrong with any of the files is told, or with those of `sound` parts; they go to `rows`, which
 * may be NULL, as long as nothing is. */
static enum ft_status join_rows(const struct merge *merge, bool sound, const struct ft_sink *rows)
{
    struct growing_text header = {.arena = merge->arena};
    if (!header_line(merge->plan, &header))
        return FT_NO_MEMORY;
    if (rows != NULL && merge->diagnostics->total == 0 &&
        !rows->write(rows->context, header.bytes, header.length))
        return FT_IO;
    enum ft_status status = FT_OK;
    for (unsigned i = 0; i < merge->of && status == FT_OK; i++)
        if (merge_has(merge->parts[i], sound))
            status = join_file(merge, merge->parts[i], &header,
                               merge->diagnostics->total == 0 ? rows : NULL);
    return status;
}

/* ---- the whole ---- */

static enum ft_status merge_all(struct merge *merge, const char *const *paths, size_t count,
                                const struct ft_sink *rows, const struct arith *arith)
{
    enum ft_status status = merge_read_parts(merge, paths, count);
    if (status == FT_OK)
        status = tell_missing(merge);
    if (status == FT_OK)
        status = check_tables(merge);
    if (status == FT_OK && merge->diagnostics->total == 0)
        status = join_parts(merge);
    if (status == FT_OK && merge->diagnostics->total == 0 && merge->keys.unordered > 0)
        status = scenario_keys_compare(merge->plan->scenario, merge->options->keys_held,
                                       merge->options->scratch, merge->options->stop, arith,
                                       merge->diagnostics);
    if (status == FT_OK && rows != NULL)
        status = join_rows(merge, false, rows);
    return status == FT_OK && merge->diagnostics->total > 0 ? FT_INVALID : status;
}

static enum ft_status merge_into(struct stream *stream, struct merge *merge,
                                 const char *const *paths, size_t count, const struct ft_sink *rows,
                                 struct arith *arith, struct diagnostics *told)
{
    merge->faults =
        arena_array(merge->arena, fault_lists(merge->plan), sizeof(struct diagnostics *));
    if (merge->faults == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = merge_all(merge, paths, count, rows, arith);
    if (status == FT_OK)
        status = identity_keep(stream, merge->plan, merge->files, merge->arena);
    stream->bytes = merge->plan->table->stamp.size;
    stream->unordered = merge->keys.unordered;
    return status == FT_OK ? run_behind(stream, &merge->totals, merge->faults, arith, told)
                           : status;
}

/* The plan of the run that is merged, and a reader of its parts. */
static enum ft_status merge_open(struct merge *merge, struct plan *plan, struct arith *arith)
{
    merge->reader = (struct part_reader){.plan = plan,
                                         .head = part_head(plan),
                                         .totals = &merge->totals,
                                         .arena = arith->arena,
                                         .arith = arith,
                                         .diagnostics = merge->diagnostics};
    merge->plan = plan;
    merge->arena = arith->arena;
    keys_open(&merge->keys, plan->entity, arith->arena);
    return merge->reader.head == NULL ? FT_NO_MEMORY
                                      : totals_open(&merge->totals, plan, arith->arena);
}

static void merge_close(struct merge *merge)
{
    totals_close(&merge->totals);
    json_decref(merge->reader.head);
}

enum ft_status stream_merge(struct stream **out, const struct policy *policy,
                            const struct scenario *scenario, const struct stream_options *options,
                            const char *const *parts, size_t part_count, const struct ft_sink *rows,
                            struct arith *arith, struct diagnostics *diagnostics)
{
    struct plan plan;
    struct merge merge = {.options = options, .diagnostics = diagnostics};
    struct diagnostics told = {.language = diagnostics->language};
    enum ft_status status = plan_make(&plan, policy, scenario, options, arith->arena, diagnostics);
    if (status != FT_OK)
        return status;
    status = stream_open(out, &plan, arith, &told);
    if (status == FT_OK)
        status = merge_open(&merge, &plan, arith);
    if (status == FT_OK)
        status = merge_into(*out, &merge, parts, part_count, rows, arith, &told);
    merge_close(&merge);
    return stream_end(*out, status, &told, false, diagnostics, arith->arena);
}

/* ---- what is still to be run ---- */

/* "3,5-7" and a line end; nothing where all are there. */
static enum ft_status write_missing(const struct merge *merge, const struct ft_sink *sink,
                                    size_t *count)
{
    struct growing_text list = {.arena = merge->arena};
    if (!merge_list_missing(merge, true, ",", "-", SIZE_MAX, &list, count) ||
        !growing_add(&list, "\n", 1))
        return FT_NO_MEMORY;
    return *count == 0 || sink->write(sink->context, list.bytes, list.length) ? FT_OK : FT_IO;
}

static enum ft_status find_missing(struct merge *merge, const char *const *paths, size_t path_count,
                                   const struct ft_sink *sink, size_t *count)
{
    merge->reader.of = merge->options->shards;
    enum ft_status status = merge_read_parts(merge, paths, path_count);
    if (status == FT_OK)
        status = check_tables(merge);
    if (status == FT_OK)
        status = join_rows(merge, true, NULL);
    return status == FT_OK ? write_missing(merge, sink, count) : status;
}

enum ft_status stream_missing(const struct policy *policy, const struct scenario *scenario,
                              const struct stream_options *options, const char *const *parts,
                              size_t part_count, const struct ft_sink *sink, size_t *count,
                              struct arith *arith, struct diagnostics *diagnostics)
{
    struct plan plan;
    struct merge merge = {.options = options, .diagnostics = diagnostics};
    enum ft_status status = plan_make(&plan, policy, scenario, options, arith->arena, diagnostics);
    if (status == FT_OK)
        status = merge_open(&merge, &plan, arith);
    if (status == FT_OK)
        status = find_missing(&merge, parts, part_count, sink, count);
    merge_close(&merge);
    return status;
}
