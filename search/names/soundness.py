"""What is wrong with a pair of names, as sentences for the person who proposes it or is about to approve it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .. import text
from ..models.synonym import LONGEST, LONGEST_NOTE, Relation, State, Synonym
from . import shipped
from .known import Names, names

# Names looked at in search of a circle; who is led further than this is lost anyway.
FARTHEST = 300
# So much of a long name is repeated in an answer.
SHOWN = 20


@dataclass(frozen=True)
class Pair:
    """What was typed, and how questions read it."""

    name: str
    target: str
    relation: str
    folded_name: str
    folded_target: str

    @property
    def both(self) -> tuple[str, str]:
        return self.folded_name, self.folded_target


def pair(name: str, target: str, relation: str) -> Pair:
    """Whatever was typed, without what no database holds."""
    clean_name, clean_target = text.clean(name), text.clean(target)
    return Pair(clean_name, clean_target, relation, shipped.fold(clean_name), shipped.fold(clean_target))


Open = Mapping[tuple[str, str], tuple[int, str, str]]
Roads = Mapping[str, Iterable[str]]


def open_pairs(*asked: Pair) -> Open:
    """The pairs that are proposed or live, with row, relation and state: those about these names, or all of them."""
    rows = Synonym.objects.filter(state__in=(State.PROPOSED, State.LIVE))
    if len(asked) == 1:
        one, two = asked[0].both
        rows = rows.filter(Q(folded_name=one, folded_target=two) | Q(folded_name=two, folded_target=one))
    fields = ("folded_name", "folded_target", "pk", "relation", "state")
    return {(name, target): (pk, relation, state) for name, target, pk, relation, state in rows.values_list(*fields)}


def faults(asked: Pair, note: str, known: Open, own: int = 0, beside: Roads | None = None) -> list[str]:
    """Everything against it. `own` is its row when it was proposed before; `beside` are the roads that go with it."""
    found = [*_of_words(asked, note)]
    return found or [*_beside_others(asked, known, own, beside or {})]


def _of_words(asked: Pair, note: str) -> Iterator[str]:
    if asked.relation not in Relation.values:
        yield _("请选择两个名称的关系")
    for typed, folded in ((asked.name, asked.folded_name), (asked.target, asked.folded_target)):
        if not any(character.isalnum() for character in folded):
            yield _("请写出两个名称，每个都要有文字或字母")
            return
        if max(len(typed), len(folded)) > LONGEST:
            facts = {"name": typed[:SHOWN], "most": LONGEST, "number": len(typed)}
            yield _("“%(name)s…”太长了，一个名称最多 %(most)d 个字，现在是 %(number)d 个") % facts
        elif len(folded) < 2:
            yield _("“%(name)s”只有一个字，会命中太多内容，至少要两个字") % {"name": typed}
        elif folded in shipped.around():
            yield _("“%(name)s”是提问时的常用语，不是名称") % {"name": typed}
    if asked.folded_name == asked.folded_target:
        yield _("两个名称是同一个写法（繁简、全角半角、大小写不计），不用登记")
    if len(note) > LONGEST_NOTE:
        yield _("说明最多 %(most)d 个字，现在是 %(number)d 个") % {"most": LONGEST_NOTE, "number": len(note)}


def _beside_others(asked: Pair, known: Open, own: int, beside: Roads) -> Iterator[str]:
    there, back = known.get(asked.both), known.get((asked.folded_target, asked.folded_name))
    for one in (there, back):
        if one is None or one[0] == own:
            continue
        if one is there or Relation.MEANS not in (one[1], asked.relation) or asked.relation == Relation.APART:
            yield _("这一对名称已经有一条%(state)s的登记") % {"state": State(one[2]).label}
            return
    standing = names()
    if asked.relation == Relation.APART:
        if asked.folded_target not in standing.also(asked.folded_name):
            yield _("这两个名称现在没有被当作同义词，不用关闭")
    elif asked.folded_target in standing.shipped_for(asked.folded_name):
        yield _("随程序发布的词表里已经有这一对")
    elif asked.relation == Relation.MEANS and (road := _road(asked, standing, beside)):
        yield _("这样会绕成一圈：%(road)s。意思相同请选“意思相同”") % {"road": " → ".join(road)}


def _road(asked: Pair, standing: Names, beside: Roads) -> list[str]:
    """From the name over its target back to itself; empty when no road leads back."""
    came: dict[str, str] = {asked.folded_target: asked.folded_name}
    waiting = [asked.folded_target]
    while waiting and len(came) < FARTHEST:
        here = waiting.pop(0)
        for following in (*standing.leads_to(here), *standing.alike(here), *beside.get(here, ())):
            if following == asked.folded_name:
                road = [following]
                while here != asked.folded_name:
                    road.append(here)
                    here = came[here]
                return [asked.folded_name, *road[:0:-1], asked.folded_name]
            if following not in came:
                came[following] = here
                waiting.append(following)
    return []


def of_row(row: Any) -> Pair:
    return Pair(row.name, row.target, row.relation, row.folded_name, row.folded_target)
