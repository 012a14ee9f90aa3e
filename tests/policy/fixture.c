#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a folder ---- */

void fixture_open(struct fixture *fixture, enum ft_language language)
{
    const char *base = getenv("TMPDIR");
    *fixture = (struct fixture){.diagnostics = {.language = language}};
    arena_open(&fixture->arena, NULL);
    arith_open(&fixture->arith, &fixture->arena);
    (void)snprintf(fixture->folder, sizeof fixture->folder, "%s/fangtian-XXXXXX",
                   base == NULL ? P_tmpdir : base);
    cr_assert_not_null(mkdtemp(fixture->folder));
    cr_assert_eq(chdir(fixture->folder), 0);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

void fixture_close(struct fixture *fixture)
{
    arith_close(&fixture->arith);
    arena_close(&fixture->arena);
    cr_assert_eq(nftw(fixture->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void fixture_write(struct fixture *fixture, const char *path, const char *text)
{
    char folder[FIXTURE_PATH];
    const char *slash = strchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - path),
                   slash == NULL ? "." : path);
    (void)mkdir(folder, 0700);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file, "%s in %s", path, fixture->folder);
    cr_assert_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    cr_assert_eq(fclose(file), 0);
}

void fixture_pack(struct fixture *fixture, const char *pack, const char *parameters,
                  const char *rules)
{
    static const char head[] = "policy: { id = \"%s/x\"; " TITLE "source = \"article\"; };\n"
                               "parameters: {\n%s\n};\nrules: (\n%s\n);\n";
    char path[FIXTURE_PATH];
    (void)snprintf(path, sizeof path, "%s/x.cfg", pack);
    fixture_write(fixture, path, arena_format(&fixture->arena, head, pack, parameters, rules));
}

/* ---- loading ---- */

enum ft_status fixture_load(struct fixture *fixture, const char *packs)
{
    static const char *const folders[] = {".", FT_SOURCE_DIR "/tests/policy/common"};
    struct text texts[FIXTURE_PACKS];
    size_t count = 0;
    for (const char *at = packs; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        cr_assert_lt(count, FIXTURE_PACKS);
        texts[count++] = text_from(arena_copy(&fixture->arena, at, length));
        at += length;
    }
    /* A test may have written a vocabulary of its own. */
    return policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics, folders,
                       access("vocabulary.cfg", F_OK) == 0 ? 1 : 2, texts, count);
}

/* ---- applying ---- */

enum ft_status fixture_apply_on(struct fixture *fixture, const char *as_of, const char *rows)
{
    static const struct scenario_settings none = {0};
    static const char head[] = "scenario: { id = \"s\"; " TITLE "packs = [ \"pk\" ];"
                               " as_of = \"%s\"; };\nportfolio: { %s };\n";
    struct arena *arena = &fixture->arena;
    struct diagnostics *diagnostics = &fixture->diagnostics;
    fixture_write(fixture, "s.cfg", arena_format(arena, head, as_of, rows));
    cr_assert_eq(scenario_open(&fixture->scenario, "s.cfg", arena, diagnostics), FT_OK, "%s",
                 fixture_rendering(fixture));
    cr_assert_eq(scenario_load(fixture->scenario, &fixture->policy->schema, &none, &fixture->arith,
                               diagnostics),
                 FT_OK, "%s", fixture_rendering(fixture));
    fixture->dataset = fixture->scenario->dataset;
    return policy_apply(fixture->policy, fixture->dataset, &fixture->arith, diagnostics,
                        &fixture->application);
}

enum ft_status fixture_apply(struct fixture *fixture, const char *rows)
{
    return fixture_apply_on(fixture, "2021-06-30", rows);
}

static const struct rule *find_rule(struct fixture *fixture, const char *id, const char *at,
                                    uint32_t *row)
{
    const struct rule *rule = policy_rule(fixture->policy, id);
    struct choices choices = choices_for(&fixture->arena, &fixture->diagnostics, at);
    cr_assert_not_null(rule, "no rule %s", id);
    cr_assert(dataset_find(fixture->dataset, rule->item.entity, at, row, &choices), "no row %s",
              at);
    return rule;
}

static const char *outcome(struct fixture *fixture, const struct rule *rule,
                           const struct cell *cell, const char *reason)
{
    switch (cell->state) {
    case CELL_VALUE:
        return value_text(&cell->value, &rule->item.type, &rule->item.unit, false, &fixture->arith,
                          fixture->diagnostics.language);
    case CELL_NOT_APPLICABLE:
        return reason == NULL ? "n/a" : arena_format(&fixture->arena, "n/a: %s", reason);
    case CELL_ERROR:
        return "error";
    case CELL_UNDETERMINED:
        return "undetermined";
    default:
        return "absent";
    }
}

const char *fixture_reason(struct fixture *fixture, const char *id, const char *at)
{
    uint32_t row;
    const struct rule *rule = find_rule(fixture, id, at, &row);
    return reason_text(fixture->policy, fixture->dataset, &fixture->arith, rule, row,
                       fixture->diagnostics.language);
}

const char *fixture_figure(struct fixture *fixture, const char *id, const char *at)
{
    uint32_t row;
    const struct rule *rule = find_rule(fixture, id, at, &row);
    const struct item_column *column =
        &fixture->dataset->tables[rule->item.entity->index].items[rule->item.index];
    struct cell cell = column_cell(&column->column, row);
    return outcome(fixture, rule, &cell,
                   cell.state == CELL_NOT_APPLICABLE ? fixture_reason(fixture, id, at) : NULL);
}

const char *fixture_derived(struct fixture *fixture, const char *id, const char *at,
                            struct derivation *derivation)
{
    uint32_t row;
    struct derivation own;
    const struct rule *rule = find_rule(fixture, id, at, &row);
    derivation = derivation == NULL ? &own : derivation;
    cr_assert_eq(rule_derive(rule, fixture->dataset, &fixture->arith, &fixture->diagnostics, row,
                             NULL, derivation),
                 FT_OK);
    return outcome(fixture, rule, &derivation->outcome, NULL);
}

static bool append(void *context, const char *bytes, size_t length)
{
    char *rendering = context;
    size_t used = strlen(rendering);
    if (used + length >= FIXTURE_RENDERING)
        return false;
    memcpy(rendering + used, bytes, length);
    rendering[used + length] = '\0';
    return true;
}

const char *fixture_rendering(struct fixture *fixture)
{
    struct ft_sink sink = {.write = append, .context = fixture->rendering};
    fixture->rendering[0] = '\0';
    cr_assert(diagnostics_render(&fixture->diagnostics, &sink, false));
    return fixture->rendering;
}
