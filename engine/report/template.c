/* The workbook that a user fills in, made from the vocabulary and the rules that ask for its
 * fields; with the rows of a scenario where one is converted. */
#include <string.h>

#include "filling.h"
#include "reporting.h"

/* The sheet that lists of choices stand on: hidden, and not read, as its name says. */
#define CHOICES_SHEET "#选项"
enum { MOST_ON_A_PAGE = 14 }; /* columns of a table that are printed side by side */
enum { TABLE_ROWS = 10000 };  /* of a table's sheet, that lists of choices are for */

static enum book_style style_of_field(const struct field *field)
{
    switch (field->type.kind) {
    case TYPE_NUMBER:
        /* A share is typed as 62%, or as 62 under a header that says %. */
        return field->integer ? BOOK_WHOLE : unit_is_share(&field->unit) ? BOOK_SHARE : BOOK_NUMBER;
    case TYPE_DATE:
        return BOOK_DATE;
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        return BOOK_TEXT;
    case TYPE_BOOLEAN:
    case TYPE_SYMBOL:
        break;
    }
    return BOOK_PLAIN;
}

/* ---- lists ---- */

/* The column of an enumeration's members on the sheet of choices; NULL stands for yes and no. */
static uint16_t template_list_of(struct filling *filling, const struct enumeration *enumeration)
{
    for (size_t i = 0; i < filling->list_count; i++)
        if (filling->lists[i] == enumeration)
            return (uint16_t)i;
    const struct enumeration **lists =
        arena_grow(filling->arena, filling->lists, &filling->list_capacity, sizeof *lists,
                   filling->list_count + 1);
    if (lists == NULL) {
        filling->no_memory = true;
        return 0;
    }
    filling->lists = lists;
    lists[filling->list_count] = enumeration;
    return (uint16_t)filling->list_count++;
}

/* In so many rows from `row` on. */
static void template_offer_choices(struct filling *filling, uint32_t row, uint32_t rows,
                                   uint16_t column, const struct field *field)
{
    const struct enumeration *list =
        field->type.kind == TYPE_SYMBOL ? field->type.enumeration : NULL;
    if (field->type.kind == TYPE_SYMBOL || field->type.kind == TYPE_BOOLEAN)
        book_writer_offer(filling->writer, row, row + rows - 1, column, CHOICES_SHEET,
                          template_list_of(filling, list),
                          list == NULL ? 2 : (uint32_t)list->count);
}

static const char *const yes_or_no[][2] = {{"是", "否"}, {"yes", "no"}};

static const char *member_told(const struct filling *filling, const struct member *member)
{
    return title_in(&member->title, filling->context->language);
}

static void write_lists(struct filling *filling)
{
    const enum ft_language language = filling->context->language;
    book_writer_sheet(filling->writer, CHOICES_SHEET, true);
    for (size_t i = 0; i < filling->list_count; i++) {
        const struct enumeration *list = filling->lists[i];
        const size_t count = list == NULL ? 2 : list->count;
        book_writer_text(filling->writer, 0, (uint16_t)i, BOOK_HEADER,
                         list == NULL ? filling_say(filling, "是否", "yes or no")
                                      : title_in(&list->title, language));
        for (size_t j = 0; j < count; j++)
            book_writer_text(filling->writer, (uint32_t)j + 1, (uint16_t)i, BOOK_PLAIN,
                             list == NULL ? yes_or_no[language == FT_EN][j]
                                          : member_told(filling, &list->members[j]));
    }
}

/* ---- values ---- */

/* A value as it is written, and as it is read. */
struct value_shown {
    struct written_cell written;
    const union value *value; /* NULL: it is written that there is none */
};

/* A day as the number that spreadsheets count it by; NULL where they have none. */
static const char *serial_of(struct filling *filling, struct date day)
{
    struct date epoch;
    enum { FIRST_SURE_DAY = 61 };
    if (!date_from_ymd(&epoch, 1899, 12, 30) || day.days - epoch.days < FIRST_SURE_DAY)
        return NULL;
    return filling_format(filling, "%d", (int)(day.days - epoch.days));
}

/* The number that stands in a cell; NULL: it stands there as text, with its unit. */
static const char *template_number_shown(struct filling *filling, const struct field *field,
                                         const struct unit *unit, const struct value_shown *shown)
{
    static const struct unit plain = {.factor = NUMBER_ONE, .text = ""};
    if (shown->value == NULL)
        return NULL;
    if (field->type.kind == TYPE_DATE)
        return serial_of(filling, shown->value->date);
    if (field->type.kind != TYPE_NUMBER)
        return NULL;
    return decimal_of(filling, &shown->value->number, unit_is_share(unit) ? &plain : unit);
}

/* "2000/3 元" as a table takes it: "2000÷3 元". */
static const char *fraction_shown(struct filling *filling, const char *text)
{
    const size_t whole = strspn(text, "+-0123456789,");
    if (text[whole] != '/' || text[whole + 1] < '0' || text[whole + 1] > '9')
        return text;
    return filling_format(filling, "%.*s÷%s", (int)whole, text, text + whole + 1);
}

static const char *text_shown(struct filling *filling, const struct field *field,
                              const struct value_shown *shown)
{
    if (shown->value == NULL)
        return shown->written.text.bytes;
    switch (field->type.kind) {
    case TYPE_BOOLEAN:
        return yes_or_no[filling->context->language == FT_EN][!shown->value->boolean];
    case TYPE_SYMBOL:
        return member_told(filling, &field->type.enumeration->members[shown->value->symbol]);
    case TYPE_NUMBER:
        return fraction_shown(filling, written_alone(filling, field, &shown->written));
    case TYPE_DATE:
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return written_alone(filling, field, &shown->written);
}

static void template_write_value(struct filling *filling, uint32_t row, uint16_t column,
                                 const struct field *field, const struct unit *unit,
                                 const struct value_shown *shown)
{
    const char *number = template_number_shown(filling, field, unit, shown);
    if (number != NULL)
        book_writer_decimal(filling->writer, row, column, style_of_field(field), number);
    else
        book_writer_text(filling->writer, row, column, BOOK_TEXT,
                         text_shown(filling, field, shown));
}

static struct value_shown value_at(const struct filling *filling, const struct entity *entity,
                                   uint32_t row, size_t field, union value *room)
{
    const struct column *column = &filling->scenario->dataset->tables[entity->index].fields[field];
    *room = column_value(column, row);
    return (struct value_shown){scenario_written(filling->scenario, entity, row, field),
                                column_state(column, row) == CELL_VALUE ? room : NULL};
}

/* The unit that most figures of a column are written in; the field's own where none says one. */
static const struct unit *unit_of_column(struct filling *filling, const struct entity *entity,
                                         const struct field *field)
{
    enum { MOST_UNITS = 8 };
    const struct unit *found[MOST_UNITS];
    uint32_t counts[MOST_UNITS], best = 0;
    size_t count = 0, at;
    const struct unit *chosen = &field->unit;
    const uint32_t rows =
        filling->scenario == NULL ? 0 : filling->scenario->dataset->tables[entity->index].count;
    if (field->type.kind != TYPE_NUMBER || field->integer || unit_is_share(&field->unit))
        return chosen;
    for (uint32_t row = 0; row < rows; row++) {
        const struct written_cell written =
            scenario_written(filling->scenario, entity, row, field->index);
        const struct unit *own =
            written.text.bytes == NULL ? NULL : unit_written(filling, field, &written.text);
        const struct unit *unit = own != NULL || written.text.bytes == NULL ? own : written.unit;
        for (at = 0; unit != NULL && at < count && strcmp(found[at]->text, unit->text) != 0;)
            at++;
        if (unit == NULL || at == MOST_UNITS)
            continue;
        counts[at] = at == count ? 1 : counts[at] + 1;
        found[at] = unit;
        count += at == count;
        if (counts[at] > best) {
            best = counts[at];
            chosen = found[at];
        }
    }
    return chosen;
}

/* ---- the sheets ---- */

/* Wide enough for its header over two lines, and for what is usually typed. */
static uint16_t template_column_width(const char *header)
{
    enum { LEAST = 12, ONE_LINE = 20, MOST = 30 };
    const size_t cells = utf8_width(header, strlen(header));
    const size_t width = cells <= ONE_LINE ? cells + 3 : cells / 2 + 6;
    return (uint16_t)(width < LEAST ? LEAST : width > MOST ? MOST : width);
}

/* A column of a sheet: a field, the key of a row above, or the mark of an example. */
static void template_write_name(struct filling *filling, uint16_t column, enum book_style name,
                                enum book_style style, const char *header, const char *note)
{
    book_writer_column(filling->writer, column, template_column_width(header), style);
    book_writer_text(filling->writer, 0, column, name, header);
    book_writer_note(filling->writer, 0, column, note);
}

/* Marks the rows of a template that show how it is done; they are not read while it stands there.
 */
static uint16_t write_example_marks(struct filling *filling, const struct entity *entity)
{
    if (filling->scenario != NULL)
        return 0;
    template_write_name(
        filling, 0, BOOK_HEADER, BOOK_TEXT, filling_say(filling, "序号", "no."),
        filling_say(filling,
                    "这一列不读入。写着“示例”的行只作示范，也不读入：可以删去；改成自己的数"
                    "时，请把这一格的“示例”也删去",
                    "This column is not read. Rows marked “example” show how it is done and "
                    "are not read either: delete them, or clear the mark with the row "
                    "that you make your own"));
    for (uint32_t row = 1; row <= FIELD_EXAMPLES && entity_has_examples(entity); row++)
        book_writer_text(filling->writer, row, 0, BOOK_REMARK,
                         filling_say(filling, "示例", "example"));
    return 1;
}

static const char *key_shown(const struct filling *filling, const struct entity *entity,
                             uint32_t row)
{
    const struct written_cell key = scenario_written(filling->scenario, entity, row, entity->key);
    return key.text.bytes == NULL ? "" : key.text.bytes;
}

/* The keys of the rows above, outermost first; the next column. */
static uint16_t write_columns_above(struct filling *filling, const struct entity *entity,
                                    const struct entity *above, uint16_t column)
{
    if (above->parent == NULL)
        return column;
    column = write_columns_above(filling, entity, above->parent, column);
    const char *title = title_in(&above->title, filling->context->language);
    template_write_name(filling, column, BOOK_REQUIRED, BOOK_TEXT, title,
                        filling_format(filling, "%s%s",
                                       filling_say(filling, "写所属行的编号：",
                                                   "the row's own above it, by its key: "),
                                       title));
    const struct text *examples = above->fields[above->key].examples;
    for (uint32_t i = 0; filling->scenario == NULL && i < FIELD_EXAMPLES && examples != NULL &&
                         entity_has_examples(entity);
         i++)
        book_writer_text(filling->writer, i + 1, column, BOOK_TEXT, examples[i].bytes);
    if (filling->scenario != NULL) {
        const struct dataset *dataset = filling->scenario->dataset;
        for (uint32_t row = 0; row < dataset->tables[entity->index].count; row++)
            book_writer_text(filling->writer, row + 1, column, BOOK_TEXT,
                             key_shown(filling, above, row_above(dataset, entity, row, above)));
    }
    return (uint16_t)(column + 1);
}

static void write_examples(struct filling *filling, uint16_t column, const struct field *field)
{
    for (uint32_t i = 0; i < FIELD_EXAMPLES && field->examples != NULL; i++) {
        const struct value_shown shown = {{field->examples[i], NULL}, &field->example_values[i]};
        if (field->examples[i].length > 0)
            template_write_value(filling, i + 1, column, field, &field->unit, &shown);
    }
}

/* How wide the words of a column are: choices, and texts as they are written. */
static size_t words_width(const struct filling *filling, const struct entity *entity,
                          const struct field *field)
{
    const struct enumeration *list =
        field->type.kind == TYPE_SYMBOL ? field->type.enumeration : NULL;
    const uint32_t rows = filling->scenario == NULL || field->type.kind != TYPE_TEXT
                              ? 0
                              : filling->scenario->dataset->tables[entity->index].count;
    size_t widest = 0, width;
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const char *word = member_told(filling, &list->members[i]);
        width = utf8_width(word, strlen(word));
        widest = width > widest ? width : widest;
    }
    for (uint32_t row = 0; row < rows; row++) {
        const struct text text =
            scenario_written(filling->scenario, entity, row, field->index).text;
        width = text.bytes == NULL ? 0 : utf8_width(text.bytes, text.length);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Makes a column as wide as its words, within reason. */
static void widen_column(struct filling *filling, uint16_t column, const struct entity *entity,
                         const struct field *field, const char *header)
{
    enum { MOST = 30, ROOM = 3 };
    const size_t needed = words_width(filling, entity, field) + ROOM;
    const size_t width = needed < MOST ? needed : MOST;
    if (width > template_column_width(header))
        book_writer_column(filling->writer, column, (uint16_t)width, style_of_field(field));
}

static void write_column(struct filling *filling, uint16_t column, const struct entity *entity,
                         const struct field *field)
{
    const struct unit *unit = unit_of_column(filling, entity, field);
    template_write_name(filling, column, field_is_needed(field) ? BOOK_REQUIRED : BOOK_HEADER,
                        style_of_field(field), field_header(filling, field, unit),
                        field_note(filling, field));
    widen_column(filling, column, entity, field, field_header(filling, field, unit));
    template_offer_choices(filling, 1, TABLE_ROWS, column, field);
    if (filling->scenario == NULL) {
        write_examples(filling, column, field);
        return;
    }
    const uint32_t rows = filling->scenario->dataset->tables[entity->index].count;
    for (uint32_t row = 0; row < rows; row++) {
        union value value;
        const struct value_shown shown = value_at(filling, entity, row, field->index, &value);
        if (shown.written.text.bytes != NULL)
            template_write_value(filling, row + 1, column, field, unit, &shown);
    }
}

/* Columns whose names come first: the row's own and those that every row needs. */
static bool comes_first(const struct entity *entity, const struct field *field)
{
    return field_is_needed(field) || field->index == entity->key || field->index == entity->label;
}

/* A table of many columns is printed over several pages, each with the rows' names. */
static void write_broad_page(struct filling *filling, const struct entity *entity, uint16_t names)
{
    struct arena *arena = filling->context->arith->arena;
    const char *title = book_page_text(arena, title_in(&entity->title, filling->context->language));
    const char *header = title == NULL ? NULL : arena_format(arena, "&L%s", title);
    if (header == NULL) {
        filling->no_memory = true;
        return;
    }
    book_writer_page(filling->writer, &(struct book_page){.broad = true,
                                                          .repeat_columns = names,
                                                          .header = header,
                                                          .footer = "&C&P / &N"});
}

static void write_table_sheet(struct filling *filling, const struct entity *entity)
{
    book_writer_sheet(filling->writer, title_in(&entity->title, filling->context->language), false);
    uint16_t column = write_example_marks(filling, entity);
    column = write_columns_above(filling, entity, entity->parent, column);
    const uint16_t names = (uint16_t)(column + 1);
    for (size_t first = 0; first < 2; first++)
        for (size_t i = 0; i < entity->field_count; i++)
            if (comes_first(entity, &entity->fields[i]) == (first == 0) &&
                field_is_asked_for(filling, entity, &entity->fields[i]))
                write_column(filling, column++, entity, &entity->fields[i]);
    book_writer_height(filling->writer, 0, 3);
    book_writer_freeze(filling->writer, 1);
    book_writer_panes(filling->writer, 1, names);
    if (column > MOST_ON_A_PAGE)
        write_broad_page(filling, entity, names);
}

/* ---- the head ---- */

/* What is typed into a cell of the head, whose column is for texts. */
static void write_blank(struct filling *filling, uint32_t row, const struct field *field)
{
    const bool date = field == NULL || field->type.kind == TYPE_DATE;
    const bool text = field != NULL && field->type.kind == TYPE_TEXT;
    const struct book_look look = {.format = date ? SHOW_DATE : text ? SHOW_TEXT : SHOW_GENERAL};
    book_writer_blank(filling->writer, row, 1, &look);
}

static void template_write_line(struct filling *filling, uint32_t *row, const char *name,
                                const char *value, const char *remark, bool needed)
{
    book_writer_text(filling->writer, *row, 0, needed ? BOOK_REQUIRED : BOOK_HEADER, name);
    if (value != NULL && value[0] != '\0')
        book_writer_text(filling->writer, *row, 1, BOOK_TEXT, value);
    book_writer_text(filling->writer, *row, 2, BOOK_REMARK, remark);
    (*row)++;
}

static void write_setting(struct filling *filling, uint32_t *row, const struct field *field)
{
    const struct entity *root = &filling->context->policy->schema.entities[0];
    const struct unit *unit = unit_of_column(filling, root, field);
    const char *remark =
        filling_format(filling, "%s%s%s", field_kind_told(filling, field),
                       filling_say(filling, "；", "; "), field_absence_told(filling, field));
    book_writer_note(filling->writer, *row, 0, field_note(filling, field));
    write_blank(filling, *row, field);
    template_offer_choices(filling, *row, 1, 1, field);
    if (filling->scenario != NULL) {
        union value value;
        const struct value_shown shown = value_at(filling, root, 0, field->index, &value);
        if (shown.written.text.bytes != NULL)
            template_write_value(filling, *row, 1, field, unit, &shown);
    }
    template_write_line(filling, row, field_header(filling, field, unit), NULL, remark,
                        field_is_needed(field));
}

/* "national、guangdong" */
static const char *joined_packs(struct filling *filling, const char *const *packs, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = filling_format(filling, "%s%s%s", text, i == 0 ? "" : "、", packs[i]);
    return text;
}

/* What the head of a scenario says; of a template what is known of it. */
struct head {
    const char *id, *title, *title_en, *as_of, *known_at, *packs;
};

static struct head template_head_of(struct filling *filling)
{
    const struct scenario *scenario = filling->scenario;
    const struct dataset *dataset = scenario->dataset;
    char *days = arena_allocate(filling->arena, 2 * (size_t)DATE_TEXT_SIZE);
    const char **packs = arena_array(filling->arena, scenario->pack_count, sizeof *packs);
    if (days == NULL || packs == NULL) {
        filling->no_memory = true;
        return (struct head){.id = NULL};
    }
    for (size_t i = 0; i < scenario->pack_count; i++)
        packs[i] = scenario->packs[i].bytes;
    return (struct head){
        .id = scenario->id,
        .title = scenario->title.zh,
        .title_en = scenario->title.en,
        .as_of = date_text(days, dataset->as_of),
        .known_at = dataset->known_at.days == DATE_FOREVER.days
                        ? NULL
                        : date_text(days + DATE_TEXT_SIZE, dataset->known_at),
        .packs = joined_packs(filling, packs, scenario->pack_count),
    };
}

static void write_head_lines(struct filling *filling, uint32_t *row, const struct head *head)
{
    template_write_line(filling, row, filling_say(filling, "标题", "title"), head->title,
                        filling_say(filling, "测算的名称，印在表头",
                                    "the name of the calculation, printed at the head"),
                        true);
    if (head->title_en != NULL)
        template_write_line(filling, row, filling_say(filling, "英文标题", "title_en"),
                            head->title_en,
                            filling_say(filling, "可不填；英文报表的标题",
                                        "may be left empty; the title on English sheets"),
                            false);
    if (head->id != NULL)
        template_write_line(filling, row, filling_say(filling, "编号", "id"), head->id,
                            filling_say(filling, "可不填；不填按文件名",
                                        "may be left empty: the file's name counts"),
                            false);
    write_blank(filling, *row, NULL);
    template_write_line(filling, row, filling_say(filling, "基准日", "as_of"), head->as_of,
                        filling_say(filling, "按这一天有效的规定计算，如 2023-06-30",
                                    "the law of this day counts, such as 2023-06-30"),
                        true);
    template_write_line(filling, row, filling_say(filling, "政策包", "packs"), head->packs,
                        filling_say(filling, "从国家到地方，用顿号隔开",
                                    "from the nation down, with 、 or a comma between"),
                        true);
    write_blank(filling, *row, NULL);
    template_write_line(filling, row, filling_say(filling, "已知日", "known_at"), head->known_at,
                        filling_say(filling, "可不填；复核旧账时，只用这一天以前公布的规定",
                                    "may be left empty; law published later is left out, to re-run "
                                    "approved figures"),
                        false);
}

static void template_write_head(struct filling *filling, const struct head *head)
{
    const struct entity *root = &filling->context->policy->schema.entities[0];
    struct book_writer *writer = filling->writer;
    uint32_t row = 1;
    book_writer_sheet(writer, filling_say(filling, "情景", "scenario"), false);
    book_writer_column(writer, 0, 30, BOOK_PLAIN);
    book_writer_column(writer, 1, 40, BOOK_TEXT);
    book_writer_column(writer, 2, 70, BOOK_REMARK);
    book_writer_text(writer, 0, 0, BOOK_HEADER, filling_say(filling, "名称", "name"));
    book_writer_text(writer, 0, 1, BOOK_HEADER, filling_say(filling, "填写", "value"));
    book_writer_text(writer, 0, 2, BOOK_HEADER, filling_say(filling, "说明", "remark"));
    write_head_lines(filling, &row, head);
    for (size_t i = 0; i < root->field_count; i++)
        if (field_is_asked_for(filling, root, &root->fields[i]))
            write_setting(filling, &row, &root->fields[i]);
    book_writer_freeze(writer, 1);
}

/* ---- what is expected ---- */

static void write_expectations(struct filling *filling)
{
    const enum ft_language language = filling->context->language;
    const struct scenario *scenario = filling->scenario;
    static const uint16_t widths[EXPECT_COLUMNS] = {28, 20, 12, 28, 14, 14, 50};
    book_writer_sheet(filling->writer, title_in(&expect_sheet, language), false);
    for (unsigned i = 0; i < EXPECT_COLUMNS; i++) {
        book_writer_column(filling->writer, (uint16_t)i, widths[i], BOOK_TEXT);
        book_writer_text(filling->writer, 0, (uint16_t)i, BOOK_HEADER,
                         title_in(&expect_columns[i], language));
    }
    for (uint32_t row = 0; row < scenario->expectation_count; row++) {
        const struct expectation *expectation = &scenario->expectations[row];
        const char *cells[EXPECT_COLUMNS] = {
            [EXPECT_ITEM] = expectation->item.bytes,
            [EXPECT_AT] = expectation->at.bytes,
            [EXPECT_KIND] = title_in(&expect_kinds[expectation->kind], language),
            [EXPECT_VALUE] = expectation->is.bytes,
            [EXPECT_ROUNDED] = expectation->rounded_to.bytes,
            [EXPECT_WITHIN] = expectation->within.bytes,
            [EXPECT_SOURCE] = expectation->source.bytes,
        };
        for (unsigned i = 0; i < EXPECT_COLUMNS; i++)
            if (cells[i][0] != '\0')
                book_writer_text(filling->writer, row + 1, (uint16_t)i, BOOK_TEXT, cells[i]);
    }
    book_writer_freeze(filling->writer, 1);
}

static void write_guide(struct filling *filling)
{
    static const struct title lines[] = {
        {"怎样填写", "How to fill this in"},
        {"1. “情景”写标题、基准日和政策包；其余各表每行一条。",
         "1. The sheet “scenario” has the title, the day and the packs; every other sheet has a "
         "row a thing."},
        {"2. 橙色的列每行必填，灰色的可以不填；把鼠标移到列名上看说明。",
         "2. Orange columns are needed in every row, grey ones are not; point at a name to read "
         "what is asked."},
        {"3. 单位写在列名里；换单位时改列名，如 面积（亩） 改为 面积（m2）。",
         "3. The unit stands in the column's name; to use another, change the name."},
        {"4. 不需要的列和表可以删去；自己的备注列叫 备注，自己的工作表名称以 # 开头。",
         "4. Columns and sheets that are not needed may be deleted; remarks of one's own go into a "
         "column 备注 or a sheet whose name begins with #."},
        {"5. 不要合计行，不要合并单元格。", "5. No totals rows, no merged cells."},
        {"填好后：fangtian check 文件.xlsx，fangtian run 文件.xlsx",
         "Then: fangtian check FILE.xlsx, fangtian run FILE.xlsx"},
    };
    book_writer_sheet(filling->writer, filling_say(filling, "说明", "notes"), false);
    book_writer_column(filling->writer, 0, 100, BOOK_REMARK);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        book_writer_text(filling->writer, (uint32_t)i, 0, i == 0 ? BOOK_TITLE : BOOK_REMARK,
                         title_in(&lines[i], filling->context->language));
}

static enum ft_status write_book(struct filling *filling, const struct head *head,
                                 const char *scratch, const struct ft_sink *sink)
{
    struct figure_context *context = filling->context;
    const struct schema *schema = &context->policy->schema;
    enum ft_status status =
        book_writer_open(&filling->writer, filling->arena, context->diagnostics, scratch);
    if (status != FT_OK)
        return status;
    template_write_head(filling, head);
    for (size_t i = 1; i < schema->entity_count; i++)
        if (table_is_filled(filling, &schema->entities[i]))
            write_table_sheet(filling, &schema->entities[i]);
    if (filling->scenario != NULL && filling->scenario->expectation_count > 0)
        write_expectations(filling);
    if (filling->scenario == NULL)
        write_guide(filling);
    write_lists(filling);
    status = book_writer_finish(filling->writer, sink);
    return filling->no_memory ? FT_NO_MEMORY : status;
}

enum ft_status report_template(struct figure_context *context, const char *const *packs,
                               size_t pack_count, const struct entity *only, const char *scratch,
                               const struct ft_sink *sink)
{
    struct filling filling = {.context = context, .arena = context->arith->arena, .only = only};
    const struct head head = {.packs = joined_packs(&filling, packs, pack_count)};
    return write_book(&filling, &head, scratch, sink);
}

enum ft_status report_workbook(struct figure_context *context, const char *scratch,
                               const struct ft_sink *sink)
{
    struct filling filling = {
        .context = context, .arena = context->arith->arena, .scenario = context->scenario};
    const struct head head = template_head_of(&filling);
    return write_book(&filling, &head, scratch, sink);
}
