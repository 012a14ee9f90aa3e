/* What stands in the place of each mark of a page: texts of every kind, and what a page must not lack. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "fangtian/call.h"

static const char shell[] =
    "@x@fangtian:connect@|@fangtian:title@|@fangtian:about@|@fangtian:policies@|"
    "@fangtian:scenario@|@fangtian:engine@|@fangtian:licences@|@fangtian:engin@";

/* A page, and after how many pieces no more is taken. */
struct taken {
    char bytes[4096];
    size_t length, pieces, most;
};

static bool take(void *context, const char *bytes, size_t length)
{
    struct taken *taken = context;
    if (taken->pieces++ >= taken->most)
        return false;
    cr_assert_lt(length, sizeof taken->bytes - taken->length);
    memcpy(taken->bytes + taken->length, bytes, length);
    taken->length += length;
    taken->bytes[taken->length] = '\0';
    return true;
}

static enum ft_status write_page(const struct ft_page *page, struct taken *taken, size_t most)
{
    const struct ft_sink sink = {take, taken};
    *taken = (struct taken){.most = most};
    return ft_page(page, &sink);
}

static struct ft_page empty_page(void)
{
    return (struct ft_page){.shell = shell, .shell_length = sizeof shell - 1, .title = ""};
}

Test(page, each_mark_is_replaced)
{
    struct taken taken;
    const struct ft_page page = empty_page();
    cr_assert_eq(write_page(&page, &taken, SIZE_MAX), FT_OK);
    cr_expect_str_eq(taken.bytes, "@x'none'||{\"made\":null,\"version\":\"" FT_VERSION
                                  "\",\"serve\":null}|{\"files\":{}}|"
                                  "{\"scenario\":null,\"files\":{}}|||@fangtian:engin@");
}

/* Control, invisible and broken characters, beyond 16 bits as well, markup, quotes. */
static const char text[] = "a\x01\t\n\"\\<b\u200B\U000E0041\x7F方";
static const char text_as_json[] =
    "\"a\\u0001\\t\\n\\\"\\\\\\u003cb\\u200b\\udb40\\udc41\\u007f方\"";

static struct ft_page full_page(void)
{
    static const struct ft_memory_file policies[] = {{"law/a.cfg", text, sizeof text - 1},
                                                     {"b\xFF", "", 0}};
    static const struct ft_memory_file files[] = {{"s.csv", "\xFF\xFE", 2}};
    struct ft_page page = empty_page();
    page.title = "</title>&\x1B方\u202E";
    page.made = "2026-01-31T08:00:00Z";
    page.call = "/call/1";
    page.token = "0f";
    page.engine = "foob";
    page.engine_length = 4;
    page.licences = "<a></script><!--<";
    page.licences_length = 17;
    page.policies = policies;
    page.policy_count = 2;
    page.scenario = "s.cfg";
    page.files = files;
    page.file_count = 1;
    return page;
}

Test(page, texts_end_no_block_and_hide_nothing)
{
    struct taken taken;
    const struct ft_page page = full_page();
    char wanted[2048];
    cr_assert_eq(write_page(&page, &taken, SIZE_MAX), FT_OK);
    (void)snprintf(
        wanted, sizeof wanted,
        "@x'self'|&lt;/"
        "title>&amp;\\u{1B}方\\u{202E}|{\"made\":\"2026-01-31T08:00:00Z\",\"version\":\"" FT_VERSION
        "\",\"serve\":{\"call\":\"/call/1\",\"token\":\"0f\"}}|{\"files\":{\"law/"
        "a.cfg\":%s,\"b\\ufffd\":\"\"}}|"
        "{\"scenario\":\"s.cfg\",\"files\":{\"s.csv\":{\"base64\":\"//4=\"}}}|Zm9vYg==|<a><\\/"
        "script><\\!--<|"
        "@fangtian:engin@",
        text_as_json);
    cr_expect_str_eq(taken.bytes, wanted);
}

Test(page, a_sink_that_takes_no_more_ends_it)
{
    const struct ft_page page = full_page();
    struct taken whole, part;
    cr_assert_eq(write_page(&page, &whole, SIZE_MAX), FT_OK);
    for (size_t most = 0; most < whole.pieces; most++) {
        cr_expect_eq(write_page(&page, &part, most), FT_IO, "piece %zu", most);
        cr_expect_eq(part.pieces, most + 1, "asked again after it refused, piece %zu", most);
        cr_expect_eq(memcmp(part.bytes, whole.bytes, part.length), 0, "piece %zu", most);
    }
}

Test(page, what_it_lacks_is_refused)
{
    struct taken taken;
    struct ft_page page = empty_page();
    page.title = NULL;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    page.engine_length = 1;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    page.licences_length = 1;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    page.policy_count = 1;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    page.file_count = 1;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    page.shell = NULL;
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
    page = empty_page();
    cr_expect_eq(ft_page(&page, &(struct ft_sink){NULL, NULL}), FT_INVALID);
    cr_expect_eq(taken.length, 0);
    /* Cut within its last mark, and with a mark that stands there twice. */
    cr_expect(ft_page_is_shell(shell, sizeof shell - 1));
    cr_expect_not(ft_page_is_shell(shell, sizeof shell - 1 - strlen("@|@fangtian:engin@")));
    char twice[2 * sizeof shell];
    (void)snprintf(twice, sizeof twice, "%s%s", shell, "@fangtian:title@");
    cr_expect_not(ft_page_is_shell(twice, strlen(twice)));
    page.shell = twice;
    page.shell_length = strlen(twice);
    cr_expect_eq(write_page(&page, &taken, SIZE_MAX), FT_INVALID);
}
