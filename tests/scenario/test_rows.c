/* Rows: where they stand, what changes them, what finds them, and all faults of a file in one go.
 */
#include "fixture.h"

#include <string.h>

static struct fixture fixture;

static void open_fixture(void)
{
    fixture_open(&fixture);
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(rows, .init = open_fixture, .fini = close_fixture);

#define TWO_PROJECTS                                                                               \
    "projects = ( { id = \"A\"; buildings = ( { id = \"B\"; area = \"1 m2\"; } ); },"              \
    "             { id = \"C\"; buildings = ( { id = \"B\"; area = \"2 m2\"; },"                   \
    "                                         { id = \"D.1\"; area = \"3 m2\"; } ); } );"

Test(rows, rows_of_one_parent_stand_together_in_the_order_of_the_input)
{
    cr_assert_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; }, { id = \"C\"; } );"
                                        "holders = ( { project = \"C\"; id = \"1\"; },"
                                        "            { project = \"A\"; id = \"2\"; },"
                                        "            { project = \"C\"; id = \"0\"; } );"),
                 FT_OK, "%s", fixture_faults(&fixture));
    const struct entity *holder = map_get(&fixture.policy->schema.table_names, "holders");
    static const char *const wanted[] = {"A/2", "C/1", "C/0"};
    for (uint32_t row = 0; row < 3; row++)
        cr_expect_str_eq(row_path(fixture.scenario->dataset, holder, row, &fixture.arena),
                         wanted[row]);
    const struct table *table = &fixture.scenario->dataset->tables[holder->index];
    cr_expect_eq(table->first[0], 0);
    cr_expect_eq(table->first[1], 1);
    cr_expect_eq(table->first[2], 3);
}

/* Years newest first, as many tables have them, are the same years. */
Test(rows, rows_of_an_ordered_table_stand_by_their_keys)
{
    cr_assert_eq(
        fixture_rows(&fixture,
                     "projects = ( { id = \"A\"; buildings = ( { id = \"B\"; area = \"1 m2\"; "
                     "floors = ( { number = \"10\"; }, { number = \"9\"; }, "
                     "{ number = \"-2\"; }, { number = \"-10\"; } ); }, "
                     "{ id = \"C\"; area = \"1 m2\"; "
                     "floors = ( { number = \"3\"; }, { number = \"0\"; } ); } ); } );"),
        FT_OK, "%s", fixture_faults(&fixture));
    const struct entity *floors = map_get(&fixture.policy->schema.table_names, "floors");
    static const char *const wanted[] = {"A/B/-10", "A/B/-2", "A/B/9", "A/B/10", "A/C/0", "A/C/3"};
    for (uint32_t row = 0; row < sizeof wanted / sizeof *wanted; row++)
        cr_expect_str_eq(row_path(fixture.scenario->dataset, floors, row, &fixture.arena),
                         wanted[row]);
}

Test(rows, a_key_is_unique_among_its_siblings)
{
    static const struct {
        const char *portfolio, *faults;
    } rows[] = {
        {"projects = ( { id = \"A\"; }, { id = \"A\"; } );", "doubled-key@4:36"},
        {"projects = ( { id = \"A/1\"; } );", "row-key@4:21"},
        {"projects = ( { id = \"A@1\"; } );", "row-key@4:21"},
        {"projects = ( { id = \"\"; } );", "row-key@4:21"},
        {"projects = ( { area = \"1 m2\"; } );", "missing-key@4:14"},
        {"projects = ( { id = \"A\"; buildings = ( { id = \"B\"; area = \"1 m2\"; floors = "
         "( { number = \"1\"; }, { number = \"1.0\"; } ); } ); } );",
         "doubled-key@4:108"},
        {"projects = ( { id = \"A\"; tariffs = ( { city = \"清远\"; }, { city = \"qingyuan\"; } ); "
         "} );",
         "doubled-choice@4:65"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(fixture_rows(&fixture, rows[i].portfolio), FT_INVALID);
        cr_expect_str_eq(fixture_faults(&fixture), rows[i].faults, "%s: %s", rows[i].portfolio,
                         fixture_faults(&fixture));
    }
    cr_expect_eq(fixture_rows(&fixture, TWO_PROJECTS), FT_OK, "%s", fixture_faults(&fixture));
}

Test(rows, all_faults_of_a_file_are_told_in_one_go)
{
    fixture_write("h.csv", "project,id\nA,H\nZ,H\n");
    cr_expect_eq(fixture_rows(&fixture, "city = \"x\";\n"
                                        "projects = (\n"
                                        "{ id = \"A\"; area = \"many\"; colour = \"red\"; },\n"
                                        "{ id = \"C\"; approved = \"soon\"; },\n"
                                        "{ id = \"D\"; buildings = ( { id = \"B\"; },\n"
                                        "{ id = \"B\"; area = \"1 m2\"; } ); } );\n"
                                        "holders = { csv = \"h.csv\"; };\n"
                                        "tax_years = ( );"),
                 FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture),
                     "unknown-field@6:28 made-table@11:1 unknown-above@3:1 doubled-key@9:8 "
                     "unknown-choice@4:8 not-a-number@6:21 date-format@7:25 missing-field@8:27",
                     "%s", fixture_faults(&fixture));
}

/* The second of two rows with one key may be the one that the others name. */
Test(rows, what_names_a_row_of_a_table_with_doubled_keys_is_not_to_blame)
{
    fixture_write("h.csv", "project,id\nA,H\nB,H\n");
    cr_expect_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; }, { id = \"A\"; holders = ( { "
                                        "id = \"I\"; } ); } );\n"
                                        "holders = { csv = \"h.csv\"; };\n"
                                        "buildings = ( { project = \"A\"; id = \"B\"; area = "
                                        "\"1 m2\"; holder = \"I\"; } );"),
                 FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "doubled-key@4:36", "%s", fixture_faults(&fixture));
}

/* ---- changes of the command line ---- */

Test(rows, set_changes_one_cell)
{
    static const struct {
        const char *path, *value, *table, *row, *field, *wanted;
    } rows[] = {
        {"city", "qingyuan", "", "", "city", "Qingyuan"},
        {"portfolio.city", "清远", "", "", "city", "Qingyuan"},
        {"projects.A.area", "2.5 公顷", "projects", "A", "area", "25,000 m2"},
        {"portfolio.projects.A.area", "2 m2", "projects", "A", "area", "2 m2"},
        {"projects.A.approved", "2020-02-29", "projects", "A", "approved", "2020-02-29"},
        {"projects.A.buildings.B.area", "9 m2", "buildings", "A/B", "area", "9 m2"},
        {"projects.C.buildings.B.area", "9 m2", "buildings", "C/B", "area", "9 m2"},
        {"projects.C.buildings.D.1.area", "9 m2", "buildings", "C/D.1", "area", "9 m2"},
        {"projects[A].area", "2 m2", "projects", "A", "area", "2 m2"},
        {"buildings[C/B].area", "9 m2", "buildings", "C/B", "area", "9 m2"},
        {"buildings[C/D.1].area", "9 m2", "buildings", "C/D.1", "area", "9 m2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(fixture_set(&fixture, TWO_PROJECTS, rows[i].path, rows[i].value), FT_OK,
                     "%s: %s", rows[i].path, fixture_faults(&fixture));
        const char *found = fixture_cell(&fixture, rows[i].table, rows[i].row, rows[i].field);
        cr_expect_str_eq(found, rows[i].wanted, "%s: %s", rows[i].path, found);
    }
}

Test(rows, set_changes_only_the_row_that_it_names)
{
    fixture_write("b.csv", "project,id,area (m2)\nA,B,1\nC,B,2\n");
    fixture_write("f.csv", "project,building,number,height (m)\nA,B,1,5\nC,B,1,6\n");
    static const char portfolio[] = "projects = ( { id = \"A\"; }, { id = \"C\"; } );"
                                    "buildings = { csv = \"b.csv\"; };"
                                    "floors = { csv = \"f.csv\"; };";
    cr_assert_eq(fixture_set(&fixture, portfolio, "projects.C.buildings.B.area", "9 m2"), FT_OK);
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "A/B", "area"), "1 m2");
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "C/B", "area"), "9 m2");
    cr_assert_eq(fixture_set(&fixture, portfolio, "projects.C.buildings.B.floors.1.height", "9 m"),
                 FT_OK);
    cr_expect_str_eq(fixture_cell(&fixture, "floors", "A/B/1", "height"), "5 m");
    cr_expect_str_eq(fixture_cell(&fixture, "floors", "C/B/1", "height"), "9 m");
}

Test(rows, set_says_what_is_wrong_with_it)
{
    static const struct {
        const char *path, *value, *fault, *hint;
    } rows[] = {
        {"", "1", "set-form", NULL},
        {"portfolio", "1", "set-form", NULL},
        {"projects.A", "1", "set-form", NULL},
        {"projects.A.", "1", "set-form", NULL},
        {"projcts.A.area", "1 m2", "set-unknown", "did you mean projects?"},
        {"projcts[A].area", "1 m2", "set-unknown", NULL},
        {"buildings[B].area", "1 m2", "set-unknown", NULL},
        {"projects[A/B].area", "1 m2", "set-unknown", NULL},
        {"projects[Q].area", "1 m2", "set-unknown", "choose: A, C"},
        {"projects[].area", "1 m2", "set-unknown", "choose: A, C"},
        {"projects[A", "1", "set-unknown", NULL},
        {"buildings.B.area", "1 m2", "set-unknown", "choose: projects"},
        {"projects.Q.area", "1 m2", "set-unknown", "choose: A, C"},
        {"projects.A.aera", "1", "set-unknown",
         "did you mean area? choose: id, area, price, portion, storeys, approved, idle, note"},
        {"projects.A.tax_years.1.number", "1", "set-unknown", "there is none"},
        {"projects.A.area", "1 元", "unit-mismatch", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(fixture_set(&fixture, TWO_PROJECTS, rows[i].path, rows[i].value), FT_INVALID,
                     "%s", rows[i].path);
        cr_expect_str_eq(fixture_faults(&fixture), rows[i].fault, "%s: %s", rows[i].path,
                         fixture_faults(&fixture));
        if (rows[i].hint != NULL)
            cr_expect_str_eq(fixture.diagnostics.items[0].hint, rows[i].hint, "%s: %s",
                             rows[i].path, fixture.diagnostics.items[0].hint);
    }
    cr_expect_str_eq(fixture.diagnostics.items[0].file, "--set projects.A.area");
}

Test(rows, the_command_line_takes_the_place_of_the_scenarios_dates)
{
    char text[DATE_TEXT_SIZE];
    cr_assert_eq(fixture_rows(&fixture, ""), FT_OK);
    cr_expect_str_eq(date_text(text, fixture.scenario->dataset->as_of), "2020-01-01");
    cr_expect_eq(fixture.scenario->dataset->known_at.days, DATE_FOREVER.days);
    fixture.settings.as_of = "2021-12-31";
    fixture.settings.known_at = "2021年6月1日";
    cr_assert_eq(fixture_rows(&fixture, ""), FT_OK, "%s", fixture_faults(&fixture));
    cr_expect_str_eq(date_text(text, fixture.scenario->dataset->as_of), "2021-12-31");
    cr_expect_str_eq(date_text(text, fixture.scenario->dataset->known_at), "2021-06-01");
    fixture.settings.as_of = "yesterday";
    cr_assert_eq(fixture_rows(&fixture, ""), FT_INVALID);
    cr_expect_str_eq(fixture.diagnostics.items[0].file, "--as-of");
}

/* ---- finding ---- */

Test(rows, a_row_is_found_by_its_path_or_by_a_key_of_its_own)
{
    static const struct {
        const char *table, *at, *wanted, *near;
    } rows[] = {
        {"projects", "A", "A", NULL},
        {"projects", "projects[C]", "C", NULL},
        {"projects", "", NULL, NULL},
        {"projects", "projects[", NULL, NULL},
        {"projects", "[", NULL, NULL},
        {"buildings", "A/B", "A/B", NULL},
        {"buildings", "buildings[C/B]", "C/B", NULL},
        {"buildings", "D.1", "C/D.1", NULL},
        {"buildings", "B", NULL, NULL},
        {"buildings", "C/D1", NULL, "C/D.1"},
    };
    cr_assert_eq(fixture_rows(&fixture, TWO_PROJECTS), FT_OK);
    const struct dataset *dataset = fixture.scenario->dataset;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct entity *entity = map_get(&fixture.policy->schema.table_names, rows[i].table);
        uint32_t row = UINT32_MAX;
        struct choices choices = choices_for(&fixture.arena, &fixture.diagnostics, rows[i].at);
        bool found = dataset_find(dataset, entity, rows[i].at, &row, &choices);
        cr_expect_eq(found, rows[i].wanted != NULL, "%s", rows[i].at);
        if (found && rows[i].wanted != NULL)
            cr_expect_str_eq(row_path(dataset, entity, row, &fixture.arena), rows[i].wanted);
        if (rows[i].near != NULL)
            cr_expect_str_eq(choices.nearest.best == NULL ? "" : choices.nearest.best, rows[i].near,
                             "%s", rows[i].at);
    }
}

/* Units, the order of columns, remarks and blanks say nothing; a value, a row and their order do.
 */
Test(rows, the_digest_follows_what_the_tables_say)
{
    static const struct {
        const char *csv;
        bool same;
    } rows[] = {
        {"id,area (m2)\nA,2000\nB,\n", true},
        {"area (亩),id\n3,A\n,B\n", true},
        {"id,area (亩),#own\nA,2000.00 m2,x\n\nB,,\n", true},
        {"id,area (m2)\nA,2001\nB,\n", false},
        {"id,area (m2)\nA,2000\nB,0\n", false},
        {"id,area (m2)\nB,\nA,2000\n", false},
        {"id,area (m2)\nA,2000\n", false},
    };
    char first[65];
    cr_assert_eq(fixture_csv(&fixture, rows[0].csv), FT_OK);
    memcpy(first, fixture.scenario->digest, sizeof first);
    cr_expect_eq(strlen(first), 64);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_eq(fixture_csv(&fixture, rows[i].csv), FT_OK, "%s", rows[i].csv);
        cr_expect_eq(strcmp(fixture.scenario->digest, first) == 0, rows[i].same, "%s", rows[i].csv);
    }
}

#define HEAD                                                                                       \
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2020-01-01\"; "  \
    "packs = [ ]; };\n"
#define FACT "portfolio: { projects = ( { id = \"A\"; area = \"1 m2\"; } ); };\n"
#define EXPECT "expect: ( { item = \"fee\"; at = \"A\"; is = \"1 元\"; } );\n"

static const char *digest_of(const char *text)
{
    fixture_write("s.cfg", text);
    (void)fixture_load(&fixture, "s.cfg");
    return fixture.scenario->digest;
}

/* What a scenario expects is no fact, nor is a comment; an included file is. */
Test(rows, the_digest_follows_what_the_settings_say)
{
    static const struct {
        const char *text;
        bool same;
    } rows[] = {
        {HEAD FACT EXPECT, true},
        {EXPECT HEAD FACT, true},
        {HEAD "# a comment\n" FACT "\n\n/* another */", true},
        {HEAD "portfolio = { projects: ( { id : \"A\", area = \"1 \" \"m2\" } ) }\n", true},
        {HEAD "@include \"fact.inc\"\n" EXPECT, true},
        {HEAD "portfolio: { projects = ( { id = \"A\"; area = \"2 m2\"; } ); };\n", false},
        {HEAD "portfolio: { projects = ( { area = \"1 m2\"; id = \"A\"; } ); };\n", true},
        {HEAD "portfolio: { projects = ( { area = \"0.0015 亩\"; id = \"A\"; } ); };\n", true},
        {HEAD "portfolio: { projects = ( { id = \"A\"; }, { id = \"area\"; } ); };\n", false},
        {"scenario: { id = \"t\"; title = { zh = \"题\"; en = \"title\"; }; as_of = "
         "\"2020-01-01\"; "
         "packs = [ ]; };\n" FACT,
         false},
    };
    char first[65];
    fixture_write("fact.inc", FACT);
    memcpy(first, digest_of(HEAD FACT), sizeof first);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(strcmp(digest_of(rows[i].text), first) == 0, rows[i].same, "%s", rows[i].text);
    fixture_write("fact.inc", "portfolio: { projects = ( { id = \"B\"; area = \"1 m2\"; } ); };");
    cr_expect_str_neq(digest_of(HEAD "@include \"fact.inc\"\n"), first);
}

/* A trial must not bear the digest of the scenario on file; what says the same changes nothing. */
Test(rows, the_digest_follows_what_the_command_line_changes)
{
    char filed[65], changed[65];
    cr_assert_eq(fixture_rows(&fixture, TWO_PROJECTS), FT_OK);
    memcpy(filed, fixture.scenario->digest, sizeof filed);
    cr_assert_eq(fixture.scenario->change_count, 0);
    cr_assert_eq(fixture_set(&fixture, TWO_PROJECTS, "projects.A.area", "77 m2"), FT_OK);
    cr_expect_str_neq(fixture.scenario->digest, filed);
    memcpy(changed, fixture.scenario->digest, sizeof changed);
    cr_assert_eq(fixture.scenario->change_count, 1);
    cr_expect_str_eq(fixture.scenario->changes[0].path, "projects.A.area");
    cr_expect_str_eq(fixture.scenario->changes[0].value, "77 m2");
    cr_assert_eq(fixture_set(&fixture, TWO_PROJECTS, "projects.A.area", "78 m2"), FT_OK);
    cr_expect_str_neq(fixture.scenario->digest, changed);
    cr_assert_eq(fixture_set(&fixture, TWO_PROJECTS, "projects.A.id", "A"), FT_OK);
    cr_expect_eq(fixture.scenario->change_count, 0);
    cr_expect_str_eq(fixture.scenario->digest, filed);
}

/* A key that opens its line stands where its row does; what was not written has a width of 0. */
Test(rows, a_value_that_was_not_written_is_told_from_one_at_its_rows_place)
{
    cr_assert_eq(fixture_csv(&fixture, "id,area (m2),note\nA,5,\n"), FT_OK, "%s",
                 fixture_faults(&fixture));
    const struct entity *entity = map_get(&fixture.policy->schema.table_names, "projects");
    const struct table *table = &fixture.scenario->dataset->tables[entity->index];
    static const struct {
        const char *field;
        bool written;
    } cells[] = {{"id", true}, {"area", true}, {"note", false}, {"price", false}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct field *field = map_get(&entity->names, cells[i].field);
        cr_expect_eq(!column_is_unwritten(&table->fields[field->index], 0), cells[i].written, "%s",
                     cells[i].field);
    }
}
