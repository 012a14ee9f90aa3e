/*
 * The CSV reader: whatever the bytes, rows are read to the end or refused with a diagnostic; each
 * field stands where its place says; and rows that were read, written anew with every field in
 * quotes, are read again as the same fields.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/csv.h"

/* What has been read, written anew. */
struct copy {
    char *bytes;
    size_t length;
};

static void write_byte(struct copy *copy, char byte)
{
    copy->bytes[copy->length++] = byte;
}

static void write_row(struct copy *copy, const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        write_byte(copy, i == 0 ? '\n' : ',');
        write_byte(copy, '"');
        for (const char *at = csv->fields[i].bytes; *at != '\0'; at++) {
            if (*at == '"')
                write_byte(copy, '"');
            write_byte(copy, *at);
        }
        write_byte(copy, '"');
    }
}

static void check_row(const struct csv *csv)
{
    fuzz_require(csv->count > 0 && csv->count <= limits[LIMIT_CSV_COLUMNS].value);
    for (size_t i = 0; i < csv->count; i++) {
        const struct text *field = &csv->fields[i];
        fuzz_require(utf8_check(field->bytes, field->length) == field->length);
        fuzz_require(field->bytes[field->length] == '\0');
        fuzz_require(field->place.source == csv->source && field->place.line >= csv->row_line);
        fuzz_require(field->place.line <= csv->line && field->place.column > 0);
    }
}

/* Reads the rows of `source` and writes them anew into `copy`. */
static enum ft_status read_rows(const struct source *source, struct arena *arena, struct copy *copy)
{
    static struct diagnostics diagnostics;
    diagnostics = (struct diagnostics){.language = FT_ZH};
    struct csv csv;
    csv_open(&csv, source, arena, &diagnostics);
    for (;;) {
        bool done;
        enum ft_status status = csv_read(&csv, &done);
        fuzz_require((status == FT_OK) == (diagnostics.total == 0));
        if (status != FT_OK || done)
            return status;
        check_row(&csv);
        write_row(copy, &csv);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (utf8_check((const char *)data, size) != size)
        return 0;
    struct arena arena;
    arena_open(&arena, NULL);
    /* Each byte may become two, and a field takes two quotes and a comma. */
    struct copy copy = {arena_allocate(&arena, size * 6 + 8), 0};
    struct copy again = {arena_allocate(&arena, size * 6 + 8), 0};
    const struct source source = {
        .path = "input", .bytes = arena_copy(&arena, (const char *)data, size), .length = size};
    fuzz_require(copy.bytes != NULL && again.bytes != NULL && source.bytes != NULL);
    if (read_rows(&source, &arena, &copy) == FT_OK) {
        const struct source written = {.path = "copy", .bytes = copy.bytes, .length = copy.length};
        fuzz_require(read_rows(&written, &arena, &again) == FT_OK);
        fuzz_require(again.length == copy.length);
        fuzz_require(memcmp(again.bytes, copy.bytes, copy.length) == 0);
    }
    arena_close(&arena);
    return 0;
}
