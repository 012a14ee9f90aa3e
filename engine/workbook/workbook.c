/* A workbook's structure: which part is which, by the relationships between them. */
#include <string.h>
#include <strings.h>

#include "workbook_internal.h"

/* ---- what a file is ---- */

static bool is_named_one(const char *path)
{
    static const char *const endings[] = {".xlsx", ".xlsm", ".xltx", ".xls",
                                          ".xlsb", ".et",   ".ods"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return true;
    return false;
}

static bool begins(const char *bytes, size_t length, const char *start)
{
    return length >= strlen(start) && memcmp(bytes, start, strlen(start)) == 0;
}

bool workbook_is_one(const struct file_list *files, const char *path)
{
    char start[4] = "";
    if (is_named_one(path))
        return true;
    return file_begins(files, path, start, sizeof start) == sizeof start &&
           (memcmp(start, "PK\x03\x04", 4) == 0 || memcmp(start, "\xD0\xCF\x11\xE0", 4) == 0);
}

/* "EncryptedPackage" as the old container of a protected workbook names it, two bytes a letter. */
static bool is_encrypted(const char *bytes, size_t length)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    const size_t size = sizeof name - 1;
    for (size_t at = 0; at + size <= length; at++)
        if (bytes[at] == 'E' && memcmp(bytes + at, name, size) == 0)
            return true;
    return false;
}

/* The name of the workbook whose owner file this is, "~$county.xlsx"; NULL where it is none. */
static const char *opened_beside(const char *path)
{
    static const char mark[] = "~$";
    const char *folder = strrchr(path, '/'), *name = folder == NULL ? path : folder + 1;
    return strncmp(name, mark, sizeof mark - 1) == 0 ? name + sizeof mark - 1 : NULL;
}

/* What a file that is no zip really is, by its first bytes. */
static enum ft_status fault_kind(struct package *package, const char *bytes, size_t length)
{
    const char *at = bytes;
    const bool zh = package->diagnostics->language == FT_ZH;
    const char *opened = opened_beside(package->whole.source->path);
    if (opened != NULL)
        return package_fault(package, WORKBOOK_LOCK, opened);
    if (begins(bytes, length, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return package_fault(package,
                             is_encrypted(bytes, length) ? WORKBOOK_ENCRYPTED : WORKBOOK_OLD, NULL);
    while (length > 0 && strchr(" \t\r\n\xEF\xBB\xBF", *at) != NULL)
        at++, length--;
    const char *kind =
        length == 0  ? (zh ? "是空的" : "is empty")
        : *at == '<' ? (zh ? "其实是网页（HTML 或 XML）" : "is a web page (HTML or XML)")
        : utf8_check(at, length) == length ? (zh ? "其实是文本" : "is plain text")
                                           : (zh ? "不是表格软件的工作簿" : "is no workbook");
    return package_fault(package, WORKBOOK_NOT_ONE, kind);
}

/* ---- relationships ---- */

/* One part's relationship to another, as far as it matters here. */
struct relation {
    const char *id, *type, *target; /* the type's last word: "worksheet" */
};
struct relations {
    struct package *package;
    const char *part; /* theirs */
    struct relation *all;
    size_t count, capacity;
    bool no_memory;
};

static void relations_start(void *context, const char *name, const char **attributes)
{
    struct relations *relations = context;
    struct arena *arena = relations->package->arena;
    const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0))
        return;
    const char *slash = strrchr(type, '/'), *word = slash == NULL ? type : slash + 1;
    struct relation *all =
        arena_grow(arena, relations->all, &relations->capacity, sizeof *all, relations->count + 1);
    const struct relation one = {arena_copy(arena, id, strlen(id)),
                                 arena_copy(arena, word, strlen(word)),
                                 package_resolve(arena, relations->part, target)};
    if (all == NULL || one.id == NULL || one.type == NULL || one.target == NULL) {
        relations->no_memory = true;
        return;
    }
    relations->all = all;
    all[relations->count++] = one;
}

/* "xl/workbook.xml" has its relationships in "xl/_rels/workbook.xml.rels"; "" stands for the file.
 */
static enum ft_status read_relations(struct relations *relations, struct package *package,
                                     const char *part)
{
    static const struct xml_handler handler = {relations_start, NULL, NULL};
    const char *slash = strrchr(part, '/');
    const int folder = slash == NULL ? 0 : (int)(slash - part) + 1;
    *relations = (struct relations){.package = package, .part = part};
    const char *name =
        arena_format(package->arena, "%.*s_rels/%s.rels", folder, part, part + folder);
    if (name == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = xml_read(package, name, &handler, relations);
    return status == FT_OK && relations->no_memory ? FT_NO_MEMORY : status;
}

static const struct relation *relation_of_type(const struct relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->all[i].type, type) == 0)
            return &relations->all[i];
    return NULL;
}

/* ---- the workbook's own part ---- */

struct tabs {
    const struct relations *relations;
    struct arena *arena;
    struct sheet_name *sheets;
    size_t count, capacity;
    bool from_1904, no_memory;
};

/* A tab is a sheet of cells where its relationship says so; charts have tabs too. */
static void add_tab(struct tabs *tabs, const char **attributes)
{
    const char *name = xml_attribute(attributes, "name"), *id = xml_relation(attributes);
    const char *state = xml_attribute(attributes, "state");
    const struct relation *target = NULL;
    for (size_t i = 0; id != NULL && i < tabs->relations->count; i++)
        if (strcmp(tabs->relations->all[i].id, id) == 0)
            target = &tabs->relations->all[i];
    if (name == NULL || target == NULL || strcmp(target->type, "worksheet") != 0)
        return;
    struct sheet_name *sheets =
        arena_grow(tabs->arena, tabs->sheets, &tabs->capacity, sizeof *sheets, tabs->count + 1);
    const char *copy = arena_copy(tabs->arena, name, strlen(name));
    if (sheets == NULL || copy == NULL) {
        tabs->no_memory = true;
        return;
    }
    tabs->sheets = sheets;
    sheets[tabs->count++] =
        (struct sheet_name){copy, state != NULL && strcmp(state, "visible") != 0, target->target};
}

static void tabs_start(void *context, const char *name, const char **attributes)
{
    struct tabs *tabs = context;
    if (strcmp(name, "workbookPr") == 0)
        tabs->from_1904 = xml_is_true(xml_attribute(attributes, "date1904"));
    else if (strcmp(name, "sheet") == 0)
        add_tab(tabs, attributes);
}

static enum ft_status read_tabs(struct workbook *book, struct workbook_parts *parts,
                                struct package *package, const char *part,
                                const struct relations *relations)
{
    static const struct xml_handler handler = {tabs_start, NULL, NULL};
    struct tabs tabs = {.relations = relations, .arena = package->arena};
    enum ft_status status = xml_read(package, part, &handler, &tabs);
    if (status == FT_OK && tabs.no_memory)
        status = FT_NO_MEMORY;
    if (status == FT_OK && tabs.count == 0)
        status = package_fault(package, WORKBOOK_NO_SHEETS, NULL);
    book->sheets = tabs.sheets;
    book->sheet_count = tabs.count;
    parts->from_1904 = tabs.from_1904;
    return status;
}

/* ---- the program that saved it ---- */

struct application {
    bool inside;
    char name[32];
};

static void application_start(void *context, const char *name, const char **attributes)
{
    struct application *application = context;
    (void)attributes;
    application->inside = strcmp(name, "Application") == 0;
}

static void application_end(void *context, const char *name)
{
    struct application *application = context;
    (void)name;
    application->inside = false;
}

static void application_text(void *context, const char *bytes, size_t length)
{
    struct application *application = context;
    const size_t used = strlen(application->name);
    if (application->inside && used + length < sizeof application->name)
        memcpy(application->name + used, bytes, length);
}

/* Gnumeric gives a cell no style where it has its column's; the standard, and every other program,
 * takes that for no format. */
static enum ft_status read_application(struct workbook_parts *parts, struct package *package,
                                       const struct relation *relation)
{
    static const struct xml_handler handler = {application_start, application_end,
                                               application_text};
    struct application application = {.name = ""};
    if (relation == NULL || !package_has(package, relation->target))
        return FT_OK;
    enum ft_status status = xml_read(package, relation->target, &handler, &application);
    parts->columns_style_cells = strcasecmp(application.name, "gnumeric") == 0;
    return status;
}

/* ---- all of it ---- */

static enum ft_status book_read_parts(struct workbook *book, struct workbook_parts *parts,
                                      struct package *package)
{
    struct relations relations;
    enum ft_status status = read_relations(&relations, package, "");
    if (status != FT_OK)
        return status;
    const struct relation *main_part = relation_of_type(&relations, "officeDocument");
    if (main_part == NULL)
        return package_fault(package, WORKBOOK_DAMAGED, "_rels/.rels");
    status = read_application(parts, package, relation_of_type(&relations, "extended-properties"));
    if (status != FT_OK)
        return status;
    const char *part = main_part->target;
    const size_t length = strlen(part);
    if (length > 4 && strcmp(part + length - 4, ".bin") == 0)
        return package_fault(package, WORKBOOK_BINARY, NULL);
    status = read_relations(&relations, package, part);
    if (status != FT_OK)
        return status;
    if (relation_of_type(&relations, "vbaProject") != NULL)
        return package_fault(package, WORKBOOK_MACROS, NULL);
    status = read_tabs(book, parts, package, part, &relations);
    const struct relation *styles = relation_of_type(&relations, "styles");
    const struct relation *strings = relation_of_type(&relations, "sharedStrings");
    if (status == FT_OK && styles != NULL)
        status = styles_read(&parts->styles, package, styles->target);
    if (status == FT_OK && strings != NULL)
        status = strings_read(&parts->strings, package, strings->target);
    return status;
}

static bool book_gather(void *context, const char *bytes, size_t length)
{
    struct growing_text *text = context;
    if (text->length + length <= limits[LIMIT_WORKBOOK_BYTES].value)
        growing_add(text, bytes, length);
    else
        text->failed = true;
    return !text->failed;
}

/* All bytes of the file, which is no text. */
static enum ft_status book_read_file(struct workbook *book, struct package *package,
                                     const struct place *asked)
{
    struct growing_text text = {.arena = package->arena};
    const struct ft_sink sink = {book_gather, &text};
    struct arena pieces; /* of its own: the copy gives its memory back when it is done */
    growing_add(&text, "", 0);
    const uint64_t before = package->diagnostics->said;
    arena_open(&pieces, package->arena->allocator);
    enum ft_status status = file_copy(&sink, &pieces, package->diagnostics, book->path, asked);
    arena_close(&pieces);
    book->bytes = text.bytes;
    book->length = text.length;
    if (status == FT_IO && package->diagnostics->said == before)
        return text.length + (1 << 18) > limits[LIMIT_WORKBOOK_BYTES].value
                   ? package_fault(package, WORKBOOK_TOO_LARGE, limits[LIMIT_WORKBOOK_BYTES].name)
                   : FT_NO_MEMORY;
    return status;
}

/* A workbook without its bytes, and the package that reads it. */
static struct workbook *open_package(struct package *package, const char *path)
{
    struct arena *arena = package->arena;
    struct workbook *book = arena_allocate(arena, sizeof *book);
    struct source *source = arena_allocate(arena, sizeof *source);
    const char *name = arena_copy(arena, path, strlen(path));
    if (book == NULL || source == NULL || name == NULL)
        return NULL;
    *source = (struct source){.path = name, .bytes = ""};
    package->whole = (struct place){.source = source};
    book->path = name;
    return book;
}

static enum ft_status read_bytes_of(const struct workbook **out, struct workbook *book,
                                    struct package *package)
{
    struct workbook_parts *parts = arena_allocate(package->arena, sizeof *parts);
    if (parts == NULL)
        return FT_NO_MEMORY;
    book->parts = parts;
    if (!begins(book->bytes, book->length, "PK"))
        return fault_kind(package, book->bytes, book->length);
    enum ft_status status = package_open(package, book->bytes, book->length);
    if (status == FT_OK)
        status = book_read_parts(book, parts, package);
    package_close(package);
    *out = book;
    return status;
}

enum ft_status workbook_read(const struct workbook **out, struct arena *arena,
                             struct diagnostics *diagnostics, const char *path, const char *bytes,
                             size_t length)
{
    struct package package = {.arena = arena, .diagnostics = diagnostics};
    struct workbook *book = open_package(&package, path);
    if (book == NULL)
        return FT_NO_MEMORY;
    book->bytes = bytes;
    book->length = length;
    return read_bytes_of(out, book, &package);
}

enum ft_status workbook_open(const struct workbook **out, struct arena *arena,
                             struct diagnostics *diagnostics, const char *path,
                             const struct place *asked)
{
    struct package package = {.arena = arena, .diagnostics = diagnostics};
    struct workbook *book = open_package(&package, path);
    if (book == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = book_read_file(book, &package, asked);
    return status == FT_OK ? read_bytes_of(out, book, &package) : status;
}

const struct sheet_name *workbook_find(const struct workbook *book, const char *name)
{
    for (size_t i = 0; i < book->sheet_count; i++)
        if (strcasecmp(book->sheets[i].name, name) == 0)
            return &book->sheets[i];
    return NULL;
}

static const struct cell_original *original_of(const struct sheet_filter *filter,
                                               const struct sheet_cell *cell)
{
    size_t low = 0, high = filter->original_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct cell_original *at = &filter->originals[middle];
        if (at->row < cell->row || (at->row == cell->row && at->column < cell->column))
            low = middle + 1;
        else
            high = middle;
    }
    const bool found = low < filter->original_count && filter->originals[low].row == cell->row &&
                       filter->originals[low].column == cell->column;
    return found ? &filter->originals[low] : NULL;
}

/* Puts what a cell stands for in its place, where nobody changed it. */
static void restore_cell(struct sheet_cell *cell, const struct cell_original *original)
{
    char decimal[DECIMAL_SIZE];
    const char *shown = cell->text;
    if (cell->kind == SHEET_NUMBER && decimal_read(decimal, cell->text, 0) == DECIMAL_OK)
        shown = decimal;
    if ((cell->kind != SHEET_NUMBER && cell->kind != SHEET_TEXT) ||
        strcmp(shown, original->shown) != 0)
        return;
    cell->kind = SHEET_TEXT;
    cell->text = original->text;
}

static void filter_cells(struct sheet_cells *cells, const struct sheet_filter *filter)
{
    size_t kept = 0;
    for (size_t i = 0; i < cells->count; i++) {
        struct sheet_cell cell = cells->cells[i];
        if (!filter->keeps(filter->context, cell.row, cell.column))
            continue;
        const struct cell_original *original = original_of(filter, &cell);
        if (original != NULL)
            restore_cell(&cell, original);
        if (cell.kind != SHEET_TEXT || cell.text[0] != '\0')
            cells->cells[kept++] = cell;
    }
    cells->count = kept;
}

enum ft_status workbook_sheet(const struct book_sheet **out, const struct workbook *book,
                              const struct sheet_name *name, struct arena *arena,
                              struct diagnostics *diagnostics)
{
    return workbook_cells(out, book, name, NULL, arena, diagnostics);
}

enum ft_status workbook_cells(const struct book_sheet **out, const struct workbook *book,
                              const struct sheet_name *name, const struct sheet_filter *filter,
                              struct arena *arena, struct diagnostics *diagnostics)
{
    struct book_sheet *sheet = arena_allocate(arena, sizeof *sheet);
    struct source *source = arena_allocate(arena, sizeof *source);
    struct arena scratch;
    struct sheet_cells cells = {0};
    if (sheet == NULL || source == NULL)
        return FT_NO_MEMORY;
    *source = (struct source){.path = book->path, .bytes = ""};
    sheet->source = *source; /* where it cannot be laid out */
    arena_open(&scratch, arena->allocator);
    struct package package = {
        .arena = &scratch, .diagnostics = diagnostics, .whole = {.source = source}};
    enum ft_status status = package_open(&package, book->bytes, book->length);
    if (status == FT_OK)
        status = sheet_read(&cells, &package, &scratch, name->part, &book->parts->strings);
    package_close(&package);
    if (status == FT_OK && filter != NULL)
        filter_cells(&cells, filter);
    if (status == FT_OK)
        status = sheet_lay_out(sheet, &cells, book, name->name, arena, diagnostics);
    if (status == FT_OK || status == FT_INVALID) {
        struct sheet_range *merged = arena_array(arena, cells.merged_count, sizeof *merged);
        if (merged == NULL)
            status = FT_NO_MEMORY;
        else if (cells.merged_count > 0)
            memcpy(merged, cells.merged, cells.merged_count * sizeof *merged);
        sheet->merged = merged;
        sheet->merged_count = cells.merged_count;
    }
    arena_close(&scratch);
    *out = sheet;
    return status;
}
