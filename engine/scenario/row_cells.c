/* Where the cells of a chunk of rows stand. A row that is not written plainly ends the search; what
 * stands in the cells is not looked at. */
#include <assert.h>

#include "row_lanes.h"

bool cells_open(struct cells *cells, size_t count, struct arena *arena)
{
    *cells = (struct cells){.width = count + 1};
    /* one row more than are kept may have been looked at, and a cell too many */
    cells->marks = arena_array(arena, (LANES + 1) * cells->width + 1, sizeof(uint32_t));
    return cells->marks != NULL;
}

bool cells_find(struct cells *cells, const char *at, const char *end, const char **rest)
{
    const size_t width = cells->width;
    uint32_t *row = cells->marks, *mark = row;
    uint32_t rows = 0;
    struct csv_scan scan;
    assert(width > 1); /* the place before a row, and its cells */
    csv_scan_open(&scan, at, end);
    *mark++ = UINT32_MAX; /* one before the chunk */
    *rest = at;
    /* csv_scan_next, whose steps are taken one by one: most of them find a comma. */
    while (rows < LANES && mark <= row + width && csv_scan_more(&scan)) {
        const char *close = csv_scan_take(&scan);
        *mark = (uint32_t)(close - at);
        if (*close == ',') {
            mark++;
        } else if (*close == '\n') {
            *mark -= close > at && close[-1] == '\r';
            if (++mark != row + width || scan.odd != NULL)
                break;
            row = mark;
            rows++;
            *mark++ = (uint32_t)(close - at);
            *rest = close + 1;
        } else if (*close == '"') {
            csv_scan_quoted(&scan, close);
        }
    }
    cells->at = at;
    cells->rows = rows;
    return rows == LANES || *rest == end;
}

struct slice row_cell_at(const char *row, const char *end, size_t place)
{
    struct csv_scan scan;
    const char *close;
    csv_scan_open(&scan, row, end);
    for (; (close = csv_scan_next(&scan)) < end && *close == ',' && place > 0; place--)
        row = close + 1;
    struct slice cell = {.at = row, .length = (uint32_t)(close - row)};
    if (place > 0)
        return (struct slice){.at = close};
    cell = slice_trimmed(cell);
    if (cell.length < 2 || *cell.at != '"' || cell.at[cell.length - 1] != '"')
        return cell;
    return slice_trimmed((struct slice){.at = cell.at + 1, .length = cell.length - 2});
}
