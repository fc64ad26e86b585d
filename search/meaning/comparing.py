"""Which articles lie nearest to a question, and how near given ones lie."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy
from django.conf import settings
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat

from .. import facets
from ..models import EntryFacets
from . import memory, model
from .held import Scored
from .model import Vector
from .vectors import stored


def nearest(vector: Sequence[float] | Vector, filters: Mapping[str, tuple[str, ...]], most: int) -> Scored:
    """Page ids and cosines, best first, of what passes the filters; none without the model or without vectors."""
    if not model.available():
        return []
    held = memory.current().held
    direction = numpy.asarray(vector, dtype=numpy.float32)
    return held.nearest(direction, most, _passing(filters) if filters else None)


def cosines(vector: Sequence[float] | Vector, identities: Iterable[int]) -> dict[int, float]:
    """Of those articles that have a vector of this model. A site with a cluster does not hold them all in each process."""
    if not model.available():
        return {}
    direction = numpy.asarray(vector, dtype=numpy.float32)
    known = memory.current() if settings.SEARCH_URL == "embedded" else None
    if known and not known.too_many:
        return known.held.cosines(direction, identities)
    return {pk: float(own @ direction) for pk, own in stored(identities).items()}


def _passing(filters: Mapping[str, tuple[str, ...]]) -> list[int]:
    """The database narrows, without regard to case on SQLite; the lines themselves decide."""
    asked = dict(facets.lines(filters))
    rows: Any = EntryFacets.objects.annotate(framed=Concat(Value("\n"), "packed", Value("\n"), output_field=TextField()))
    wanted = reduce(and_, (reduce(or_, (Q(framed__contains=f"\n{line}\n") for line in lines)) for lines in asked.values()))
    return [
        pk
        for pk, packed in rows.filter(wanted).values_list("pk", "packed")
        if not any(lines.isdisjoint(packed.split("\n")) for lines in asked.values())
    ]
