/* Texts as cells that a spreadsheet may open. */
#include "base_test.h"

#include <stdlib.h>
#include <string.h>

struct cell_row {
    char text[48];
    char cell[64];
};

/* "=": written as it is. */
static const struct cell_row cell_rows[] = {
    /* plain */
    {"", "="},
    {"A1", "="},
    {"A1/B3", "="},
    {"石角旧厂", "="},
    {"3#楼", "="},
    {"2楼", "="},
    {"X2-1", "="},
    {"R01", "="},
    {"market", "="},
    {"mayor 5", "="},
    {"MAY", "="},
    {"1A", "="},
    {"12E", "="},
    {"8 栋", "="},
    {"第1-2条", "="},
    /* quoted */
    {"a,b", "\"a,b\""},
    {"a\"b", "\"a\"\"b\""},
    {"a\nb", "\"a\nb\""},
    {"a\r\nb", "\"a\r\nb\""},
    {"a\tb", "\"a\tb\""},
    {"a;b", "\"a;b\""},
    {"a ", "\"a \""},
    /* run as formulas */
    {"=1+1", "\"'=1+1\""},
    {"+86 763", "\"'+86 763\""},
    {"-5", "\"'-5\""},
    {"@SUM(A1)", "\"'@SUM(A1)\""},
    {"\t=1", "\"'\t=1\""},
    {"\tx", "\"'\tx\""},
    {"\nx", "\"'\nx\""},
    {"\rx", "\"'\\u{0D}x\""},
    {"\r\n=1", "\"'\r\n=1\""},
    {" =1", "\"' =1\""},
    {"\u3000=1", "\"'\u3000=1\""},
    {"\u00A0=1", "\"'\\u{A0}=1\""},
    {"\u2009=1", "\"'\\u{2009}=1\""},
    {"\u200B=1", "\"'\\u{200B}=1\""},
    {"\uFEFF\u200B @x", "\"'\\u{FEFF}\\u{200B} @x\""},
    {"＝1+1", "\"'＝1+1\""},
    {"＋1", "\"'＋1\""},
    {"－1", "\"'－1\""},
    {"＠x", "\"'＠x\""},
    {"\uFE66"
     "1",
     "\"'\uFE66"
     "1\""},
    /* numbers that a spreadsheet shows as they are */
    {"0", "="},
    {"7", "="},
    {"2021", "="},
    {"13800138000", "="},
    {"2.5", "="},
    {"0.5", "="},
    /* and those that it does not */
    {"007", "\"007\t\""},
    {"00", "\"00\t\""},
    {"441802199001011234", "\"441802199001011234\t\""},
    {"123456789012", "\"123456789012\t\""},
    {"2.50", "\"2.50\t\""},
    {".5", "\".5\t\""},
    {"5.", "\"5.\t\""},
    {"1,234", "\"1,234\t\""},
    {"12.5%", "\"12.5%\t\""},
    {"(5)", "\"(5)\t\""},
    {"¥5", "\"¥5\t\""},
    {"1E5", "\"1E5\t\""},
    {"1e-5", "\"1e-5\t\""},
    {"1.5e+10", "\"1.5e+10\t\""},
    {"００７", "\"００７\t\""},
    /* dates and times */
    {"2-1", "\"2-1\t\""},
    {"3/4", "\"3/4\t\""},
    {"1-2-3", "\"1-2-3\t\""},
    {"2022-06-30", "\"2022-06-30\t\""},
    {"2022-06-30T10:00Z", "\"2022-06-30T10:00Z\t\""},
    {"1月2日", "\"1月2日\t\""},
    {"2021年5月", "\"2021年5月\t\""},
    {"10:30", "\"10:30\t\""},
    {"上午10时30分", "\"上午10时30分\t\""},
    {"3 PM", "\"3 PM\t\""},
    {"MAR1", "\"MAR1\t\""},
    {"1-Sept", "\"1-Sept\t\""},
    {"Dec 2021", "\"Dec 2021\t\""},
    /* truths */
    {"TRUE", "\"TRUE\t\""},
    {"false", "\"false\t\""},
    /* invisible */
    {"a\u200Bb", "a\\u{200B}b"},
    {"a\u202Eb", "a\\u{202E}b"},
    {"a\u00ADb", "a\\u{AD}b"},
    {"a\rb", "\"a\\u{0D}b\""},
    {"a\x1B[31m", "a\\u{1B}[31m"},
    {"a\xE9", "a\\u{E9}"},
    {"\U000E0041", "\\u{E0041}"},
};

Test(csv_cell, nothing_is_run_and_nothing_is_taken_for_another)
{
    for (size_t i = 0; i < sizeof cell_rows / sizeof *cell_rows; i++) {
        const struct cell_row *row = &cell_rows[i];
        const char *wanted = strcmp(row->cell, "=") == 0 ? row->text : row->cell;
        const size_t length = strlen(row->text);
        char out[6 * sizeof row->text + 8] = "";
        size_t written = csv_cell_write(out, row->text, length);
        cr_expect(written == strlen(wanted) && strncmp(out, wanted, written) == 0,
                  "\"%s\" stands as %.*s and not as %s", row->text, (int)written, out, wanted);
        cr_expect(written <= csv_cell_room(row->text, length), "\"%s\" has no room", row->text);
        cr_expect(!csv_cell_is_plain(row->text, length) || wanted == row->text,
                  "\"%s\" is called plain", row->text);
    }
}

Test(csv_cell, there_is_room_for_the_longest)
{
    char text[41], out[6 * 40 + 8];
    memset(text, 0x7F, 40);
    cr_expect(csv_cell_write(out, text, 40) <= csv_cell_room(text, 40));
    cr_expect(csv_cell_room(text, 40) <= sizeof out);
}

/* A list of many rows is measured, that it take no six times its length. */
Test(csv_cell, a_long_text_takes_little_more_than_it_writes)
{
    enum { LENGTH = 6000 };
    char *text = malloc(LENGTH), *out = malloc(6 * LENGTH + 8);
    cr_assert(text != NULL && out != NULL);
    for (size_t i = 0; i < sizeof cell_rows / sizeof *cell_rows; i++) {
        const size_t part = strlen(cell_rows[i].text);
        size_t length = 0;
        for (; part > 0 && length + part <= LENGTH; length += part)
            memcpy(text + length, cell_rows[i].text, part);
        const size_t written = csv_cell_write(out, text, length);
        const size_t room = csv_cell_room(text, length);
        cr_expect(written <= room, "\"%s\" has no room", cell_rows[i].text);
        cr_expect(room <= written + 8 || strcmp(cell_rows[i].cell, "=") != 0, "\"%s\": %zu for %zu",
                  cell_rows[i].text, room, written);
    }
    free(text);
    free(out);
}
