/*
 * What must hold of a law, of rows and of a ledger: the demonstration's do, and a copy in which one
 * thing is broken is told by its sentence.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine_internal.h"

static struct ft_engine *demonstration(void)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &(struct ft_options){.policies = policies, .policy_count = 1}),
                 FT_OK);
    cr_assert_eq(ft_load(engine, FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    return engine;
}

/* Breaks one thing, looks for the sentence that says so, and mends it. */
#define BROKEN(fault, place, value, sentence)                                                      \
    do {                                                                                           \
        const __typeof__(place) whole = (place), broken = (value);                                 \
        memcpy((void *)(uintptr_t) & (place), &broken, sizeof broken);                             \
        const char *said = (fault);                                                                \
        memcpy((void *)(uintptr_t) & (place), &whole, sizeof whole);                               \
        cr_assert_not_null(said, "%s", sentence);                                                  \
        cr_assert_str_eq(said, sentence);                                                          \
    } while (false)

static const struct rule *rule_that(const struct policy *policy, bool (*holds)(const struct rule *))
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (holds(policy->rules[i]))
            return policy->rules[i];
    cr_assert_fail("the demonstration has no such rule");
    return NULL;
}

static bool pays(const struct rule *rule)
{
    return rule->post_count > 0 && !rule->posts[0].memo;
}

static bool uses_another(const struct rule *rule)
{
    return rule->value != NULL && rule->value->item_count > 0 && !rule->recurs;
}

static bool is_check_by_value(const struct rule *rule)
{
    return rule->require;
}

Test(invariants, a_broken_law_is_told)
{
    struct ft_engine *engine = demonstration();
    struct policy *law = engine->policy;
    struct schema *schema = &law->schema;
    cr_assert_null(policy_fault(law), "%s", policy_fault(law));
    BROKEN(policy_fault(law), schema->entities[1].index, 2, "an entity's index is its place");
    BROKEN(policy_fault(law), schema->entities[1].parent, NULL,
           "the portfolio alone has no parent, and is the first");
    BROKEN(policy_fault(law), schema->entities[1].parent, &schema->entities[2],
           "a parent stands before its children");
    BROKEN(policy_fault(law), schema->entities[1].key, 999, "key and label are fields");
    BROKEN(policy_fault(law), schema->entities[1].fields[0].index, 7,
           "a field's index is its place");
    BROKEN(policy_fault(law), schema->entity_count, 0, "there is a portfolio");
    BROKEN(policy_fault(law), law->parameters[0]->versions[0].source, NULL,
           "a value stands somewhere in the law");
    BROKEN(policy_fault(law), law->parameters[0]->versions[0].parameter, NULL,
           "a version is its parameter's");
    BROKEN(policy_fault(law), schema->version_count, 0, "versions are numbered below their count");
    BROKEN(policy_fault(law), law->kinds[0].index, 1,
           "a kind of value has a step, and its index is its place");
    BROKEN(policy_fault(law), law->parties[0].index, 1, "a party's index is its place");
    BROKEN(policy_fault(law), law->rules[0]->item.order, 1, "a rule's order is its place");
    BROKEN(policy_fault(law), law->rules[3]->source, NULL, "a rule stands somewhere in the law");
    BROKEN(policy_fault(law), rule_that(law, is_check_by_value)->item.type.kind, TYPE_NUMBER,
           "a condition holds or does not");
    BROKEN(policy_fault(law), rule_that(law, uses_another)->value->items[0],
           &law->rules[law->rule_count - 1]->item, "a rule stands behind all it uses");
    BROKEN(policy_fault(law), rule_that(law, pays)->posts[0].to, NULL,
           "a posting has a payer and a receiver, a memo a receiver alone");
    BROKEN(policy_fault(law), law->views[0]->lines[0].value, NULL,
           "a line is a formula or a party's net");
    BROKEN(policy_fault(law), law->digest[3], '\0', "a law has a digest");
    cr_assert_null(policy_fault(law));
    ft_close(engine);
}

Test(invariants, broken_rows_are_told)
{
    struct ft_engine *engine = demonstration();
    struct dataset *rows = engine->scenario->dataset;
    struct table *projects = &rows->tables[1];
    cr_assert_null(dataset_fault(rows), "%s", dataset_fault(rows));
    cr_assert_gt(projects->count, 1);
    BROKEN(dataset_fault(rows), rows->tables[0].count, 2, "the portfolio is one row");
    BROKEN(dataset_fault(rows), projects->entity, NULL, "a table is its entity's");
    BROKEN(dataset_fault(rows), projects->first[0], 1,
           "every row stands under a row of the table above");
    BROKEN(dataset_fault(rows), projects->parents[0], 3, "rows of one parent stand together");
    ft_close(engine);
}

Test(invariants, a_broken_ledger_is_told)
{
    struct ft_engine *engine = demonstration();
    struct ledger *ledger = engine->ledger;
    cr_assert_null(ledger_fault(ledger), "%s", ledger_fault(ledger));
    cr_assert_gt(ledger_sheet(ledger, 0).posting_count, 1);
    cr_assert_gt(ledger->posted_count, 1);
    const struct item *item = &ledger->posted[0].rule->item;
    BROKEN(ledger_fault(ledger), ledger->posted[0].rows[0],
           ledger->dataset->tables[item->entity->index].count, "a posting is made at a row");
    BROKEN(ledger_fault(ledger), ledger->posted[1].first, 0, "postings stand by their rules");
    BROKEN(ledger_fault(ledger), ledger->posting_count, ledger->posting_count - 1,
           "postings are counted");
    BROKEN(ledger_fault(ledger), ledger->lines[1], 0, "a sheet's postings ascend");
    BROKEN(ledger_fault(ledger), ledger->failed_checks, 12345, "checks that fail are counted");
    BROKEN(ledger_fault(ledger), ledger->totals[0].num, 1, "the sum over all parties is zero");
    ft_close(engine);
}

Test(invariants, broken_lacks_are_told)
{
    static const struct entity entity;
    static const struct field field;
    struct lacks *lacks = malloc(sizeof *lacks + 2 * sizeof *lacks->lacks);
    cr_assert_not_null(lacks);
    lacks->count = 2;
    for (uint32_t i = 0; i < 2; i++)
        lacks->lacks[i] =
            (struct lack){.entity = &entity, .field = &field, .kind = LACK_FACT, .row = 2 - i};
    cr_assert_str_eq(lacks_fault(lacks), "lacks ascend");
    lacks->lacks[1].row = 3;
    cr_assert_null(lacks_fault(lacks));
    lacks->count = 0;
    cr_assert_str_eq(lacks_fault(lacks), "at least one lack, at most MOST_LACKS");
    free(lacks);
    cr_assert_str_eq(lacks_fault(NULL), "what is undetermined lacks something");
}
