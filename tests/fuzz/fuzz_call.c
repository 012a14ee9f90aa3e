/*
 * The one call: lines of the input are requests to one session. Each answer is one line that is an
 * object of JSON with a status, whatever was asked; what is refused says why; and a session whose
 * policies and scenario were handed over goes on answering.
 */
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

static const char scenario[] = "{\"call\": \"load\", \"scenario\": \"s.cfg\", \"files\": "
                               "{\"s.cfg\": \"scenario: { id = \\\"s\\\"; "
                               "title = { zh = \\\"题\\\"; en = \\\"title\\\"; }; as_of = "
                               "\\\"2021-06-30\\\"; packs = [ \\\"law\\\" ]; }; "
                               "portfolio: { plots = ( { id = \\\"P1\\\"; town = \\\"east\\\"; "
                               "area = \\\"100 m2\\\"; paid = \\\"5 元\\\"; } ); "
                               "};\"}}";

/* Asks, and gives whether the status was "ok". */
static bool ask(struct ft_session *session, const void *request, size_t length)
{
    struct fuzz_bytes answer = {NULL, 0};
    const struct ft_sink sink = fuzz_bytes_sink(&answer);
    fuzz_require(ft_call(session, request, length, &sink) == FT_OK);
    fuzz_require(answer.length > 1 && answer.all[answer.length - 1] == '\n');
    fuzz_require(memchr(answer.all, '\n', answer.length - 1) == NULL);
    json_t *value = json_loadb(answer.all, answer.length, JSON_REJECT_DUPLICATES, NULL);
    const char *status = json_string_value(json_object_get(value, "status"));
    const json_t *said = json_object_get(value, "diagnostics");
    fuzz_require(status != NULL && json_is_array(said));
    const bool good = strcmp(status, "ok") == 0;
    fuzz_require(good || strcmp(status, "differs") == 0 || json_array_size(said) > 0);
    json_decref(value);
    fuzz_bytes_close(&answer);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    static const char report[] = "{\"call\": \"report\"}";
    struct ft_session *session = NULL;
    fuzz_require(ft_session_open(&session, &(struct ft_options){.policies = folders,
                                                                .policy_count = 1,
                                                                .files_only = false}) == FT_OK);
    fuzz_require(ask(session, scenario, sizeof scenario - 1));
    while (size > 0) {
        const uint8_t *end = memchr(data, '\n', size);
        const size_t length = end == NULL ? size : (size_t)(end - data);
        (void)ask(session, data, length);
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }
    (void)ask(session, report, sizeof report - 1);
    ft_session_close(session);
    return 0;
}
