/* What wasi-libc leaves out; system.c has it. */
#include_next <stdlib.h>
#ifndef FANGTIAN_WASM_STDLIB_H
#define FANGTIAN_WASM_STDLIB_H
int mkstemp(char *path);
#endif
