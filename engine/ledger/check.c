/* What must hold of a ledger, told where it does not: for asserts and their tests. */
#include "ledger.h"

static const char *posting_fault(const struct posting *posting)
{
    if (posting->lacks != NULL)
        return number_sign(&posting->amount) != 0 ? "an open posting moves nothing"
                                                  : lacks_fault(posting->lacks);
    return number_sign(&posting->amount) < 0 ? "nobody pays less than nothing" : NULL;
}

/* Whether a rule's postings stand behind those of the rules before, at rows of its table. */
static const char *posted_fault(const struct ledger *ledger, const struct posted *posted,
                                size_t first)
{
    const uint32_t rows = ledger->dataset->tables[posted->rule->item.entity->index].count;
    if (posted->first != first)
        return "postings stand by their rules";
    for (size_t i = 0; i < posted->count; i++)
        if (posted->rows[i] >= rows || (i > 0 && posted->rows[i - 1] > posted->rows[i]))
            return "a posting is made at a row";
    return NULL;
}

static const char *postings_fault(const struct ledger *ledger)
{
    const char *fault = NULL;
    size_t count = 0;
    for (size_t i = 0; i < ledger->posted_count && fault == NULL; i++) {
        fault = posted_fault(ledger, &ledger->posted[i], count);
        count += ledger->posted[i].count;
    }
    if (fault == NULL && count != ledger->posting_count)
        fault = "postings are counted";
    for (size_t i = 0; i < ledger->posting_count && fault == NULL; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        fault = posting_fault(&posting);
    }
    return fault;
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
            !ledger_posting(ledger, sheet->memos[i]).post->memo)
            return "a memo is one";
    return NULL;
}

const char *ledger_fault(const struct ledger *ledger)
{
    const char *fault = postings_fault(ledger);
    size_t failed = 0;
    for (size_t i = 0; i < ledger->sheet_count && fault == NULL; i++) {
        const struct sheet sheet = ledger_sheet(ledger, i);
        fault = sheet_fault(ledger, &sheet);
    }
    struct finding_walk checks = {.ledger = ledger, .kind = FINDING_CHECK};
    for (struct finding finding; finding_next(&checks, &finding);)
        failed += !finding.holds;
    if (fault == NULL && failed != ledger->failed_checks)
        fault = "checks that fail are counted";
    for (size_t i = 0; i < ledger->policy->kind_count && fault == NULL && ledger->totals != NULL;
         i++)
        if (number_sign(&ledger->totals[i]) != 0)
            fault = "the sum over all parties is zero";
    return fault;
}
