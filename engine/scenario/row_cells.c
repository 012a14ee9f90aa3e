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
