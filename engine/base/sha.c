/* Digests as text. */
#include <nettle/base16.h>

#include "base.h"

void sha_add(struct sha256_ctx *sha, const char *bytes, size_t length)
{
    sha256_update(sha, length, (const uint8_t *)bytes);
}

void sha_text(char text[SHA_TEXT], struct sha256_ctx *sha)
{
    uint8_t hash[SHA256_DIGEST_SIZE];
    sha256_digest(sha, sizeof hash, hash);
    base16_encode_update(text, sizeof hash, hash);
    text[SHA_TEXT - 1] = '\0';
}
