/* Facts that rows lack and that count as something, by the money that rests on them. */
#include "assumed.h"
#include "basis.h"

/* What a rule pays of a kind of value, in all its postings. */
struct rule_paid {
    const struct rule *rule;
    const struct value_kind *kind;
    struct paid_sum sum;
    size_t count; /* postings that are not 0 */
};

struct assuming {
    struct assumed *assumed;
    struct basis basis;
    struct rule_paid *paid; /* in the order of the postings, which is by rule */
    size_t paid_count, paid_capacity;
    bool *marks;
    bool good;
};

/* ---- by rule ---- */

/* What the rule of the posting has paid of its kind so far; NULL: memory is out. */
static struct rule_paid *rule_paid_of(struct assuming *assuming, const struct posting *posting)
{
    for (size_t i = assuming->paid_count; i > 0 && assuming->paid[i - 1].rule == posting->rule; i--)
        if (assuming->paid[i - 1].kind == posting->post->kind)
            return &assuming->paid[i - 1];
    struct rule_paid *paid =
        arena_grow(assuming->basis.display->arena, assuming->paid, &assuming->paid_capacity,
                   sizeof *paid, assuming->paid_count + 1);
    if (paid == NULL)
        return NULL;
    assuming->paid = paid;
    paid += assuming->paid_count++;
    *paid = (struct rule_paid){
        .rule = posting->rule, .kind = posting->post->kind, .sum.amount = NUMBER_ZERO};
    return paid;
}

static bool sum_by_rule(struct assuming *assuming)
{
    const struct figure_context *context = assuming->basis.display->context;
    for (size_t i = 0; i < context->ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(context->ledger, i);
        if (posting.post->memo || (posting.lacks == NULL && number_sign(&posting.amount) == 0))
            continue;
        struct rule_paid *paid = rule_paid_of(assuming, &posting);
        if (paid == NULL || number_add(&paid->sum.amount, context->arith, &paid->sum.amount,
                                       &posting.amount) != FT_OK)
            return false;
        paid->count++;
        paid->sum.open |= posting.lacks != NULL;
    }
    return true;
}

/* ---- by fact ---- */

/* What is paid by the rules that name the field, and by those that name steps which do. */
static bool sum_paid(struct assuming *assuming, struct assumed_fact *fact)
{
    const struct figure_context *context = assuming->basis.display->context;
    basis_mark_field(&assuming->basis, fact->field, assuming->marks);
    for (size_t i = 0; i < context->policy->rule_count; i++)
        fact->moves |= assuming->marks[i] && rule_pays(context->policy->rules[i]);
    for (size_t i = 0; i < assuming->paid_count; i++) {
        const struct rule_paid *paid = &assuming->paid[i];
        struct paid_sum *sum = &fact->paid[paid->kind->index];
        if (!assuming->marks[paid->rule->item.order])
            continue;
        fact->paid_count += paid->count;
        sum->open |= paid->sum.open;
        if (number_add(&sum->amount, context->arith, &sum->amount, &paid->sum.amount) != FT_OK)
            return false;
    }
    return true;
}

static bool names_field(const struct formula *formula, const struct field *field)
{
    bool names = false;
    for (size_t i = 0; formula != NULL && i < formula->field_count; i++)
        names |= formula->fields[i] == field;
    return names;
}

/* Whether a condition of a payment names it: by it one party pays, or another. */
static bool field_chooses(const struct policy *policy, const struct field *field)
{
    bool chooses = false;
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t j = 0; j < policy->rules[i]->post_count && !chooses; j++)
            chooses = !policy->rules[i]->posts[j].memo &&
                      names_field(policy->rules[i]->posts[j].when, field);
    return chooses;
}

static void assumed_tell(void *context, const struct entity *entity, const struct field *field,
                         enum taken_kind kind, const uint32_t *rows, size_t count)
{
    (void)rows;
    struct assuming *assuming = context;
    struct assumed *assumed = assuming->assumed;
    struct display *display = assuming->basis.display;
    const size_t kinds = display->context->policy->kind_count;
    if (!assuming->good)
        return;
    struct assumed_fact *grown = arena_grow(display->arena, assumed->facts, &assumed->capacity,
                                            sizeof *grown, assumed->count + 1);
    const size_t given = entity->parent == NULL ? 0 : taken_given(display, entity, field);
    struct assumed_fact fact = {.entity = entity,
                                .field = field,
                                .kind = kind,
                                .count = count,
                                .nowhere = given == 0,
                                .few = count <= given / 3,
                                .paid = arena_array(display->arena, kinds, sizeof *fact.paid)};
    assuming->good = grown != NULL && fact.paid != NULL;
    for (size_t i = 0; assuming->good && i < kinds; i++)
        fact.paid[i].amount = NUMBER_ZERO;
    if (!assuming->good)
        return;
    assumed->facts = grown;
    assuming->good = sum_paid(assuming, &fact);
    fact.chooses = field_chooses(display->context->policy, field);
    grown[assumed->count++] = fact;
}

/* Whether a fact is more likely to have been forgotten, and at a greater cost. */
static bool is_before(struct arith *arith, const struct assumed_fact *fact,
                      const struct assumed_fact *other)
{
    if (fact->nowhere != other->nowhere)
        return other->nowhere;
    if ((fact->paid_count > 0) != (other->paid_count > 0))
        return fact->paid_count > 0;
    if (fact->few != other->few)
        return fact->few;
    const int order = number_compare(arith, &other->paid[0].amount, &fact->paid[0].amount);
    return order < 0 || (order == 0 && fact->moves && !other->moves);
}

/* The others stay in the order of the tables. */
static void sort_assumed(struct arith *arith, const struct assumed *assumed)
{
    for (size_t i = 1; i < assumed->count; i++) {
        const struct assumed_fact own = assumed->facts[i];
        size_t at = i;
        for (; at > 0 && is_before(arith, &own, &assumed->facts[at - 1]); at--)
            assumed->facts[at] = assumed->facts[at - 1];
        assumed->facts[at] = own;
    }
}

bool assumed_open(struct display *display, struct assumed *assumed)
{
    struct assuming assuming = {.assumed = assumed, .good = true};
    *assumed = (struct assumed){0};
    assuming.marks =
        arena_array(display->arena, display->context->policy->rule_count, sizeof *assuming.marks);
    bool good =
        assuming.marks != NULL && basis_open(display, &assuming.basis) && sum_by_rule(&assuming);
    if (good) {
        each_taken(display, TAKEN_NONE, NULL, assumed_tell, &assuming);
        each_taken(display, TAKEN_DEFAULT, NULL, assumed_tell, &assuming);
        good = assuming.good;
    }
    if (good)
        sort_assumed(display->context->arith, assumed);
    else
        (void)display_lack_memory(display);
    return good;
}
