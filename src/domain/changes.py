"""How a record that changed is told from one that did not."""

from hashlib import blake2b

DIGEST_BYTES = 16


def digest(*parts: bytes) -> bytes:
    """Give a 16-byte BLAKE2b digest of the parts, each set apart from the next."""
    running = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        running.update(len(part).to_bytes(8, "little"))
        running.update(part)
    return running.digest()
