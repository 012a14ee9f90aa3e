/* The workbook that a user fills in, made from the vocabulary and the rules that ask for its
 * fields. */
#include <string.h>

#include "../workbook/write.h"
#include "report_internal.h"

/* The sheet that lists of choices stand on: hidden, and not read, as its name says. */
#define CHOICES_SHEET "#选项"

struct filling {
    struct report_context *context;
    struct arena *arena;
    struct book_writer *writer;
    const struct enumeration **lists; /* each has a column on the sheet of choices */
    size_t list_count, list_capacity;
    bool no_memory;
};

static const char *both(const struct filling *filling, const char *zh, const char *en)
{
    return filling->context->language == FT_ZH ? zh : en;
}

static const char *kept(struct filling *filling, const char *text)
{
    filling->no_memory |= text == NULL;
    return text == NULL ? "" : text;
}

/* ---- what is said of a field ---- */

/* Rules whose formulas name the field, as far as they go into a note. */
struct users {
    struct filling *filling;
    const struct field *field;
    const struct rule *rule;
    const char *text;
    size_t count;
    bool told; /* of this rule */
};

static void look_for_field(void *context, const struct formula *formula)
{
    enum { MOST_USERS = 4 };
    struct users *users = context;
    for (size_t i = 0; i < formula->field_count && !users->told; i++) {
        if (formula->fields[i] != users->field)
            continue;
        users->told = true;
        if (users->count++ >= MOST_USERS)
            return;
        const enum ft_language language = users->filling->context->language;
        users->text =
            kept(users->filling,
                 arena_format(users->filling->arena, "%s\n· %s（%s）", users->text,
                              title_in(&users->rule->item.title, language), users->rule->source));
    }
}

static const char *users_of(struct filling *filling, const struct field *field)
{
    const struct policy *policy = filling->context->policy;
    struct users users = {.filling = filling, .field = field, .text = ""};
    for (size_t i = 0; i < policy->rule_count; i++) {
        users.rule = policy->rules[i];
        users.told = false;
        rule_each_formula(users.rule, look_for_field, &users);
    }
    if (users.count == 0)
        return "";
    return kept(filling,
                arena_format(filling->arena, "\n%s%s%s", both(filling, "用于：", "asked for by:"),
                             users.text,
                             users.count > 4 ? both(filling, "\n· 等", "\n· and others") : ""));
}

/* What the value is: "数量，单位 亩", "日期", the choices. */
static const char *kind_of_field(struct filling *filling, const struct field *field)
{
    switch (field->type.kind) {
    case TYPE_NUMBER:
        if (field->unit.text[0] == '\0')
            return both(filling, "数字", "a number");
        return kept(filling,
                    arena_format(filling->arena, "%s %s",
                                 both(filling, "数字，单位", "a number, in"), field->unit.text));
    case TYPE_BOOLEAN:
        return both(filling, "是 或 否", "是 or 否 (TRUE or FALSE)");
    case TYPE_DATE:
        return both(filling, "日期，如 2023-06-30", "a date, such as 2023-06-30");
    case TYPE_SYMBOL:
        return both(filling, "从列表中选", "one of the list");
    case TYPE_REFERENCE:
        return kept(filling,
                    arena_format(filling->arena, "%s %s",
                                 both(filling, "这张表中的编号：", "the key of a row of"),
                                 title_in(&field->type.entity->title, filling->context->language)));
    case TYPE_TEXT:
        break;
    }
    return both(filling, "文字", "text");
}

static const char *absence_of_field(struct filling *filling, const struct field *field)
{
    if (field->has_default)
        return both(filling, "可不填：按默认值计", "may be left empty: the default counts");
    if (field->optional)
        return both(filling, "可不填：用到它的项目将不适用或不计",
                    "may be left empty: what asks for it does not apply");
    return both(filling, "必填", "needed in every row");
}

static const char *note_of_field(struct filling *filling, const struct field *field)
{
    const char *range = field_range(field, filling->context->arith, filling->context->language);
    return kept(filling, arena_format(filling->arena, "%s\n%s%s%s%s", kind_of_field(filling, field),
                                      absence_of_field(filling, field), range == NULL ? "" : "\n",
                                      range == NULL ? "" : range, users_of(filling, field)));
}

/* "面积（亩）" */
static const char *header_of_field(struct filling *filling, const struct field *field)
{
    const char *title = title_in(&field->title, filling->context->language);
    if (field->type.kind != TYPE_NUMBER || field->unit.text[0] == '\0' || field->integer)
        return title;
    return kept(filling, arena_format(filling->arena, "%s（%s）", title, field->unit.text));
}

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
static uint16_t list_of(struct filling *filling, const struct enumeration *enumeration)
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

static void offer_choices(struct filling *filling, uint32_t row, uint16_t column,
                          const struct field *field)
{
    const struct enumeration *list =
        field->type.kind == TYPE_SYMBOL ? field->type.enumeration : NULL;
    if (field->type.kind == TYPE_SYMBOL || field->type.kind == TYPE_BOOLEAN)
        book_writer_choices(filling->writer, row, column, CHOICES_SHEET, list_of(filling, list),
                            list == NULL ? 2 : (uint32_t)list->count);
}

static void write_lists(struct filling *filling)
{
    static const char *const yes_or_no[] = {"是", "否"};
    const enum ft_language language = filling->context->language;
    book_writer_sheet(filling->writer, CHOICES_SHEET, true);
    for (size_t i = 0; i < filling->list_count; i++) {
        const struct enumeration *list = filling->lists[i];
        const size_t count = list == NULL ? 2 : list->count;
        book_writer_text(filling->writer, 0, (uint16_t)i, BOOK_HEADER,
                         list == NULL ? both(filling, "是否", "yes or no")
                                      : title_in(&list->title, language));
        for (size_t j = 0; j < count; j++)
            book_writer_text(filling->writer, (uint32_t)j + 1, (uint16_t)i, BOOK_PLAIN,
                             list == NULL ? yes_or_no[j] : list->members[j].title.zh);
    }
}

/* ---- the sheets ---- */

/* Wide enough for its header over two lines, and for what is usually typed. */
static uint16_t column_width(const char *header)
{
    enum { LEAST = 12, ONE_LINE = 20, MOST = 30 };
    const size_t cells = utf8_width(header, strlen(header));
    const size_t width = cells <= ONE_LINE ? cells + 3 : cells / 2 + 6;
    return (uint16_t)(width < LEAST ? LEAST : width > MOST ? MOST : width);
}

static void write_column(struct filling *filling, uint16_t column, const struct field *field)
{
    const char *header = header_of_field(filling, field);
    const bool needed = !field->optional && !field->has_default;
    book_writer_column(filling->writer, column, column_width(header), style_of_field(field));
    book_writer_text(filling->writer, 0, column, needed ? BOOK_REQUIRED : BOOK_HEADER, header);
    book_writer_note(filling->writer, 0, column, note_of_field(filling, field));
    offer_choices(filling, 1, column, field);
}

/* The keys of the rows above, outermost first; how many columns they take. */
static uint16_t write_columns_above(struct filling *filling, const struct entity *entity)
{
    if (entity->parent == NULL || entity->parent->parent == NULL)
        return 0;
    const struct entity *above = entity->parent;
    const uint16_t column = write_columns_above(filling, above);
    const char *title = title_in(&above->title, filling->context->language);
    book_writer_column(filling->writer, column, column_width(title), BOOK_TEXT);
    book_writer_text(filling->writer, 0, column, BOOK_REQUIRED, title);
    book_writer_note(filling->writer, 0, column,
                     kept(filling, arena_format(filling->arena, "%s %s",
                                                both(filling, "写所属行的编号：",
                                                     "the row's own above it, by its key:"),
                                                title)));
    return (uint16_t)(column + 1);
}

static void write_table_sheet(struct filling *filling, const struct entity *entity)
{
    book_writer_sheet(filling->writer, title_in(&entity->title, filling->context->language), false);
    uint16_t column = write_columns_above(filling, entity);
    for (size_t i = 0; i < entity->field_count; i++)
        write_column(filling, column++, &entity->fields[i]);
    book_writer_height(filling->writer, 0, 3);
    book_writer_freeze(filling->writer, 1);
}

static void write_line(struct filling *filling, uint32_t row, const char *name, const char *value,
                       const char *remark, bool needed)
{
    book_writer_text(filling->writer, row, 0, needed ? BOOK_REQUIRED : BOOK_HEADER, name);
    if (value[0] != '\0')
        book_writer_text(filling->writer, row, 1, BOOK_TEXT, value);
    book_writer_text(filling->writer, row, 2, BOOK_REMARK, remark);
}

/* "national、guangdong" */
static const char *joined_packs(struct filling *filling, const char *const *packs, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = kept(filling,
                    arena_format(filling->arena, "%s%s%s", text, i == 0 ? "" : "、", packs[i]));
    return text;
}

static void write_head(struct filling *filling, const char *packs)
{
    const struct entity *root = &filling->context->policy->schema.entities[0];
    struct book_writer *writer = filling->writer;
    uint32_t row = 5;
    book_writer_sheet(writer, both(filling, "情景", "scenario"), false);
    book_writer_column(writer, 0, 30, BOOK_PLAIN);
    book_writer_column(writer, 1, 40, BOOK_TEXT);
    book_writer_column(writer, 2, 70, BOOK_REMARK);
    book_writer_text(writer, 0, 0, BOOK_HEADER, both(filling, "名称", "name"));
    book_writer_text(writer, 0, 1, BOOK_HEADER, both(filling, "填写", "value"));
    book_writer_text(writer, 0, 2, BOOK_HEADER, both(filling, "说明", "remark"));
    write_line(
        filling, 1, both(filling, "标题", "title"), "",
        both(filling, "测算的名称，印在表头", "the name of the calculation, printed at the head"),
        true);
    write_line(filling, 2, both(filling, "基准日", "as_of"), "",
               both(filling, "按这一天有效的规定计算，如 2023-06-30",
                    "the law of this day counts, such as 2023-06-30"),
               true);
    write_line(filling, 3, both(filling, "政策包", "packs"), packs,
               both(filling, "从国家到地方，用顿号隔开",
                    "from the nation down, with 、 or a comma between"),
               true);
    write_line(
        filling, 4, both(filling, "已知日", "known_at"), "",
        both(filling, "可不填；复核旧账时，只用这一天以前公布的规定",
             "may be left empty; law published later is left out, to re-run approved figures"),
        false);
    for (size_t i = 0; i < root->field_count; i++, row++) {
        const struct field *field = &root->fields[i];
        write_line(filling, row, header_of_field(filling, field), "",
                   kept(filling,
                        arena_format(filling->arena, "%s%s%s", kind_of_field(filling, field),
                                     both(filling, "；", "; "), absence_of_field(filling, field))),
                   !field->optional && !field->has_default);
        book_writer_note(writer, row, 0, note_of_field(filling, field));
        offer_choices(filling, row, 1, field);
    }
    book_writer_freeze(writer, 1);
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
    book_writer_sheet(filling->writer, both(filling, "说明", "notes"), false);
    book_writer_column(filling->writer, 0, 100, BOOK_REMARK);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        book_writer_text(filling->writer, (uint32_t)i, 0, i == 0 ? BOOK_TITLE : BOOK_REMARK,
                         title_in(&lines[i], filling->context->language));
}

enum ft_status report_template(struct report_context *context, const char *const *packs,
                               size_t pack_count, const char *scratch, const struct ft_sink *sink)
{
    const struct schema *schema = &context->policy->schema;
    struct filling filling = {.context = context, .arena = context->arith->arena};
    enum ft_status status =
        book_writer_open(&filling.writer, filling.arena, context->diagnostics, scratch);
    if (status != FT_OK)
        return status;
    write_head(&filling, joined_packs(&filling, packs, pack_count));
    for (size_t i = 1; i < schema->entity_count; i++)
        if (schema->entities[i].rows == NULL)
            write_table_sheet(&filling, &schema->entities[i]);
    write_guide(&filling);
    write_lists(&filling);
    status = book_writer_finish(filling.writer, sink);
    return filling.no_memory ? FT_NO_MEMORY : status;
}
