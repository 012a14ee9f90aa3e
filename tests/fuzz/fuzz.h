/*
 * fuzz.h: what a fuzz target is, and what targets share. A target is one source with libFuzzer's
 * LLVMFuzzerTestOneInput (and LLVMFuzzerInitialize, where there is something to set up);
 * fuzz_replay.c runs the same targets over their seed corpus in every build.
 */
#ifndef FANGTIAN_FUZZ_H
#define FANGTIAN_FUZZ_H

#include <fangtian.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run as a finding where it does not hold. Here, so that the analyzer sees what holds. */
static inline void fuzz_require(bool holds)
{
    if (!holds)
        abort();
}

/* Bytes that grow; also what a sink takes. Freed by fuzz_bytes_close. */
struct fuzz_bytes {
    char *all; /* ends with a NUL behind `length`; NULL where nothing was added */
    size_t length;
};
void fuzz_bytes_add(struct fuzz_bytes *bytes, const void *more, size_t length);
void fuzz_bytes_close(struct fuzz_bytes *bytes);
struct ft_sink fuzz_bytes_sink(struct fuzz_bytes *bytes);
bool fuzz_bytes_equal(const struct fuzz_bytes *one, const struct fuzz_bytes *other);

/* An input is several parts, divided by lines "====". Takes the next part off its front; false where
 * none is left. */
bool fuzz_next_part(const uint8_t **data, size_t *size, const uint8_t **part, size_t *part_size);

/* A folder of this process's own, in memory where there is such a place; it and what
 * fuzz_write_file wrote is removed at the end. */
const char *fuzz_folder(void);
/* Writes a file of that folder and gives its path, until the end. */
const char *fuzz_write_file(const char *name, const void *bytes, size_t size);

/* An engine over the small law of tests/stream; the options' policies are set here. */
struct ft_engine *fuzz_open(const struct ft_options *options);

/* The bytes are UTF-8 and one value of JSON. */
void fuzz_require_json(const struct fuzz_bytes *bytes);

/* What was refused says why; where something is said of a run that stands, figures of its report (as
 * JSON, {NULL, 0} where it was refused) are undetermined for it. */
void fuzz_require_told(bool good, const struct fuzz_bytes *report, const struct fuzz_bytes *said);

/* What the engine says of its faults, as text. */
void fuzz_take_diagnostics(struct fuzz_bytes *out, struct ft_engine *engine);

#endif
