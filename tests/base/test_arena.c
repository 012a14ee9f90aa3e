/* Memory that goes at once. */
#include "base_test.h"

#include <stdalign.h>
#include <string.h>

Test(arena, memory_is_zeroed_and_aligned_for_any_type)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t size = 0; size < 300; size++) {
        unsigned char *memory = arena_allocate(&arena, size);
        cr_assert_not_null(memory);
        cr_assert_eq((uintptr_t)memory % alignof(max_align_t), 0, "size %zu", size);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    arena_close(&arena);
}

Test(arena, a_piece_larger_than_a_chunk_fits)
{
    struct arena arena;
    arena_open(&arena, NULL);
    char *large = arena_allocate(&arena, 1u << 20);
    cr_assert_not_null(large);
    large[(1u << 20) - 1] = 'x';
    cr_assert_not_null(arena_allocate(&arena, 1));
    arena_close(&arena);
}

Test(arena, sizes_that_overflow_are_refused)
{
    struct arena arena;
    size_t capacity = 0;
    arena_open(&arena, NULL);
    cr_assert_null(arena_allocate(&arena, SIZE_MAX));
    cr_assert_null(arena_array(&arena, SIZE_MAX / 2, 4));
    cr_assert_null(arena_grow(&arena, NULL, &capacity, 8, SIZE_MAX));
    cr_assert_eq(capacity, 0);
    cr_assert_null(arena_copy(&arena, "", SIZE_MAX));
    arena_close(&arena);
}

Test(arena, growing_keeps_the_elements_and_zeroes_the_rest)
{
    struct arena arena;
    size_t capacity = 0;
    uint32_t *numbers = NULL;
    arena_open(&arena, NULL);
    for (uint32_t i = 0; i < 10000; i++) {
        numbers = arena_grow(&arena, numbers, &capacity, sizeof *numbers, i + 1);
        cr_assert_not_null(numbers);
        cr_assert_eq(numbers[i], 0);
        numbers[i] = i + 1;
    }
    for (uint32_t i = 0; i < 10000; i++)
        cr_assert_eq(numbers[i], i + 1);
    cr_assert_eq(arena_grow(&arena, numbers, &capacity, sizeof *numbers, capacity), numbers);
    arena_close(&arena);
}

Test(arena, copies_are_terminated)
{
    struct arena arena;
    arena_open(&arena, NULL);
    cr_assert_str_eq(arena_copy(&arena, "方田xyz", 6), "方田");
    cr_assert_str_eq(arena_copy(&arena, NULL, 0), "");
    cr_assert_str_eq(arena_format(&arena, "%s = %d", "x", 5), "x = 5");
    arena_close(&arena);
}

Test(arena, rewinding_gives_the_memory_back)
{
    struct starving starving;
    struct arena arena;
    starving_open(&starving, SIZE_MAX);
    arena_open(&arena, &starving.allocator);
    struct arena_mark empty = arena_mark(&arena);
    char *kept = arena_copy(&arena, "kept", 4);
    struct arena_mark mark = arena_mark(&arena);
    const size_t held = starving.held;
    size_t settled = 0; /* one chunk may stay for the next to take */
    for (size_t round = 0; round < 3; round++) {
        unsigned char *scratch = arena_allocate(&arena, 200000);
        cr_assert_not_null(scratch);
        cr_assert_eq(scratch[199999], 0);
        memset(scratch, 0xAA, 200000);
        cr_assert_gt(starving.held, held);
        arena_rewind(&arena, mark);
        settled = round == 0 ? starving.held : settled;
        cr_assert_eq(starving.held, settled);
        cr_assert_leq(settled, 2 * held + 200000 + 64);
    }
    cr_assert_str_eq(kept, "kept");
    unsigned char *again = arena_allocate(&arena, 64);
    memset(again, 0xAA, 64);
    arena_rewind(&arena, mark);
    again = arena_allocate(&arena, 64);
    cr_assert_eq(again[0], 0);
    arena_rewind(&arena, empty);
    arena_close(&arena);
    cr_assert_eq(starving.held, 0);
}

Test(arena, stays_closable_when_memory_is_out)
{
    struct starving starving;
    struct arena arena;
    size_t capacity = 0;
    starving_open(&starving, 1);
    arena_open(&arena, &starving.allocator);
    char *old = arena_grow(&arena, NULL, &capacity, 1, 1);
    cr_assert_not_null(old);
    old[0] = 'x';
    cr_assert_null(arena_grow(&arena, old, &capacity, 1, 1u << 20));
    cr_assert_eq(old[0], 'x');
    cr_assert_null(arena_allocate(&arena, 1u << 20));
    arena_close(&arena);
    cr_assert_eq(starving.held, 0);
}

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

/* Else an overrun into the rounding of a piece, or into the next one, goes unseen. */
static void expect_poison(const struct ft_allocator *allocator)
{
    struct arena arena;
    arena_open(&arena, allocator);
    for (size_t size = 1; size <= 64; size++) {
        const char *piece = arena_allocate(&arena, size);
        cr_assert_not_null(piece);
        cr_assert_eq(__asan_address_is_poisoned(piece + size - 1), 0, "%zu bytes", size);
        cr_assert_neq(__asan_address_is_poisoned(piece + size), 0, "%zu bytes", size);
    }
    arena_close(&arena);
}

Test(arena, the_byte_behind_every_piece_is_poisoned)
{
    expect_poison(NULL);
#ifdef FANGTIAN_PARANOID /* each piece is one of the allocator's */
    struct starving starving;
    starving_open(&starving, SIZE_MAX);
    expect_poison(&starving.allocator);
#endif
}

Test(arena, what_was_given_back_is_poisoned)
{
    struct arena arena;
    arena_open(&arena, NULL);
    const char *first = arena_allocate(&arena, 8);
    const struct arena_mark mark = arena_mark(&arena);
    const char *near = arena_allocate(&arena, 8), *far = arena_allocate(&arena, 1u << 20);
    cr_assert(near != NULL && far != NULL);
    arena_rewind(&arena, mark);
    cr_expect_eq(__asan_address_is_poisoned(first + 7), 0);
    cr_expect_neq(__asan_address_is_poisoned(near), 0);
    cr_expect_neq(__asan_address_is_poisoned(far), 0);
    arena_close(&arena);
}
#endif
