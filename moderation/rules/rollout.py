"""Which objects see a ruleset that is not live for all yet: a hash of the object, so that each stays on its side."""

import hashlib


def bucket(content_type_id: int, object_id: int | None, sha256: str) -> int:
    """0 to 99, fixed for one object under one ruleset; what has no id yet comes last."""
    if object_id is None:
        return 99
    return int.from_bytes(hashlib.sha256(f"{sha256}:{content_type_id}:{object_id}".encode()).digest()[:4]) % 100


def sees(share: int, content_type_id: int, object_id: int | None, sha256: str) -> bool:
    """Whether this object is among the `share` of a hundred."""
    return bucket(content_type_id, object_id, sha256) < share
