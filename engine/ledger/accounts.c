/* Parties as they stand on postings: one in all, or one a row. */
#include "ledger_internal.h"

bool account_find(const struct dataset *dataset, const struct rule *rule, uint32_t row,
                  const struct party *party, const struct field *via, struct account *account)
{
    const struct entity *entity = rule->item.entity;
    *account = (struct account){.party = party};
    if (party == NULL || party->each == NULL)
        return true;
    if (via == NULL) {
        account->row = row_above(dataset, entity, row, party->each);
        return true;
    }
    const struct column *column = &dataset->tables[entity->index].fields[via->index];
    account->row = column_value(column, row).reference;
    return column_state(column, row) == CELL_VALUE;
}

bool account_equal(struct account x, struct account y)
{
    return x.party == y.party && x.row == y.row;
}

int account_compare(struct account x, struct account y)
{
    if (x.party != y.party)
        return x.party->index < y.party->index ? -1 : 1;
    return (x.row > y.row) - (x.row < y.row);
}

/* The label of the account's row where it has one that is not its key; NULL otherwise. */
static const char *accounts_label_of(const struct ledger *ledger, struct account account)
{
    const struct entity *entity = account.party->each;
    const struct field *label = &entity->fields[entity->label];
    const struct column *column = &ledger->dataset->tables[entity->index].fields[entity->label];
    bool known = entity->label != entity->key && label->type.kind == TYPE_TEXT &&
                 column_state(column, account.row) == CELL_VALUE;
    return known ? column_value(column, account.row).text : NULL;
}

const char *account_text(const struct ledger *ledger, struct account account, struct arena *arena,
                         enum ft_language language)
{
    const char *title = title_in(&account.party->title, language);
    if (account.party->each == NULL)
        return title;
    const char *path = row_path(ledger->dataset, account.party->each, account.row, arena);
    const char *label = accounts_label_of(ledger, account);
    if (path == NULL)
        return NULL;
    if (label == NULL)
        return arena_format(arena, "%s %s", title, path);
    return language == FT_ZH ? arena_format(arena, "%s %s（%s）", title, label, path)
                             : arena_format(arena, "%s %s (%s)", title, label, path);
}

const char *account_short(const struct ledger *ledger, struct account account, struct arena *arena,
                          enum ft_language language)
{
    const char *label = account.party->each == NULL ? NULL : accounts_label_of(ledger, account);
    return label == NULL
               ? account_text(ledger, account, arena, language)
               : arena_format(arena, "%s %s", title_in(&account.party->title, language), label);
}

const char *account_id(const struct ledger *ledger, struct account account, struct arena *arena)
{
    if (account.party->each == NULL)
        return account.party->id;
    const char *path = row_path(ledger->dataset, account.party->each, account.row, arena);
    return path == NULL ? NULL : arena_format(arena, "%s:%s", account.party->id, path);
}
