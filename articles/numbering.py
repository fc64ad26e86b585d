"""Gives every block of a stream an id of its own, where a copied one brought another's along."""

import uuid
from typing import Any


def with_ids_of_their_own(stream: Any) -> Any:
    """The same stream; of several blocks with one id the first keeps it, since signatures name blocks by their ids."""
    stored = stream.get_prep_value()
    seen: set[str] = set()
    changed = False
    for block in stored:
        if block.get("id") in seen:
            block["id"], changed = str(uuid.uuid4()), True
        seen.add(block.get("id") or "")
    return stream.stream_block.to_python(stored) if changed else stream
