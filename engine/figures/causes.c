/* Why figures are undetermined, numbered. */
#include <stdlib.h>
#include <string.h>

#include "causes.h"

enum { MOST_ROWS = 6 };

struct cause_later {
    struct date as_of;
    bool found;
};

/* The item of the rule that met a fault, which the message begins with; NULL: it is not of that form. */
static const struct item *cause_fault_item(struct display *display, const struct lack *lack,
                                           const char *text)
{
    const char *found = strstr(text, text_in(display, "（", " at "));
    const char *id = found == NULL ? NULL : format_text(display, "%.*s", (int)(found - text), text);
    return id == NULL ? NULL : map_get(&lack->entity->items, id);
}

/* A value that is named begins behind the day of the sheet. */
static void cause_look_for_later(void *context, const struct formula *formula)
{
    struct cause_later *later = context;
    for (size_t i = 0; formula != NULL && i < formula->parameter_count; i++) {
        const struct parameter *parameter = formula->parameters[i];
        later->found |=
            parameter->version_count > 0 && parameter->versions[0].from.days > later->as_of.days;
    }
}

/* Whether a rule at fault names a value that is not in force yet. */
static bool cause_is_early(struct display *display, const struct lack *lack)
{
    struct cause_later later = {.as_of = display->context->ledger->dataset->as_of};
    const struct item *item =
        lack->kind == LACK_FAULT ? cause_fault_item(display, lack, lack->text) : NULL;
    if (item != NULL)
        rule_each_formula(policy_rule_of(display->context->policy, item), cause_look_for_later,
                          &later);
    return later.found;
}

/* A fault's message without its row, which the list of rows names, and with its rule's title: "r（lots[A1]）：…" as
 * "率：…". NULL: it is not of that form. */
static const char *cause_fault_said(struct display *display, const struct lack *lack,
                                    const char *text, const char *row)
{
    const char *open = text_in(display, "（", " at "), *close = text_in(display, "）：", ": ");
    const char *where =
        row[0] == '\0' ? format_text(display, "%s%s%s", open, lack->entity->table, close)
                       : format_text(display, "%s%s[%s]%s", open, lack->entity->table, row, close);
    const char *found = where == NULL ? NULL : strstr(text, where);
    if (found == NULL)
        return NULL;
    const struct item *item = cause_fault_item(display, lack, text);
    return item == NULL ? NULL
                        : format_in(display, "%s：%s", "%s: %s", titled(display, &item->title),
                                    found + strlen(where));
}

/* What is said of a lack behind the name of its row. */
static const char *cause_said(struct display *display, const struct open_fact *fact)
{
    const char *text = open_fact_words(display, fact);
    const char *row = visible(display, row_path(display->context->ledger->dataset,
                                                fact->lack.entity, fact->lack.row, display->arena));
    const size_t length = row == NULL || text == NULL ? 0 : strlen(row);
    const char *fault = row == NULL || text == NULL || fact->lack.kind != LACK_FAULT
                            ? NULL
                            : cause_fault_said(display, &fact->lack, text, row);
    if (fault != NULL)
        return fault;
    if (length == 0 || strncmp(text, row, length) != 0)
        return text;
    return text + length + strspn(text + length, " ");
}

/* Where a fact that is lacking would stand, or the row that is at fault: its cell, or its row. NULL: nowhere in a file. */
static const char *cause_fact_place(struct display *display, const struct lack *lack)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const size_t field = lack->kind == LACK_FACT ? lack->field->index : lack->entity->key;
    struct place room;
    if (lack->kind == LACK_WAY || (lack->kind == LACK_FAULT && lack->entity->parent == NULL))
        return NULL;
    const struct place *place =
        column_place(&dataset->tables[lack->entity->index].fields[field], lack->row, &room);
    const char *text = place == NULL || place->line == 0 ? NULL : place_shown(display, place);
    const char *folder = text == NULL ? NULL : strrchr(text, '/');
    return folder == NULL ? text : folder + 1;
}

/* Causes while they are gathered. */
struct cause_gathering {
    struct display *display;
    struct causes *causes;
    struct arena *kept;
    struct map by_said;
};

/* A text that stays; NULL: memory is out. */
static const char *cause_keep_text(const struct cause_gathering *gathering, const char *text)
{
    return text == NULL || gathering->kept == gathering->display->arena
               ? text
               : arena_copy(gathering->kept, text, strlen(text));
}

static bool cause_add_row(struct cause_gathering *gathering, struct cause *cause,
                          const struct open_fact *fact)
{
    struct display *display = gathering->display;
    const struct arena_mark mark = arena_mark(display->arena);
    const char *rows = cause->rows;
    if (cause->row_count < MOST_ROWS)
        rows = format_text(
            display, "%s%s%s", rows, cause->row_count == 0 ? "" : word(display, WORD_LIST_COMMA),
            cause->entity->parent == NULL ? titled(display, &cause->entity->title)
                                          : row_title(display, cause->entity, fact->lack.row));
    else if (cause->row_count == MOST_ROWS)
        rows = format_in(display, "%s 等", "%s …", rows);
    const char *place = cause->row_count == 0 ? cause_fact_place(display, &fact->lack) : NULL;
    if (rows != cause->rows)
        cause->rows = cause_keep_text(gathering, rows);
    cause->place = place == NULL ? NULL : cause_keep_text(gathering, place);
    cause->row_count++;
    if (gathering->kept != display->arena)
        arena_rewind(display->arena, mark);
    return cause->rows != NULL && (place == NULL || cause->place != NULL);
}

/* The number of the cause of a fact: a new one where nothing was said so of its table. 0: memory is
 * out. */
static size_t cause_for(struct cause_gathering *gathering, const struct open_fact *fact)
{
    struct display *display = gathering->display;
    struct causes *causes = gathering->causes;
    const struct arena_mark mark = arena_mark(display->arena);
    const char *said = cause_said(display, fact);
    const char *key = format_text(display, "%zu %d %s", fact->lack.entity->index,
                                  (int)(fact->lack.kind == LACK_WAY), said);
    size_t number = (size_t)(uintptr_t)map_get(&gathering->by_said, key);
    if (number == 0) {
        struct cause *list = arena_grow(gathering->kept, causes->list, &causes->capacity,
                                        sizeof *list, causes->count + 1);
        key = cause_keep_text(gathering, key);
        said = cause_keep_text(gathering, said);
        if (list == NULL || key == NULL || said == NULL)
            return 0;
        causes->list = list;
        list[causes->count++] = (struct cause){.entity = fact->lack.entity,
                                               .said = said,
                                               .rows = "",
                                               .is_way = fact->lack.kind == LACK_WAY,
                                               .is_early = cause_is_early(display, &fact->lack)};
        number = causes->count;
        if (!map_put(&gathering->by_said, gathering->kept, key, (void *)(uintptr_t)number))
            return 0;
        if (gathering->kept == display->arena)
            return number;
    }
    arena_rewind(display->arena, mark);
    return number;
}

/* The cause of a field's facts. NULL: memory is out. */
static struct cause_field *cause_field_of(struct cause_gathering *gathering,
                                          const struct open_fact *fact)
{
    const struct entity *entity = fact->lack.entity;
    const struct table *table =
        &gathering->display->context->ledger->dataset->tables[entity->index];
    struct cause_field **fields = &gathering->causes->fields[entity->index];
    if (*fields == NULL)
        *fields = arena_array(gathering->kept, entity->field_count, sizeof **fields);
    if (*fields == NULL)
        return NULL;
    struct cause_field *field = &(*fields)[fact->lack.field->index];
    if (field->number > 0)
        return field;
    field->rows = arena_array(gathering->kept, (size_t)table->count / 8 + 1, 1);
    field->number = field->rows == NULL ? 0 : cause_for(gathering, fact);
    return field->number == 0 ? NULL : field;
}

static bool cause_add(struct cause_gathering *gathering, const struct open_fact *fact)
{
    struct causes *causes = gathering->causes;
    size_t number;
    if (fact->lack.kind == LACK_FACT) {
        struct cause_field *field = cause_field_of(gathering, fact);
        if (field == NULL)
            return false;
        field->rows[fact->lack.row / 8] |= (uint8_t)(1U << fact->lack.row % 8);
        number = field->number;
    } else {
        number = cause_for(gathering, fact);
        causes->numbers[causes->number_count++] = (struct cause_number){fact->lack, number};
    }
    return number > 0 && cause_add_row(gathering, &causes->list[number - 1], fact);
}

static int cause_number_compare(const void *x, const void *y)
{
    return lack_compare(&((const struct cause_number *)x)->lack,
                        &((const struct cause_number *)y)->lack);
}

size_t causes_number(const struct causes *causes, const struct lack *lack)
{
    if (lack->kind == LACK_FACT) {
        const struct cause_field *fields =
            causes->fields == NULL ? NULL : causes->fields[lack->entity->index];
        const struct cause_field *field = fields == NULL ? NULL : &fields[lack->field->index];
        return field != NULL && field->number > 0 &&
                       (field->rows[lack->row / 8] >> lack->row % 8 & 1) != 0
                   ? field->number
                   : 0;
    }
    const struct cause_number key = {*lack, 0};
    const struct cause_number *found = causes->number_count == 0
                                           ? NULL
                                           : bsearch(&key, causes->numbers, causes->number_count,
                                                     sizeof *causes->numbers, cause_number_compare);
    return found == NULL ? 0 : found->number;
}

/* The numbers of what a figure lacks, each once, ascending; 0 of what has none stands first. */
static size_t causes_list(const struct causes *causes, const struct lacks *lacks, size_t *numbers)
{
    size_t count = 0;
    for (uint32_t i = 0; i < lacks->count; i++) {
        const size_t number = causes_number(causes, &lacks->lacks[i]);
        size_t at = 0;
        while (at < count && numbers[at] < number)
            at++;
        if (at < count && numbers[at] == number)
            continue;
        memmove(&numbers[at + 1], &numbers[at], (count++ - at) * sizeof *numbers);
        numbers[at] = number;
    }
    return count;
}

/* Counts a figure once at each cause of what it lacks. */
static bool causes_count(void *context, const struct lacks *lacks)
{
    struct causes *causes = context;
    size_t numbers[MOST_LACKS];
    const size_t count = causes_list(causes, lacks, numbers);
    for (size_t i = 0; i < count; i++)
        if (numbers[i] > 0)
            causes->list[numbers[i] - 1].figures++;
    return true;
}

/* Room for what is known of each table, and for the faults and ways of the verdict. */
static bool causes_make(const struct cause_gathering *gathering, const struct verdict *verdict)
{
    const struct schema *schema = gathering->display->context->ledger->dataset->schema;
    struct causes *causes = gathering->causes;
    size_t others = 0;
    for (size_t i = 0; i < verdict->fact_count; i++)
        others += verdict->facts[i].lack.kind != LACK_FACT;
    causes->numbers = arena_array(gathering->kept, others, sizeof *causes->numbers);
    causes->fields =
        arena_array(gathering->kept, schema->entity_count, sizeof(struct cause_field *));
    return causes->numbers != NULL && causes->fields != NULL;
}

bool causes_open(struct display *display, const struct verdict *verdict, struct causes *causes,
                 struct arena *kept)
{
    struct cause_gathering gathering = {.display = display, .causes = causes, .kept = kept};
    *causes = (struct causes){0};
    bool good = causes_make(&gathering, verdict);
    for (int ways = 0; ways < 2; ways++)
        for (size_t i = 0; good && i < verdict->fact_count; i++)
            if ((verdict->facts[i].lack.kind == LACK_WAY) == (ways == 1))
                good = cause_add(&gathering, &verdict->facts[i]);
    if (!good) {
        *causes = (struct causes){0};
        return display_lack_memory(display) == FT_OK;
    }
    if (causes->number_count > 0)
        qsort(causes->numbers, causes->number_count, sizeof *causes->numbers, cause_number_compare);
    return verdict_each_open(display, causes_count, causes);
}

const char *causes_text(struct display *display, const struct causes *causes,
                        const struct lacks *lacks)
{
    const bool zh = display->context->language == FT_ZH;
    size_t numbers[MOST_LACKS];
    const size_t count = causes_list(causes, lacks, numbers);
    const char *list = "";
    if (count == 0 || numbers[0] == 0)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t last = i; /* of three or more in a row the first and the last */
        while (last + 1 < count && numbers[last + 1] == numbers[last] + 1)
            last++;
        const char *comma = i == 0 ? "" : word(display, WORD_LIST_COMMA);
        if (last - i < 2) {
            list = format_text(display, "%s%s%zu", list, comma, numbers[i]);
            continue;
        }
        list = format_in(display, "%s%s%zu—%zu", "%s%s%zu to %zu", list, comma, numbers[i],
                         numbers[last]);
        i = last;
    }
    return format_text(display,
                       lacks->more  ? (zh ? "原因 %s 等" : "causes %s and others")
                       : zh         ? "原因 %s"
                       : count == 1 ? "cause %s"
                                    : "causes %s",
                       list);
}
