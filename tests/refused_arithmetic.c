/* What refusal.h says, before the operations on numbers. */
#include "number/number.h"

#include "refusal.h"

#define REFUSE_ARITHMETIC(name, declared, passed)                                                  \
    enum ft_status __real_##name declared;                                                         \
    enum ft_status __wrap_##name declared;                                                         \
    enum ft_status __wrap_##name declared                                                          \
    {                                                                                              \
        return refuses(ARITHMETIC, __builtin_return_address(0)) ? FT_TOO_LARGE                     \
                                                                : __real_##name passed;            \
    }
#define BINARY                                                                                     \
    (struct number * out, struct arith * arith, const struct number *x, const struct number *y)

REFUSE_ARITHMETIC(number_add, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_sub, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_mul, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_div, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_power, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_neg, (struct number * out, struct arith *arith, const struct number *x),
                  (out, arith, x))
REFUSE_ARITHMETIC(number_pow,
                  (struct number * out, struct arith *arith, const struct number *x,
                   int64_t exponent),
                  (out, arith, x, exponent))
REFUSE_ARITHMETIC(number_round,
                  (struct number * out, struct arith *arith, const struct number *x,
                   const struct number *step, enum rounding mode),
                  (out, arith, x, step, mode))
