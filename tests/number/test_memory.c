/* Each allocation fails in turn: a status comes back, nothing is half made, nothing leaks. */
#include "number_test.h"

#include <stdlib.h>
#include <string.h>

/* Fails every allocation from the `left`-th on. */
static void *allocate(void *context, size_t size)
{
    size_t *left = context;
    if (*left == 0)
        return NULL;
    (*left)--;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* Fills what is left of the arena's chunks, so that the next allocation needs the allocator. */
static void exhaust(struct arena *arena, size_t *left)
{
    *left = 0;
    for (size_t size = 4096; size > 0; size /= 2) {
        while (arena_allocate(arena, size) != NULL)
            ;
    }
}

struct starved {
    size_t left;
    struct ft_allocator allocator;
    struct arena arena;
    struct arith arith;
    struct number large;
};

static void starved_open(struct starved *starved)
{
    mpq_t value;
    starved->left = 100;
    starved->allocator =
        (struct ft_allocator){.allocate = allocate, .release = release, .context = &starved->left};
    arena_open(&starved->arena, &starved->allocator);
    arith_open(&starved->arith, &starved->arena);
    mpq_init(value);
    mpz_set_ui(mpq_numref(value), 1);
    mpz_mul_2exp(mpq_numref(value), mpq_numref(value), 100);
    cr_assert_eq(number_from_mpq(&starved->large, &starved->arith, value), FT_OK);
    mpq_clear(value);
    exhaust(&starved->arena, &starved->left);
}

static void starved_close(struct starved *starved)
{
    arith_close(&starved->arith);
    arena_close(&starved->arena);
}

Test(memory, operations_tell_and_leave_the_output)
{
    static struct starved starved;
    starved_open(&starved);
    struct number out = {.num = 77, .den = 78};
    struct number third = {.num = 1, .den = 3};
    struct arith *arith = &starved.arith;
    const struct number *x = &starved.large;
    cr_assert_eq(number_add(&out, arith, x, x), FT_NO_MEMORY);
    cr_assert_eq(number_sub(&out, arith, x, &third), FT_NO_MEMORY);
    cr_assert_eq(number_mul(&out, arith, x, &third), FT_NO_MEMORY);
    cr_assert_eq(number_div(&out, arith, &third, x), FT_NO_MEMORY);
    cr_assert_eq(number_neg(&out, arith, x), FT_NO_MEMORY);
    cr_assert_eq(number_pow(&out, arith, x, 2), FT_NO_MEMORY);
    cr_assert_eq(number_round(&out, arith, x, &third, ROUND_DOWN), FT_NO_MEMORY);
    cr_assert_eq(number_keep(&out, &starved.arena, x), FT_NO_MEMORY);
    cr_assert(out.num == 77 && out.den == 78);
    cr_assert_eq(number_compare(arith, x, &third), 1);
    starved_close(&starved);
}

Test(memory, readers_and_writers_tell)
{
    static struct starved starved;
    static struct diagnostics diagnostics;
    starved_open(&starved);
    struct arith *arith = &starved.arith;
    struct quantity quantity;
    struct unit unit = {.factor = {.num = 2000, .den = 3}, .text = "亩"};
    struct text number = text_from("123456789012345678901234567890");
    struct text area = text_from("3 亩");
    struct text name = text_from("亩");
    struct number third = {.num = 1, .den = 3};
    cr_assert_eq(quantity_parse(&quantity, arith, &diagnostics, &number), FT_NO_MEMORY);
    cr_assert_eq(quantity_parse(&quantity, arith, &diagnostics, &area), FT_NO_MEMORY);
    cr_assert_eq(unit_parse(&unit, arith, &diagnostics, &name), FT_NO_MEMORY);
    cr_assert_eq(unit_of_dimension(&unit, &starved.arith, DIMENSION_NONE), FT_NO_MEMORY);
    cr_assert_null(number_text(&third, arith, NUMBER_PLAIN));
    cr_assert_null(number_fixed(&NUMBER_ONE, arith, 2, NUMBER_PLAIN));
    cr_assert_null(quantity_text(&third, arith, &unit));
    cr_assert_eq(diagnostics.total, 0);
    starved_close(&starved);
}

/* One more is granted each time; a paranoid build gives every text an allocation of its own. */
Test(memory, every_part_of_a_text_may_fail)
{
    static struct starved starved;
    struct unit unit = {.factor = NUMBER_ONE, .text = "元"};
    struct number third = {.num = 1, .den = 3};
    bool written = false;
    size_t granted = 0;
    for (; !written && granted < 16; granted++) {
        starved_open(&starved);
        starved.left = granted;
        const char *text = quantity_text(&third, &starved.arith, &unit);
        written = text != NULL;
        if (written)
            cr_assert_str_eq(text, "1/3 元 ≈ 0.333333 元");
        starved_close(&starved);
    }
    cr_assert(written);
    cr_assert_gt(granted, 1u);
}
