/*
 * Parts as they are read. A part that is whole has its own digest; one of this run has the head
 * that this run would have written. What then stands in it is looked at all the same: nothing that
 * a file may say ends the program.
 */
#include <stdlib.h>
#include <string.h>

#include "part.h"

/* ---- values ---- */

/* NULL where there is no text, or no memory, which is noted. */
static const char *keep_text(struct part_reader *reader, const char *text)
{
    const char *kept = text == NULL ? NULL : arena_copy(reader->arena, text, strlen(text));
    if (text != NULL && kept == NULL)
        reader->no_memory = true;
    return kept;
}

static const char *get_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Counts and offsets are not negative; -1 where there is none. */
static bool get_count(const json_t *object, const char *key, uint64_t *count)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *count = (uint64_t)json_integer_value(value);
    return true;
}

static bool get_small(const json_t *object, const char *key, uint32_t *count)
{
    uint64_t wide;
    if (!get_count(object, key, &wide) || wide > UINT32_MAX)
        return false;
    *count = (uint32_t)wide;
    return true;
}

/* "-12", "5/7"; nothing else that GMP would take. */
static bool read_rational(mpq_t value, const char *text)
{
    const char *digits = text == NULL ? "" : text + (text[0] == '-');
    size_t whole = strspn(digits, "0123456789"), below = 0;
    const char *rest = digits + whole;
    if (rest[0] == '/') {
        below = strspn(rest + 1, "0123456789");
        rest += below + 1;
        if (below == 0)
            return false;
    }
    if (whole == 0 || rest[0] != '\0' || mpq_set_str(value, text, 10) != 0 ||
        mpz_sgn(mpq_denref(value)) == 0)
        return false;
    mpq_canonicalize(value);
    return true;
}

static bool read_sum(struct sum *sum, const json_t *json)
{
    sum->lost = json_is_null(json);
    return sum->lost || read_rational(sum->rest, json_string_value(json));
}

static bool read_flags(bool *flags, size_t count, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        if (!json_is_integer(one) || json_integer_value(one) < 0 ||
            (uint64_t)json_integer_value(one) >= count)
            return false;
        flags[json_integer_value(one)] = true;
    }
    return json_is_array(json);
}

/* ---- the lists ---- */

/* The last group is all of them; the others, where there are any, are its members. Sums that were
 * given up are not known. */
static bool groups_add_up(const struct line_sum *sums, const struct plan *plan)
{
    const struct line_sum *all = &sums[plan->group_count - 1];
    uint64_t rows = 0;
    bool fit = true, lost = all->amount.lost || all->exact.lost;
    mpq_t amount, exact;
    mpq_inits(amount, exact, NULL);
    for (const struct line_sum *sum = sums; sum < all; sum++) {
        fit = fit && !__builtin_add_overflow(rows, sum->rows, &rows);
        lost = lost || sum->amount.lost || sum->exact.lost;
        mpq_add(amount, amount, sum->amount.rest);
        mpq_add(exact, exact, sum->exact.rest);
    }
    const bool equal = fit && rows == all->rows &&
                       (lost || (mpq_equal(amount, all->amount.rest) != 0 &&
                                 mpq_equal(exact, all->exact.rest) != 0));
    mpq_clears(amount, exact, NULL);
    return equal || plan->group_count == 1;
}

/* Rows at which facts contradict each other are some of the rows; amounts are none below 0. */
static bool read_doubted(struct line_sum *doubted, const struct line_sum *sum, const json_t *group)
{
    return get_count(group, "doubted_rows", &doubted->rows) && doubted->rows <= sum->rows &&
           read_sum(&doubted->amount, json_object_get(group, "doubted")) &&
           (doubted->amount.lost || mpq_sgn(doubted->amount.rest) >= 0) &&
           (doubted->rows > 0 || mpq_sgn(doubted->amount.rest) == 0);
}

static bool read_line(struct line_sum *sums, struct line_sum *doubted, const struct plan *plan,
                      size_t line, const json_t *json)
{
    const struct rule *rule = plan->lines[line].rule;
    const json_t *groups = json_object_get(json, "groups");
    const char *named = get_text(json, "rule");
    uint64_t post;
    if (named == NULL || strcmp(named, rule->item.id) != 0 || !get_count(json, "post", &post) ||
        post != (uint64_t)(plan->lines[line].post - rule->posts) ||
        json_array_size(groups) != plan->group_count)
        return false;
    for (size_t i = 0; i < plan->group_count; i++) {
        const json_t *group = json_array_get(groups, i);
        if (json_is_null(group))
            continue;
        if (!get_count(group, "rows", &sums[i].rows) ||
            !read_sum(&sums[i].amount, json_object_get(group, "amount")) ||
            !read_sum(&sums[i].exact, json_object_get(group, "exact")) ||
            !read_doubted(&doubted[i], &sums[i], group))
            return false;
    }
    return groups_add_up(sums, plan) && groups_add_up(doubted, plan);
}

static bool read_finding(struct stream_finding *finding, const json_t *json)
{
    const char *named = get_text(json, "rule");
    return named != NULL && strcmp(named, finding->rule->item.id) == 0 &&
           get_count(json, "holds", &finding->holds) && get_count(json, "fails", &finding->fails) &&
           get_count(json, "not_applicable", &finding->not_applicable) &&
           get_count(json, "undetermined", &finding->undetermined);
}

static bool read_state(enum cell_state *state, const char *text)
{
    for (size_t i = 0; text != NULL && i < PART_STATES; i++)
        if (part_states[i] != NULL && strcmp(part_states[i], text) == 0) {
            *state = (enum cell_state)i;
            return true;
        }
    return false;
}

static bool read_aggregate(struct aggregate_state *state, const struct aggregate *sum,
                           size_t version_count, const json_t *json)
{
    const json_t *extreme = json_object_get(json, "extreme");
    const char *named = get_text(json, "rule");
    bool wants = sum->node->op == NODE_MIN || sum->node->op == NODE_MAX;
    if (named == NULL || strcmp(named, sum->rule->item.id) != 0 ||
        !read_state(&state->state, get_text(json, "state")) ||
        !get_count(json, "seen", &state->seen) ||
        !json_is_boolean(json_object_get(json, "truth")) ||
        !read_sum(&state->sum, json_object_get(json, "sum")) ||
        !read_flags(state->used, version_count, json_object_get(json, "versions")))
        return false;
    state->truth = json_is_true(json_object_get(json, "truth"));
    wants = wants && state->state == CELL_VALUE;
    if (!wants || state->seen == 0) /* as aggregate_normalize leaves it */
        return state->seen == 0 && json_is_null(extreme);
    return state->seen == 1 && read_rational(state->extreme, json_string_value(extreme));
}

/* Rows of the long table are those that its shard had, and what is held has none of a shard's. */
static bool part_read_blank(struct field_blanks *blank, const struct totals *totals,
                            const json_t *json)
{
    const struct entity *entity = blank->entity;
    const char *table = get_text(json, "table"), *field = get_text(json, "field");
    const bool below = entity_is_below(entity, totals->plan->entity);
    return table != NULL && strcmp(table, entity->table) == 0 && field != NULL &&
           strcmp(field, blank->field->id) == 0 && get_count(json, "rows", &blank->rows) &&
           get_count(json, "blank", &blank->blank) && get_count(json, "stated", &blank->stated) &&
           (below || blank->rows == 0) &&
           (entity != totals->plan->entity || blank->rows == totals->rows) &&
           blank->blank <= blank->rows && blank->stated <= blank->rows - blank->blank &&
           get_count(json, "open", &blank->open) && blank->open <= totals->rows;
}

/* Rows below rows that the shard had. */
static bool part_read_empty(struct empty_rows *empty, const struct totals *totals,
                            const json_t *json)
{
    const char *table = get_text(json, "table");
    return table != NULL && strcmp(table, empty->entity->table) == 0 &&
           get_count(json, "rows", &empty->rows) && get_count(json, "of", &empty->of) &&
           empty->rows <= empty->of &&
           (empty->entity->parent != totals->plan->entity || empty->of == totals->rows);
}

/* A rule has ways, and stands once, in the order of the rules. */
static bool part_read_ways(struct totals *totals, const json_t *list)
{
    const struct policy *policy = totals->plan->policy;
    size_t next = 0;
    bool good = json_is_array(list);
    for (size_t i = 0; i < json_array_size(list) && good; i++) {
        const json_t *json = json_array_get(list, i);
        const char *id = get_text(json, "rule");
        const struct rule *rule = id == NULL ? NULL : policy_rule(policy, id);
        good = rule != NULL && rule->way_count > 0 && rule->item.order >= next &&
               get_count(json, "rows", &totals->ways[rule->item.order]) &&
               totals->ways[rule->item.order] > 0 && totals->ways[rule->item.order] <= totals->rows;
        next = good ? rule->item.order + 1 : 0;
    }
    return good;
}

/* A rule of the long table cannot have come about at more rows than there were; one of what is held
 * comes about behind the shards. */
static bool row_count_fits(const struct totals *totals, const struct rule *rule, uint64_t rows)
{
    const struct entity *entity = rule->item.entity, *main = totals->plan->entity;
    return entity == main ? rows <= totals->rows : rows == 0 || entity_is_below(entity, main);
}

/* Figures alone: what else a part says is not the totals'. */
static bool read_totals(struct totals *totals, const json_t *part)
{
    const struct plan *plan = totals->plan;
    const size_t versions = plan->policy->schema.version_count;
    const json_t *lines = json_object_get(part, "lines"),
                 *aggregates = json_object_get(part, "late"),
                 *findings = json_object_get(part, "findings"),
                 *blanks = json_object_get(part, "blanks"), *empty = json_object_get(part, "empty");
    bool good = get_count(part, "rows", &totals->rows) &&
                json_array_size(lines) == plan->line_count &&
                json_array_size(findings) == plan->shown_count &&
                json_array_size(aggregates) == plan->aggregate_count &&
                json_array_size(blanks) == plan->blank_count &&
                json_array_size(empty) == plan->expected_count &&
                read_flags(totals->versions_used, versions, json_object_get(part, "versions"));
    for (size_t i = 0; i < plan->line_count && good; i++) {
        struct line_sum *sums = &totals->sums[i * plan->group_count];
        good = read_line(sums, &totals->doubted[i * plan->group_count], plan, i,
                         json_array_get(lines, i)) &&
               row_count_fits(totals, plan->lines[i].rule, sums[plan->group_count - 1].rows);
    }
    for (size_t i = 0; i < plan->shown_count && good; i++) {
        struct stream_finding *finding = &totals->findings[i];
        good = read_finding(finding, json_array_get(findings, i));
        for (size_t c = 0; c < FINDING_COUNTS; c++)
            good = good && row_count_fits(totals, plan->shown[i], finding->counts[c]);
    }
    for (size_t i = 0; i < plan->aggregate_count && good; i++)
        good = read_aggregate(&totals->aggregates[i], &plan->aggregates[i], versions,
                              json_array_get(aggregates, i));
    for (size_t i = 0; i < plan->blank_count && good; i++)
        good = part_read_blank(&totals->blanks[i], totals, json_array_get(blanks, i));
    for (size_t i = 0; i < plan->expected_count && good; i++)
        good = part_read_empty(&totals->empty[i], totals, json_array_get(empty, i));
    return good && part_read_ways(totals, json_object_get(part, "ways"));
}

/* ---- faults of rows, and of the rows of aggregates ---- */

static bool copy_text(char *out, size_t size, const json_t *json, const char *key)
{
    const char *text = get_text(json, key);
    if (text == NULL || strlen(text) >= size)
        return false;
    strcpy(out, text);
    return true;
}

static bool read_more(struct ft_diagnostic *fault, const json_t *json)
{
    const json_t *lines = json_object_get(json, "more_lines");
    if (!get_count(json, "kind", &fault->kind) || !get_count(json, "more", &fault->more) ||
        !json_is_array(lines) || json_array_size(lines) > FT_MORE_LINES)
        return false;
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_int_t line = json_integer_value(json_array_get(lines, i));
        if (line <= 0 || line > UINT32_MAX)
            return false;
        fault->more_lines[i] = (uint32_t)line;
    }
    return true;
}

static bool read_fault(struct ft_diagnostic *fault, const json_t *json, struct part_reader *reader)
{
    const enum ft_language language = reader->diagnostics->language;
    const json_t *words = json_object_get(json, language == FT_ZH ? "zh" : "en");
    fault->id = keep_text(reader, get_text(json, "id"));
    return fault->id != NULL && copy_text(fault->file, sizeof fault->file, json, "file") &&
           copy_text(fault->message, sizeof fault->message, words, "message") &&
           copy_text(fault->hint, sizeof fault->hint, words, "hint") &&
           copy_text(fault->excerpt, sizeof fault->excerpt, json, "excerpt") &&
           get_small(json, "line", &fault->line) && get_small(json, "column", &fault->column) &&
           get_small(json, "end_column", &fault->end_column) &&
           get_small(json, "caret", &fault->caret) && get_small(json, "carets", &fault->carets) &&
           read_more(fault, json);
}

/* In the reader's language; `*faults` stays NULL where there are none. */
static bool read_faults(struct diagnostics **faults, struct part_reader *reader, const json_t *json)
{
    const json_t *list = json_object_get(json, "listed");
    uint64_t total, told = 0;
    if (json_is_null(json))
        return true;
    if (!get_count(json, "total", &total) || json_array_size(list) > DIAGNOSTICS_KEPT)
        return false;
    *faults = arena_allocate(reader->arena, sizeof **faults);
    reader->no_memory |= *faults == NULL;
    if (*faults == NULL)
        return false;
    (*faults)->language = reader->diagnostics->language;
    (*faults)->total = total;
    (*faults)->kept = json_array_size(list);
    for (size_t i = 0; i < (*faults)->kept; i++) {
        struct ft_diagnostic *fault = &(*faults)->items[i];
        if (!read_fault(fault, json_array_get(list, i), reader) || fault->more >= total - told)
            return false;
        told += 1 + fault->more;
    }
    return told == total || (*faults)->kept == DIAGNOSTICS_KEPT;
}

static bool read_all_faults(struct part *part, struct part_reader *reader, const json_t *json)
{
    const size_t count = reader->plan->aggregate_count;
    const json_t *aggregates = json_object_get(json, "late");
    const json_t *rows = json_object_get(json, "faults");
    part->faults = arena_array(reader->arena, count + 1, sizeof(struct diagnostics *));
    bool good = part->faults != NULL;
    reader->no_memory |= !good;
    for (size_t i = 0; i < count && good; i++)
        good = read_faults(&part->faults[i], reader,
                           json_object_get(json_array_get(aggregates, i), "faults"));
    return good && rows != NULL &&
           read_faults(&part->faults[faults_of_rows(reader->plan)], reader, rows);
}

/* ---- what a part says of itself ---- */

static bool read_key(struct growing_text *key, const json_t *keys, const char *name,
                     struct part_reader *reader)
{
    const json_t *text = json_object_get(keys, name);
    *key = (struct growing_text){.arena = reader->arena};
    if (!json_is_string(text))
        return false;
    bool kept = growing_add(key, json_string_value(text), json_string_length(text));
    reader->no_memory |= !kept;
    return kept;
}

static bool read_keys(struct keys *keys, uint64_t rows, struct part_reader *reader,
                      const json_t *json)
{
    const json_t *unordered = json_object_get(json, "unordered_from");
    keys_open(keys, reader->plan->entity, reader->arena);
    keys->rows = rows;
    if (rows == 0)
        return json_is_null(json);
    return read_key(&keys->first, json, "first", reader) &&
           read_key(&keys->last, json, "last", reader) &&
           (json_is_null(unordered) || get_count(json, "unordered_from", &keys->unordered));
}

static bool read_rows_file(struct part *part, struct part_reader *reader, const json_t *json)
{
    const json_t *file = json_object_get(json, "rows_file");
    part->rows_name = keep_text(reader, get_text(file, "name"));
    return part->rows_name != NULL && get_count(file, "bytes", &part->rows_bytes) &&
           copy_text(part->rows_sha, sizeof part->rows_sha, file, "sha256");
}

static bool read_seen(struct part *part, struct part_reader *reader, const json_t *json)
{
    const json_t *list = json_object_get(json, "seen");
    const size_t count = 1 + reader->plan->table->below_count;
    part->marks = arena_array(reader->arena, count, sizeof *part->marks);
    reader->no_memory |= part->marks == NULL;
    bool good = part->marks != NULL && json_array_size(list) == count;
    for (size_t i = 0; i < count && good; i++) {
        const json_t *one = json_array_get(list, i);
        good = get_count(one, "bytes", &part->marks[i].bytes) &&
               copy_text(part->marks[i].sha, sizeof part->marks[i].sha, one, "sha256");
    }
    /* Of another encoding the bytes of its text were seen. */
    return good &&
           (reader->plan->table->encoding != ENCODING_UTF8 || part->marks[0].bytes == part->to);
}

static bool read_self(struct part *part, struct part_reader *reader, const json_t *json)
{
    uint64_t rows;
    return get_small(json, "shard", &part->number) && get_small(json, "of", &part->of) &&
           part->number >= 1 && part->number <= part->of &&
           part->of <= limits[LIMIT_SHARDS].value && get_count(json, "from", &part->from) &&
           get_count(json, "to", &part->to) && get_count(json, "rows", &rows) &&
           part->from <= part->to && rows <= part->to - part->from &&
           read_keys(&part->keys, rows, reader, json_object_get(json, "keys")) &&
           read_rows_file(part, reader, json);
}

/* ---- whether it is of this run ---- */

struct head_key {
    const char *key;
    const char *zh, *en;
    bool shown; /* what the part says tells something to a reader */
};
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
};

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
    static const struct head_key number = {"of", "分片总数", "number of shards", true};
    const struct place place = {.source = &part->source};
    const char *list = NULL;
    for (size_t i = 0; i < sizeof head_keys / sizeof *head_keys; i++) {
        const json_t *there = json_object_get(json, head_keys[i].key);
        const json_t *here = json_object_get(reader->head, head_keys[i].key);
        if (there != here && !json_equal(there, here)) /* NULL: none has it */
            list_difference(reader, &list, &head_keys[i], there);
    }
    if (reader->of == 0)
        reader->of = part->of;
    if (reader->of != part->of)
        list_difference(reader, &list, &number, json_object_get(json, number.key));
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
    char sha[SHA_TEXT];
    const char *noted = get_text(json, "sha256");
    char kept[SHA_TEXT] = "";
    if (noted == NULL || strlen(noted) >= sizeof kept)
        return false;
    strcpy(kept, noted);
    return json_object_del(json, "sha256") == 0 && part_digest(sha, json) && strcmp(sha, kept) == 0;
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
static enum ft_status take_totals(struct part_reader *reader, struct part *part, const json_t *json,
                                  struct arena *scratch)
{
    struct totals totals;
    enum ft_status status = totals_open(&totals, reader->plan, scratch);
    if (status == FT_OK && (!read_totals(&totals, json) || !totals_fit(reader->totals, &totals) ||
                            !read_all_faults(part, reader, json)))
        status = FT_INVALID;
    if (status == FT_OK)
        totals_add(reader->totals, &totals);
    totals_close(&totals);
    return status;
}

static enum ft_status take_part(struct part_reader *reader, struct part *part, json_t *json,
                                struct arena *scratch)
{
    if (json == NULL || !has_digest(json) || !read_self(part, reader, json))
        return FT_INVALID;
    if (!is_of_run(reader, part, json))
        return FT_OK;
    return read_seen(part, reader, json) ? take_totals(reader, part, json, scratch) : FT_INVALID;
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
        status = take_part(reader, part, json, &scratch);
        if (reader->no_memory)
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
