/* SHA-256 (FIPS 180-4), with the processor's instructions for it where it has them. */
#ifndef PLIMSOLL_CSYSTEM_DIGEST_H
#define PLIMSOLL_CSYSTEM_DIGEST_H
#include <stddef.h>
#include <stdint.h>

struct plimsoll_sha256 {
    uint32_t state[8];
    uint64_t bytes;
    uint8_t rest[64];
};

void plimsoll_sha256_begin(struct plimsoll_sha256 *digest);
void plimsoll_sha256_add(struct plimsoll_sha256 *digest, const void *bytes, size_t count);

/* Fills in the 32 bytes of the digest; nothing may be added afterwards. */
void plimsoll_sha256_end(struct plimsoll_sha256 *digest, uint8_t result[32]);
#endif
