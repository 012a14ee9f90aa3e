/*
 * What the Criterion programs compute with: the linker puts this before arith_open. They read and
 * show units of the shipped vocabulary where a test has no vocabulary of its own, and
 * FANGTIAN_NUMBERS=gmp sends every operation through GMP, as it does those of the command, for the
 * library reads no environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/number.h"

void __real_arith_open(struct arith *arith, struct arena *arena);
void __wrap_arith_open(struct arith *arith, struct arena *arena);

/* The units of the shipped vocabulary, read once; the program keeps them. */
static const struct units *shipped_units(void)
{
    static struct arena arena;
    static struct units units;
    static struct diagnostics diagnostics;
    struct arith arith;
    const struct conf *vocabulary;
    if (units.count > 0)
        return &units;
    arena_open(&arena, NULL);
    __real_arith_open(&arith, &arena);
    units = units_built_in;
    enum ft_status status = conf_read(&vocabulary, &arena, &diagnostics,
                                      FT_SOURCE_DIR "/policies/vocabulary.cfg", NULL);
    if (status == FT_OK)
        status = units_read(&units, &arith, &diagnostics, conf_child(vocabulary, "units"),
                            conf_child(vocabulary, "measures"));
    if (status != FT_OK) {
        (void)fprintf(stderr, "policies/vocabulary.cfg: %s\n", diagnostics.items[0].message);
        abort();
    }
    arith_close(&arith);
    return &units;
}

void __wrap_arith_open(struct arith *arith, struct arena *arena)
{
    const char *numbers = getenv("FANGTIAN_NUMBERS");
    __real_arith_open(arith, arena);
    arith->units = shipped_units();
    arith->wide_only = numbers != NULL && strcmp(numbers, "gmp") == 0;
}
