/*
 * What may be concluded: how many figures are undetermined and by which facts, how many statutory
 * conditions fail; and what was taken though nobody wrote it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "verdict.h"

/* ---- gathering ---- */

static int by_lack(const void *x, const void *y)
{
    return lack_compare(&((const struct open_fact *)x)->lack, &((const struct open_fact *)y)->lack);
}

/* The most figures first; equal ones in the order of the tables. */
static int by_figures(const void *x, const void *y)
{
    const struct open_fact *one = x, *other = y;
    if (one->figures != other->figures)
        return one->figures > other->figures ? -1 : 1;
    return by_lack(x, y);
}

/* Equal lacks become one, with the number of figures that each keeps open. */
static size_t fold_facts(struct open_fact *facts, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(facts, count, sizeof *facts, by_lack);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_lack(&facts[kept - 1], &facts[i]) == 0)
            facts[kept - 1].figures += facts[i].figures;
        else
            facts[kept++] = facts[i];
    }
    if (kept > 0)
        qsort(facts, kept, sizeof *facts, by_figures);
    return kept;
}

/* Whether people see a rule's figures: it posts, is a condition, or a view shows it. A step between
 * that leads nowhere says nothing of the conclusion. */
bool rule_is_seen(const struct policy *policy, const struct rule *rule)
{
    bool seen = rule->require || rule->post_count > 0;
    for (size_t i = 0; i < policy->view_count && !seen; i++)
        for (size_t j = 0; j < policy->views[i]->line_count && !seen; j++) {
            const struct formula *formula = policy->views[i]->lines[j].value;
            for (size_t k = 0; formula != NULL && k < formula->item_count; k++)
                seen |= formula->items[k]->order == rule->item.order;
        }
    return seen;
}

/* Adds what a rule's undetermined rows lack. False: memory is out. */
static bool add_rule(struct reporting *reporting, struct verdict *verdict, const struct rule *rule,
                     size_t *capacity)
{
    const struct table *table =
        &reporting->context->ledger->dataset->tables[rule->item.entity->index];
    const struct item_column *column = &table->items[rule->item.index];
    for (uint32_t row = 0; row < table->count; row++) {
        if (column->column.states == NULL || column->column.states[row] != CELL_UNDETERMINED)
            continue;
        const struct lacks *lacks = column->reasons[row].lacks;
        struct open_fact *grown = arena_grow(reporting->arena, verdict->facts, capacity,
                                             sizeof *grown, verdict->fact_count + lacks->count);
        if (grown == NULL)
            return false;
        verdict->facts = grown;
        verdict->undetermined++;
        verdict->more |= lacks->more;
        for (uint32_t i = 0; i < lacks->count; i++)
            grown[verdict->fact_count++] = (struct open_fact){lacks->lacks[i], 1};
    }
    verdict->fact_count = fold_facts(verdict->facts, verdict->fact_count);
    return true;
}

/* The first row of each check that fails, and how many of its rows do. */
static bool add_failures(struct reporting *reporting, struct verdict *verdict)
{
    const struct ledger *ledger = reporting->context->ledger;
    verdict->failures =
        arena_array(reporting->arena, ledger->failed_checks, sizeof *verdict->failures);
    if (verdict->failures == NULL)
        return false;
    for (size_t i = 0; i < ledger->check_count; i++) {
        const struct finding *finding = &ledger->checks[i];
        if (finding->holds)
            continue;
        struct failure *last =
            verdict->failure_count == 0 ? NULL : &verdict->failures[verdict->failure_count - 1];
        if (last != NULL && last->first.rule == finding->rule)
            last->rows++;
        else
            verdict->failures[verdict->failure_count++] = (struct failure){*finding, 1};
    }
    return true;
}

bool verdict_open(struct reporting *reporting, struct verdict *verdict)
{
    const struct report_context *context = reporting->context;
    size_t capacity = 0;
    *verdict = (struct verdict){.posted = context->ledger->undetermined_count,
                                .failed = context->ledger->failed_checks};
    bool good = add_failures(reporting, verdict);
    for (size_t i = 0; good && i < context->policy->rule_count; i++)
        if (rule_is_seen(context->policy, context->policy->rules[i]))
            good = add_rule(reporting, verdict, context->policy->rules[i], &capacity);
    if (!good)
        reporting->writer.status = FT_NO_MEMORY;
    return good;
}

/* ---- as text ---- */

const char *verdict_line(struct reporting *reporting, const struct verdict *verdict)
{
    const bool zh = reporting->context->language == FT_ZH;
    const char *open = "";
    if (verdict->undetermined > 0) {
        open = format_text(reporting,
                           zh ? "结论不完整：%zu 个数待定（其中收付和法定条件 %zu 项），缺 %zu%s "
                                "项"
                              : "incomplete: %zu figures are undetermined (%zu of them postings or "
                                "conditions) for want of %zu%s",
                           verdict->undetermined, verdict->posted, verdict->fact_count,
                           verdict->more ? "+" : "");
    } else {
        open = zh ? "结论完整：没有待定的数" : "complete: no figure is undetermined";
    }
    return verdict->failed == 0
               ? format_text(reporting, zh ? "%s；法定条件没有不符合的" : "%s; no condition fails",
                             open)
               : format_text(reporting,
                             zh ? "%s；法定条件不符合 %zu 项"
                                : "%s; statutory conditions that fail: %zu",
                             open, verdict->failed);
}

const char *open_fact_words(struct reporting *reporting, const struct open_fact *fact)
{
    const struct report_context *context = reporting->context;
    return visible(reporting, lack_text(context->policy, context->ledger->dataset, context->arith,
                                        &fact->lack, context->language));
}

const char *failure_text(struct reporting *reporting, const struct failure *failure)
{
    const bool zh = reporting->context->language == FT_ZH;
    const struct rule *rule = failure->first.rule;
    const char *row = row_title(reporting, rule->item.entity, failure->first.row);
    const char *rows =
        failure->rows == 1
            ? row
            : format_text(reporting, zh ? "%s 等 %zu 行" : "%s … (%zu)", row, failure->rows);
    return format_text(reporting, zh ? "✗ %s  %s（%s）" : "✗ %s  %s (%s)",
                       titled(reporting, &rule->item.title), rows,
                       figure_source(reporting, rule, failure->first.row));
}

void text_verdict(struct reporting *reporting, bool reasons)
{
    enum { MOST_FACTS = 6, MOST_FAILURES = 6 };
    const bool zh = reporting->context->language == FT_ZH, all = reporting->report->detail;
    struct verdict verdict;
    if (!verdict_open(reporting, &verdict))
        return;
    struct writer *writer = &reporting->writer;
    write_title(writer, verdict_line(reporting, &verdict), reporting->width);
    if (!reasons)
        return;
    for (size_t i = 0; i < verdict.fact_count && (all || i < MOST_FACTS); i++)
        write_wrapped(
            writer,
            format_text(reporting, zh ? "待定：%s → %zu 个数" : "undetermined: %s → %zu figures",
                        open_fact_words(reporting, &verdict.facts[i]), verdict.facts[i].figures),
            2, reporting->width);
    for (size_t i = 0; i < verdict.failure_count && (all || i < MOST_FAILURES); i++)
        write_wrapped(writer, failure_text(reporting, &verdict.failures[i]), 2, reporting->width);
    const size_t left =
        (all || verdict.fact_count <= MOST_FACTS ? 0 : verdict.fact_count - MOST_FACTS) +
        (all || verdict.failure_count <= MOST_FAILURES ? 0 : verdict.failure_count - MOST_FAILURES);
    if (left > 0)
        write_wrapped(
            writer, format_text(reporting, zh ? "另有 %zu 项，见下" : "and %zu more, below", left),
            2, reporting->width);
}

/* ---- what was taken though nobody wrote it ---- */

enum taken_kind { TAKEN_DEFAULT, TAKEN_NONE, TAKEN_STATED, TAKEN_COUNT };

static bool verdict_is_taken(const struct dataset *dataset, const struct entity *entity,
                             size_t index, uint32_t row, enum taken_kind kind)
{
    const struct column *column = &dataset->tables[entity->index].fields[index];
    const enum cell_state state = column->states[row];
    if (kind == TAKEN_STATED)
        return state == CELL_NONE;
    if (!dataset_assumed(dataset, entity, index, row))
        return false;
    /* What was used before a fact was changed may be written now. */
    return kind == TAKEN_NONE ? state == CELL_ABSENT
                              : entity->fields[index].has_default && state == CELL_VALUE &&
                                    column->places[row].width == 0 && column->places[row].line > 0;
}

/* What a field was taken to mean, in words. */
static const char *taken_words(struct reporting *reporting, const struct field *field,
                               enum taken_kind kind, enum ft_language language)
{
    static const struct title stated = {"填报为“无”", "stated as none"};
    const struct report_context *context = reporting->context;
    if (kind == TAKEN_STATED)
        return title_in(&stated, language);
    if (kind == TAKEN_NONE)
        return title_in(&field->absent_words, language);
    return value_text(&field->fallback, &field->type, &field->unit, field->integer, context->arith,
                      language);
}

/* Told of each field that was so taken at a row at least, by its rows. */
typedef void tell_taken(struct reporting *reporting, void *context, const struct entity *entity,
                        const struct field *field, enum taken_kind kind, const uint32_t *rows,
                        size_t count);

static void each_taken(struct reporting *reporting, enum taken_kind kind, tell_taken *tell,
                       void *context)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        const struct entity *entity = &dataset->schema->entities[i];
        const struct table *table = &dataset->tables[i];
        uint32_t *rows = arena_array(reporting->arena, table->count, sizeof *rows);
        if (rows == NULL) {
            reporting->writer.status = FT_NO_MEMORY;
            return;
        }
        for (size_t f = 0; f < entity->field_count && table->fields != NULL; f++) {
            size_t count = 0;
            for (uint32_t row = 0; row < table->count; row++)
                if (verdict_is_taken(dataset, entity, f, row, kind))
                    rows[count++] = row;
            if (count > 0)
                tell(reporting, context, entity, &entity->fields[f], kind, rows, count);
        }
    }
}

/* A paragraph of what was taken, while it is gathered. */
struct taken_text {
    const char *text; /* fields told so far */
};

static const char *taken_rows(struct reporting *reporting, const struct entity *entity,
                              const uint32_t *rows, size_t count)
{
    enum { HANDFUL = 2 };
    const bool zh = reporting->context->language == FT_ZH;
    const bool all = reporting->report->detail || count <= HANDFUL;
    const char *list = "";
    if (entity->parent == NULL)
        return "";
    if (!all)
        return format_text(reporting, zh ? "（%zu 行）" : " (%zu)", count);
    for (size_t i = 0; i < count; i++)
        list =
            format_text(reporting, "%s%s%s", list, i == 0 ? "" : word(reporting, WORD_LIST_COMMA),
                        visible(reporting, row_path(reporting->context->ledger->dataset, entity,
                                                    rows[i], reporting->arena)));
    return format_text(reporting, zh ? "（%s）" : " (%s)", list);
}

/* "受哺优先次序：1（X01、X02）"; a line each with --detail. */
static void tell_text(struct reporting *reporting, void *context, const struct entity *entity,
                      const struct field *field, enum taken_kind kind, const uint32_t *rows,
                      size_t count)
{
    const bool zh = reporting->context->language == FT_ZH;
    struct taken_text *told = context;
    const char *between = told->text[0] == '\0'       ? ""
                          : reporting->report->detail ? "\n"
                          : zh                        ? "；"
                                                      : "; ";
    told->text = format_text(
        reporting, zh ? "%s%s%s：%s%s" : "%s%s%s: %s%s", told->text, between,
        titled(reporting, &field->title),
        visible(reporting, taken_words(reporting, field, kind, reporting->context->language)),
        taken_rows(reporting, entity, rows, count));
}

/* What was taken in one of some ways, below a heading of its own. */
static void write_taken(struct reporting *reporting, enum word_id heading,
                        const enum taken_kind *kinds, size_t count)
{
    struct taken_text told = {""};
    bool headed = false;
    for (size_t i = 0; i < count; i++) {
        told.text = "";
        each_taken(reporting, kinds[i], tell_text, &told);
        if (told.text == NULL || told.text[0] == '\0')
            continue;
        if (!headed)
            text_heading(reporting, word(reporting, heading));
        headed = true;
        write_wrapped(&reporting->writer, told.text, 0, reporting->width);
    }
}

void text_taken(struct reporting *reporting)
{
    static const enum taken_kind stated[] = {TAKEN_STATED}, assumed[] = {TAKEN_NONE, TAKEN_DEFAULT};
    write_taken(reporting, WORD_STATEMENTS, stated, 1);
    write_taken(reporting, WORD_ASSUMED, assumed, 2);
}

/* ---- as JSON ---- */

static json_t *json_path(struct reporting *reporting, const struct entity *entity, uint32_t row)
{
    return json_text(row_path(reporting->context->ledger->dataset, entity, row, reporting->arena));
}

static json_t *json_fact(struct reporting *reporting, const struct open_fact *fact)
{
    static const char *const kinds[] = {
        [LACK_FACT] = "fact", [LACK_FAULT] = "fault", [LACK_WAY] = "way"};
    const struct report_context *context = reporting->context;
    const struct lack *lack = &fact->lack;
    const struct title text = {
        lack_text(context->policy, context->ledger->dataset, context->arith, lack, FT_ZH),
        lack_text(context->policy, context->ledger->dataset, context->arith, lack, FT_EN)};
    json_t *json = json_object();
    json_set(reporting, json, "kind", json_text(kinds[lack->kind]));
    json_set(reporting, json, "table", json_text(lack->entity->table));
    json_set(reporting, json, "row", json_path(reporting, lack->entity, lack->row));
    json_set(reporting, json, "field",
             json_or_null(lack->kind == LACK_FACT ? lack->field->id : NULL));
    json_set(reporting, json, "rule", json_or_null(lack->kind == LACK_WAY ? lack->item->id : NULL));
    json_set(reporting, json, "text", json_titles(&text));
    json_set(reporting, json, "figures", json_integer((json_int_t)fact->figures));
    return json;
}

json_t *json_verdict(struct reporting *reporting)
{
    struct verdict verdict;
    if (!verdict_open(reporting, &verdict))
        return NULL;
    json_t *json = json_object(), *facts = json_array(), *fails = json_array();
    assert(verdict.fact_count == 0 || verdict.facts != NULL);
    for (size_t i = 0; i < verdict.fact_count; i++)
        json_append(reporting, facts, json_fact(reporting, &verdict.facts[i]));
    for (size_t i = 0; i < verdict.failure_count; i++) {
        const struct failure *failure = &verdict.failures[i];
        const struct rule *rule = failure->first.rule;
        json_t *one = json_object();
        json_set(reporting, one, "rule", json_text(rule->item.id));
        json_set(reporting, one, "title", json_titles(&rule->item.title));
        json_set(reporting, one, "row",
                 json_path(reporting, rule->item.entity, failure->first.row));
        json_set(reporting, one, "rows", json_integer((json_int_t)failure->rows));
        json_set(reporting, one, "source",
                 json_text(figure_source(reporting, rule, failure->first.row)));
        json_append(reporting, fails, one);
    }
    json_set(reporting, json, "complete", json_boolean(verdict.undetermined == 0));
    json_set(reporting, json, "undetermined", json_integer((json_int_t)verdict.undetermined));
    json_set(reporting, json, "posted", json_integer((json_int_t)verdict.posted));
    json_set(reporting, json, "facts", facts);
    json_set(reporting, json, "failed", json_integer((json_int_t)verdict.failed));
    json_set(reporting, json, "fails", fails);
    return json;
}

static void tell_json(struct reporting *reporting, void *context, const struct entity *entity,
                      const struct field *field, enum taken_kind kind, const uint32_t *rows,
                      size_t count)
{
    static const char *const kinds[] = {
        [TAKEN_DEFAULT] = "default", [TAKEN_NONE] = "none", [TAKEN_STATED] = "stated"};
    json_t *list = context, *json = json_object(), *paths = json_array();
    const struct title means = {taken_words(reporting, field, kind, FT_ZH),
                                taken_words(reporting, field, kind, FT_EN)};
    for (size_t i = 0; i < count; i++)
        json_append(reporting, paths, json_path(reporting, entity, rows[i]));
    json_set(reporting, json, "table", json_text(entity->table));
    json_set(reporting, json, "field", json_text(field->id));
    json_set(reporting, json, "title", json_titles(&field->title));
    json_set(reporting, json, "kind", json_text(kinds[kind]));
    json_set(reporting, json, "means", json_titles(&means));
    json_set(reporting, json, "rows", paths);
    json_append(reporting, list, json);
}

json_t *json_taken(struct reporting *reporting)
{
    json_t *list = json_array();
    each_taken(reporting, TAKEN_STATED, tell_json, list);
    each_taken(reporting, TAKEN_NONE, tell_json, list);
    each_taken(reporting, TAKEN_DEFAULT, tell_json, list);
    return list;
}
