/* Bytes as text, by the vectors of RFC 4648, section 10. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "call/call.h"

struct written {
    char text[1 << 14];
    size_t length;
};

static bool keep_text(void *context, const char *bytes, size_t length)
{
    struct written *written = context;
    if (length >= sizeof written->text - written->length)
        return false;
    memcpy(written->text + written->length, bytes, length);
    written->length += length;
    written->text[written->length] = '\0';
    return true;
}

static const char *const vectors[][2] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xFB\xFF\xBE", "+/++"},
};

Test(base64, is_written_and_read_as_the_standard_says)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        static struct written written;
        const char *const *vector = vectors[i];
        size_t length = 0;
        written = (struct written){.length = 0};
        const struct ft_sink sink = {keep_text, &written};
        cr_assert(base64_write(&sink, vector[0], strlen(vector[0])));
        cr_expect_str_eq(written.text, vector[1]);
        const char *read;
        cr_assert_eq(base64_decode(&read, &length, &arena, vector[1]), FT_OK, "%s", vector[1]);
        cr_expect_eq(length, strlen(vector[0]), "%s", vector[1]);
        cr_expect_eq(memcmp(read, vector[0], length), 0, "%s", vector[1]);
    }
    arena_close(&arena);
}

Test(base64, what_is_none_is_refused)
{
    static const char *const faulty[] = {"Z",        "Zg",     "Zg=",    "Z===",     "====", "Zh==",
                                         "Zm9=",     "Zm9v\n", "Zm 9v=", "Zg==Zg==", "Zm-_", "方田",
                                         "Zm9vZ===", "A===",   "AA =",   "AAA ",     " AA="};
    struct arena arena;
    size_t length;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        const char *read = "";
        cr_expect_eq(base64_decode(&read, &length, &arena, faulty[i]), FT_INVALID, "%s", faulty[i]);
        cr_expect_null(read, "%s", faulty[i]);
    }
    arena_close(&arena);
}

/* As many bytes as go out at once, one less, one more. */
Test(base64, long_texts_come_back)
{
    static char bytes[3 * 1024 + 1];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 % 256);
    for (size_t count = sizeof bytes - 2; count <= sizeof bytes; count++) {
        static struct written written;
        struct arena arena;
        size_t length = 0;
        arena_open(&arena, NULL);
        written = (struct written){.length = 0};
        const struct ft_sink sink = {keep_text, &written};
        cr_assert(base64_write(&sink, bytes, count));
        const char *read;
        cr_assert_eq(base64_decode(&read, &length, &arena, written.text), FT_OK);
        cr_assert_eq(length, count);
        cr_expect_eq(memcmp(read, bytes, count), 0, "%zu bytes", count);
        arena_close(&arena);
    }
}

static bool take_nothing(void *context, const char *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return false;
}

Test(base64, a_sink_that_takes_no_more_ends_it)
{
    static const char bytes[5000];
    const struct ft_sink sink = {take_nothing, NULL};
    cr_expect_not(base64_write(&sink, bytes, 1));
    cr_expect_not(base64_write(&sink, bytes, sizeof bytes));
    cr_expect(base64_write(&sink, bytes, 0), "nothing is written of nothing");
}
