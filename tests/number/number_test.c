#include "number_test.h"

#include <stdio.h>
#include <string.h>

void bench_open(struct bench *bench, enum ft_language language)
{
    *bench = (struct bench){.diagnostics = {.language = language}};
    arena_open(&bench->arena, NULL);
    arith_open(&bench->arith, &bench->arena);
}

void bench_close(struct bench *bench)
{
    arith_close(&bench->arith);
    arena_close(&bench->arena);
}

struct text bench_text(struct bench *bench, const char *string)
{
    bench->diagnostics = (struct diagnostics){.language = bench->diagnostics.language};
    bench->source = (struct source){.path = "input", .bytes = string, .length = strlen(string)};
    struct text text = text_from(string);
    text.place = (struct place){.source = &bench->source, .line = 1, .column = 1, .width = 1};
    bench->piece = (struct text_piece){.offset = 0, .place = text.place};
    text.pieces = &bench->piece;
    text.piece_count = 1;
    return text;
}

static bool append(void *context, const char *bytes, size_t length)
{
    char *rendering = context;
    size_t used = strlen(rendering);
    if (used + length >= RENDERING_SIZE)
        return false;
    memcpy(rendering + used, bytes, length);
    rendering[used + length] = '\0';
    return true;
}

const char *bench_rendering(struct bench *bench)
{
    bench->rendering[0] = '\0';
    struct ft_sink sink = {.write = append, .context = bench->rendering};
    cr_assert(diagnostics_render(&bench->diagnostics, &sink, false));
    return bench->rendering;
}

struct number bench_number(struct bench *bench, const char *ratio)
{
    struct number x = NUMBER_ZERO;
    mpq_t value;
    mpq_init(value);
    cr_assert_eq(mpq_set_str(value, ratio, 10), 0, "%s", ratio);
    cr_assert_eq(number_from_mpq(&x, &bench->arith, value), FT_OK, "%s", ratio);
    mpq_clear(value);
    return x;
}

const char *bench_ratio(struct bench *bench, const struct number *x)
{
    mpq_t value;
    mpq_init(value);
    number_to_mpq(value, x);
    size_t size = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = arena_allocate(&bench->arena, size);
    cr_assert_not_null(text);
    mpq_get_str(text, 10, value);
    mpq_clear(value);
    return text;
}
