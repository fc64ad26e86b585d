"""The eight characters by which the outside world knows an article."""

import secrets

# Crockford's base 32, which leaves out i, l, o and u, so that an id can be read aloud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8


def new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
