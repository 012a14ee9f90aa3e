#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fixture_open(struct fixture *fixture)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/tests/scenario/common"};
    const char *base = getenv("TMPDIR");
    *fixture = (struct fixture){.diagnostics = {.language = FT_EN}};
    arena_open(&fixture->arena, NULL);
    arith_open(&fixture->arith, &fixture->arena);
    (void)snprintf(fixture->folder, sizeof fixture->folder, "%s/fangtian-XXXXXX",
                   base == NULL ? P_tmpdir : base);
    cr_assert_not_null(mkdtemp(fixture->folder));
    cr_assert_eq(chdir(fixture->folder), 0);
    cr_assert_eq(
        policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics, folders, 1, NULL, 0),
        FT_OK, "%s", fixture_faults(fixture));
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

void fixture_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    cr_assert_eq(fclose(file), 0);
}

void fixture_write(const char *path, const char *text)
{
    fixture_bytes(path, text, strlen(text));
}

enum ft_status fixture_load(struct fixture *fixture, const char *path)
{
    diagnostics_clear(&fixture->diagnostics);
    enum ft_status status =
        scenario_open(&fixture->scenario, path, &fixture->arena, &fixture->diagnostics);
    return status != FT_OK
               ? status
               : scenario_load(fixture->scenario, &fixture->policy->schema, &fixture->settings,
                               &fixture->arith, &fixture->diagnostics);
}

enum ft_status fixture_rows(struct fixture *fixture, const char *portfolio)
{
    static const char file[] = "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; };\n"
                               "  as_of = \"2020-01-01\"; packs = [ ]; };\nportfolio: {\n%s\n};\n";
    fixture_write("s.cfg", arena_format(&fixture->arena, file, portfolio));
    return fixture_load(fixture, "s.cfg");
}

enum ft_status fixture_csv(struct fixture *fixture, const char *csv)
{
    fixture_write("t.csv", csv);
    return fixture_rows(fixture, "projects = { csv = \"t.csv\"; };");
}

enum ft_status fixture_set(struct fixture *fixture, const char *portfolio, const char *path,
                           const char *value)
{
    const struct ft_setting setting = {path, value};
    fixture->settings.settings = &setting;
    fixture->settings.count = 1;
    enum ft_status status = fixture_rows(fixture, portfolio);
    fixture->settings.settings = NULL;
    fixture->settings.count = 0;
    return status;
}

static const struct table *table_called(const struct fixture *fixture, const char *name)
{
    const struct dataset *dataset = fixture->scenario->dataset;
    const struct schema *schema = &fixture->policy->schema;
    const struct entity *entity =
        name[0] == '\0' ? &schema->entities[0] : map_get(&schema->table_names, name);
    cr_assert_not_null(entity, "no table %s", name);
    return &dataset->tables[entity->index];
}

const char *fixture_cell(struct fixture *fixture, const char *table_name, const char *row_name,
                         const char *field_name)
{
    const struct table *table = table_called(fixture, table_name);
    const struct field *field = map_get(&table->entity->names, field_name);
    const struct dataset *dataset = fixture->scenario->dataset;
    struct choices choices = choices_for(&fixture->arena, &fixture->diagnostics, row_name);
    uint32_t row;
    cr_assert_not_null(field, "no field %s", field_name);
    cr_assert(dataset_find(dataset, table->entity, row_name, &row, &choices), "no row %s",
              row_name);
    const struct column *column = &table->fields[field->index];
    const struct cell cell = column_cell(column, row);
    if (cell.state != CELL_VALUE)
        return cell.state == CELL_ABSENT ? "absent" : "error";
    if (field->type.kind == TYPE_REFERENCE)
        return row_path(dataset, field->type.entity, cell.value.reference, &fixture->arena);
    return value_text(&cell.value, &field->type, &field->unit, field->integer, &fixture->arith,
                      FT_EN);
}

uint32_t fixture_count(const struct fixture *fixture, const char *table)
{
    return table_called(fixture, table)->count;
}

const char *fixture_faults(struct fixture *fixture)
{
    const struct diagnostics *diagnostics = &fixture->diagnostics;
    char *all = fixture->rendering;
    all[0] = '\0';
    for (size_t i = 0; i < diagnostics->kept; i++) {
        const struct ft_diagnostic *item = &diagnostics->items[i];
        size_t used = strlen(all);
        (void)snprintf(all + used, FIXTURE_RENDERING - used, "%s%s", i == 0 ? "" : " ", item->id);
        if (item->line > 0)
            (void)snprintf(all + strlen(all), FIXTURE_RENDERING - strlen(all), "@%u:%u",
                           (unsigned)item->line, (unsigned)item->column);
    }
    return all;
}
