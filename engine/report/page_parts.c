/* Parts of the first page: what its figures rest on that is to be looked at, and what is outstanding. */
#include <string.h>

#include "../figures/assumed.h"
#include "../figures/unchecked.h"
#include "../figures/unlike.h"
#include "page.h"

/* ---- values that no text read gives ---- */

/* ": 29 payments, cash 1.00; with what follows 109, cash 2.00" */
static const char *value_said(struct reporting *reporting, const struct rested_value *value)
{
    const char *further =
        value->all_count == value->direct_count
            ? ""
            : format_in(&reporting->display, "；连带影响的共 %zu 笔，%s", "; in all %zu, %s",
                        value->all_count, page_kinds_text(reporting, value->all));
    return format_in(&reporting->display, "（%s）：用于%s %zu 笔收付，%s%s", " (%s): %s%zu, %s%s",
                     status_word(&reporting->display, value->version->status),
                     !value->at_most ? "" : text_in(&reporting->display, "至多", "at most "),
                     value->direct_count, page_kinds_text(reporting, value->direct), further);
}

/* Values by which the same is paid stand together. */
struct value_group {
    const char *titles, *said;
    size_t count;
};

static size_t group_values(struct reporting *reporting, const struct pending *pending,
                           struct value_group *groups)
{
    size_t count = 0;
    for (size_t i = 0; i < pending->rested_count; i++) {
        const struct rested_value *value = &pending->rested[i];
        const char *said = value->all_count == 0 ? NULL : value_said(reporting, value);
        struct value_group *group = groups;
        if (said == NULL)
            continue;
        while (group < groups + count && strcmp(group->said, said) != 0)
            group++;
        if (group == groups + count)
            groups[count++] = (struct value_group){"", said, 0};
        group->titles =
            page_joined(reporting, group->titles, word(&reporting->display, WORD_LIST_COMMA),
                        titled(&reporting->display, &value->version->parameter->title));
        group->count++;
    }
    return count;
}

/* Values that are not listed, and those by which nothing is paid. */
static void page_values_left(struct reporting *reporting, size_t more, size_t idle)
{
    if (idle == 0) {
        page_more(reporting, more);
        return;
    }
    const char *other =
        more == 0 ? "" : format_in(&reporting->display, "另有 %zu 项，", "and %zu more; ", more);
    page_entry(reporting,
               format_in(&reporting->display, "%s用到而不影响收付的 %zu 项%s",
                         "%sused, and nothing is paid by them: %zu%s", other, idle,
                         page_bracketed(reporting, more == 0 ? NULL : page_elsewhere(reporting))));
}

void page_values(struct reporting *reporting, const struct pending *pending)
{
    struct value_group *groups =
        display_array(&reporting->display, pending->rested_count, sizeof *groups);
    size_t paid = 0, shown = 0;
    if (groups == NULL)
        return;
    const size_t count = group_values(reporting, pending, groups);
    for (size_t i = 0; i < count; i++)
        paid += groups[i].count;
    if (paid == 0)
        return; /* they stand behind the sheets */
    page_part(reporting, text_in(&reporting->display, "待核实、示意的取值，及其用于的收付",
                                 "Values that are unverified or illustrative; payments by them (in "
                                 "all: with what follows)"));
    for (size_t i = 0; i < page_lines(reporting, count); i++) {
        page_entry(reporting, page_joined(reporting, groups[i].titles, "", groups[i].said));
        shown += groups[i].count;
    }
    page_values_left(reporting, paid - shown, pending->rested_count - paid);
}

/* ---- facts that some rows lack ---- */

/* "补偿土地：否（C/P4），用于 4 笔收付，现金 1,337.03" */
static const char *assumed_text(struct reporting *reporting, const struct assumed_fact *fact)
{
    struct arena room; /* the list grows apart from what each of many rows takes */
    arena_open(&room, reporting->arena->allocator);
    struct growing_text rows = {.arena = &room};
    for (uint32_t shown = 0, row = 0; shown < page_lines(reporting, fact->count); row++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        if (!is_taken_at(&reporting->display, fact->entity, fact->field, fact->kind, row))
            continue;
        growing_list(&rows, word(&reporting->display, WORD_LIST_COMMA),
                     row_shown(&reporting->display, fact->entity, row));
        arena_rewind(reporting->arena, mark);
        shown++;
    }
    const char *list = format_text(&reporting->display, "%s", growing_whole(&rows));
    arena_close(&room);
    if (page_lines(reporting, fact->count) < fact->count) /* behind --detail, each of them */
        list = format_in(&reporting->display, "%zu 行", "rows: %zu", fact->count);
    const char *paid = fact->paid_count == 0
                           ? ""
                           : format_in(&reporting->display, "，用于 %zu 笔收付，%s", ", %zu, %s",
                                       fact->paid_count, page_kinds_text(reporting, fact->paid));
    return format_in(
        &reporting->display, "%s：%s（%s）%s", "%s: %s (%s)%s",
        titled(&reporting->display, &fact->field->title),
        visible(&reporting->display, taken_words(&reporting->display, fact->field, fact->kind,
                                                 reporting->context->language)),
        list, paid);
}

void page_write_empty(struct reporting *reporting, const char *text)
{
    const char *heading =
        text_in(&reporting->display, "没有填报任何一行的下级表，按零计算（核对是否漏填）",
                "Tables without a row below these, which count as none");
    if (reporting->report->format == FT_CSV) {
        page_part(reporting, heading);
        page_entry(reporting, text);
    } else {
        page_part(reporting, format_in(&reporting->display, "%s：%s", "%s: %s", heading, text));
    }
}

/* "成本（B1、B2）": tables of which some rows have none. */
void page_empty(struct reporting *reporting, const struct pending *pending)
{
    const char *text = "";
    for (size_t i = 0; i < pending->empty_count; i++) {
        const struct empty_table *empty = &pending->empty[i];
        struct growing_text rows = {.arena = reporting->arena};
        for (size_t j = 0; j < page_lines(reporting, empty->count); j++)
            growing_list(&rows, word(&reporting->display, WORD_LIST_COMMA),
                         row_shown(&reporting->display, empty->entity->parent, empty->rows[j]));
        const char *list = display_text(&reporting->display, growing_whole(&rows));
        if (page_lines(reporting, empty->count) < empty->count)
            list = format_in(&reporting->display, "%s 等 %zu 个", "%s … (%zu)", list, empty->count);
        text =
            page_joined(reporting, text, word(&reporting->display, WORD_LIST_SEMICOLON),
                        empty->entity->parent->parent == NULL
                            ? titled(&reporting->display, &empty->entity->title)
                            : format_in(&reporting->display, "%s：%s", "%s: %s",
                                        titled(&reporting->display, &empty->entity->title), list));
    }
    if (pending->empty_count == 0)
        return;
    page_write_empty(reporting, text);
}

/* "人才：T9 同 T1、T10 同 T1": rows that agree in all that tells rows apart. */
void page_alike(struct reporting *reporting, const struct pending *pending)
{
    if (pending->alike_count > 0)
        page_part(reporting, text_in(&reporting->display, "除编号外相同的行（核对是否重复填报）",
                                     "Rows alike but for their ids: is one of them given twice?"));
    for (size_t i = 0; i < pending->alike_count; i++) {
        const struct alike *alike = &pending->alike[i];
        struct growing_text rows = {.arena = reporting->arena};
        const size_t shown = page_lines(reporting, alike->count);
        for (size_t j = 0; j < shown; j++)
            growing_list(&rows, word(&reporting->display, WORD_LIST_COMMA),
                         format_in(&reporting->display, "%s 同 %s", "%s as %s",
                                   row_title(&reporting->display, alike->entity, alike->rows[j]),
                                   row_title(&reporting->display, alike->entity, alike->of[j])));
        const char *list = display_text(&reporting->display, growing_whole(&rows));
        page_entry(reporting,
                   shown < alike->count
                       ? format_in(&reporting->display, "%s：%s 等 %zu 行", "%s: %s … (%zu)",
                                   titled(&reporting->display, &alike->entity->title), list,
                                   alike->count)
                       : format_in(&reporting->display, "%s：%s", "%s: %s",
                                   titled(&reporting->display, &alike->entity->title), list));
    }
}

/* Whether what is left out counts as nothing: an amount that was forgotten is lost. */
static bool counts_as_nil(const struct field *field)
{
    return field->type.kind == TYPE_NUMBER && field->has_default &&
           number_sign(&field->fallback.number) == 0;
}

/* "成本“财务费用”：X04（其余 31 个对象都有）" */
static const char *unlike_text(struct reporting *reporting, const struct unlike_kind *kind)
{
    const struct entity *entity = kind->entity;
    const struct enumeration *kinds = entity->fields[entity->key].type.enumeration;
    struct growing_text rows = {.arena = reporting->arena};
    for (size_t i = 0; i < page_lines(reporting, kind->count); i++)
        growing_list(&rows, word(&reporting->display, WORD_LIST_COMMA),
                     row_shown(&reporting->display, entity->parent, kind->rows[i]));
    const char *list = display_text(&reporting->display, growing_whole(&rows));
    if (page_lines(reporting, kind->count) < kind->count)
        list = format_in(&reporting->display, "%s 等 %zu 个", "%s … (%zu)", list, kind->count);
    return format_in(&reporting->display, "%s“%s”：%s（%zu 个对象有）", "%s, %s: %s (given in %zu)",
                     titled(&reporting->display, &entity->title),
                     titled(&reporting->display, &kinds->members[kind->member].title), list,
                     kind->having);
}

/* What most rows have below them and a few have not. */
void page_unlike(struct reporting *reporting)
{
    struct unlike unlike;
    if (!unlike_open(&reporting->display, &unlike) || unlike.count == 0)
        return;
    page_part(reporting,
              text_in(&reporting->display, "多数对象有而个别没有的下级行，按零计算（核对是否漏填）",
                      "Rows that most have and these lack, which count as none"));
    for (size_t i = 0; i < page_lines(reporting, unlike.count); i++)
        page_entry(reporting, unlike_text(reporting, &unlike.kinds[i]));
    page_left(reporting, unlike.count);
}

/* Of what no row has those facts are named that count as nothing, that say who pays, or that hold for all (the
 * portfolio's); the usual meanings of the others are counted. */
static bool assumed_is_named(const struct assumed_fact *fact)
{
    return counts_as_nil(fact->field) || fact->chooses || fact->entity->parent == NULL;
}

/* By their titles alone: what they count as stands behind the sheets. */
static void page_assumed_names(struct reporting *reporting, const struct assumed *assumed,
                               size_t first, bool nowhere)
{
    const bool zh = page_in_chinese(reporting), all = reporting->report->detail;
    struct growing_text names = {.arena = reporting->arena};
    size_t count = 0, named = 0;
    for (size_t i = first; i < assumed->count; i++) {
        const struct assumed_fact *fact = &assumed->facts[i];
        if (fact->nowhere != nowhere || !fact->moves)
            continue;
        count++;
        if (nowhere && !all && !assumed_is_named(fact))
            continue;
        named++;
        growing_list(&names, word(&reporting->display, WORD_LIST_COMMA),
                     titled(&reporting->display, &fact->field->title));
    }
    if (count == 0)
        return;
    const char *lead = nowhere ? (zh ? "各行都没有填报的" : "in no row: ") : (zh ? "另有" : "and ");
    const char *which = named == count || named == 0
                            ? ""
                            : (zh ? "其中按零计或者关系由谁收付的" : "of which 0, or who pays");
    page_entry(reporting, format_in(&reporting->display, "%s %zu 项（按什么计见后文）%s%s%s%s",
                                    "%s%zu (below)%s%s%s%s", lead, count,
                                    which[0] == '\0' ? ""
                                    : zh             ? "，"
                                                     : ", ",
                                    which,
                                    named == 0 ? ""
                                    : zh       ? "："
                                               : ": ",
                                    display_text(&reporting->display, growing_whole(&names))));
}

const char *page_assumed_title(const struct reporting *reporting)
{
    return text_in(&reporting->display,
                   "没有填报的事实，按下列含义计入（只有少数行没有填报的在前，请核对是否漏填）",
                   "Not given, and counted as follows (payments by them); what a few rows lack "
                   "stands first");
}

/* What a few rows lack and most have was likely forgotten there; what some or all lack may have been
 * so too. */
void page_assumed(struct reporting *reporting)
{
    const bool detail = reporting->report->detail;
    struct assumed assumed;
    size_t paid = 0, nil = 0;
    if (!assumed_open(&reporting->display, &assumed))
        return;
    for (size_t i = 0; i < assumed.count; i++) {
        paid += !assumed.facts[i].nowhere && (detail || assumed.facts[i].paid_count > 0);
        nil += assumed.facts[i].moves && assumed_is_named(&assumed.facts[i]);
    }
    if (paid == 0 && nil == 0)
        return; /* they stand behind the sheets */
    page_part(reporting, page_assumed_title(reporting));
    const size_t shown = page_lines(reporting, paid);
    for (size_t i = 0; i < shown; i++)
        page_entry(reporting, assumed_text(reporting, &assumed.facts[i]));
    page_assumed_names(reporting, &assumed, shown, false);
    page_assumed_names(reporting, &assumed, shown, true);
}

/* ---- amounts that nothing was compared with ---- */

/* "210,000,000.00", "1,200 元/m2" */
static const char *unchecked_amount(struct reporting *reporting, const struct unchecked_fact *fact)
{
    struct display *display = &reporting->display;
    const struct cell cell = {.state = CELL_VALUE, .value = {.number = fact->largest}};
    const struct field *field = fact->field;
    return fact->is_price
               ? cell_text(display, &cell, &field->type, &field->unit, field->integer)
               : amount_with_unit(display, &reporting->context->policy->kinds[0], &fact->largest);
}

/* "X05 飞来峡产业园 ", "" of the portfolio. */
static const char *unchecked_row(struct reporting *reporting, const struct unchecked_fact *fact)
{
    return fact->entity->parent == NULL
               ? ""
               : format_text(&reporting->display, "%s ",
                             row_title(&reporting->display, fact->entity, fact->row));
}

/* "金额：6 行，最大的 X01/管理费用 5,200,000.00" */
static void unchecked_entry(struct reporting *reporting, const struct unchecked_fact *fact)
{
    page_entry(reporting,
               format_in(&reporting->display, "%s的%s：%zu 个，最大 %s%s",
                         "%s, %s: %zu, largest %s%s",
                         titled(&reporting->display, &fact->entity->title),
                         titled(&reporting->display, &fact->field->title), fact->count,
                         unchecked_row(reporting, fact), unchecked_amount(reporting, fact)));
}

/* "；" between what is there. */
static const char *page_also(struct reporting *reporting, const char *text, const char *more)
{
    return more[0] == '\0'
               ? text
               : page_joined(reporting, text, word(&reporting->display, WORD_LIST_SEMICOLON), more);
}

/* One line: how many amounts, and the largest, which is the first; how many comparisons lack a fact. */
void page_unchecked(struct reporting *reporting)
{
    const bool all = reporting->report->format == FT_CSV || reporting->report->detail;
    const size_t left_out = reporting_not_compared(reporting)->compared;
    struct unchecked unchecked;
    const char *text = "";
    if (!unchecked_open(&reporting->display, &unchecked) || unchecked.count + left_out == 0)
        return;
    if (unchecked.amounts > 0)
        text = format_in(&reporting->display, "%zu 个金额，最大 %s%s %s",
                         "amounts: %zu, largest %s%s %s", unchecked.amounts,
                         unchecked_row(reporting, &unchecked.facts[0]),
                         titled(&reporting->display, &unchecked.facts[0].field->title),
                         unchecked_amount(reporting, &unchecked.facts[0]));
    if (unchecked.prices > 0)
        text = page_also(
            reporting, text,
            format_in(&reporting->display, "%zu 个单价", "prices: %zu", unchecked.prices));
    if (left_out > 0)
        text = page_also(reporting, text,
                         format_in(&reporting->display, "%zu 项缺数未做", "undone: %zu", left_out));
    page_part(reporting,
              format_in(&reporting->display, "照填报数，未经核对：%s%s",
                        "As filed, unchecked: %s%s", text,
                        page_bracketed(reporting, all || reporting->of_book ? NULL : "--detail")));
    for (size_t i = 0; all && i < unchecked.count; i++)
        unchecked_entry(reporting, &unchecked.facts[i]);
}

/* Titles of values, of which the first are named. */
struct value_list {
    struct reporting *reporting;
    const char *titles;
    size_t count, most;
};

static void value_list_add(struct value_list *list, const struct parameter *parameter)
{
    struct display *display = &list->reporting->display;
    if (list->count++ < list->most)
        list->titles = page_joined(list->reporting, list->titles, word(display, WORD_LIST_COMMA),
                                   titled(display, &parameter->title));
}

static void value_list_write(const struct value_list *list, const char *heading)
{
    struct display *display = &list->reporting->display;
    if (list->count == 0)
        return;
    page_part(list->reporting, heading);
    page_entry(list->reporting,
               format_in(display, "%zu 项：%s%s", "%zu: %s%s", list->count, list->titles,
                         list->count <= list->most ? "" : text_in(display, " 等", " …")));
}

/* On a sheet as known on a day: how many of the values used have no day of publication. */
void page_unproven(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    struct value_list list = {.reporting = reporting, .titles = "", .most = MOST_LINES};
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++)
            if (is_value_told(&reporting->display, &parameter->versions[j], TELL_UNPROVEN))
                value_list_add(&list, parameter);
    }
    value_list_write(&list, word(&reporting->display, WORD_UNPROVEN));
}

/* Marks the parameters that a formula names, by their first versions. */
static void note_named(void *context, const struct formula *formula)
{
    bool *named = context;
    for (size_t i = 0; formula != NULL && i < formula->parameter_count; i++)
        if (formula->parameters[i]->version_count > 0)
            named[formula->parameters[i]->versions[0].index] = true;
}

/* Values that were not public yet on the day: what asks whether they were in force took them as not. */
void page_withheld(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    const struct date day = reporting->context->ledger->dataset->known_at;
    bool *named = display_array(&reporting->display, policy->schema.version_count, sizeof *named);
    struct value_list list = {.reporting = reporting,
                              .titles = "",
                              .most = page_lines(reporting, policy->parameter_count)};
    if (named == NULL)
        return;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (!policy->rules[i]->of_facts)
            rule_each_formula(policy->rules[i], note_named, named);
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        const size_t count = parameter->version_count;
        if (count > 0 && named[parameter->versions[0].index] &&
            parameter_is_withheld(parameter, parameter->versions[count - 1].from, day))
            value_list_add(&list, parameter);
    }
    value_list_write(&list,
                     text_in(&reporting->display, "到已知日尚未公布的取值，按尚未规定计算或者待定",
                             "Values that were not public by the day, and count as not in force"));
}

/* Texts that came too late, a line each: those that are not shown to have been known, or those not yet in force. */
static void page_later_texts(struct reporting *reporting, const struct later *later, bool unknown)
{
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < later->text_count; i++)
        count += later->texts[i].unknown == unknown;
    if (count == 0)
        return;
    page_part(reporting, word(&reporting->display, unknown ? WORD_LATER : WORD_NOT_YET));
    for (size_t i = 0; i < later->text_count && shown < page_lines(reporting, count); i++)
        if (later->texts[i].unknown == unknown) {
            page_entry(reporting, later_text(reporting, later, &later->texts[i]));
            shown++;
        }
    if (shown < count)
        page_entry(reporting,
                   format_in(&reporting->display, "另有 %zu 项", "and %zu more", count - shown));
}

void page_later(struct reporting *reporting)
{
    struct later later;
    if (!later_open(&reporting->display, &later))
        return;
    page_later_texts(reporting, &later, true);
    page_later_texts(reporting, &later, false);
}

/* ---- what is outstanding ---- */

static const char *outstanding_figure_text(struct reporting *reporting,
                                           const struct outstanding_figure *figure)
{
    const struct item *item = &figure->rule->item;
    const struct value_kind *cash = &reporting->context->policy->kinds[0];
    const bool money = item->type.kind == TYPE_NUMBER &&
                       dimension_equal(item->type.dimension, cash->unit.dimension);
    if (money && figure->cell.state == CELL_VALUE)
        return amount_with_unit(&reporting->display, cash, &figure->cell.value.number);
    return cell_text(&reporting->display, &figure->cell, &item->type, &item->unit, false);
}

/* The known sum of a rule's outstanding figures, or "" where they do not add up. */
static const char *outstanding_total(struct reporting *reporting,
                                     const struct outstanding_figure *figures, size_t count)
{
    const struct value_kind *cash = &reporting->context->policy->kinds[0];
    const struct item *item = &figures[0].rule->item;
    struct number sum = NUMBER_ZERO;
    bool open = false;
    if (item->type.kind != TYPE_NUMBER ||
        !dimension_equal(item->type.dimension, cash->unit.dimension))
        return "";
    for (size_t i = 0; i < count; i++) {
        const struct cell *cell = &figures[i].cell;
        open |= cell->state == CELL_UNDETERMINED;
        if ((cell->state == CELL_VALUE || cell->reason.partial) &&
            number_add(&sum, reporting->context->arith, &sum, &cell->value.number) != FT_OK)
            return NULL;
    }
    const char *text = amount_with_unit(&reporting->display, cash, &sum);
    return format_in(&reporting->display, "，合计 %s", ", in all %s",
                     open ? open_text(&reporting->display, text) : text);
}

/* "X01 源塘产业园 10,627.90、X02 石角产业园 6,878.96 等": the first of a rule's; with their words
 * where `each` says so. */
static const char *outstanding_list(struct reporting *reporting,
                                    const struct outstanding_figure *figures, size_t count,
                                    bool each)
{
    const size_t most =
        reporting->report->detail || reporting->report->format == FT_CSV ? count : MOST_OUTSTANDING;
    struct growing_text list = {.arena = reporting->arena};
    size_t known = 0, open = 0;
    for (size_t i = 0; i < count; i++) {
        open += figures[i].cell.state == CELL_UNDETERMINED;
        if (figures[i].cell.state == CELL_UNDETERMINED || known++ >= most)
            continue;
        const struct item *item = &figures[i].rule->item;
        const bool states = item->type.kind == TYPE_BOOLEAN; /* it is listed: it holds */
        const bool root = item->entity->parent == NULL;      /* of the whole: it needs no name */
        const char *figure =
            format_text(&reporting->display, "%s%s%s",
                        root ? "" : page_row(reporting, item->entity, figures[i].row),
                        root || states ? "" : " ",
                        states ? "" : outstanding_figure_text(reporting, &figures[i]));
        if (each)
            figure = format_in(
                &reporting->display, "%s（%s）", "%s (%s)", figure,
                outstanding_words(&reporting->display, &figures[i], reporting->context->language));
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA), figure);
    }
    const char *said = page_shortened(reporting, &list, known > most);
    if (open == 0)
        return said;
    return format_in(&reporting->display, "%s%s%zu 个对象待定，不知有没有",
                     "%s%s%zu undetermined, if any", said,
                     known == 0 ? "" : text_in(&reporting->display, "；另有 ", "; and "), open);
}

void page_outstanding(struct reporting *reporting, const struct pending *pending)
{
    const enum ft_language language = reporting->context->language;
    for (size_t i = 0; i < pending->outstanding_count;) {
        const struct outstanding_figure *first = &pending->outstanding[i];
        const char *said = outstanding_words(&reporting->display, first, language);
        size_t count = 0, known = 0;
        bool same = true;
        for (; i + count < pending->outstanding_count && first[count].rule == first->rule;
             count++) {
            const char *own = outstanding_words(&reporting->display, &first[count], language);
            same &= said != NULL && own != NULL && strcmp(said, own) == 0;
            known += first[count].cell.state != CELL_UNDETERMINED;
        }
        const char *title = titled(&reporting->display, &first->rule->item.title);
        const char *heading = format_in(
            &reporting->display, "%s：%zu 项%s%s%s", "%s: %zu%s%s%s", title, known,
            outstanding_total(reporting, first, count),
            same ? (word(&reporting->display, WORD_LIST_SEMICOLON)) : "", same ? said : "");
        const char *list = outstanding_list(reporting, first, count, !same);
        if (known > 0 && (count > 1 || reporting->report->format == FT_CSV)) {
            page_part(reporting, heading);
            page_entry(reporting, list);
        } else if (reporting->report->format == FT_CSV) {
            page_part(reporting, title);
            page_entry(reporting, list);
        } else {
            const bool adds = known > 0 && same; /* of one row: in one line */
            page_part(reporting,
                      format_in(&reporting->display, "%s：%s%s%s", "%s: %s%s%s", title, list,
                                adds ? (word(&reporting->display, WORD_LIST_SEMICOLON)) : "",
                                adds ? said : ""));
        }
        i += count;
    }
}

/* ---- a day before the law ---- */

/* Where several values begin behind the day of the sheet, the day is likely wrong: that is said once, before what each
 * row lacks for it. */
void page_early(struct reporting *reporting)
{
    char day[DATE_TEXT_SIZE];
    size_t early = 0;
    for (size_t i = 0; i < reporting->causes.count; i++)
        early += reporting->causes.list[i].is_early;
    if (early < 2)
        return;
    page_part(reporting,
              format_in(&reporting->display,
                        "基准日 %s 早于 %zu 项规定的起始日，所涉及的数待定：请核对基准日",
                        "%s is before provisions (%zu) begin, and what rests on them is "
                        "undetermined: look at the day of this sheet",
                        date_text(day, reporting->context->ledger->dataset->as_of), early));
}
