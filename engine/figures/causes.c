/* Why figures are undetermined, numbered. */
#include <stdlib.h>
#include <string.h>

#include "causes.h"

enum { MOST_ROWS = 6 };

/* What is said of a lack behind the name of its row. */
static const char *cause_said(struct display *display, const struct open_fact *fact)
{
    const char *text = open_fact_words(display, fact);
    const char *row = visible(display, row_path(display->context->ledger->dataset,
                                                fact->lack.entity, fact->lack.row, display->arena));
    const size_t length = row == NULL || text == NULL ? 0 : strlen(row);
    if (length == 0 || strncmp(text, row, length) != 0)
        return text;
    return text + length + strspn(text + length, " ");
}

/* Where a fact that is lacking would stand: its cell, or its row. NULL: nowhere in a file. */
static const char *cause_fact_place(struct display *display, const struct lack *lack)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    struct place room;
    if (lack->kind != LACK_FACT)
        return NULL;
    const struct place *place = column_place(
        &dataset->tables[lack->entity->index].fields[lack->field->index], lack->row, &room);
    const char *text = place == NULL || place->line == 0 ? NULL : place_shown(display, place);
    const char *folder = text == NULL ? NULL : strrchr(text, '/');
    return folder == NULL ? text : folder + 1;
}

static void cause_add_row(struct display *display, struct cause *cause,
                          const struct open_fact *fact)
{
    if (cause->row_count < MOST_ROWS)
        cause->rows = format_text(display, "%s%s%s", cause->rows,
                                  cause->row_count == 0 ? "" : word(display, WORD_LIST_COMMA),
                                  cause->entity->parent == NULL
                                      ? titled(display, &cause->entity->title)
                                      : row_title(display, cause->entity, fact->lack.row));
    else if (cause->row_count == MOST_ROWS)
        cause->rows = format_text(display, display->context->language == FT_ZH ? "%s 等" : "%s …",
                                  cause->rows);
    cause->place = cause->row_count == 0 ? cause_fact_place(display, &fact->lack) : NULL;
    cause->row_count++;
}

/* The cause of a fact: a new one where nothing was said so of its table. NULL: memory is out. */
static struct cause *cause_for(struct display *display, struct causes *causes, struct map *by_said,
                               const struct open_fact *fact)
{
    const struct arena_mark mark = arena_mark(display->arena);
    const char *said = cause_said(display, fact);
    const char *key = format_text(display, "%zu %d %s", fact->lack.entity->index,
                                  (int)(fact->lack.kind == LACK_WAY), said);
    const size_t number = (size_t)(uintptr_t)map_get(by_said, key);
    if (number > 0) {
        arena_rewind(display->arena, mark);
        return &causes->list[number - 1];
    }
    struct cause *list = arena_grow(display->arena, causes->list, &causes->capacity, sizeof *list,
                                    causes->count + 1);
    if (list == NULL)
        return NULL;
    causes->list = list;
    struct cause *cause = &list[causes->count++];
    *cause = (struct cause){.entity = fact->lack.entity,
                            .said = said,
                            .rows = "",
                            .is_way = fact->lack.kind == LACK_WAY};
    return map_put(by_said, display->arena, key, (void *)(uintptr_t)causes->count) ? cause : NULL;
}

static int cause_number_compare(const void *x, const void *y)
{
    return lack_compare(&((const struct cause_number *)x)->lack,
                        &((const struct cause_number *)y)->lack);
}

size_t causes_number(const struct causes *causes, const struct lack *lack)
{
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

bool causes_open(struct display *display, const struct verdict *verdict, struct causes *causes)
{
    struct map by_said = {0};
    *causes = (struct causes){0};
    causes->numbers = arena_array(display->arena, verdict->fact_count, sizeof *causes->numbers);
    if (causes->numbers == NULL)
        return display_lack_memory(display) == FT_OK;
    for (int ways = 0; ways < 2; ways++) {
        for (size_t i = 0; i < verdict->fact_count; i++) {
            const struct open_fact *fact = &verdict->facts[i];
            if ((fact->lack.kind == LACK_WAY) != (ways == 1))
                continue;
            struct cause *cause = cause_for(display, causes, &by_said, fact);
            if (cause == NULL)
                return display_lack_memory(display) == FT_OK;
            cause_add_row(display, cause, fact);
            causes->numbers[causes->number_count++] =
                (struct cause_number){fact->lack, (size_t)(cause - causes->list) + 1};
        }
    }
    if (causes->number_count > 0)
        qsort(causes->numbers, causes->number_count, sizeof *causes->numbers, cause_number_compare);
    return verdict_each_open(display, causes_count, causes);
}

bool causes_keep(struct display *display, struct causes *causes, struct arena *arena)
{
    struct cause *list = arena_array(arena, causes->count, sizeof *list);
    struct cause_number *numbers = arena_array(arena, causes->number_count, sizeof *numbers);
    bool good = list != NULL && numbers != NULL;
    for (size_t i = 0; good && i < causes->number_count; i++)
        numbers[i] = causes->numbers[i];
    for (size_t i = 0; good && i < causes->count; i++) {
        list[i] = causes->list[i];
        list[i].rows = arena_copy(arena, list[i].rows, strlen(list[i].rows));
        list[i].said = arena_copy(arena, list[i].said, strlen(list[i].said));
        good = list[i].rows != NULL && list[i].said != NULL;
    }
    causes->list = list;
    causes->numbers = numbers;
    causes->capacity = causes->count;
    if (!good)
        causes->count = causes->number_count = 0;
    return good || display_lack_memory(display) == FT_OK;
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
        list = format_text(display, zh ? "%s%s%zu—%zu" : "%s%s%zu to %zu", list, comma, numbers[i],
                           numbers[last]);
        i = last;
    }
    return format_text(display,
                       lacks->more ? (zh ? "原因 %s 等" : "causes %s and others")
                                   : (zh ? "原因 %s" : "causes %s"),
                       list);
}
