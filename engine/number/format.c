/* format.c: numbers to text. Never rounds, but for the figure behind "≈" that people are shown. */
#include "number_internal.h"

#include <string.h>

enum { SHOWN_DECIMALS = 6, SAID_DECIMALS = 4 }; /* behind "≈" */

/* ---- digits ---- */

/* Copies `count` digits, in groups of three from the right where people read them; returns the end.
 */
static char *put_whole(char *out, const char *digits, size_t count, enum number_style style)
{
    for (size_t i = 0; i < count; i++) {
        if (style == NUMBER_GROUPED && i > 0 && (count - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    return out;
}

/* The integer `scaled` with its last `decimals` digits behind a point. */
static const char *fixed_text(struct arena *arena, mpz_srcptr scaled, size_t decimals,
                              enum number_style style)
{
    size_t most = mpz_sizeinbase(scaled, 10) + decimals + 1; /* with zeros before the point */
    size_t text_size = most + most / 3 + sizeof "-.";
    char *text = arena_allocate(arena, text_size + most + sizeof "-");
    if (text == NULL)
        return NULL;
    char *digits = mpz_get_str(text + text_size, 10, scaled);
    char *out = text;
    if (*digits == '-')
        *out++ = *digits++;
    size_t count = strlen(digits);
    if (count <= decimals) { /* 5 with three decimals is 0.005 */
        size_t zeros = decimals + 1 - count;
        memmove(digits + zeros, digits, count + 1);
        memset(digits, '0', zeros);
        count += zeros;
    }
    out = put_whole(out, digits, count - decimals, style);
    if (decimals > 0) {
        *out++ = '.';
        memcpy(out, digits + count - decimals, decimals);
        out += decimals;
    }
    *out = '\0';
    return text;
}

/* ---- exact text ---- */

/* The fewest decimals that write 1/den; false where none suffice: `den` has a factor besides 2
 * and 5. */
static bool format_decimals_of(size_t *decimals, struct arith *arith, mpz_srcptr den)
{
    mpz_ptr rest = mpq_numref(arith->scratch[2]);
    mpz_ptr five = mpq_denref(arith->scratch[2]);
    mp_bitcnt_t twos = mpz_scan1(den, 0);
    mpz_tdiv_q_2exp(rest, den, twos);
    mpz_set_ui(five, 5);
    mp_bitcnt_t fives = mpz_remove(rest, rest, five);
    *decimals = twos > fives ? twos : fives;
    return mpz_cmp_ui(rest, 1) == 0;
}

/* x * 10^decimals without what is behind the point; true where nothing was. */
static bool scale(mpz_ptr out, struct arith *arith, mpq_srcptr x, size_t decimals)
{
    mpz_ptr rest = mpq_denref(arith->scratch[2]);
    mpz_ui_pow_ui(out, 10, decimals);
    mpz_mul(out, out, mpq_numref(x));
    mpz_tdiv_qr(out, rest, out, mpq_denref(x));
    return mpz_sgn(rest) == 0;
}

/* Uses the scratch from 2 on. */
static const char *format_exact_text(struct arith *arith, mpq_srcptr x, enum number_style style,
                                     bool *is_fraction)
{
    size_t decimals;
    *is_fraction = !format_decimals_of(&decimals, arith, mpq_denref(x));
    if (!*is_fraction) {
        mpz_ptr scaled = mpq_numref(arith->scratch[2]);
        scale(scaled, arith, x, decimals);
        return fixed_text(arith->arena, scaled, decimals, style);
    }
    const char *num = fixed_text(arith->arena, mpq_numref(x), 0, style);
    const char *den = fixed_text(arith->arena, mpq_denref(x), 0, style);
    if (num == NULL || den == NULL)
        return NULL;
    return arena_format(arith->arena, "%s/%s", num, den);
}

const char *number_text(const struct number *x, struct arith *arith, enum number_style style)
{
    struct number_view view;
    bool is_fraction;
    number_view(&view, x);
    return format_exact_text(arith, view.q, style, &is_fraction);
}

const char *number_in(const struct number *x, struct arith *arith, const struct unit *unit,
                      enum number_style style)
{
    struct number shown;
    return number_div(&shown, arith, x, &unit->factor) == FT_OK ? number_text(&shown, arith, style)
                                                                : NULL;
}

bool number_has_decimals(const struct number *x, struct arith *arith, uint32_t decimals)
{
    struct number_view view;
    if (decimals > limits[LIMIT_NUMBER_DIGITS].value)
        return false;
    number_view(&view, x);
    return scale(mpq_numref(arith->scratch[2]), arith, view.q, decimals);
}

const char *number_fixed(const struct number *x, struct arith *arith, uint32_t decimals,
                         enum number_style style)
{
    struct number_view view;
    if (decimals > limits[LIMIT_NUMBER_DIGITS].value)
        return NULL;
    number_view(&view, x);
    mpz_ptr scaled = mpq_numref(arith->scratch[2]);
    if (!scale(scaled, arith, view.q, decimals))
        return NULL;
    return fixed_text(arith->arena, scaled, decimals, style);
}

/* ---- quantities ---- */

static const char *rounded_text(struct arith *arith, mpq_srcptr x, size_t decimals)
{
    mpz_ptr scaled = mpq_numref(arith->scratch[2]);
    mpz_ui_pow_ui(scaled, 10, decimals);
    mpz_mul(scaled, scaled, mpq_numref(x));
    rounding_integer(scaled, scaled, mpq_denref(x), ROUND_HALF_UP);
    return fixed_text(arith->arena, scaled, decimals, NUMBER_GROUPED);
}

/* "15%" but "35.2 亩": a sign stands close to its figure. */
static const char *gap_before(const char *unit)
{
    bool is_word = unit_word_goes_on(unit, strlen(unit)) || unit[0] == '/';
    return is_word ? " " : "";
}

/* May people be shown all of an exact figure? */
static bool is_readable(const char *text, bool is_fraction)
{
    enum { MOST_OF_FRACTION = 24, MOST_DECIMALS = 12 };
    const char *point = strchr(text, '.');
    return is_fraction ? strlen(text) <= MOST_OF_FRACTION
                       : point == NULL || strlen(point + 1) <= MOST_DECIMALS;
}

static const char *format_shown_text(const struct number *x, struct arith *arith,
                                     const struct unit *unit, bool whole)
{
    struct number_view value, factor;
    bool is_fraction;
    number_view(&value, x);
    number_view(&factor, &unit->factor);
    /* In GMP's scratch: a value at the limit of its size can be shown in any unit. */
    mpq_ptr figure = arith->scratch[1];
    mpq_div(figure, value.q, factor.q);
    const enum number_style style = unit->ungrouped ? NUMBER_PLAIN : NUMBER_GROUPED;
    const char *gap = gap_before(unit->text);
    const char *exact = format_exact_text(arith, figure, style, &is_fraction);
    bool readable = exact != NULL && (whole || is_readable(exact, is_fraction));
    if (exact != NULL && readable && !is_fraction)
        return arena_format(arith->arena, "%s%s%s", exact, gap, unit->text);
    const char *rounded = rounded_text(arith, figure, SHOWN_DECIMALS);
    if (exact == NULL || rounded == NULL)
        return NULL;
    /* Both bear the unit, or a fraction of per cents reads like one of wholes. */
    return readable ? arena_format(arith->arena, "%s%s%s ≈ %s%s%s", exact, gap, unit->text, rounded,
                                   gap, unit->text)
                    : arena_format(arith->arena, "≈ %s%s%s", rounded, gap, unit->text);
}

/* What is rounded to SAID_DECIMALS, without zeros at its end; "" where it would pass for a whole
 * number. */
static const char *said_decimals(struct arith *arith, mpq_srcptr x)
{
    const char *text = rounded_text(arith, x, SAID_DECIMALS);
    if (text == NULL)
        return NULL;
    size_t length = strlen(text), decimals = SAID_DECIMALS;
    for (; decimals > 0 && text[length - 1] == '0'; decimals--)
        length--;
    return arena_copy(arith->arena, text, decimals == 0 ? 0 : length);
}

const char *quantity_said(const struct number *x, struct arith *arith, const struct unit *unit)
{
    enum { MOST_OF_FRACTION = 5 };
    struct number_view value, factor;
    bool is_fraction;
    number_view(&value, x);
    number_view(&factor, &unit->factor);
    mpq_ptr figure = arith->scratch[1];
    mpq_div(figure, value.q, factor.q);
    const enum number_style style = unit->ungrouped ? NUMBER_PLAIN : NUMBER_GROUPED;
    const char *gap = gap_before(unit->text);
    const char *exact = format_exact_text(arith, figure, style, &is_fraction);
    if (exact == NULL)
        return NULL;
    if (is_fraction ? strlen(exact) <= MOST_OF_FRACTION : is_readable(exact, false))
        return arena_format(arith->arena, "%s%s%s", exact, gap, unit->text);
    const char *rounded = said_decimals(arith, figure);
    if (rounded == NULL || rounded[0] == '\0')
        return rounded == NULL ? NULL : quantity_brief(x, arith, unit);
    return arena_format(arith->arena, "≈ %s%s%s", rounded, gap, unit->text);
}

const char *quantity_text(const struct number *x, struct arith *arith, const struct unit *unit)
{
    return format_shown_text(x, arith, unit, true);
}

const char *quantity_brief(const struct number *x, struct arith *arith, const struct unit *unit)
{
    return format_shown_text(x, arith, unit, false);
}
