/*
 * The number reader: whatever the bytes, a quantity is read exactly or refused with a diagnostic,
 * and what was read is written and read again as the same number.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "number/number.h"

static void read_back(struct arith *arith, const struct quantity *quantity)
{
    static struct diagnostics diagnostics;
    diagnostics = (struct diagnostics){.language = FT_EN};
    const char *written = number_text(&quantity->value, arith, NUMBER_PLAIN);
    struct text text = text_from(written);
    struct quantity again;
    enum ft_status status = quantity_parse(&again, arith, &diagnostics, &text);
    /* A value within the limits may be written with more digits than a reader takes. */
    if (status == FT_TOO_LARGE)
        return;
    fuzz_require(status == FT_OK);
    fuzz_require(number_equal(&again.value, &quantity->value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct diagnostics diagnostics;
    struct arena arena;
    struct arith arith;
    if (utf8_check((const char *)data, size) != size)
        return 0;
    diagnostics = (struct diagnostics){.language = FT_ZH};
    arena_open(&arena, NULL);
    arith_open(&arith, &arena);
    struct text text = text_from(arena_copy(&arena, (const char *)data, size));
    struct quantity quantity;
    enum ft_status status = quantity_parse(&quantity, &arith, &diagnostics, &text);
    fuzz_require((status == FT_OK) == (diagnostics.total == 0));
    if (status == FT_OK) {
        fuzz_require(number_is_canonical(&quantity.value));
        read_back(&arith, &quantity);
    }
    arith_close(&arith);
    arena_close(&arena);
    return 0;
}
