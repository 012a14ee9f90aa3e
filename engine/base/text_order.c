/* How texts stand as people number them. */
#include <string.h>

#include "base.h"

static bool order_is_digit(const char *text, size_t length, size_t at)
{
    return at < length && text[at] >= '0' && text[at] <= '9';
}

static size_t order_count_digits(const char *text, size_t length, size_t at)
{
    size_t end = at;
    while (order_is_digit(text, length, end))
        end++;
    return end - at;
}

int text_order_from(const char *x, size_t x_length, const char *y, size_t y_length, size_t at)
{
    const bool x_digit = order_is_digit(x, x_length, at), y_digit = order_is_digit(y, y_length, at);
    if ((x_digit && y_digit) ||
        ((x_digit || y_digit) && at > 0 && order_is_digit(x, x_length, at - 1))) {
        const size_t x_digits = order_count_digits(x, x_length, at),
                     y_digits = order_count_digits(y, y_length, at);
        if (x_digits != y_digits)
            return x_digits < y_digits ? -1 : 1;
    }
    if (at == x_length || at == y_length)
        return (x_length > y_length) - (x_length < y_length);
    return (unsigned char)x[at] < (unsigned char)y[at] ? -1 : 1;
}

int text_order(const char *x, size_t x_length, const char *y, size_t y_length)
{
    const size_t common = x_length < y_length ? x_length : y_length;
    size_t at = 0;
    while (at < common && x[at] == y[at])
        at++;
    return text_order_from(x, x_length, y, y_length, at);
}
