/* Which blocks of the file are a shard's, and what is noted of the rows that it writes. */
#include "part.h"

__extension__ typedef unsigned __int128 uint128;

/* The shard, from 1, whose own a block is that begins here. */
static unsigned owner_of(const struct shard *shard, uint64_t offset)
{
    const uint64_t bytes = shard->size - shard->first;
    return (unsigned)((uint128)(offset - shard->first) * shard->of / bytes) + 1;
}

bool shard_owns(const struct shard *shard, uint64_t offset)
{
    return shard->of == 0 || (offset < shard->size && owner_of(shard, offset) == shard->number);
}

bool shard_passes(struct shard *shard, struct row_block *block)
{
    if (shard->of == 0 || block->length == 0)
        return false;
    const unsigned owner = owner_of(shard, block->offset);
    const uint64_t end = block->end;
    if (owner < shard->number)
        shard->from = shard->to = end;
    else if (owner == shard->number)
        shard->to = end;
    else
        block->length = 0;
    return owner < shard->number;
}

static bool note_and_write(void *context, const char *bytes, size_t length)
{
    struct part_rows *rows = context;
    sha_add(&rows->sha, bytes, length);
    rows->bytes += length;
    return rows->sink == NULL || rows->sink->write(rows->sink->context, bytes, length);
}

struct ft_sink part_rows_open(struct part_rows *rows, const struct ft_sink *sink)
{
    *rows = (struct part_rows){.sink = sink};
    sha256_init(&rows->sha);
    return (struct ft_sink){note_and_write, rows};
}
