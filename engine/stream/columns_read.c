/* The plainly written rows of a chunk, those of the long table and those below them side by side. */
#include "columns.h"

/* Rows from `at` on as lanes; whether they end there or at `end` for another reason than that the
 * next is not plain. */
static bool columns_read_table(struct lane_table *table, const char *at, const char *end)
{
    const bool plain = row_lanes_read(&table->rows, at, end);
    table->lanes.count = table->rows.cells.rows;
    return plain;
}

/* Notes which rows above have theirs among the lanes; how many of the first `rows` have all. */
static uint32_t match(struct lane_table *table, const struct lane_table *main, uint32_t rows,
                      bool through)
{
    uint32_t row = 0, lane = 0;
    struct slice key = rows == 0 ? (struct slice){0} : row_lanes_cell(&main->rows, 0, main->key);
    table->own_first[0] = 0;
    for (; lane < table->lanes.count && row < rows; lane++) {
        const struct slice above = row_lanes_cell(&table->rows, lane, table->rows.file->above);
        if (above.length == 0)
            break; /* blank, or without a key: the reader of scenario/ tells */
        while (row < rows && !slices_equal(&above, &key)) {
            table->own_first[++row] = lane;
            if (row < rows)
                key = row_lanes_cell(&main->rows, row, main->key);
        }
        if (row < rows)
            table->own_above[lane] = row;
    }
    while (lane == table->lanes.count && through && row < rows)
        table->own_first[++row] = lane;
    return row;
}

/* The lanes of the first `rows` rows above alone. */
static void plain_cut(struct lane_table *table, uint32_t rows)
{
    table->lanes.count = table->rows.cells.rows = table->lanes.first[rows];
    table->used = row_lanes_bytes(&table->rows, table->lanes.count);
    table->lanes.one_each = table->lanes.count == rows;
    table->lanes.most = 0;
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t lanes = table->lanes.first[row + 1] - table->lanes.first[row];
        table->lanes.one_each &= lanes == 1;
        table->lanes.most = lanes > table->lanes.most ? lanes : table->lanes.most;
    }
}

/* The rows below the first `rows` of the long table; how many of these have all theirs. */
static uint32_t plain_read_below(struct columns *columns, uint32_t rows)
{
    for (size_t i = 1; i < columns->table_count; i++) {
        struct lane_table *table = &columns->tables[i];
        const struct below_rows *below = &columns->worker->below[i - 1];
        const char *end = below->bytes.bytes + below->bytes.length;
        bool whole = columns_read_table(table, below->bytes.bytes + below->used, end);
        const char *rest = table->rows.cells.at + row_lanes_bytes(&table->rows, table->lanes.count);
        const uint32_t covered = match(table, columns->tables, rows, whole && rest == end);
        rows = covered < rows ? covered : rows;
    }
    for (size_t i = 1; i < columns->table_count; i++)
        plain_cut(&columns->tables[i], rows);
    return rows;
}

size_t columns_skip(const char *at, const char *end, uint32_t count)
{
    const char *next = at;
    for (; next < end && count > 0; count--)
        next = csv_row_end(next, end);
    return (size_t)(next - at);
}

enum vector_status columns_read(struct columns *columns, const char *at, const char *end,
                                size_t *used)
{
    struct lane_table *table = columns->tables;
    bool whole = columns_read_table(table, at, end);
    const uint32_t rows = plain_read_below(columns, table->lanes.count);
    whole &= rows == table->lanes.count;
    table->lanes.count = table->rows.cells.rows = rows;
    (void)batch_enter(&columns->batch, &columns->tables->lanes);
    if (whole || rows >= FEW_ROWS) {
        *used = row_lanes_bytes(&table->rows, rows);
        columns->exact_batch = FEW_ROWS;
        return VECTOR_OK;
    }
    *used = columns_skip(at, end, columns->exact_batch);
    columns->exact_batch = columns->exact_batch < LANES ? 2 * columns->exact_batch : LANES;
    return VECTOR_NO;
}
