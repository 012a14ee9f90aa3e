/* Whether two scenarios say the same: of two that differ in one thing, the thing and where it stands. A conversion asks it of what it wrote. */
#include <string.h>

#include "fixture.h"

static struct fixture fixture;

static void open_fixture(void)
{
    fixture_open(&fixture);
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(same, .init = open_fixture, .fini = close_fixture);

#define TEXT(id, title, packs, area, holder, expectations)                                         \
    "scenario: { id = \"" id "\"; title = " title "; as_of = \"2020-01-01\"; packs = [ " packs     \
    " ]; };\n"                                                                                     \
    "portfolio: { projects = ( { id = \"A\"; area = \"" area                                       \
    "\"; holders = ( { id = \"h\"; } );\n"                                                         \
    "buildings = ( { id = \"b\"; area = \"1 m2\"; " holder " } ); } ); };\n"                       \
    "expect: ( " expectations " );\n"
#define TITLE "{ zh = \"题\"; en = \"title\"; }"
#define EXPECTED(item, at, is, more)                                                               \
    "{ item = \"" item "\"; at = \"" at "\"; is = \"" is "\"; " more " }"
#define USUAL EXPECTED("x", "A", "1 元", "")

struct different {
    const char *text, *name;
    uint32_t line; /* 0: the file as a whole */
};

static const char first[] = TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", USUAL);
static const struct different others[] = {
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", USUAL), NULL, 0},
    {TEXT("s", TITLE, "\"p\"", "5.0 平方米", "holder = \"A/h\";", USUAL), NULL, 0},
    {TEXT("t", TITLE, "\"p\"", "5 m2", "holder = \"h\";", USUAL), "id", 0},
    {TEXT("s", "{ zh = \"题\"; en = \"other\"; }", "\"p\"", "5 m2", "holder = \"h\";", USUAL),
     "title", 0},
    {TEXT("s", "{ zh = \"别题\"; en = \"title\"; }", "\"p\"", "5 m2", "holder = \"h\";", USUAL),
     "title", 0},
    {TEXT("s", TITLE, "\"q\"", "5 m2", "holder = \"h\";", USUAL), "packs", 0},
    {TEXT("s", TITLE, "\"p\", \"q\"", "5 m2", "holder = \"h\";", USUAL), "packs", 0},
    {TEXT("s", TITLE, "\"p\"", "6 m2", "holder = \"h\";", USUAL), "面积", 2},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "", USUAL), "权利人", 3},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"无\";", USUAL), "权利人", 3},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\"; }, { id = \"c\"; area = \"1 m2\";", USUAL),
     "buildings", 0},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\"; id = \"c\";", USUAL), NULL, 0},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", ""), "expect", 0},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", EXPECTED("y", "A", "1 元", "")), "x", 4},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", EXPECTED("x", "B", "1 元", "")), "x", 4},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";", EXPECTED("x", "A", "2 元", "")), "x", 4},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";",
          EXPECTED("x", "A", "1 元", "source = \"文\";")),
     "x", 4},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";",
          EXPECTED("x", "A", "1 元", "rounded_to = \"1 元\";")),
     "x", 4},
    {TEXT("s", TITLE, "\"p\"", "5 m2", "holder = \"h\";",
          "{ item = \"x\"; at = \"A\"; exactly = \"1 元\"; }"),
     "x", 4},
};

static struct scenario *load(const char *text)
{
    fixture_write("s.cfg", text);
    (void)fixture_load(&fixture, "s.cfg");
    return fixture.scenario;
}

Test(same, what_differs_is_told_with_its_place)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct different *row = &others[i];
        struct place place = {0};
        const char *name = NULL;
        const struct scenario *one = load(first);
        cr_assert_str_eq(fixture_faults(&fixture), "");
        const struct scenario *other = load(row->text);
        if (fixture_faults(&fixture)[0] != '\0') /* it is no scenario */
            continue;
        const bool same = scenario_same_facts(one, other, &fixture.arith, &place, &name);
        cr_expect_eq(same, row->name == NULL, "%s", row->text);
        if (row->name == NULL || same)
            continue;
        cr_expect_str_eq(name, row->name, "%s: %s", row->text, name);
        cr_expect_eq(place.line, row->line, "%s: line %u", row->text, (unsigned)place.line);
    }
}

/* A key is a row's name: of another row the rest is not compared. */
Test(same, another_row_is_told_by_its_path)
{
    static const char rows[] = "projects = ( { id = \"A\"; } );",
                      more[] = "projects = ( { id = \"B\"; } );";
    struct place place = {0};
    const char *name = NULL;
    cr_assert_eq(fixture_rows(&fixture, rows), FT_OK);
    const struct scenario *one = fixture.scenario;
    cr_assert_eq(fixture_rows(&fixture, more), FT_OK);
    cr_expect_not(scenario_same_facts(one, fixture.scenario, &fixture.arith, &place, &name));
    cr_expect_str_eq(name, "A");
    cr_expect_eq(place.line, 4);
}
