/* A scenario file: its head, what it expects, and the load of its rows. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* ---- the head ---- */

static bool check_group(struct opening *opening, const struct conf *group, const char *what,
                        const struct conf_setting *settings, size_t count)
{
    bool good = conf_check(group, opening->diagnostics, what, settings, count);
    if (!good && opening->status == FT_OK)
        opening->status = FT_INVALID;
    return good;
}

static struct text text_of(const struct conf *group, const char *name)
{
    const struct conf *child = conf_child(group, name);
    return child != NULL && child->kind == CONF_SCALAR ? child->text : text_from("");
}

static void scenario_read_packs(struct opening *opening, const struct conf *list)
{
    struct text *packs = arena_array(opening->arena, list->count, sizeof *packs);
    if (packs == NULL) {
        opening->status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < list->count; i++)
        packs[i] = list->children[i].kind == CONF_SCALAR ? list->children[i].text : text_from("");
    opening->scenario->packs = packs;
    opening->scenario->pack_count = list->count;
}

static void read_head(struct opening *opening, const struct conf *head)
{
    static const struct conf_setting settings[] = {{"id", true, WANT_SCALAR},
                                                   {"title", true, WANT_GROUP},
                                                   {"as_of", true, WANT_SCALAR},
                                                   {"packs", true, WANT_LIST},
                                                   {"known_at", false, WANT_SCALAR}};
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", false, WANT_SCALAR}};
    struct scenario *scenario = opening->scenario;
    const struct conf *title = conf_child(head, "title"), *packs = conf_child(head, "packs");
    (void)check_group(opening, head, "scenario", settings, sizeof settings / sizeof *settings);
    scenario->id = text_of(head, "id").bytes;
    scenario->as_of = text_of(head, "as_of");
    scenario->known_at = text_of(head, "known_at");
    if (title != NULL && title->kind == CONF_GROUP &&
        check_group(opening, title, "title", halves, 2))
        scenario->title =
            (struct title){text_of(title, "zh").bytes,
                           text_of(title, conf_child(title, "en") == NULL ? "zh" : "en").bytes};
    if (packs != NULL && packs->kind == CONF_LIST)
        scenario_read_packs(opening, packs);
}

/* ---- expectations ---- */

static void scenario_read_expectation(struct opening *opening, const struct conf *conf,
                                      struct expectation *expectation)
{
    static const struct conf_setting settings[] = {
        {"item", true, WANT_SCALAR},          {"at", false, WANT_SCALAR},
        {"is", false, WANT_SCALAR},           {"exactly", false, WANT_SCALAR},
        {"holds", false, WANT_SCALAR},        {"not_applicable", false, WANT_SCALAR},
        {"rounded_to", false, WANT_SCALAR},   {"source", false, WANT_SCALAR},
        {"undetermined", false, WANT_SCALAR}, {"within", false, WANT_SCALAR},
    };
    static const struct {
        const char *name;
        enum expectation_kind kind;
    } kinds[] = {{"is", EXPECT_IS},
                 {"exactly", EXPECT_EXACTLY},
                 {"holds", EXPECT_HOLDS},
                 {"not_applicable", EXPECT_NOT_APPLICABLE},
                 {"undetermined", EXPECT_UNDETERMINED}};
    size_t said = 0;
    if (!check_group(opening, conf, "expect", settings, sizeof settings / sizeof *settings))
        return;
    *expectation = (struct expectation){.item = text_of(conf, "item"),
                                        .at = text_of(conf, "at"),
                                        .rounded_to = text_of(conf, "rounded_to"),
                                        .within = text_of(conf, "within"),
                                        .source = text_of(conf, "source"),
                                        .place = conf->place};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (conf_child(conf, kinds[i].name) != NULL) {
            expectation->kind = kinds[i].kind;
            expectation->is = text_of(conf, kinds[i].name);
            said++;
        }
    if (said == 1)
        return;
    diagnostics_add(opening->diagnostics, &conf->place, &scenario_message[SCENARIO_EXPECT], NULL);
    opening->status = opening->status == FT_OK ? FT_INVALID : opening->status;
}

/* `{ refused = "unknown-field"; }`: of the whole scenario. False: it is no such expectation. */
static bool read_refusal(struct opening *opening, const struct conf *conf, struct text *refusal)
{
    static const struct conf_setting settings[] = {{"refused", true, WANT_SCALAR},
                                                   {"source", false, WANT_SCALAR}};
    if (conf->kind != CONF_GROUP || conf_child(conf, "refused") == NULL)
        return false;
    *refusal = check_group(opening, conf, "expect", settings, 2) ? text_of(conf, "refused")
                                                                 : text_from("");
    return true;
}

static void read_expectations(struct opening *opening, const struct conf *list)
{
    struct scenario *scenario = opening->scenario;
    struct expectation *all = arena_array(opening->arena, list->count, sizeof *all);
    struct text *refusals = arena_array(opening->arena, list->count, sizeof *refusals);
    if (all == NULL || refusals == NULL) {
        opening->status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (read_refusal(opening, &list->children[i], &refusals[scenario->refusal_count]))
            scenario->refusal_count++;
        else
            scenario_read_expectation(opening, &list->children[i],
                                      &all[scenario->expectation_count++]);
    }
    scenario->expectations = all;
    scenario->refusals = refusals;
}

static void scenario_open_text(struct opening *opening, const char *path)
{
    static const struct conf_setting settings[] = {{"scenario", true, WANT_GROUP},
                                                   {"portfolio", true, WANT_GROUP},
                                                   {"expect", false, WANT_LIST}};
    const struct conf *root = NULL;
    /* FT_INVALID with a root: its punctuation is at fault, and it is clear what is meant. */
    opening->status = conf_read(&root, opening->arena, opening->diagnostics, path, NULL);
    if (root == NULL)
        return;
    opening->scenario->source = root->place.source;
    opening->scenario->root = root;
    (void)check_group(opening, root, path, settings, 3);
    const struct conf *head = conf_child(root, "scenario"), *expect = conf_child(root, "expect");
    if (head != NULL && head->kind == CONF_GROUP)
        read_head(opening, head);
    if (expect != NULL && expect->kind == CONF_LIST && opening->status != FT_NO_MEMORY)
        read_expectations(opening, expect);
}

static bool is_csv(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

/* A table is named in a scenario; where it is named alone, no word of it would be understood. */
static void scenario_fault_table(struct opening *opening, const char *path)
{
    const char *slash = strrchr(path, '/');
    diagnostics_add(opening->diagnostics, NULL, &scenario_message[SCENARIO_IS_TABLE], path,
                    slash == NULL ? path : slash + 1, NULL);
    opening->status = FT_INVALID;
}

enum ft_status scenario_open(struct scenario **out, const char *path, struct arena *arena,
                             struct diagnostics *diagnostics)
{
    struct scenario *scenario = arena_allocate(arena, sizeof *scenario);
    struct opening opening = {.scenario = scenario, .arena = arena, .diagnostics = diagnostics};
    if (scenario == NULL)
        return FT_NO_MEMORY;
    *scenario = (struct scenario){.id = "",
                                  .title = {"", ""},
                                  .as_of = text_from(""),
                                  .known_at = text_from(""),
                                  .arena = arena};
    if (is_csv(path))
        scenario_fault_table(&opening, path);
    else if (workbook_is_one(diagnostics->files, path))
        open_book(&opening, path);
    else
        scenario_open_text(&opening, path);
    if (scenario->source != NULL)
        *out = scenario;
    return opening.status;
}

/* "a, b" of the names; NULL when memory is out. */
static const char *joined(struct arena *arena, const struct text *names, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && text != NULL; i++)
        text = arena_format(arena, "%s%s%s", text, i == 0 ? "" : ", ", names[i].bytes);
    return text;
}

enum ft_status scenario_use_packs(struct scenario *scenario, const char *const *packs, size_t count)
{
    struct text *names = arena_array(scenario->arena, count, sizeof *names);
    struct source *source = arena_allocate(scenario->arena, sizeof *source);
    if (names == NULL || source == NULL)
        return FT_NO_MEMORY;
    *source = (struct source){.path = "--packs", .bytes = ""};
    for (size_t i = 0; i < count; i++) {
        names[i] = text_from(packs[i]);
        names[i].place.source = source;
    }
    const char *now = joined(scenario->arena, names, count);
    const char *was = joined(scenario->arena, scenario->packs, scenario->pack_count);
    if (now == NULL || was == NULL ||
        (strcmp(now, was) != 0 &&
         !scenario_note(scenario, (struct scenario_change){"--packs", "", now, was})))
        return FT_NO_MEMORY;
    scenario->packs = names;
    scenario->pack_count = count;
    return FT_OK;
}

/* ---- the rows ---- */

/* Notes a day of the command line that is another than the file's: one that is the same changes
 * nothing. */
static void note_option(struct loading *loading, const char *option, const char *value,
                        const struct text *was, struct date now)
{
    const char *filed = was->length > 0 ? was->bytes : NULL;
    struct diagnostics silent = {.language = loading->diagnostics->language};
    struct date before;
    if (value == NULL ||
        (filed != NULL && date_parse(&before, &silent, was) == FT_OK && before.days == now.days))
        return;
    if (!scenario_note(loading->scenario, (struct scenario_change){option, "", value, filed}))
        loading->status = FT_NO_MEMORY;
}

static void scenario_read_dates(struct loading *loading, const struct scenario_settings *settings)
{
    struct dataset *dataset = loading->scenario->dataset;
    struct text as_of = settings->as_of != NULL ? option_text(loading, "--as-of", settings->as_of)
                                                : loading->scenario->as_of;
    struct text known_at = settings->known_at != NULL
                               ? option_text(loading, "--known-at", settings->known_at)
                               : loading->scenario->known_at;
    dataset->known_at = DATE_FOREVER;
    dataset->known_place = known_at.place;
    /* Without a date in the head, which is reported, there is none to read. */
    if (as_of.length > 0 || settings->as_of != NULL ||
        loading->scenario->as_of.place.source != NULL)
        (void)loading_take(loading, date_parse(&dataset->as_of, loading->diagnostics, &as_of));
    if (known_at.length > 0 || settings->known_at != NULL)
        (void)loading_take(loading,
                           date_parse(&dataset->known_at, loading->diagnostics, &known_at));
    note_option(loading, "--as-of", settings->as_of, &loading->scenario->as_of, dataset->as_of);
    note_option(loading, "--known-at", settings->known_at, &loading->scenario->known_at,
                dataset->known_at);
}

/* What is left out makes the totals others than the scenario's. */
static void note_only(struct loading *loading, const struct scenario_settings *settings)
{
    const char *rules = "";
    for (size_t i = 0; i < settings->only_count && rules != NULL; i++)
        rules =
            arena_format(loading->arena, "%s%s%s", rules, i == 0 ? "" : ", ", settings->only[i]);
    if (rules == NULL ||
        (settings->only_count > 0 &&
         !scenario_note(loading->scenario, (struct scenario_change){"--only", "", rules, NULL})))
        loading->status = FT_NO_MEMORY;
}

void finish_digest(struct loading *loading)
{
    struct scenario *scenario = loading->scenario;
    if (loading->status == FT_OK)
        digest_facts(loading);
    for (size_t i = 0; i < scenario->change_count; i++) {
        digest_part(loading, scenario->changes[i].option);
        digest_part(loading, scenario->changes[i].path);
        digest_part(loading, scenario->changes[i].value);
    }
    sha_text(scenario->digest, &loading->digest);
    scenario->digest_is_stale = false;
}

static bool open_dataset(struct loading *loading)
{
    struct arena *arena = loading->arena;
    struct dataset *dataset = arena_allocate(arena, sizeof *dataset);
    loading->piles = arena_array(arena, loading->schema->entity_count, sizeof *loading->piles);
    if (dataset == NULL || loading->piles == NULL)
        return false;
    *dataset = (struct dataset){.schema = loading->schema, .arena = arena};
    loading->scenario->dataset = dataset;
    return true;
}

/* The rows of the file, a text or a workbook. False where the text has none. */
static bool read_rows_of(struct loading *loading)
{
    const struct scenario *scenario = loading->scenario;
    if (scenario->book != NULL) {
        read_book(loading);
        return true;
    }
    const struct conf *portfolio = conf_child(scenario->root, "portfolio");
    if (portfolio == NULL || portfolio->kind != CONF_GROUP)
        return false;
    if (loading->long_table != NULL)
        find_long_table(loading, portfolio);
    read_portfolio(loading, portfolio);
    return true;
}

/* Keeps the piles as they are, for tables to be built of them again. */
static bool scenario_keep_rows(struct scenario_rows *rows)
{
    const struct loading *loading = &rows->loading;
    const size_t count = loading->schema->entity_count;
    rows->read = arena_array(loading->arena, count, sizeof *rows->read);
    for (size_t i = 0; rows->read != NULL && i < count; i++) {
        rows->read[i].records = loading->piles[i].records;
        rows->read[i].count = loading->piles[i].count;
        rows->read[i].refused = loading->piles[i].refused;
    }
    rows->own_changes = loading->scenario->change_count;
    return rows->read != NULL;
}

enum ft_status scenario_read(struct scenario *scenario, const struct schema *schema,
                             const struct scenario_settings *settings, struct arith *arith,
                             struct diagnostics *diagnostics)
{
    struct scenario_rows *rows = arena_allocate(scenario->arena, sizeof *rows);
    if (rows == NULL)
        return FT_NO_MEMORY;
    struct loading *loading = &rows->loading;
    if (schema->units != NULL)
        arith->units = schema->units;
    *loading = (struct loading){.scenario = scenario,
                                .schema = schema,
                                .arena = scenario->arena,
                                .arith = arith,
                                .diagnostics = diagnostics,
                                .long_table = settings->long_table};
    if (!open_dataset(loading))
        return FT_NO_MEMORY;
    sha256_init(&loading->digest);
    scenario_read_dates(loading, settings);
    note_only(loading, settings);
    rows->none = !read_rows_of(loading);
    if (!scenario_keep_rows(rows))
        return FT_NO_MEMORY;
    scenario->rows = rows;
    return rows->none ? FT_INVALID : loading->status; /* reported with the head */
}

enum ft_status scenario_load(struct scenario *scenario, const struct schema *schema,
                             const struct scenario_settings *settings, struct arith *arith,
                             struct diagnostics *diagnostics)
{
    enum ft_status status = scenario_read(scenario, schema, settings, arith, diagnostics);
    if (status != FT_OK && status != FT_INVALID)
        return status;
    return scenario_build(scenario, settings->settings, settings->count, arith, diagnostics);
}
