/*
 * fuzz.h: what a fuzz target is. Each target is one source with the two functions of libFuzzer's
 * interface; fuzz_replay.c runs the same targets over their seed corpus in every build.
 */
#ifndef FANGTIAN_FUZZ_H
#define FANGTIAN_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
