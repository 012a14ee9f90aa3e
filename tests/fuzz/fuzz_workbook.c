/*
 * The reader of workbooks: bytes that begin as a zip are a file; others are the XML of a sheet, of
 * the strings or of the styles, by their first byte, in a workbook whose other parts are good.
 * Whatever they are, each sheet is laid out as CSV text that reads to its end and whose cells stand
 * in the order of the sheet, or something is said.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "scenario/csv.h"
#include "workbook/workbook.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static const char *const parts[][2] = {
    {"_rels/.rels", RELATIONS "<Relationship Id=\"a\" Type=\"" RELATION
                              "/officeDocument\" Target=\"book.xml\"/></Relationships>"},
    {"_rels/book.xml.rels", RELATIONS
     "<Relationship Id=\"a\" Type=\"" RELATION "/worksheet\" Target=\"sheet.xml\"/>"
     "<Relationship Id=\"b\" Type=\"" RELATION "/sharedStrings\" Target=\"strings.xml\"/>"
     "<Relationship Id=\"c\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/></Relationships>"},
    {"book.xml", "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATION
                 "\"><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>"},
    {"sheet.xml", "<worksheet xmlns=\"" MAIN
                  "\"><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>45000.5</v></c>"
                  "<c s=\"2\"><v>0.29</v></c></row></sheetData></worksheet>"},
    {"strings.xml", "<sst xmlns=\"" MAIN "\"><si><t>x</t></si></sst>"},
    {"styles.xml",
     "<styleSheet xmlns=\"" MAIN
     "\"><cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"},
};
enum { FIRST_PART = 3, PARTS = sizeof parts / sizeof *parts };

/* A zip whose part `chosen` is the input; its bytes are the arena's. */
static const char *build(struct arena *arena, size_t chosen, const char *data, size_t size,
                         size_t *length)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    fuzz_require(target != NULL);
    zip_source_keep(target);
    zip_t *archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    fuzz_require(archive != NULL);
    for (size_t i = 0; i < PARTS; i++) {
        const char *bytes = i == chosen ? data : parts[i][1];
        const size_t count = i == chosen ? size : strlen(parts[i][1]);
        zip_source_t *source = zip_source_buffer(archive, bytes, count, 0);
        zip_int64_t index = zip_file_add(archive, parts[i][0], source, 0);
        fuzz_require(index >= 0);
        fuzz_require(zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0);
    }
    fuzz_require(zip_close(archive) == 0 && zip_source_open(target) == 0);
    fuzz_require(zip_source_seek(target, 0, SEEK_END) == 0);
    *length = (size_t)zip_source_tell(target);
    char *bytes = arena_allocate(arena, *length + 1);
    fuzz_require(bytes != NULL && zip_source_seek(target, 0, SEEK_SET) == 0);
    fuzz_require((size_t)zip_source_read(target, bytes, *length) == *length);
    (void)zip_source_close(target);
    zip_source_free(target);
    zip_error_fini(&error);
    return bytes;
}

/* The cells of the text stand in the order of the sheet's. */
static void check_sheet(const struct source *source, struct arena *arena)
{
    static struct diagnostics diagnostics;
    diagnostics = (struct diagnostics){.language = FT_ZH};
    struct csv csv;
    uint32_t last_row = 0;
    fuzz_require(utf8_check(source->bytes, source->length) == source->length);
    csv_open(&csv, source, arena, &diagnostics);
    for (;;) {
        bool done;
        if (csv_read(&csv, &done) != FT_OK || done)
            break;
        for (size_t i = 0; i < csv.count; i++) {
            uint32_t row, column;
            fuzz_require(grid_cell(&csv.fields[i].place, &row, &column));
            fuzz_require(column == i + 1 && row >= last_row);
            last_row = row;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct diagnostics diagnostics;
    struct arena arena;
    const struct workbook *book = NULL;
    arena_open(&arena, NULL);
    diagnostics = (struct diagnostics){.language = FT_EN};
    const char *bytes = (const char *)data;
    const bool whole = size >= 2 && bytes[0] == 'P' && bytes[1] == 'K';
    if (!whole && size > 0)
        bytes =
            build(&arena, FIRST_PART + data[0] % (PARTS - FIRST_PART), bytes + 1, size - 1, &size);
    enum ft_status status = workbook_read(&book, &arena, &diagnostics, "book.xlsx", bytes, size);
    fuzz_require((status == FT_OK) == (diagnostics.total == 0));
    for (size_t i = 0; status == FT_OK && i < book->sheet_count; i++) {
        const struct book_sheet *sheet = NULL;
        const size_t before = diagnostics.total;
        enum ft_status laid_out =
            workbook_sheet(&sheet, book, &book->sheets[i], &arena, &diagnostics);
        fuzz_require(laid_out == FT_OK || diagnostics.total > before ||
                     diagnostics.total >= DIAGNOSTICS_KEPT);
        if (laid_out == FT_OK)
            check_sheet(&sheet->source, &arena);
    }
    arena_close(&arena);
    return 0;
}
