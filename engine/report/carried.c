/* Who carries whom, as a table of payers by receivers and as JSON. */
#include "aligned.h"
#include "formats.h"

/* Shows what one party passes on of one kind. */
typedef void show_carried(struct reporting *reporting, void *context,
                          const struct carried *carried);

static void each_carried(struct reporting *reporting, show_carried *show, void *context)
{
    const struct figure_context *report = reporting->context;
    const struct policy *policy = report->policy;
    for (size_t i = 0; i < policy->party_count; i++) {
        for (size_t j = 0; policy->parties[i].passes_on && j < policy->kind_count; j++) {
            struct carried carried;
            if (ledger_carried(&carried, report->ledger, &policy->parties[i], &policy->kinds[j],
                               report->arith) != FT_OK)
                reporting->writer.status = FT_NO_MEMORY;
            else if (carried.from_count > 0 || carried.open)
                show(reporting, context, &carried);
        }
    }
}

/* What an account pays or gets in all. */
static const char *sum_text(struct reporting *reporting, const struct carried *carried,
                            size_t first, size_t step, size_t count)
{
    struct number sum = NUMBER_ZERO;
    for (size_t i = 0; i < count; i++)
        if (number_add(&sum, reporting->context->arith, &sum,
                       &carried->amounts[first + i * step]) != FT_OK)
            return NULL;
    return amount_text(&reporting->display, carried->kind, &sum);
}

static void write_carried(struct reporting *reporting, void *context, const struct carried *carried)
{
    struct text_table table;
    (void)context;
    text_heading(
        reporting,
        format_in(&reporting->display, "%s：付方（行）付给收方（列），各付方的款按收方所得分列，%s",
                  "%s: payers (rows) to receivers (columns), what each pays by what they get, %s",
                  titled(&reporting->display, &carried->party->title),
                  kind_title(&reporting->display, carried->kind)));
    if (carried->open) {
        text_line(reporting, 0, word(&reporting->display, WORD_UNDETERMINED));
        return;
    }
    if (!table_open(reporting, &table, carried->to_count + 2, carried->from_count + 1))
        return;
    table.heads[0] = word(&reporting->display, WORD_FROM_PARTY);
    for (size_t j = 0; j < carried->to_count; j++)
        table.heads[j + 1] = party_name(&reporting->display, carried->to[j]);
    table.heads[carried->to_count + 1] = word(&reporting->display, WORD_TOTAL);
    for (size_t i = 0; i < carried->from_count; i++) {
        const char **cells = table_row(&table, false);
        cells[0] = party_name(&reporting->display, carried->from[i]);
        for (size_t j = 0; j < carried->to_count; j++)
            cells[j + 1] = amount_text(&reporting->display, carried->kind,
                                       &carried->amounts[i * carried->to_count + j]);
        cells[carried->to_count + 1] =
            sum_text(reporting, carried, i * carried->to_count, 1, carried->to_count);
    }
    const char **cells = table_row(&table, true);
    cells[0] = word(&reporting->display, WORD_TOTAL);
    for (size_t j = 0; j < carried->to_count; j++)
        cells[j + 1] = sum_text(reporting, carried, j, carried->to_count, carried->from_count);
    cells[carried->to_count + 1] =
        sum_text(reporting, carried, 0, 1, carried->from_count * carried->to_count);
    write_table(reporting, &table);
}

void text_carried(struct reporting *reporting)
{
    each_carried(reporting, write_carried, NULL);
}

static void append_carried(struct reporting *reporting, void *context,
                           const struct carried *carried)
{
    const struct ledger *ledger = reporting->context->ledger;
    if (carried->open)
        json_append(reporting, context,
                    json_pack("{s:s, s:s, s:n, s:n, s:n}", "party", carried->party->id, "kind",
                              carried->kind->id, "from", "to", "amount"));
    for (size_t i = 0; i < carried->from_count * carried->to_count; i++) {
        const struct account from = carried->from[i / carried->to_count];
        const struct account to = carried->to[i % carried->to_count];
        json_t *json = json_object();
        if (number_sign(&carried->amounts[i]) == 0) {
            json_decref(json);
            continue;
        }
        json_set(reporting, json, "party", json_text(carried->party->id));
        json_set(reporting, json, "kind", json_text(carried->kind->id));
        json_set(reporting, json, "from", json_text(account_id(ledger, from, reporting->arena)));
        json_set(reporting, json, "to", json_text(account_id(ledger, to, reporting->arena)));
        json_set(reporting, json, "amount",
                 json_text(amount_plain(&reporting->display, carried->kind, &carried->amounts[i])));
        json_append(reporting, context, json);
    }
}

/* "项目反哺统筹（现金（元））,付方,收方,金额": a line for each that carries another. */
static void csv_write_carried(struct reporting *reporting, void *context,
                              const struct carried *carried)
{
    struct display *display = &reporting->display;
    const char *title = format_text(display, "%s %s", titled(display, &carried->party->title),
                                    kind_title(display, carried->kind));
    (void)context;
    if (carried->open) {
        const char *const cells[] = {title, word(display, WORD_UNDETERMINED)};
        csv_line(&reporting->writer, cells, 2);
    }
    for (size_t i = 0; i < carried->from_count * carried->to_count; i++) {
        const char *const cells[] = {title,
                                     party_title(display, carried->from[i / carried->to_count]),
                                     party_title(display, carried->to[i % carried->to_count])};
        if (number_sign(&carried->amounts[i]) == 0)
            continue;
        csv_cells(&reporting->writer, cells, 3);
        write_format(&reporting->writer, ",%s\r\n",
                     amount_cell(display, carried->kind, &carried->amounts[i]));
    }
}

void csv_carried(struct reporting *reporting)
{
    each_carried(reporting, csv_write_carried, NULL);
}

json_t *json_carried(struct reporting *reporting)
{
    json_t *list = json_array();
    each_carried(reporting, append_carried, list);
    return list;
}
