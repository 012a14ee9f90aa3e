/* What must hold of a ledger, told where it does not: for asserts and their tests. */
#include "ledger.h"

static const char *posting_fault(const struct ledger *ledger, const struct posting *posting)
{
    const struct dataset *dataset = ledger->dataset;
    if (posting->to.party == NULL || posting->post->memo != (posting->from.party == NULL))
        return "a posting has a payer and a receiver, a memo a receiver alone";
    if (posting->row >= dataset->tables[posting->rule->item.entity->index].count)
        return "a posting is made at a row";
    if (posting->lacks != NULL)
        return number_sign(&posting->amount) != 0 ? "an open posting moves nothing"
                                                  : lacks_fault(posting->lacks);
    return number_sign(&posting->amount) < 0 ? "nobody pays less than nothing" : NULL;
}

static const char *sheet_fault(const struct ledger *ledger, const struct sheet *sheet)
{
    if (sheet->posting_count + sheet->memo_count == 0)
        return "a sheet has a line";
    for (size_t i = 0; i < sheet->posting_count; i++)
        if (sheet->postings[i] >= ledger->posting_count ||
            (i > 0 && sheet->postings[i - 1] >= sheet->postings[i]))
            return "a sheet's postings ascend";
    for (size_t i = 0; i < sheet->memo_count; i++)
        if (sheet->memos[i] >= ledger->posting_count ||
            !ledger->postings[sheet->memos[i]].post->memo)
            return "a memo is one";
    return NULL;
}

const char *ledger_fault(const struct ledger *ledger)
{
    const char *fault = NULL;
    size_t failed = 0;
    for (size_t i = 0; i < ledger->posting_count && fault == NULL; i++)
        fault = posting_fault(ledger, &ledger->postings[i]);
    for (size_t i = 0; i < ledger->sheet_count && fault == NULL; i++)
        fault = sheet_fault(ledger, &ledger->sheets[i]);
    for (size_t i = 0; i < ledger->check_count; i++)
        failed += !ledger->checks[i].holds;
    if (fault == NULL && failed != ledger->failed_checks)
        fault = "checks that fail are counted";
    for (size_t i = 0; i < ledger->policy->kind_count && fault == NULL && ledger->totals != NULL;
         i++)
        if (number_sign(&ledger->totals[i]) != 0)
            fault = "the sum over all parties is zero";
    return fault;
}
