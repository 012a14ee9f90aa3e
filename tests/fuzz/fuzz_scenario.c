/*
 * A scenario from its text to its reports: what stands in the portfolio is the input. It loads and
 * runs, or something is said. What ran adds up; each report is whole and, as JSON, is JSON; and the
 * figures are the same bytes where every number goes through GMP.
 */
#include "forced.h"
#include "fuzz.h"

#define HEAD                                                                                       \
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "  \
    "packs = [ \"law\", \"pieces\" ]; };\nportfolio: {\n"
#define TAIL "\n};\n"

enum { REPORTS = 4 };
static const struct ft_report reports[REPORTS] = {
    {.format = FT_JSON, .detail = true},
    {.format = FT_TEXT, .detail = true},
    {.format = FT_CSV},
    {.format = FT_TEXT, .unit = FT_WAN_YUAN, .width = 40}};

/* Loads, runs and reports; false where it was refused. What is said is in `said`. */
static bool work_out(const struct fuzz_bytes *text, bool gmp, struct fuzz_bytes *out,
                     struct fuzz_bytes *said)
{
    const struct ft_memory_file file = {"s.cfg", text->all, text->length};
    struct ft_engine *engine = fuzz_open(&(struct ft_options){.files = &file, .file_count = 1});
    engine_force(engine, &(struct engine_forced){.gmp = gmp});
    bool good = ft_load(engine, "s.cfg") == FT_OK && ft_run(engine) == FT_OK;
    for (size_t i = 0; good && i < REPORTS; i++) {
        const struct ft_sink sink = fuzz_bytes_sink(&out[i]);
        good = ft_report(engine, &reports[i], &sink) == FT_OK && out[i].length > 0;
    }
    fuzz_take_diagnostics(said, engine);
    fuzz_require_told(good, &out[0], said);
    ft_close(engine);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_bytes text = {NULL, 0}, said = {NULL, 0}, wide_said = {NULL, 0};
    struct fuzz_bytes out[REPORTS] = {{NULL, 0}}, wide[REPORTS] = {{NULL, 0}};
    fuzz_bytes_add(&text, HEAD, sizeof HEAD - 1);
    fuzz_bytes_add(&text, data, size);
    fuzz_bytes_add(&text, TAIL, sizeof TAIL - 1);
    const bool good = work_out(&text, false, out, &said);
    fuzz_require(work_out(&text, true, wide, &wide_said) == good);
    fuzz_require(fuzz_bytes_equal(&said, &wide_said));
    if (good)
        fuzz_require_json(&out[0]);
    for (size_t i = 0; i < REPORTS; i++) {
        fuzz_require(!good || fuzz_bytes_equal(&out[i], &wide[i]));
        fuzz_bytes_close(&out[i]);
        fuzz_bytes_close(&wide[i]);
    }
    fuzz_bytes_close(&text);
    fuzz_bytes_close(&said);
    fuzz_bytes_close(&wide_said);
    return 0;
}
