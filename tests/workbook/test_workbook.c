/* What workbook/ makes of numbers and formats, a row a case. Whole files are for workbook/files.py.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "workbook/workbook_internal.h"

struct decimal_row {
    char text[48];
    int shift;
    enum decimal_status status;
    char shown[48];
};

static const struct decimal_row decimal_rows[] = {
    {"0", 0, DECIMAL_OK, "0"},
    {"-0.0", 0, DECIMAL_OK, "0"},
    {"4.5999999999999996", 0, DECIMAL_OK, "4.6"},
    {"4.9000000000000004", 0, DECIMAL_OK, "4.9"},
    {"7.9600000000000004E-2", 0, DECIMAL_OK, "0.0796"},
    {"0.62", 2, DECIMAL_OK, "62"},
    {"0.28999999999999998", 2, DECIMAL_OK, "29"},
    {"1", 2, DECIMAL_OK, "100"},
    {"-666666.10001000005", 0, DECIMAL_OK, "-666666.10001"},
    {"999999999999999.6", 0, DECIMAL_OK, "1000000000000000"},
    {"0.99999999999999999", 0, DECIMAL_OK, "1"},
    {"299999999999999.6", 0, DECIMAL_OK, "300000000000000"}, /* carried to the first digit */
    {"8.9999999999999997", 0, DECIMAL_OK, "9"},
    {"1.2345678901234550", 0, DECIMAL_OK, "1.23456789012346"}, /* half away from zero */
    {"1.2345678901234549", 0, DECIMAL_OK, "1.23456789012345"},
    {"123456789012345", 0, DECIMAL_OK, "123456789012345"},
    {"1234567890123456", 0, DECIMAL_TOO_LONG, ""},
    {"1.10101199003071E+017", 0, DECIMAL_TOO_LONG, ""},
    {"1.5E+3", 0, DECIMAL_OK, "1500"},
    {"1E-7", 0, DECIMAL_OK, "0.0000001"},
    {"1E-305", 0, DECIMAL_BROKEN, ""},
    {"2.5E-300", 0, DECIMAL_OK, "0"},
    {".5", 0, DECIMAL_OK, "0.5"},
    {"5.", 0, DECIMAL_OK, "5"},
    {"+12", 0, DECIMAL_OK, "12"},
    {"", 0, DECIMAL_BROKEN, ""},
    {"-", 0, DECIMAL_BROKEN, ""},
    {"1,5", 0, DECIMAL_BROKEN, ""},
    {"0x10", 0, DECIMAL_BROKEN, ""},
    {"NaN", 0, DECIMAL_BROKEN, ""},
    {"1E", 0, DECIMAL_BROKEN, ""},
    {"1E+99999999999999999999", 0, DECIMAL_BROKEN, ""},
};

Test(decimal, is_rounded_to_the_fifteen_digits_that_a_spreadsheet_keeps)
{
    for (size_t i = 0; i < sizeof decimal_rows / sizeof *decimal_rows; i++) {
        const struct decimal_row *row = &decimal_rows[i];
        char out[DECIMAL_SIZE];
        cr_assert_eq(decimal_read(out, row->text, row->shift), row->status, "%s", row->text);
        if (row->status == DECIMAL_OK && strcmp(row->text, "2.5E-300") != 0)
            cr_assert_str_eq(out, row->shown, "%s", row->text);
    }
}

struct date_row {
    char decimal[24];
    bool from_1904;
    char shown[24]; /* "" where there is none */
};

static const struct date_row date_rows[] = {
    {"45000", false, "2023-03-15"},
    {"45000.5", false, "2023-03-15 12:00:00"},
    {"0.5", false, "12:00:00"},
    {"44016.416666666664", false, "2020-07-04 10:00:00"},
    {"41551.9999999998", false, "2013-10-05"},
    {"61", false, "1900-03-01"},
    {"60", false, ""},
    {"1", false, ""},
    {"0", false, ""},
    {"-1", false, ""},
    {"2958465", false, "9999-12-31"},
    {"2958466", false, ""},
    {"0", true, "1904-01-01"},
    {"43538", true, "2023-03-15"},
    {"2957003", true, "9999-12-31"},
    {"2957004", true, ""},
};

Test(decimal, is_a_day_of_either_count)
{
    for (size_t i = 0; i < sizeof date_rows / sizeof *date_rows; i++) {
        const struct date_row *row = &date_rows[i];
        char out[DECIMAL_SIZE];
        cr_assert_eq(decimal_to_date(out, row->decimal, row->from_1904), row->shown[0] != '\0',
                     "%s", row->decimal);
        cr_assert_str_eq(out, row->shown, "%s", row->decimal);
    }
}

struct format_row {
    char code[64];
    enum sheet_format format;
};

static const struct format_row format_rows[] = {
    {"General", FORMAT_PLAIN},
    {"G/通用格式", FORMAT_PLAIN},
    {"0.00", FORMAT_PLAIN},
    {"#,##0.00", FORMAT_PLAIN},
    {"#,##0.00_ ;[Red]\\-#,##0.00\\ ", FORMAT_PLAIN},
    {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", FORMAT_PLAIN},
    {"\"¥\"#,##0.00", FORMAT_PLAIN},
    {"[$¥-804]#,##0.00", FORMAT_PLAIN},
    {"0.00E+00", FORMAT_PLAIN},
    {"000000000000", FORMAT_PLAIN},
    {"@", FORMAT_PLAIN},
    {"[>=100]0;0.0", FORMAT_PLAIN},
    {"0%", FORMAT_SHARE},
    {"0.00%;[Red]-0.00%", FORMAT_SHARE},
    {"yyyy\\-mm\\-dd", FORMAT_DATE},
    {"yyyy\"年\"m\"月\"d\"日\"", FORMAT_DATE},
    {"[$-804]yyyy\"年\"m\"月\";@", FORMAT_DATE},
    {"h:mm:ss", FORMAT_DATE},
    {"[h]:mm", FORMAT_DATE},
    {"0.00\"万元\"", FORMAT_WORDED},
    {"#,##0\"万 m\"", FORMAT_WORDED},
    {"0.0亩", FORMAT_WORDED},
    {"[$$-409]#,##0.00", FORMAT_WORDED},
    {"[$€-2] #,##0", FORMAT_WORDED},
    {"0\\m", FORMAT_WORDED},
    {"#,##0,", FORMAT_SCALED},
    {"0!.0,\"万元\"", FORMAT_SCALED},
    {"0.00,,", FORMAT_SCALED},
    {"0.00;\"亏\"0.00", FORMAT_UNSIGNED},
    {"0;0", FORMAT_UNSIGNED},
    {"0%;0%", FORMAT_UNSIGNED_SHARE},
    {"0.0;(0.0)", FORMAT_PLAIN},
    {"-0;-0", FORMAT_WORDED},
    {"(0)", FORMAT_WORDED},
    {"0\\.0000", FORMAT_WORDED},
    {"0\".\"0000", FORMAT_WORDED},
    {"# ?/?", FORMAT_PLAIN},
    {";;;", FORMAT_HIDDEN},
    {";;;@", FORMAT_HIDDEN},
    {"_-* #,##0.00_-;\\-* #,##0.00_-;_-* \"-\"??_-;_-@_-", FORMAT_PLAIN},
    {"\"open", FORMAT_HIDDEN},
    {"[open", FORMAT_HIDDEN},
    {"\\", FORMAT_HIDDEN},
    {"", FORMAT_PLAIN},
};

Test(format, says_what_a_number_is)
{
    for (size_t i = 0; i < sizeof format_rows / sizeof *format_rows; i++) {
        const struct format_row *row = &format_rows[i];
        cr_assert_eq(format_of_code(row->code, strlen(row->code)), row->format, "%s", row->code);
    }
}

struct target_row {
    char part[24], target[40], found[32];
};

static const struct target_row target_rows[] = {
    {"", "xl/workbook.xml", "xl/workbook.xml"},
    {"", "/xl/workbook.xml", "xl/workbook.xml"},
    {"xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
    {"xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
    {"xl/workbook.xml", "../sheets/./one.xml", "sheets/one.xml"},
    {"xl/workbook.xml", "../../../etc/passwd", "etc/passwd"},
    {"workbook.xml", "sheet.xml", "sheet.xml"},
    {"xl/workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"},
    {"xl/workbook.xml", "a//b", "xl/a/b"},
};

Test(package, finds_the_part_that_a_relationship_names)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof target_rows / sizeof *target_rows; i++) {
        const struct target_row *row = &target_rows[i];
        cr_assert_str_eq(package_resolve(&arena, row->part, row->target), row->found, "%s",
                         row->target);
    }
    arena_close(&arena);
}

Test(text, is_unescaped_once)
{
    static const char *const rows[][2] = {
        {"a_x000D_b", "a\rb"},  {"_x005F_x000D_", "_x000D_"}, {"_xd_", "_xd_"}, {"_x4E00_", "一"},
        {"_xD800_", "_xD800_"}, {"_x0000_", "_x0000_"},       {"_x00", "_x00"}};
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct growing_text text = {.arena = &arena};
        growing_add(&text, rows[i][0], strlen(rows[i][0]));
        growing_unescape(&text);
        cr_assert_str_eq(text.bytes, rows[i][1], "%s", rows[i][0]);
    }
    arena_close(&arena);
}
