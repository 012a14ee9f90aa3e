/* What the fuzz targets share that ask the whole library. */
#include "fuzz.h"

#include <jansson.h>

void fuzz_require_json(const struct fuzz_bytes *bytes)
{
    json_t *value = bytes->length == 0
                        ? NULL
                        : json_loadb(bytes->all, bytes->length, JSON_REJECT_DUPLICATES, NULL);
    fuzz_require(value != NULL);
    json_decref(value);
}

void fuzz_require_told(bool good, const struct fuzz_bytes *report, const struct fuzz_bytes *said)
{
    json_t *value = good ? json_loadb(report->all, report->length, 0, NULL) : NULL;
    const json_t *verdict = json_object_get(value, "verdict");
    fuzz_require(good || said->length > 0);
    fuzz_require(!good || said->length == 0 ||
                 json_integer_value(json_object_get(verdict, "undetermined")) > 0);
    json_decref(value);
}

void fuzz_take_diagnostics(struct fuzz_bytes *out, struct ft_engine *engine)
{
    const struct ft_sink sink = fuzz_bytes_sink(out);
    (void)ft_diagnostics(engine, &sink, false);
}

struct ft_engine *fuzz_open(const struct ft_options *options)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    struct ft_options given = *options;
    struct ft_engine *engine = NULL;
    given.policies = folders;
    given.policy_count = 1;
    fuzz_require(ft_open(&engine, &given) == FT_OK);
    return engine;
}
