"""Writes the beginnings under which articles, diseases, departments and doctors are offered; in the transaction that shows them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from articles.models import DepartmentPage, TopicPage
from doctors.models import DoctorProfile
from moderation.shown import shown

from .. import text
from ..models.entry import SearchEntry
from ..models.name_key import Form, Kind, NameKey
from . import shipped, sound
from .known import names

LONGEST = 24
# Words within a title by which it is offered as well, and other names of a disease.
WITHIN, OTHERS = 3, 30
BATCH = 500
KINDS: Mapping[Any, Kind] = {TopicPage: Kind.DISEASE, DepartmentPage: Kind.DEPARTMENT, DoctorProfile: Kind.DOCTOR}


def plain(words: str) -> str:
    """Letters, digits and characters alone, as keys and what is typed are compared."""
    return "".join(run.group() for run in text.runs(text.folded(words).text))


def write(kind: Kind, targets: Iterable[tuple[int, str]]) -> None:
    """Offer these things by these names, and by no other that they had."""
    rows: list[NameKey] = []
    gone: list[int] = []
    for target, label in targets:
        gone.append(target)
        found: dict[str, Form] = {}
        for form, key in beginnings(kind, label):
            if key:
                found.setdefault(key[:LONGEST], form)
        rows += [NameKey(kind=kind, form=form, target=target, key=key, label=label) for key, form in found.items()]
    with transaction.atomic(savepoint=False):
        NameKey.objects.filter(kind=kind, target__in=gone).delete()
        NameKey.objects.bulk_create(rows, batch_size=BATCH)


def erase(kind: Kind, targets: Iterable[int]) -> None:
    NameKey.objects.filter(kind=kind, target__in=list(targets)).delete()


def beginnings(kind: Kind, label: str) -> Iterator[tuple[Form, str]]:
    """What may be typed of a name: as it is written, by its sound, by its initials, from a word within it on."""
    whole = plain(label)
    yield from zip((Form.WHOLE, Form.SOUND, Form.INITIALS), _spoken(whole), strict=False)
    if kind == Kind.DOCTOR:
        return
    starts = _word_starts(whole)
    named = [whole[start:] for start in starts if names().longest(whole, start) > start]
    if kind == Kind.DISEASE:
        for name in (whole, *named):
            yield from ((Form.OTHER, key) for other in names().called(name)[:OTHERS] for key in _spoken(plain(other)))
    yield from ((Form.WITHIN, key) for name in named for key in _spoken(name))
    yield from ((Form.WITHIN, whole[start:]) for start in starts)


def _spoken(words: str) -> Iterator[str]:
    """A name as it is written, how it sounds, and its initials."""
    yield words
    sounds = sound.syllables(words[:LONGEST])
    if sounds:
        yield "".join(sounds)
        yield sound.initials(sounds)


def _word_starts(words: str) -> list[int]:
    """Where further words of two characters and more begin, that are not what every question has."""
    starts, place = [], 0
    for word in text.cut(words):
        if place and len(word) > 1 and word not in shipped.around():
            starts.append(place)
        place += len(word)
    return starts[:WITHIN]


def label_of(instance: Any) -> str:
    """What readers are shown of a topic, a department or a doctor."""
    return str(getattr(instance, _field(type(instance))))


def _field(model: Any) -> str:
    return "name" if model is DoctorProfile else "title"


def rewrite_called(called: set[str]) -> None:
    """The diseases whose names hold one of these: what they are also called has changed."""
    known = NameKey.objects.filter(kind=Kind.DISEASE, form=Form.WHOLE).values_list("target", "label")
    many = len(called) > BATCH
    equals = {one for name in called for one in (name, *names().alike(name))} if not many else set()
    write(Kind.DISEASE, [(pk, label) for pk, label in known if many or any(one in shipped.fold(label) for one in equals)])


def rebuild() -> None:
    """Write the names of all places and people anew; those of articles come with their entries, and go with them."""
    for model, kind in KINDS.items():
        with transaction.atomic():
            live = list(_open(model).values_list("pk", _field(model)))
            NameKey.objects.filter(kind=kind).exclude(target__in=[pk for pk, _label in live]).delete()
            write(kind, live)
    articles = NameKey.objects.filter(kind=Kind.ARTICLE)
    articles.exclude(target__in=SearchEntry.objects.values("pk")).delete()


def settle(page: Any) -> None:
    """Offer of the places here and below what anybody may visit, and nothing else."""
    for model, kind in KINDS.items():
        if model is not DoctorProfile:
            here = model.objects.descendant_of(page, inclusive=True)
            live = list(here.published().values_list("pk", "title"))
            write(kind, live)
            erase(kind, set(here.values_list("pk", flat=True)) - {pk for pk, _label in live})


def _open(model: Any) -> Any:
    return shown(model.objects.all()) if model is DoctorProfile else model.objects.published()


def faults() -> Iterator[str]:
    """What can be found and is not offered while readers type, and what is offered and cannot be found."""
    kept: dict[int, set[int]] = {kind: set() for kind in Kind}
    for kind, target in NameKey.objects.filter(form=Form.WHOLE).values_list("kind", "target"):
        kept[kind].add(target)
    live = {kind: set(_open(model).values_list("pk", flat=True)) for model, kind in KINDS.items()}
    live[Kind.ARTICLE] = set(SearchEntry.objects.values_list("pk", flat=True))
    for kind in Kind:
        for target in sorted(live[kind] - kept[kind]):
            yield f"{kind.name.lower()} {target} is not offered while readers type"
        for target in sorted(kept[kind] - live[kind]):
            yield f"{kind.name.lower()} {target} is offered while readers type and cannot be found"
