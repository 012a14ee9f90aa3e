/* A page: the shell that page/README.md describes, with its marks replaced. */
#include <stdio.h>
#include <string.h>

#include "call.h"

/* Where a page is written to; `good` is false once the sink refused. */
struct page_writer {
    const struct ft_page *page;
    const struct ft_sink *sink;
    bool good;
};

static void put_bytes(struct page_writer *writer, const char *bytes, size_t length)
{
    if (writer->good && length > 0)
        writer->good = writer->sink->write(writer->sink->context, bytes, length);
}

static void page_put(struct page_writer *writer, const char *text)
{
    put_bytes(writer, text, strlen(text));
}

/* Bytes with some characters written otherwise; `escape` gives NULL for those that stay. */
static void put_escaped(struct page_writer *writer, const char *bytes, size_t length,
                        const char *(*escape)(const char *at))
{
    size_t sent = 0;
    for (size_t at = 0; at < length; at++) {
        const char *other = escape(bytes + at);
        if (other == NULL)
            continue;
        put_bytes(writer, bytes + sent, at - sent);
        page_put(writer, other);
        sent = at + 1;
    }
    put_bytes(writer, bytes + sent, length - sent);
}

static const char *escape_html(const char *at)
{
    return *at == '<' ? "&lt;" : *at == '&' ? "&amp;" : NULL;
}

/* Nothing in the text of a block may end it. */
static const char *escape_block(const char *at)
{
    return at[0] == '<' && (at[1] == '/' || at[1] == '!') ? "<\\" : NULL;
}

static const char *escape_json(const char *at)
{
    static const char *const controls[] = {
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
        "\\u0008", "\\t",     "\\n",     "\\u000b", "\\u000c", "\\r",     "\\u000e", "\\u000f",
        "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
        "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f"};
    const unsigned char byte = (unsigned char)*at;
    return byte < 0x20    ? controls[byte]
           : byte == '"'  ? "\\\""
           : byte == '\\' ? "\\\\"
           : byte == '<'  ? "\\u003c"
                          : NULL;
}

/* A character of JSON by its number, two where UTF-16 has two. */
static void put_json_code(struct page_writer *writer, uint32_t code)
{
    char text[16];
    if (code < 0x10000)
        (void)snprintf(text, sizeof text, "\\u%04x", (unsigned)code);
    else
        (void)snprintf(text, sizeof text, "\\u%04x\\u%04x",
                       (unsigned)(0xD800 + ((code - 0x10000) >> 10)),
                       (unsigned)(0xDC00 + ((code - 0x10000) & 0x3FF)));
    page_put(writer, text);
}

/* Valid UTF-8 as JSON: who reads the file's text sees every character that stands in it. */
static void page_put_json(struct page_writer *writer, const char *bytes, size_t length)
{
    page_put(writer, "\"");
    while (length > 0 && writer->good) {
        const size_t seen = utf8_find_invisible(bytes, length);
        put_escaped(writer, bytes, seen, escape_json);
        bytes += seen;
        length -= seen;
        uint32_t code = 0;
        if (length == 0)
            break;
        size_t used = utf8_next(bytes, length, &code);
        if (used == 0) { /* a name that is no UTF-8 */
            code = 0xFFFD;
            used = 1;
        }
        if (code < 0x20)
            put_escaped(writer, bytes, used, escape_json);
        else
            put_json_code(writer, code);
        bytes += used;
        length -= used;
    }
    page_put(writer, "\"");
}

static void put_json_or_null(struct page_writer *writer, const char *text)
{
    if (text == NULL)
        page_put(writer, "null");
    else
        page_put_json(writer, text, strlen(text));
}

/* {"NAME": text or {"base64": text}} */
static void put_files(struct page_writer *writer, const struct ft_memory_file *files, size_t count)
{
    page_put(writer, "{");
    for (size_t i = 0; i < count && writer->good; i++) {
        const struct ft_memory_file *file = &files[i];
        page_put(writer, i == 0 ? "" : ",");
        page_put_json(writer, file->name, strlen(file->name));
        page_put(writer, ":");
        if (utf8_check(file->bytes, file->length) == file->length) {
            page_put_json(writer, file->bytes, file->length);
            continue;
        }
        page_put(writer, "{\"base64\":\"");
        writer->good = writer->good && base64_write(writer->sink, file->bytes, file->length);
        page_put(writer, "\"}");
    }
    page_put(writer, "}");
}

/* ---- the marks ---- */

static void put_connect(struct page_writer *writer)
{
    page_put(writer, writer->page->call == NULL ? "'none'" : "'self'");
}

static void put_title(struct page_writer *writer)
{
    char title[1024];
    text_escape(title, sizeof title, writer->page->title);
    put_escaped(writer, title, strlen(title), escape_html);
}

static void put_about(struct page_writer *writer)
{
    const struct ft_page *page = writer->page;
    page_put(writer, "{\"made\":");
    put_json_or_null(writer, page->made);
    page_put(writer, ",\"version\":\"" FT_VERSION "\",\"serve\":");
    if (page->call == NULL) {
        page_put(writer, "null}");
        return;
    }
    page_put(writer, "{\"call\":");
    put_json_or_null(writer, page->call);
    page_put(writer, ",\"token\":");
    put_json_or_null(writer, page->token);
    page_put(writer, "}}");
}

static void put_policies(struct page_writer *writer)
{
    page_put(writer, "{\"files\":");
    put_files(writer, writer->page->policies, writer->page->policy_count);
    page_put(writer, "}");
}

static void put_scenario(struct page_writer *writer)
{
    page_put(writer, "{\"scenario\":");
    put_json_or_null(writer, writer->page->scenario);
    page_put(writer, ",\"files\":");
    put_files(writer, writer->page->files, writer->page->file_count);
    page_put(writer, "}");
}

static void put_engine(struct page_writer *writer)
{
    const struct ft_page *page = writer->page;
    writer->good = writer->good && base64_write(writer->sink, page->engine, page->engine_length);
}

static void put_licences(struct page_writer *writer)
{
    const struct ft_page *page = writer->page;
    put_escaped(writer, page->licences, page->licences_length, escape_block);
}

static const struct {
    const char *name;
    void (*put)(struct page_writer *writer);
} marks[] = {
    {"@fangtian:connect@", put_connect},   {"@fangtian:title@", put_title},
    {"@fangtian:about@", put_about},       {"@fangtian:policies@", put_policies},
    {"@fangtian:scenario@", put_scenario}, {"@fangtian:engine@", put_engine},
    {"@fangtian:licences@", put_licences},
};
enum { MARKS = sizeof marks / sizeof *marks };

/* The mark that begins at `at`, or MARKS. */
static size_t mark_at(const char *at, size_t length)
{
    size_t mark = 0;
    while (mark < MARKS && (strlen(marks[mark].name) > length ||
                            memcmp(at, marks[mark].name, strlen(marks[mark].name)) != 0))
        mark++;
    return mark;
}

bool ft_page_is_shell(const char *shell, size_t length)
{
    size_t found[MARKS] = {0};
    if (shell == NULL)
        return false;
    for (size_t at = 0; at < length; at++) {
        const size_t mark = shell[at] == '@' ? mark_at(shell + at, length - at) : MARKS;
        if (mark < MARKS)
            found[mark]++;
    }
    for (size_t i = 0; i < MARKS; i++)
        if (found[i] != 1)
            return false;
    return true;
}

/* Is all there that may not be left out? */
static bool page_is_whole(const struct ft_page *page)
{
    bool whole = page != NULL && page->title != NULL &&
                 (page->engine != NULL || page->engine_length == 0) &&
                 (page->licences != NULL || page->licences_length == 0) &&
                 (page->policies != NULL || page->policy_count == 0) &&
                 (page->files != NULL || page->file_count == 0);
    return whole && ft_page_is_shell(page->shell, page->shell_length);
}

enum ft_status ft_page(const struct ft_page *page, const struct ft_sink *sink)
{
    struct page_writer writer = {page, sink, true};
    size_t sent = 0;
    if (sink == NULL || sink->write == NULL || !page_is_whole(page))
        return FT_INVALID;
    for (size_t at = 0; at < page->shell_length && writer.good; at++) {
        const size_t mark =
            page->shell[at] == '@' ? mark_at(page->shell + at, page->shell_length - at) : MARKS;
        if (mark == MARKS)
            continue;
        put_bytes(&writer, page->shell + sent, at - sent);
        marks[mark].put(&writer);
        sent = at + strlen(marks[mark].name);
    }
    put_bytes(&writer, page->shell + sent, page->shell_length - sent);
    return writer.good ? FT_OK : FT_IO;
}
