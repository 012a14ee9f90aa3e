/* The scenario's own sheet: the lines of its head, and what formulas of other sheets call its cells. */
#include "livebook_internal.h"

static void head_sheet_write_line(struct livebook *book, uint32_t line, const char *name,
                                  const char *value, const char *remark)
{
    livebook_words(book, line, 0, ROLE_INPUT_HEAD, name);
    if (value != NULL)
        livebook_words(book, line, 1, ROLE_FIGURE, value);
    livebook_words(book, line, 3, ROLE_PLAIN, remark);
}

static const char *pack_list(struct livebook *book)
{
    const struct scenario *scenario = book->context->scenario;
    const char *text = "";
    for (size_t i = 0; i < scenario->pack_count; i++)
        text = livebook_format(book, "%s%s%s", text, i == 0 ? "" : "、", scenario->packs[i].bytes);
    return text;
}

const char *livebook_head_text(struct livebook *book, uint32_t line)
{
    const struct scenario *scenario = book->context->scenario;
    if (line == HEAD_PACKS)
        return pack_list(book);
    return scenario->known_at.length > 0 ? scenario->known_at.bytes : "";
}

void livebook_write_facts(struct livebook *book)
{
    const struct scenario *scenario = book->context->scenario;
    const struct book_look date = {.format = SHOW_DATE, .role = ROLE_INPUT};
    const struct number day = number_from_int(scenario->dataset->as_of.days + DAYS_TO_1970);
    const char *values[HEAD_LINES] = {[HEAD_ID] = scenario->id,
                                      [HEAD_TITLE] = scenario->title.zh,
                                      [HEAD_TITLE_EN] = scenario->title.en,
                                      [HEAD_KNOWN_AT] = livebook_head_text(book, HEAD_KNOWN_AT),
                                      [HEAD_PACKS] = livebook_head_text(book, HEAD_PACKS)};
    static const struct title remarks[HEAD_LINES] = {
        [HEAD_ID] = {"", ""},
        [HEAD_TITLE] = {"", ""},
        [HEAD_TITLE_EN] = {"", ""},
        [HEAD_AS_OF] = {"按这一天有效的规定计算；可以改动",
                        "the law of this day holds; may be changed"},
        [HEAD_KNOWN_AT] = {"此后公布的规定不在本表（不随改动变化）",
                           "law published later is not here (does not follow changes)"},
        [HEAD_PACKS] = {"规则已译成公式（不随改动变化）",
                        "their rules are the formulas (does not follow changes)"}};
    for (uint32_t i = 0; i < (uint32_t)HEAD_LINES; i++)
        head_sheet_write_line(book, FACTS_HEAD + i, livebook_title(book, &head_names[i]), values[i],
                              livebook_title(book, &remarks[i]));
    book_writer_number(book->writer, FACTS_AS_OF, 1, &date, &day);
}

/* The scenario's sheet stands upright: its facts and figures are called by name in others. */
const char livebook_day_name[] = "scenario.as_of";

const char *livebook_slot_name(struct livebook *book, uint16_t slot)
{
    struct table_plan *plan = &book->tables[0];
    const struct entity *entity = plan->entity;
    const char *id = NULL;
    for (size_t i = 0; i < entity->field_count; i++)
        if (plan->fields[i] == slot) {
            id = entity->fields[i].id;
            plan->named[i] = true;
        }
    for (size_t i = 0; i < entity->item_count; i++)
        if (plan->items[i] == slot) {
            id = book->rules[0][i]->item.id;
            plan->named[entity->field_count + i] = true;
        }
    return id == NULL ? NULL : livebook_format(book, "%s.%s", entity->id, id);
}

static void name_head_line(struct livebook *book, const char *name, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    book_writer_define(book->writer, name,
                       SAY(&to, "=%s", fixed_cell(&to, SHEET_HEAD, line, 1, 0)));
}

void livebook_name_head(struct livebook *book)
{
    const struct table_plan *plan = &book->tables[0];
    const struct entity *entity = plan->entity;
    name_head_line(book, livebook_day_name, FACTS_AS_OF);
    for (size_t i = 0; i < entity->field_count + entity->item_count; i++) {
        const uint16_t slot =
            i < entity->field_count ? plan->fields[i] : plan->items[i - entity->field_count];
        const char *name = plan->named[i] ? livebook_slot_name(book, slot) : NULL;
        if (name != NULL)
            name_head_line(book, name, plan->first + slot);
    }
}
