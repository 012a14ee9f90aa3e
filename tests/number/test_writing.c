/* Numbers to text, and back. */
#include "number_test.h"

#include <stdio.h>
#include <string.h>

Test(writing, exact_decimals_and_fractions)
{
    static const struct {
        const char *value, *plain, *grouped;
    } rows[] = {
        {"0", "0", "0"},
        {"7", "7", "7"},
        {"-1234567", "-1234567", "-1,234,567"},
        {"123456", "123456", "123,456"},
        {"999", "999", "999"},
        {"1000", "1000", "1,000"},
        {"-1/2", "-0.5", "-0.5"},
        {"2469/2", "1234.5", "1,234.5"},
        {"1/1024", "0.0009765625", "0.0009765625"},
        {"-12345678/125", "-98765.424", "-98,765.424"},
        {"2000/3", "2000/3", "2,000/3"},
        {"-1/3000", "-1/3000", "-1/3,000"},
        {"123456789012345678901234567891/7", "123456789012345678901234567891/7",
         "123,456,789,012,345,678,901,234,567,891/7"},
        {"123456789012345678901/10", "12345678901234567890.1", "12,345,678,901,234,567,890.1"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number x = bench_number(&bench, rows[i].value);
        cr_assert_str_eq(number_text(&x, &bench.arith, NUMBER_PLAIN), rows[i].plain);
        cr_assert_str_eq(number_text(&x, &bench.arith, NUMBER_GROUPED), rows[i].grouped);
    }
    bench_close(&bench);
}

/* The examples of 支付结算办法 附一, the rulebook's, and the places where zeros meet. */
Test(writing, sums_in_capitals)
{
    static const struct {
        const char *value, *capitals;
    } rows[] = {
        {"2819/2", "人民币壹仟肆佰零玖元伍角"},
        {"600714/100", "人民币陆仟零柒元壹角肆分"},
        {"168032/100", "人民币壹仟陆佰捌拾元叁角贰分"},
        {"10700053/100", "人民币壹拾万零柒仟元伍角叁分"},
        {"1640902/100", "人民币壹万陆仟肆佰零玖元零贰分"},
        {"32504/100", "人民币叁佰贰拾伍元零肆分"},
        {"0", "人民币零元整"},
        {"1/100", "人民币壹分"},
        {"1/10", "人民币壹角"},
        {"10", "人民币壹拾元整"},
        {"10000", "人民币壹万元整"},
        {"100007", "人民币壹拾万零柒元整"},
        {"100000000", "人民币壹亿元整"},
        {"100000001", "人民币壹亿零壹元整"},
        {"100010000", "人民币壹亿零壹万元整"},
        {"1000000000000", "人民币壹万亿元整"},
        {"10001", "人民币壹万零壹元整"},
        {"1000000", "人民币壹佰万元整"},
        {"1010000", "人民币壹佰零壹万元整"},
        {"100100", "人民币壹拾万零壹佰元整"},
        {"110000", "人民币壹拾壹万元整"},
        {"20000000", "人民币贰仟万元整"},
        {"20000500/100", "人民币贰拾万零伍元整"},
        {"1000010000", "人民币壹拾亿零壹万元整"},
        {"100000000000001", "人民币壹佰万亿零壹元整"},
        {"1000100000000", "人民币壹万零壹亿元整"},
        {"1205/100", "人民币壹拾贰元零伍分"},
        {"1250/100", "人民币壹拾贰元伍角"},
        {"55/100", "人民币伍角伍分"},
        {"-5/100", "人民币负伍分"},
        {"-27485460", "人民币负贰仟柒佰肆拾捌万伍仟肆佰陆拾元整"},
        {"9999999999999999",
         "人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"},
        {"10000000000000000", ""},
        {"1/1000", ""},
        {"1/3", ""},
    };
    static struct bench bench;
    bench_open(&bench, FT_ZH);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number x = bench_number(&bench, rows[i].value);
        const char *capitals = number_capitals(&x, &bench.arith);
        cr_assert_str_eq(capitals, rows[i].capitals, "%s: %s", rows[i].value, capitals);
    }
    bench_close(&bench);
}

/* The sum that capitals say, in fen: read back by their own rules, not by those that wrote them. */
static int64_t capitals_in_fen(const char *text)
{
    static const char *const digits[] = {"零", "壹", "贰", "叁", "肆",
                                         "伍", "陆", "柒", "捌", "玖"};
    static const struct {
        const char *word;
        int64_t times;
    } places[] = {{"拾", 10}, {"佰", 100}, {"仟", 1000}};
    int64_t whole = 0, myriads = 0, group = 0, digit = 0, fen = 0;
    for (; *text != '\0'; text += 3) {
        for (int64_t i = 0; i < 10; i++)
            digit = strncmp(text, digits[i], 3) == 0 ? i : digit;
        for (size_t i = 0; i < 3; i++)
            if (strncmp(text, places[i].word, 3) == 0) {
                group += digit * places[i].times;
                digit = 0;
            }
        if (strncmp(text, "万", 3) == 0) {
            myriads = (group + digit) * 10000;
            group = digit = 0;
        } else if (strncmp(text, "亿", 3) == 0) {
            whole = (myriads + group + digit) * 100000000;
            myriads = group = digit = 0;
        } else if (strncmp(text, "元", 3) == 0) {
            whole += myriads + group + digit;
            digit = 0;
        } else if (strncmp(text, "角", 3) == 0) {
            fen += digit * 10;
            digit = 0;
        } else if (strncmp(text, "分", 3) == 0) {
            fen += digit;
        }
    }
    return whole * 100 + fen;
}

/* Sums of any length, zeros in all places: read back to the fen, never two zeros, 整 where due. */
Test(writing, capitals_read_back)
{
    static struct bench bench;
    uint64_t state = 1987;
    bench_open(&bench, FT_ZH);
    for (size_t i = 0; i < 20000; i++) {
        char value[64];
        int64_t fen = 0;
        state = state * 6364136223846793005U + 1442695040888963407U;
        for (size_t length = 1 + state % 18, k = 0; k < length; k++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            fen = fen * 10 + (int64_t)((state >> 33) % 20 < 10 ? 0 : (state >> 40) % 10);
        }
        (void)snprintf(value, sizeof value, "%lld/100", (long long)fen);
        struct number x = bench_number(&bench, value);
        const char *capitals = number_capitals(&x, &bench.arith);
        cr_assert(capitals != NULL && capitals[0] != '\0', "%s", value);
        cr_assert_eq(capitals_in_fen(capitals + strlen("人民币")), fen, "%s: %s", value, capitals);
        bool doubled = strstr(capitals, "零零") != NULL || strstr(capitals, "零万") != NULL ||
                       strstr(capitals, "零亿") != NULL || strstr(capitals, "亿万") != NULL;
        cr_assert_not(doubled, "%s: %s", value, capitals);
        bool whole = fen % 100 == 0;
        cr_assert_eq(strstr(capitals, "整") != NULL, whole, "%s: %s", value, capitals);
    }
    bench_close(&bench);
}

Test(writing, fixed_places_only_where_nothing_is_lost)
{
    static const struct {
        const char *value;
        uint32_t decimals;
        const char *text; /* NULL: refused */
    } rows[] = {
        {"4620000", 2, "4,620,000.00"},
        {"-1/2", 2, "-0.50"},
        {"1/100", 2, "0.01"},
        {"1/1000", 2, NULL},
        {"1/3", 6, NULL},
        {"0", 2, "0.00"},
        {"12", 0, "12"},
        {"1/2", 0, NULL},
        {"-99999/100", 2, "-999.99"},
        {"1", 4097, NULL},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number x = bench_number(&bench, rows[i].value);
        const char *text = number_fixed(&x, &bench.arith, rows[i].decimals, NUMBER_GROUPED);
        cr_assert_eq(text == NULL, rows[i].text == NULL, "row %zu", i);
        if (text != NULL)
            cr_assert_str_eq(text, rows[i].text);
    }
    bench_close(&bench);
}

Test(writing, quantities_are_shown_in_their_unit)
{
    static const struct {
        const char *value, *unit, *text;
        const char *brief; /* NULL: the same */
    } rows[] = {
        {"15/100", "%", "15%", NULL},
        {"1/200", "‰", "5‰", NULL},
        {"70400/3", "亩", "35.2 亩", NULL},
        {"1150", "元/m2", "1,150 元/m2", NULL},
        {"12345678", "万元", "1,234.5678 万元", NULL},
        {"60", "元/m2/月", "5 元/m2/月", NULL},
        {"3", "/年", "3 /年", NULL},
        {"1234567", "", "1,234,567", NULL},
        {"2000/3", "m2", "2,000/3 m2 ≈ 666.666667 m2", NULL},
        {"-1/3", "%", "-100/3% ≈ -33.333333%", NULL},
        {"1/30000000", "", "1/30,000,000 ≈ 0.000000", NULL},
        {"18721/50200", "%", "18,721/502% ≈ 37.292829%", NULL},
        {"1234567890123456789/7", "元",
         "1,234,567,890,123,456,789/7 元 ≈ 176,366,841,446,208,112.714286 元",
         "≈ 176,366,841,446,208,112.714286 元"},
        {"1000000000001/1000000000000", "", "1.000000000001", NULL},
        {"10000005000001/10000000000000", "元", "1.0000005000001 元", "≈ 1.000001 元"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct unit unit;
        struct number x = bench_number(&bench, rows[i].value);
        struct text text = bench_text(&bench, rows[i].unit);
        cr_assert_eq(unit_parse(&unit, &bench.arith, &bench.diagnostics, &text), FT_OK);
        cr_assert_str_eq(quantity_text(&x, &bench.arith, &unit), rows[i].text);
        cr_assert_str_eq(quantity_brief(&x, &bench.arith, &unit),
                         rows[i].brief == NULL ? rows[i].text : rows[i].brief);
    }
    bench_close(&bench);
}

Test(writing, quantities_are_said_in_a_sentence)
{
    static const struct {
        const char *value, *unit, *text;
    } rows[] = {
        {"15/100", "%", "15%"},
        {"70400/3", "亩", "35.2 亩"},
        {"2/3", "", "2/3"},
        {"2000/3", "m2", "≈ 666.6667 m2"},
        {"1126737/3838000", "%", "≈ 29.3574%"},
        {"-1/7", "", "-1/7"},
        {"1000/7", "", "≈ 142.8571"},
        {"10003/3000", "", "≈ 3.3343"},
        /* what would pass for 30% keeps its decimals, what would pass for nothing its fraction */
        {"2099997/7000000", "%", "2,099,997/70,000% ≈ 29.999957%"},
        {"1/30000000", "", "1/30,000,000 ≈ 0.000000"},
        {"10000005000001/10000000000000", "元", "≈ 1.000001 元"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct unit unit;
        struct number x = bench_number(&bench, rows[i].value);
        struct text text = bench_text(&bench, rows[i].unit);
        cr_assert_eq(unit_parse(&unit, &bench.arith, &bench.diagnostics, &text), FT_OK);
        cr_assert_str_eq(quantity_said(&x, &bench.arith, &unit), rows[i].text, "row %zu: %s", i,
                         quantity_said(&x, &bench.arith, &unit));
    }
    bench_close(&bench);
}

Test(writing, the_largest_value_is_shown_in_the_smallest_unit)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct number two = number_from_int(2), largest;
    struct unit per_mille = {.factor = bench_number(&bench, "1/1000"), .text = "‰"};
    cr_assert_eq(number_pow(&largest, &bench.arith, &two, 65535), FT_OK);
    const char *shown = quantity_text(&largest, &bench.arith, &per_mille);
    cr_assert_not_null(shown);
    cr_assert_gt(strlen(shown), 19731u); /* 2^65535 * 1000 has 19,732 digits */
    bench_close(&bench);
}

/* n * 2^i * 5^j / d, written and read again in both styles. */
Test(writing, what_is_written_reads_back)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (int i = 0; i < 6000; i++) {
        struct arena_mark mark = arena_mark(&bench.arena);
        struct number x, power, base = number_from_int(i % 2 == 0 ? 2 : 5);
        enum ft_status status =
            number_from_ratio(&x, &bench.arith, (i * INT64_C(48271)) % 99991 - 50000, i % 13 + 1);
        if (status == FT_OK)
            status = number_pow(&power, &bench.arith, &base, i % 181 - 90);
        if (status == FT_OK)
            status = number_mul(&x, &bench.arith, &x, &power);
        cr_assert_eq(status, FT_OK, "%d", i);
        enum number_style style = i % 3 == 0 ? NUMBER_PLAIN : NUMBER_GROUPED;
        struct text text = bench_text(&bench, number_text(&x, &bench.arith, style));
        struct quantity again;
        status = quantity_parse(&again, &bench.arith, &bench.diagnostics, &text);
        cr_assert_eq(status, FT_OK, "%s", bench_rendering(&bench));
        cr_assert(number_equal(&again.value, &x), "%s", text.bytes);
        arena_rewind(&bench.arena, mark);
    }
    bench_close(&bench);
}
