"""A revision as it was read, to be compared with what is stored when something is written upon it."""

import copy
from typing import Any

from wagtail.models import Revision


class Read:
    """Number and stored content of a revision; autosave overwrites one in place, so the number alone says too little."""

    def __init__(self, number: int) -> None:
        self.revision = Revision.objects.get(pk=number)
        # Making an object of it writes into the content.
        self.content = copy.deepcopy(self.revision.content)

    def draft(self) -> Any:
        """The object as it says, a new one each time."""
        return self.revision.as_object()

    def stands(self, number: int | None) -> bool:
        """Whether revision `number` is this one, with the same content. Asked within the transaction that writes."""
        if number != self.revision.pk:
            return False
        return bool(Revision.objects.values_list("content", flat=True).get(pk=number) == self.content)
