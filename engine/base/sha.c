/*
 * Digests. Whole blocks go through the machine's own instructions for SHA-256 where it has them:
 * every file that is read is digested, and by plain instructions that took a tenth of a small run.
 */
#ifdef FANGTIAN_CLONES
#include <immintrin.h>
#endif
#include <string.h>

#include "base.h"

#ifdef FANGTIAN_CLONES
#define MACHINE __attribute__((target("sha,sse4.1")))

enum { ROUNDS = 64, WORDS = 4, GROUPS = ROUNDS / WORDS };

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4,
 * 4.2.2). */
static const uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* Four rounds at a time. The instructions keep the state as the words a, b, e, f and c, d, g, h. */
MACHINE static void sha_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]),
            cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
    for (; blocks > 0; blocks--) {
        const __m128i first = abef, second = cdgh;
        __m128i words[WORDS]; /* the last sixteen of the schedule */
        for (int i = 0; i < WORDS; i++, bytes += sizeof *words)
            words[i] =
                _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)bytes), swap);
        for (int i = 0; i < GROUPS; i++) {
            const __m128i *group = (const __m128i *)(const void *)&constants[WORDS * i];
            __m128i *own = &words[i % WORDS];
            const __m128i next = words[(i + 1) % WORDS], last = words[(i + 3) % WORDS];
            __m128i round = _mm_add_epi32(*own, _mm_loadu_si128(group));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, round);
            round = _mm_shuffle_epi32(round, 0x0E);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, round);
            /* the word sixteen on, of which the last groups have no use */
            *own = _mm_add_epi32(_mm_sha256msg1_epu32(*own, next),
                                 _mm_alignr_epi8(last, words[(i + 2) % WORDS], 4));
            *own = _mm_sha256msg2_epu32(*own, last);
        }
        abef = _mm_add_epi32(abef, first);
        cdgh = _mm_add_epi32(cdgh, second);
    }
    state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
    state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
    state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
    state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
    state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
    state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
    state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
    state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}
#endif

void sha_add(SHA2_CTX *sha, const char *bytes, size_t length)
{
    const uint8_t *at = (const uint8_t *)bytes;
#ifdef FANGTIAN_CLONES
    enum { BLOCK = SHA256_BLOCK_LENGTH, BITS = 8 };
    const size_t blocks = sha->bitcount[0] % (BLOCK * BITS) == 0 ? length / BLOCK : 0;
    if (blocks > 0 && __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1")) {
        sha_blocks(sha->state.st32, at, blocks);
        sha->bitcount[0] += (uint64_t)blocks * BLOCK * BITS;
        at += blocks * BLOCK;
        length -= blocks * BLOCK;
    }
#endif
    SHA256Update(sha, at, length);
}

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
