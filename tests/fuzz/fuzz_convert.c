/*
 * Scenarios from text to a workbook and back: the bytes are what stands in the portfolio, or, where
 * they begin as a zip does, a workbook. What loads converts, or something is said; what was
 * converted loads, says the same, and converts back.
 */
#include "fuzz.h"

#define HEAD                                                                                       \
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "  \
    "packs = [ \"law\" ]; };\nportfolio: {\n"
#define TAIL "\n};\n"

/* Loads the bytes as a file of this name and converts them; false where they do not load. */
static bool convert(struct fuzz_bytes *out, const char *name, const struct fuzz_bytes *in,
                    const char *target, bool must_load)
{
    const struct ft_memory_file file = {name, in->all, in->length};
    const struct ft_sink sink = fuzz_bytes_sink(out);
    struct ft_engine *engine =
        fuzz_open(&(struct ft_options){.files = &file, .file_count = 1, .language = FT_ZH});
    size_t said;
    const bool loaded = ft_load(engine, name) == FT_OK;
    fuzz_require(loaded || !must_load);
    enum ft_status status = loaded ? ft_convert(engine, target, NULL, &sink) : FT_INVALID;
    (void)ft_diagnostic_list(engine, &said);
    fuzz_require(status == FT_OK || said > 0);
    fuzz_require(status == FT_OK || !must_load);
    ft_close(engine);
    return status == FT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bool book = size >= 2 && data[0] == 'P' && data[1] == 'K';
    const char *const names[] = {book ? "a.xlsx" : "a.cfg", book ? "b.cfg" : "b.xlsx",
                                 book ? "c.xlsx" : "c.cfg"};
    struct fuzz_bytes first = {NULL, 0}, second = {NULL, 0}, third = {NULL, 0};
    fuzz_bytes_add(&first, HEAD, book ? 0 : sizeof HEAD - 1);
    fuzz_bytes_add(&first, data, size);
    fuzz_bytes_add(&first, TAIL, book ? 0 : sizeof TAIL - 1);
    if (convert(&second, names[0], &first, names[1], false))
        (void)convert(&third, names[1], &second, names[2], true);
    fuzz_bytes_close(&first);
    fuzz_bytes_close(&second);
    fuzz_bytes_close(&third);
    return 0;
}
