/*
 * FANGTIAN_NUMBERS=gmp sends every operation of the Criterion programs through GMP, as it does
 * those of the command: the linker puts this before arith_open, for the library reads no
 * environment.
 */
#include <stdlib.h>
#include <string.h>

#include "number/number.h"

void __real_arith_open(struct arith *arith, struct arena *arena);
void __wrap_arith_open(struct arith *arith, struct arena *arena);

void __wrap_arith_open(struct arith *arith, struct arena *arena)
{
    const char *numbers = getenv("FANGTIAN_NUMBERS");
    __real_arith_open(arith, arena);
    arith->wide_only = numbers != NULL && strcmp(numbers, "gmp") == 0;
}
