/* Facts that some rows lack and others have, by the money that rests on them. */
#include "assumed.h"
#include "basis.h"

struct assuming {
    struct assumed *assumed;
    struct basis basis;
    bool *marks;
    bool good;
};

/* What is paid by the rules that name the field, and by those that name steps which do. */
static bool sum_paid(struct assuming *assuming, struct assumed_fact *fact)
{
    const struct figure_context *context = assuming->basis.display->context;
    const struct ledger *ledger = context->ledger;
    basis_mark_field(&assuming->basis, fact->field, assuming->marks);
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        struct paid_sum *sum = &fact->paid[posting->post->kind->index];
        if (posting->post->memo || !assuming->marks[posting->rule->item.order] ||
            (posting->lacks == NULL && number_sign(&posting->amount) == 0))
            continue;
        fact->paid_count++;
        sum->open |= posting->lacks != NULL;
        if (number_add(&sum->amount, context->arith, &sum->amount, &posting->amount) != FT_OK)
            return false;
    }
    return true;
}

static void assumed_tell(void *context, const struct entity *entity, const struct field *field,
                         enum taken_kind kind, const uint32_t *rows, size_t count)
{
    struct assuming *assuming = context;
    struct assumed *assumed = assuming->assumed;
    struct display *display = assuming->basis.display;
    const size_t kinds = display->context->policy->kind_count;
    if (!assuming->good)
        return;
    if (entity->parent == NULL || taken_given(display, entity, field) == 0) {
        assumed->given_nowhere++;
        return;
    }
    struct assumed_fact *grown = arena_grow(display->arena, assumed->facts, &assumed->capacity,
                                            sizeof *grown, assumed->count + 1);
    struct assumed_fact fact = {.entity = entity,
                                .field = field,
                                .kind = kind,
                                .rows = arena_array(display->arena, count, sizeof *fact.rows),
                                .count = count,
                                .paid = arena_array(display->arena, kinds, sizeof *fact.paid)};
    assuming->good = grown != NULL && fact.rows != NULL && fact.paid != NULL;
    for (size_t i = 0; assuming->good && i < count; i++)
        fact.rows[i] = rows[i];
    for (size_t i = 0; assuming->good && i < kinds; i++)
        fact.paid[i].amount = NUMBER_ZERO;
    if (!assuming->good)
        return;
    assumed->facts = grown;
    assuming->good = sum_paid(assuming, &fact);
    grown[assumed->count++] = fact;
}

/* What most is paid by stands first, of what nothing is paid by the order of the tables. */
static void sort_assumed(struct arith *arith, const struct assumed *assumed)
{
    for (size_t i = 1; i < assumed->count; i++) {
        const struct assumed_fact own = assumed->facts[i];
        size_t at = i;
        for (; at > 0 && number_compare(arith, &assumed->facts[at - 1].paid[0].amount,
                                        &own.paid[0].amount) < 0;
             at--)
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
    bool good = assuming.marks != NULL && basis_open(display, &assuming.basis);
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
