#include "stream_internal.h"
enum ft_status columns_open(struct columns **columns, struct worker *worker)
{
    (void)worker;
    *columns = NULL;
    return FT_OK;
}
void columns_close(struct columns *columns)
{
    (void)columns;
}
enum ft_status columns_rows(struct worker *worker, const struct source *rows, size_t *done,
                            size_t *general)
{
    (void)worker;
    (void)rows;
    (void)done;
    (void)general;
    return FT_OK;
}
