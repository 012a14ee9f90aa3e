/* Digests as text. */
#include "base.h"

void sha_text(char text[SHA_TEXT], SHA2_CTX *sha)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[SHA256_DIGEST_LENGTH];
    SHA256Final(hash, sha);
    for (size_t i = 0; i < sizeof hash; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    text[SHA_TEXT - 1] = '\0';
}
