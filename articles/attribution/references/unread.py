"""Says which part of what was pasted could not be read, and why."""


class CannotRead(ValueError):
    """`source` is the text as it was pasted, so that nothing is lost; `reason` is a sentence for the doctor."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(reason)
