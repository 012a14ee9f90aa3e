/*
 * Amounts of money in Chinese capitals, as bills and receipts ask: 支付结算办法,
 * 附一《正确填写票据和 结算凭证的基本规定》. Where it leaves 零 before 角 to the writer, none is
 * written.
 */
#include <assert.h>
#include <string.h>

#include "number_internal.h"

static const char *const digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

struct capitals {
    char text[512];
    size_t length;
};

static void capitals_append(struct capitals *capitals, const char *word)
{
    size_t length = strlen(word);
    memcpy(capitals->text + capitals->length, word, length + 1);
    capitals->length += length;
}

enum { MOST_DIGITS = 16 }; /* four groups of four: 万亿, 亿, 万, 元 */

/* Whether the four digits that end at `place` (counted from the ones) hold any but zeros; the first
 * digit of all is none. */
static bool group_has_digits(const char *whole, size_t count, size_t place)
{
    for (size_t i = place; i < place + 4; i++) {
        assert(i < count);
        if (whole[count - 1 - i] != '0')
            return true;
    }
    return false;
}

/* 万 and 亿 behind a group of four: 亿 also where only the group of 万亿 before it has digits. */
static void append_group(struct capitals *capitals, const char *whole, size_t count, size_t place)
{
    if (place == 8)
        capitals_append(capitals, "亿");
    else if (place > 0 && group_has_digits(whole, count, place))
        capitals_append(capitals, "万");
}

static void append_whole(struct capitals *capitals, const char *whole, size_t count)
{
    static const char *const places[] = {"", "拾", "佰", "仟"};
    bool zero = false;
    for (size_t i = 0; i < count; i++) {
        size_t place = count - 1 - i;
        if (whole[i] == '0') {
            zero = true;
        } else {
            capitals_append(capitals, zero ? digits[0] : "");
            capitals_append(capitals, digits[whole[i] - '0']);
            capitals_append(capitals, places[place % 4]);
            zero = false;
        }
        if (place % 4 == 0)
            append_group(capitals, whole, count, place);
    }
    capitals_append(capitals, "元");
}

const char *number_capitals(const struct number *yuan, struct arith *arith)
{
    mpq_t value;
    mpq_init(value);
    number_to_mpq(value, yuan);
    const unsigned long parts =
        mpz_cmp_ui(mpq_denref(value), 100) <= 0 ? mpz_get_ui(mpq_denref(value)) : 0;
    const bool fens = parts > 0 && 100 % parts == 0;
    mpq_clear(value);
    if (!fens)
        return "";
    const char *fixed = number_fixed(yuan, arith, 2, NUMBER_PLAIN);
    if (fixed == NULL)
        return NULL;
    fixed += fixed[0] == '-';
    const size_t count = strcspn(fixed, ".");
    if (count > MOST_DIGITS)
        return "";
    struct capitals capitals = {.length = 0};
    char jiao = fixed[count + 1], fen = fixed[count + 2];
    bool whole = fixed[0] != '0';
    capitals_append(&capitals, number_sign(yuan) < 0 ? "人民币负" : "人民币");
    if (whole)
        append_whole(&capitals, fixed, count);
    if (jiao != '0') {
        capitals_append(&capitals, digits[jiao - '0']);
        capitals_append(&capitals, "角");
    }
    if (fen != '0') {
        capitals_append(&capitals, whole && jiao == '0' ? digits[0] : "");
        capitals_append(&capitals, digits[fen - '0']);
        capitals_append(&capitals, "分");
    }
    if (jiao == '0' && fen == '0')
        capitals_append(&capitals, whole ? "整" : "零元整");
    return arena_copy(arith->arena, capitals.text, capitals.length);
}
