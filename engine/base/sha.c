/* Digests as text. */
#include "base.h"

void sha_add(struct sha256_ctx *sha, const char *bytes, size_t length)
{
    sha256_update(sha, length, (const uint8_t *)bytes);
}

void sha_text(char text[SHA_TEXT], struct sha256_ctx *sha)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[SHA256_DIGEST_SIZE];
    sha256_digest(sha, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    text[SHA_TEXT - 1] = '\0';
}
