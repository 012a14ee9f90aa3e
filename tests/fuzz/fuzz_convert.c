/*
 * Scenarios from text to a workbook and back: the bytes are what stands in the portfolio, or, where
 * they begin as a zip does, a workbook. What loads converts, or something is said; what was
 * converted loads, says the same, and converts back.
 */
#include "fuzz.h"

#include <fangtian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                       \
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "  \
    "packs = [ \"law\" ]; };\nportfolio: {\n"
#define TAIL "\n};\n"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void require(bool holds)
{
    if (!holds)
        abort();
}

struct bytes {
    char *all;
    size_t length;
};

static void add(struct bytes *bytes, const void *more, size_t length)
{
    bytes->all = realloc(bytes->all, bytes->length + length + 1);
    require(bytes->all != NULL);
    if (length > 0)
        memcpy(bytes->all + bytes->length, more, length);
    bytes->length += length;
}

static bool take(void *context, const char *bytes, size_t length)
{
    add(context, bytes, length);
    return true;
}

/* Loads the bytes as a file of this name and converts them; false where they do not load. */
static bool convert(struct bytes *out, const char *name, const struct bytes *in, const char *target,
                    bool must_load)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    const struct ft_memory_file file = {name, in->all, in->length};
    const struct ft_options options = {
        .policies = folders, .policy_count = 1, .files = &file, .file_count = 1, .language = FT_ZH};
    const struct ft_sink sink = {take, out};
    struct ft_engine *engine = NULL;
    size_t said;
    require(ft_open(&engine, &options) == FT_OK);
    const bool loaded = ft_load(engine, name) == FT_OK;
    require(loaded || !must_load);
    enum ft_status status = loaded ? ft_convert(engine, target, NULL, &sink) : FT_INVALID;
    (void)ft_diagnostic_list(engine, &said);
    require(status == FT_OK || said > 0);
    require(status == FT_OK || !must_load);
    ft_close(engine);
    return status == FT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bool book = size >= 2 && data[0] == 'P' && data[1] == 'K';
    const char *const names[] = {book ? "a.xlsx" : "a.cfg", book ? "b.cfg" : "b.xlsx",
                                 book ? "c.xlsx" : "c.cfg"};
    struct bytes first = {NULL, 0}, second = {NULL, 0}, third = {NULL, 0};
    add(&first, HEAD, book ? 0 : sizeof HEAD - 1);
    add(&first, data, size);
    add(&first, TAIL, book ? 0 : sizeof TAIL - 1);
    if (convert(&second, names[0], &first, names[1], false))
        (void)convert(&third, names[1], &second, names[2], true);
    free(first.all);
    free(second.all);
    free(third.all);
    return 0;
}
