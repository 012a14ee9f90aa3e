/*
 * What may be concluded: how many figures are undetermined and by which facts, how many statutory
 * conditions fail; and what was taken though nobody wrote it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "open_facts.h"

/* ---- gathering ---- */

/* Whether what the row lacks holds this. */
static bool lacks_it(const struct item_column *column, uint32_t row, const struct lack *lack)
{
    if (column_state(&column->column, row) != CELL_UNDETERMINED)
        return false;
    const struct lacks *lacks = item_reason(column, row).lacks;
    bool found = false;
    for (uint32_t i = 0; i < lacks->count && !found; i++)
        found = lack_compare(&lacks->lacks[i], lack) == 0;
    return found;
}

/* Whether the rule is the first of its table to lack it at the row: there the fault was met. */
static bool is_first_to_lack(const struct policy *policy, const struct table *table,
                             const struct rule *rule, const struct lack *lack)
{
    for (size_t i = 0; i < rule->item.order; i++)
        if (policy->rules[i]->item.entity == rule->item.entity &&
            lacks_it(&table->items[policy->rules[i]->item.index], lack->row, lack))
            return false;
    return true;
}

/* Whether the conclusion counts an undetermined row: people see the rule's figures, or a fault was met there, which they
 * were told, whether or not anything rests on it. */
static bool row_counts(const struct policy *policy, const struct ledger *ledger,
                       const struct rule *rule, uint32_t row)
{
    const struct table *table = &ledger->dataset->tables[rule->item.entity->index];
    const struct lacks *lacks = item_reason(&table->items[rule->item.index], row).lacks;
    bool counts = rule->is_seen;
    for (uint32_t i = 0; i < lacks->count && !counts; i++) {
        const struct lack *lack = &lacks->lacks[i];
        counts = lack->kind == LACK_FAULT && lack->entity == rule->item.entity &&
                 lack->row == row && is_first_to_lack(policy, table, rule, lack);
    }
    return counts;
}

size_t verdict_undetermined(const struct policy *policy, const struct ledger *ledger)
{
    size_t count = ledger->open_count + ledger->open_figure_count;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct item *item = &policy->rules[i]->item;
        const struct table *table = &ledger->dataset->tables[item->entity->index];
        for (uint32_t row = 0; row < table->count; row++)
            count += column_state(&table->items[item->index].column, row) == CELL_UNDETERMINED &&
                     row_counts(policy, ledger, policy->rules[i], row);
    }
    return count;
}

/* The rows at which a rule is undetermined, of those that count. */
static bool verdict_each_row(const struct display *display, const struct rule *rule,
                             tell_open *tell, void *context)
{
    const struct policy *policy = display->context->policy;
    const struct ledger *ledger = display->context->ledger;
    const struct table *table = &ledger->dataset->tables[rule->item.entity->index];
    const struct item_column *column = &table->items[rule->item.index];
    bool good = true;
    for (uint32_t row = 0; row < table->count && good; row++)
        if (column_state(&column->column, row) == CELL_UNDETERMINED &&
            row_counts(policy, ledger, rule, row))
            good = tell(context, item_reason(column, row).lacks);
    return good;
}

/* The rows at which a rule is known, but what it posts or notes is not: each once. */
static bool verdict_each_posting(const struct display *display, tell_open *tell, void *context)
{
    const struct ledger *ledger = display->context->ledger;
    struct posting last = {.rule = NULL};
    bool good = true;
    for (size_t i = 0; good && i < ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        const struct rule *rule = posting.rule;
        const struct column *column = &dataset_item(ledger->dataset, &rule->item)->column;
        if (posting.lacks == NULL || column_state(column, posting.row) == CELL_UNDETERMINED ||
            (last.rule == rule && last.row == posting.row))
            continue;
        last = posting;
        good = tell(context, posting.lacks);
    }
    return good;
}

bool verdict_each_open(const struct display *display, tell_open *tell, void *context)
{
    const struct policy *policy = display->context->policy;
    const struct ledger *ledger = display->context->ledger;
    bool good = true;
    for (size_t i = 0; good && i < policy->rule_count; i++)
        good = verdict_each_row(display, policy->rules[i], tell, context);
    for (size_t i = 0; good && i < ledger->open_figure_count; i++)
        good = tell(context, ledger->open_figures[i].lacks);
    return good && verdict_each_posting(display, tell, context);
}

/* The first row of each check that fails, and how many of its rows do. */
static bool add_failures(struct display *display, struct verdict *verdict)
{
    const struct ledger *ledger = display->context->ledger;
    verdict->failures =
        arena_array(display->arena, ledger->failed_checks, sizeof *verdict->failures);
    if (verdict->failures == NULL)
        return false;
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_CHECK};
    for (struct finding finding; finding_next(&walk, &finding);) {
        if (finding.holds)
            continue;
        struct failure *last =
            verdict->failure_count == 0 ? NULL : &verdict->failures[verdict->failure_count - 1];
        if (last != NULL && last->first.rule == finding.rule)
            last->rows++;
        else
            verdict->failures[verdict->failure_count++] =
                (struct failure){.first = finding, .rows = 1};
    }
    return true;
}

/* ---- rows of a long table ---- */

/* Marks the rules that a formula names. */
static void mark_formula(void *context, const struct formula *formula)
{
    bool *marks = context;
    for (size_t i = 0; i < formula->item_count; i++)
        marks[formula->items[i]->order] = true;
}

/* A field that is looked for among what rules name. */
struct field_search {
    const struct field *field;
    bool found;
};

static void search_formula(void *context, const struct formula *formula)
{
    struct field_search *search = context;
    for (size_t i = 0; i < formula->field_count; i++)
        search->found |= formula->fields[i] == search->field;
}

/* Whether it is a fact that is not known at some rows, and that one of the marked rules names. */
static bool is_row_fact(const struct policy *policy, const struct field_blanks *blanks,
                        const bool *marks)
{
    struct field_search search = {.field = blanks->field};
    if (!search.field->optional || search.field->absence != ABSENCE_UNKNOWN || blanks->blank == 0)
        return false;
    for (size_t i = 0; i < policy->rule_count && !search.found; i++)
        if (marks[i])
            rule_each_formula(policy->rules[i], search_formula, &search);
    return search.found;
}

/* The figures that must come about and do not. */
static bool add_row_ways(struct display *display, struct verdict *verdict)
{
    const struct figure_context *context = display->context;
    const struct policy *policy = context->policy;
    verdict->row_ways = arena_array(display->arena, policy->rule_count, sizeof *verdict->row_ways);
    if (verdict->row_ways == NULL)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (context->row_ways[i] > 0)
            verdict->row_ways[verdict->row_way_count++] =
                (struct row_way){policy->rules[i], context->row_ways[i]};
    return true;
}

/* The facts for want of which figures of rows are undetermined; where that was found of none (of a table beside them),
 * those that they may lack. */
static bool add_row_facts(struct display *display, struct verdict *verdict, const bool *marks)
{
    const struct figure_context *context = display->context;
    struct row_fact *facts = arena_array(display->arena, context->row_blank_count, sizeof *facts);
    if (facts == NULL || !add_row_ways(display, verdict))
        return false;
    bool found = verdict->row_way_count > 0;
    for (size_t i = 0; i < context->row_blank_count; i++)
        found |= context->row_blanks[i].open > 0;
    for (size_t i = 0; i < context->row_blank_count; i++) {
        const struct field_blanks *blanks = &context->row_blanks[i];
        if (found ? blanks->open > 0 : is_row_fact(context->policy, blanks, marks))
            facts[verdict->row_fact_count++] =
                (struct row_fact){blanks->entity, blanks->field, blanks->blank, blanks->open};
    }
    verdict->row_facts = facts;
    return true;
}

/* Adds what the rows of a long table came to, which are counted and not kept. */
static bool add_row_outcomes(struct display *display, struct verdict *verdict)
{
    const struct figure_context *context = display->context;
    const size_t count = context->row_outcome_count;
    bool *marks = arena_array(display->arena, context->policy->rule_count, sizeof *marks);
    struct failure *failures =
        arena_array(display->arena, verdict->failure_count + count, sizeof *failures);
    if (marks == NULL || failures == NULL)
        return false;
    for (size_t i = 0; i < verdict->failure_count; i++)
        failures[i] = verdict->failures[i];
    verdict->failures = failures;
    for (size_t i = 0; i < count; i++) {
        const struct row_outcome *outcome = &context->row_outcomes[i];
        verdict->undetermined += (size_t)outcome->undetermined;
        verdict->posted += (size_t)outcome->undetermined;
        verdict->failed += (size_t)outcome->fails;
        marks[outcome->rule->item.order] |= outcome->undetermined > 0;
        if (outcome->fails > 0)
            failures[verdict->failure_count++] = (struct failure){.first = {.rule = outcome->rule},
                                                                  .rows = (size_t)outcome->fails,
                                                                  .of_long_table = true};
    }
    /* And what those rest on: a rule names none that comes behind it. */
    for (size_t i = context->policy->rule_count; i > 0; i--)
        if (marks[i - 1])
            rule_each_formula(context->policy->rules[i - 1], mark_formula, marks);
    return add_row_facts(display, verdict, marks);
}

/* What fails is listed by rule, and only an undetermined figure lacks something. */
__attribute__((unused)) static bool counts_agree(const struct verdict *verdict)
{
    size_t failed = 0;
    for (size_t i = 0; i < verdict->failure_count; i++)
        failed += verdict->failures[i].rows;
    return failed == verdict->failed && (verdict->undetermined > 0 || verdict->fact_count == 0) &&
           verdict->posted <= verdict->undetermined;
}

bool verdict_open(struct display *display, struct verdict *verdict)
{
    const struct figure_context *context = display->context;
    *verdict = (struct verdict){.posted = context->ledger->undetermined_count +
                                          context->ledger->open_count,
                                .failed = context->ledger->failed_checks};
    bool good = add_failures(display, verdict) && open_facts_gather(display, verdict);
    good = good && (context->row_outcome_count == 0 || add_row_outcomes(display, verdict));
    if (!good)
        (void)display_lack_memory(display);
    assert(!good || counts_agree(verdict));
    return good;
}

/* ---- as text ---- */

bool verdict_is_complete(const struct display *display, const struct verdict *verdict)
{
    return verdict->undetermined == 0 && display->context->left_out.rules == 0;
}

/* "；法定条件没有计算，填报数没有核对（--only）": what was left out is not said to hold. */
static const char *left_out_said(struct display *display, size_t failed)
{
    const struct left_out *left_out = &display->context->left_out;
    const char *compared = left_out->comparisons == 0
                               ? ""
                               : text_in(display, "，填报数没有核对", ", nor facts compared");
    if (left_out->conditions_kept == 0)
        return format_in(display, "；法定条件没有计算%s（--only）",
                         "; no condition was worked out%s (--only)", compared);
    const char *some = failed > 0 ? format_in(display, "不符合 %zu 项", "failing: %zu", failed)
                                  : text_in(display, "没有不符合的", "none fails");
    return format_in(display, "；只计算了 %zu 种法定条件，%s；其余 %zu 种没有计算%s（--only）",
                     "; kinds of conditions worked out: %zu, %s; left out: %zu%s (--only)",
                     left_out->conditions_kept, some, left_out->conditions, compared);
}

/* "；法定条件没有不符合的", "；法定条件不符合 2 项" */
static const char *conditions_said(struct display *display, size_t failed)
{
    const struct left_out *left_out = &display->context->left_out;
    if (left_out->conditions + left_out->comparisons > 0)
        return left_out_said(display, failed);
    return failed == 0
               ? text_in(display, "；法定条件没有不符合的", "; no condition fails")
               : format_in(display, "；法定条件不符合 %zu 项", "; failing conditions: %zu", failed);
}

/* "；法定条件不符合 2 项；填报数相互矛盾 1 项": a comparison of facts is no condition of law. */
static const char *failures_said(struct display *display, const struct verdict *verdict)
{
    size_t of_facts = 0;
    for (size_t i = 0; i < verdict->failure_count; i++)
        of_facts += verdict->failures[i].first.rule->of_facts ? verdict->failures[i].rows : 0;
    const char *law = conditions_said(display, verdict->failed - of_facts);
    return of_facts == 0 ? law
                         : format_in(display, "%s；填报数相互矛盾 %zu 项",
                                     "%s; facts that contradict each other: %zu", law, of_facts);
}

/* "缺 3 项；2 项无从计算": what may be filled in, apart from what no way leads to. */
static const char *wanting_said(struct display *display, const struct verdict *verdict)
{
    const bool zh = display->context->language == FT_ZH;
    const char *more = verdict->more ? "+" : "";
    size_t ways = 0;
    for (size_t i = 0; i < verdict->fact_count; i++)
        ways += verdict->facts[i].lack.kind == LACK_WAY;
    const char *facts = ways == verdict->fact_count
                            ? ""
                            : format_in(display, "缺 %zu%s 项", " for want of %zu%s",
                                        verdict->fact_count - ways, more);
    return ways == 0 ? facts
                     : format_in(display, "%s%s%zu 项无从计算", "%s%s no way leads to %zu", facts,
                                 zh                 ? (facts[0] == '\0' ? "" : "；")
                                 : facts[0] == '\0' ? ","
                                                    : ";",
                                 ways);
}

const char *verdict_line(struct display *display, const struct verdict *verdict)
{
    const char *open = "";
    if (verdict->undetermined > 0 && verdict->fact_count == 0) { /* rows of a long table alone */
        open =
            format_in(display, "结论不完整：%zu 个数待定（收付和法定条件）",
                      "incomplete: %zu undetermined (postings, conditions)", verdict->undetermined);
    } else if (verdict->undetermined > 0) {
        open = format_in(display, "结论不完整：%zu 个数待定（其中收付和法定条件 %zu 项），%s",
                         "incomplete: %zu undetermined (%zu postings, "
                         "conditions)%s",
                         verdict->undetermined, verdict->posted, wanting_said(display, verdict));
    } else if (!verdict_is_complete(display, verdict)) {
        open = text_in(display, "只计算了 --only 所列的数：没有待定的数",
                       "only what --only names was worked out: no figure of it is undetermined");
    } else {
        open = text_in(display, "结论完整：没有待定的数", "complete: no figure is undetermined");
    }
    return format_text(display, "%s%s", open, failures_said(display, verdict));
}

const char *open_fact_words(struct display *display, const struct open_fact *fact)
{
    const struct figure_context *context = display->context;
    return display_text(
        display, visible(display, lack_text(context->policy, context->ledger->dataset,
                                            context->arith, &fact->lack, context->language)));
}

const char *finding_source(struct display *display, const struct rule *rule, uint32_t row)
{
    static const struct title compared = {"填报数相互核对，无条文", "facts compared, no article"};
    return rule->of_facts ? title_in(&compared, display->context->language)
                          : figure_source(display, rule, row);
}

/* Every row at which a condition fails. */
static const char *failing_rows(struct display *display, const struct rule *rule)
{
    const struct ledger *ledger = display->context->ledger;
    struct growing_text list = {.arena = display->arena};
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_CHECK, .rule = rule->item.order};
    for (struct finding finding; finding_next(&walk, &finding) && finding.rule == rule;)
        if (!finding.holds)
            growing_list(&list, word(display, WORD_LIST_COMMA),
                         row_title(display, rule->item.entity, finding.row));
    return display_text(display, growing_whole(&list));
}

const char *failure_text(struct display *display, const struct failure *failure)
{
    const struct rule *rule = failure->first.rule;
    if (failure->of_long_table)
        return format_in(display, "✗ %s  %zu 行（%s）", "✗ %s  rows: %zu (%s)",
                         titled(display, &rule->item.title), failure->rows,
                         visible(display, rule->source));
    const char *row = row_title(display, rule->item.entity, failure->first.row);
    const char *rows = failure->rows == 1 ? row
                       : display->detail
                           ? failing_rows(display, rule)
                           : format_in(display, "%s 等 %zu 行", "%s … (%zu)", row, failure->rows);
    const char *source = rule->of_facts && failure->rows == 1
                             ? reason_shown(display, rule, failure->first.row)
                             : finding_source(display, rule, failure->first.row);
    return format_in(display, "✗ %s  %s（%s）", "✗ %s  %s (%s)", titled(display, &rule->item.title),
                     rows, source);
}

/* ---- what was taken though nobody wrote it ---- */

static bool verdict_is_taken(const struct dataset *dataset, const struct entity *entity,
                             size_t index, uint32_t row, enum taken_kind kind)
{
    const struct column *column = &dataset->tables[entity->index].fields[index];
    const enum cell_state state = column_state(column, row);
    if (kind == TAKEN_STATED)
        return state == CELL_NONE;
    if (!dataset_assumed(dataset, entity, index, row))
        return false;
    /* What was used before a fact was changed may be written now. */
    return kind == TAKEN_NONE
               ? state == CELL_ABSENT
               : state == CELL_VALUE && column_is_default(column, &entity->fields[index], row);
}

bool is_taken_at(const struct display *display, const struct entity *entity,
                 const struct field *field, enum taken_kind kind, uint32_t row)
{
    return verdict_is_taken(display->context->ledger->dataset, entity, field->index, row, kind);
}

const char *taken_words(struct display *display, const struct field *field, enum taken_kind kind,
                        enum ft_language language)
{
    static const struct title stated = {"填报为“无”", "stated as none"};
    const struct figure_context *context = display->context;
    if (kind == TAKEN_STATED)
        return title_in(&stated, language);
    if (kind == TAKEN_NONE)
        return title_in(&field->absent_words, language);
    return display_text(display, value_text(&field->fallback, &field->type, &field->unit,
                                            field->integer, context->arith, language));
}

/* The fields of a table, whose rows `rows` has room for. */
static void each_taken_of(const struct display *display, const struct entity *entity,
                          enum taken_kind kind, const struct reach *reach, uint32_t *rows,
                          tell_taken *tell, void *context)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct table *table = &dataset->tables[entity->index];
    for (size_t f = 0; f < entity->field_count && table->fields != NULL; f++) {
        size_t count = 0;
        if (reach != NULL && !reach_has(reach, entity, &entity->fields[f]))
            continue;
        for (uint32_t row = 0; row < table->count; row++)
            if (verdict_is_taken(dataset, entity, f, row, kind))
                rows[count++] = row;
        if (count > 0)
            tell(context, entity, &entity->fields[f], kind, rows, count);
    }
}

void each_taken(struct display *display, enum taken_kind kind, const struct reach *reach,
                tell_taken *tell, void *context)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    struct arena room; /* what is told of keeps what it makes in the display's */
    arena_open(&room, display->arena->allocator);
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        const struct arena_mark mark = arena_mark(&room);
        uint32_t *rows = arena_array(&room, dataset->tables[i].count, sizeof *rows);
        if (rows == NULL) {
            (void)display_lack_memory(display);
            break;
        }
        each_taken_of(display, &dataset->schema->entities[i], kind, reach, rows, tell, context);
        arena_rewind(&room, mark);
    }
    arena_close(&room);
}

size_t taken_given(const struct display *display, const struct entity *entity,
                   const struct field *field)
{
    const struct table *table = &display->context->ledger->dataset->tables[entity->index];
    const struct column *column = &table->fields[field->index];
    size_t given = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        struct place room;
        const enum cell_state state = column_state(column, row);
        given += state == CELL_NONE ||
                 (state == CELL_VALUE && column_place(column, row, &room)->width > 0);
    }
    return given;
}

/* Whether the file of the parameter only compares facts with each other: no amount rests on it. */
static bool is_limit(const struct policy *policy, const struct parameter *parameter)
{
    bool compares = false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (rule->file->id != parameter->policy) /* both are the file's own text */
            continue;
        if (rule->post_count > 0)
            return false;
        compares |= rule->of_facts;
    }
    return compares;
}

bool is_value_told(const struct display *display, const struct version *version,
                   enum value_telling telling)
{
    if (!display->context->application->versions_used[version->index])
        return false;
    switch (telling) {
    case TELL_UNVERIFIED:
        return version->status == STATUS_UNVERIFIED;
    case TELL_ILLUSTRATIVE:
    case TELL_LIMIT:
        return version->status == STATUS_ILLUSTRATIVE &&
               is_limit(display->context->policy, version->parameter) == (telling == TELL_LIMIT);
    case TELL_UNPROVEN:
        return !version->is_published &&
               display->context->ledger->dataset->known_at.days != DATE_FOREVER.days;
    }
    return false;
}
