"""Names of patients and their people: what rules and the tagger see, judged by the words around and by who is known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..compiled import Cue, Rule
from ..document import Severity
from ..evidence import CANDIDATES, UNCHECKED_CANDIDATES, Draft, Evidence, TooManyCandidates, places
from ..names.people import People
from ..names.shapes import BLOCK, ENOUGH, REVIEW, Shape, Shapes
from ..reading import Reading

# Fields in which people stand who sign for the piece or are cited by it.
SIGNED = frozenset({"byline", "author", "authors", "contributors", "reviewers", "owner_name", "credit", "name"})
CITED = frozenset({"references", "source_works", "source"})
JOINTS = frozenset({"、", ",", "和", "与", "及", "以及", "跟", "之子", "之女", "之妻", "之母", "之父", "/"})
DOTS = frozenset("·")
CERTAIN = frozenset({"full", "odd", "foreign", "parts"})
FIRM = frozenset({"label", "patient", "sex or age"})  # cues that say: this is a patient, whoever else is called so
BONUS = {
    "label": 2,
    "sex or age": 2,
    "age": 2,
    "kin": 1,
    "addressed": 1,
}  # points for what hardly ever stands beside anything but a name
# Contexts that say who somebody is, for the whole document and not for one place.
EXCUSES = ("expert_before", "expert_after", "cited", "renamed", "renamed_before", "title_of_work", "historical", "from_abroad")
STORY = ("patient_near", "patient_close")  # contexts that make a name likelier a patient's, a point each
SHAPED: Mapping[str, Callable[[Shapes, int, int], Shape | None]] = {
    "begins": lambda shapes, start, _: shapes.beginning_at(start),
    "ends": lambda shapes, _, end: shapes.ending_before_an_adverb(end),
    "pinyin": lambda shapes, start, end: shapes.latin(start, end, pinyin=True),
    "latin": lambda shapes, start, end: shapes.latin(start, end, pinyin=False),
}


@dataclass(frozen=True)
class Candidate:
    """A name at a place, the cue that led to it and the severity that it would have."""

    shape: Shape
    cue: Cue
    severity: Severity

    @property
    def ruled(self) -> bool:
        """Whether a rule led to it and not the tagger alone."""
        return self.cue.check not in ("tagged", "faint")


def detect_names(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """A draft for each name of somebody who is no expert, author, figure of note or person of this site."""
    reading, people = evidence.reading, evidence.people
    _ = people.of_this_site  # facts of another shape fail the rule, found names or none
    shapes = Shapes(reading.text, people.lexicon, people.tags_of(reading))
    candidates = list(_listed([*_ruled(rule, evidence, shapes), *_tagged(rule, evidence, shapes)], shapes))
    if len(candidates) > CANDIDATES:
        raise TooManyCandidates(f"{rule.code}: more candidates than a person writes")
    excusing = [rule.contexts[name] for name in EXCUSES]
    excused: set[str] = set()
    kept: list[Candidate] = []
    for candidate in candidates:
        start, end = candidate.shape.start, candidate.shape.end
        fields = _fields_of(reading, start)
        if not SIGNED.isdisjoint(fields):
            excused.add(candidate.shape.name)
        if candidate.shape.name in people.lexicon.never or not fields.isdisjoint(SIGNED | CITED):
            continue
        if _is_a_medicine(evidence, candidate.shape):
            continue
        holding = [test for test in candidate.cue.suppressors if test(reading, start, end)]
        if any(test in excusing for test in holding):
            excused.add(candidate.shape.name)
        elif not holding and all(test(reading, start, end) for test in candidate.cue.requires):
            kept.append(candidate)
    kept = _best(kept)
    found = _alike([*filter(None, (_lowered(one, rule, people, excused) for one in _joined(reading, kept)))])
    yield from map(_draft, found)
    close = rule.contexts["patient_close"]
    told = [one for one in found if one.ruled or close(reading, one.shape.start, one.shape.end)]
    yield from _again(reading, told, candidates)


def _ruled(rule: Rule, evidence: Evidence, shapes: Shapes) -> Iterator[Candidate]:
    tried: set[tuple[str, int]] = set()
    seen = 0
    for hit in evidence.patterns.get(rule.code, ()):
        bonus = BONUS.get(hit.cue.name, 0)
        for start, end in places(hit, evidence.reading):
            seen += 1
            if seen > UNCHECKED_CANDIDATES:
                raise TooManyCandidates(f"{rule.code}: more candidates than a person writes")
            place = (hit.cue.name, end if hit.check == "ends" else start)
            if place in tried:
                continue
            tried.add(place)
            shape = SHAPED[hit.check](shapes, start, end)
            if shape is not None and shape.points + bonus >= REVIEW:
                certain = shape.points + bonus >= BLOCK and shape.grade in CERTAIN
                yield Candidate(shape, hit.cue, hit.cue.severity if certain else "review")


def _tagged(rule: Rule, evidence: Evidence, shapes: Shapes) -> Iterator[Candidate]:
    """What the tagger alone sees or holds possible; what is told around it makes up for some doubt."""
    tests = [rule.contexts[name] for name in STORY]
    for cue in rule.cues:
        found = shapes.tagged() if cue.check == "tagged" else shapes.faint() if cue.check == "faint" else ()
        for shape in found:
            points = shape.points + sum(test(evidence.reading, shape.start, shape.end) for test in tests)
            if points >= ENOUGH and shape.grade != "given" and not evidence.people.lexicon.begins_as_known(shape.name):
                yield Candidate(replace(shape, points=points), cue, cue.severity)


def _listed(candidates: list[Candidate], shapes: Shapes) -> Iterator[Candidate]:
    """The candidates, and full names that stand in a list with one of them."""
    yield from candidates
    starts, ends = {one.shape.start for one in candidates}, {one.shape.end for one in candidates}
    for candidate in candidates:
        for neighbour in shapes.beside(candidate.shape):
            if neighbour.start not in starts and neighbour.end not in ends:
                yield replace(candidate, shape=neighbour, severity="review")


def _best(candidates: list[Candidate]) -> list[Candidate]:
    """One candidate a place, in the order of the text: the most severe, then the one with most points."""
    candidates.sort(key=lambda one: (one.severity != "block", not one.ruled, -one.shape.points, one.shape.start))
    taken: list[Candidate] = []
    for candidate in candidates:
        shape = candidate.shape
        if not any(shape.start < other.shape.end and other.shape.start < shape.end for other in taken):
            taken.append(candidate)
    return sorted(taken, key=lambda one: one.shape.start)


def _fields_of(reading: Reading, start: int) -> frozenset[str]:
    """The field in which a place stands and the part of it: `body.7.credit` gives body and credit."""
    parts = reading.path_at(start).split(".")
    return frozenset({parts[0], parts[-1]})


def _is_a_medicine(evidence: Evidence, shape: Shape) -> bool:
    """Whether the place is part of a brand name or of a medicine's generic name."""
    text, start, end = evidence.reading.text, shape.start, shape.end
    if any(first < end and start < last and (last - first > 2 or first == start) for _, first, last in evidence.brands):
        return True
    return any(medicine in text[max(0, start - 12) : end + 12] for medicine in evidence.people.lexicon.medicines_with(shape.name))


def _joined(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Names of one list are of one kind: the worst severity among neighbours goes for all."""
    joined = list(candidates)
    order = [*range(1, len(joined)), *range(len(joined) - 1, 0, -1)]
    for number in order:
        first, second = joined[number - 1], joined[number]
        between = reading.text[first.shape.end : second.shape.start].strip()
        if between in JOINTS and {first.severity, second.severity} == {"block", "review"}:
            blocking = first if first.severity == "block" else second
            place = number if blocking is first else number - 1
            if joined[place].shape.grade in CERTAIN:
                joined[place] = replace(joined[place], severity="block", cue=blocking.cue)
    return joined


def _alike(candidates: list[Candidate]) -> list[Candidate]:
    """What one mention of a name shows holds for all of them."""
    worst = {one.shape.name: one for one in sorted(candidates, key=lambda one: one.severity == "block")}
    return [replace(one, severity=worst[one.shape.name].severity) for one in candidates]


def _lowered(one: Candidate, rule: Rule, people: People, excused: set[str]) -> Candidate | None:
    """Nothing for people who are known, unless a rule says that this is a patient: then a second look."""
    name = one.shape.name
    if name in rule.allow:
        return None
    if name in excused or people.are_known(name):
        return replace(one, severity="review") if one.cue.name in FIRM and one.severity == "block" else None
    return one


def _draft(one: Candidate) -> Draft:
    return Draft(one.shape.start, one.shape.end, one.cue.name, one.severity, _replacement(one.shape))


def _again(reading: Reading, found: Iterable[Candidate], candidates: list[Candidate]) -> Iterator[Draft]:
    """The other places where a name stands that was found once in the story of a patient."""
    text = reading.text
    seen = [(one.shape.start, one.shape.end) for one in candidates]
    worst: dict[str, Candidate] = {}
    for one in found:
        if one.shape.grade in ("full", "odd", "foreign") and (one.shape.name not in worst or one.severity == "block"):
            worst[one.shape.name] = one
    for name, one in worst.items():
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            apart = text[start - 1 : start] not in DOTS and text[end : end + 1] not in DOTS
            if (
                apart
                and not any(start < stop and begin < end for begin, stop in seen)
                and _fields_of(reading, start).isdisjoint(SIGNED | CITED)
            ):
                yield Draft(start, end, f"{one.cue.name}, again", one.severity, _replacement(one.shape))
            start = text.find(name, end)


def _replacement(shape: Shape) -> str:
    return f"{shape.name[:1]}某" if shape.grade in ("full", "odd", "thing", "everyday") else "某某"
