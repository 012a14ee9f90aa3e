/* What plots_table.h says. */
#include "plots_table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LONG_ROWS = 40 };

static void plots_path(char path[256], const char *folder, const char *name)
{
    (void)snprintf(path, 256, "%s/%s", folder, name);
}

static void plots_write_file(const char *folder, const char *name, const char *bytes, size_t length)
{
    char path[256];
    plots_path(path, folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    cr_assert_eq(fclose(file), 0);
}

void plots_write(const char *folder)
{
    static const char scenario[] =
        "scenario: { id = \"plots\"; title = { zh = \"地块\"; en = \"Plots\"; };\n"
        "            as_of = \"2021-06-30\"; packs = [ \"law\" ]; };\n"
        "portfolio: { budget = \"1,000,000 元\"; plots = { csv = \"plots.csv\"; }; };\n";
    static const char head[] = "id,town,use,area,price (元/m2),paid,part,stages,idle,since,note\n";
    char table[8192];
    size_t length = sizeof head - 1;
    memcpy(table, head, length);
    for (int i = 0; i < LONG_ROWS; i++)
        length += (size_t)snprintf(
            table + length, sizeof table - length, "P%d,%s,%s,%d.7 m2,%d.5,%d.3 元,%d%%,%d,,,\n",
            i * 7 % LONG_ROWS + 1, i % 2 == 0 ? "east" : "west", i % 3 == 0 ? "shop" : "works",
            100 + i, 7 + i, 50 * i, i, 1 + i % 4);
    plots_write_file(folder, "plots.csv", table, length);
    plots_write_file(folder, "plots.cfg", scenario, sizeof scenario - 1);
}

void plots_remove(const char *folder)
{
    static const char *const names[] = {"plots.cfg", "plots.csv"};
    char path[256];
    for (size_t i = 0; i < 2; i++) {
        plots_path(path, folder, names[i]);
        cr_expect_eq(unlink(path), 0, "%s", path);
    }
}
