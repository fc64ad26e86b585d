"""Which licence allows which use of somebody else's material, and what a licence once given means.

The matrix follows the Creative Commons 4.0 legal codes (sections 2 and 3) and, for works that nobody owns, 著作权法 5. A licence
that asks for non-commercial use binds this site as well: its pages may carry a sponsor's name.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from .vocabulary import Licence, Origin

FREE = frozenset({Licence.CC0, Licence.PDM, Licence.GOVERNMENT})
NO_ADAPTATION = frozenset({Licence.BY_ND, Licence.BY_NC_ND})
# Given to everybody, and never taken back.
IRREVOCABLE = frozenset(
    {Licence.BY, Licence.BY_SA, Licence.BY_NC, Licence.BY_NC_SA, Licence.BY_ND, Licence.BY_NC_ND, Licence.CC0}
)
OPEN = IRREVOCABLE | FREE | {Licence.IGO}
ADAPTING = frozenset({Origin.TRANSLATION, Origin.ADAPTATION})

_ANY = frozenset(Licence.values)
_HOUSE = frozenset({Licence.ARR, Licence.SITE})
ADAPTATIONS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(FREE, _ANY),
    Licence.BY: _HOUSE | {Licence.BY, Licence.BY_SA, Licence.BY_NC, Licence.BY_NC_SA},
    Licence.BY_SA: frozenset({Licence.BY_SA}),
    Licence.BY_NC: frozenset({Licence.BY_NC, Licence.BY_NC_SA}),
    Licence.BY_NC_SA: frozenset({Licence.BY_NC_SA}),
    Licence.IGO: frozenset({Licence.BY_NC_SA, Licence.IGO}),
    Licence.BY_ND: frozenset(),
    Licence.BY_NC_ND: frozenset(),
}


def is_irrevocable(licence: str) -> bool:
    return licence in IRREVOCABLE


def conflict(origin: str, source: str, result: str) -> str:
    """Why material under `source` may not become a piece of this origin under `result`; empty when it may.

    Asks the licence alone; a permission of the rights holder goes before it.
    """
    words = {"source": label(source), "result": label(result)}
    if source not in OPEN:
        return _("原作品的许可（%(source)s）没有允许这样使用") % words
    if origin in ADAPTING:
        return adaptation_conflict(source, result)
    if origin == Origin.REPOST and source not in FREE and result and result != source:
        return _("整篇转载要保持原来的许可：原作品是 %(source)s，本文选的是 %(result)s") % words
    return ""


def adaptation_conflict(source: str, result: str) -> str:
    """The same for material that is changed: translated, rewritten, redrawn."""
    words = {"source": label(source), "result": label(result)}
    if source in NO_ADAPTATION:
        return _("%(source)s 不允许改动（翻译、改写、重画都算）") % words
    if source not in ADAPTATIONS:
        return _("原作品的许可（%(source)s）没有允许改动") % words
    if result and result not in ADAPTATIONS[source]:
        allowed = "、".join(sorted(ADAPTATIONS[source] & _ANY))
        return _("改动 %(source)s 的作品，成品不能用 %(result)s；可以选：%(allowed)s") % {**words, "allowed": allowed}
    return ""


def label(licence: str) -> str:
    """The licence in the sentences above."""
    return licence if licence.startswith(("CC", "PDM")) else str(Licence(licence).label) if licence in Licence else _("未注明")


def narrowed(before: str, after: str) -> bool:
    """Whether copies under the earlier licence keep rights that the new one no longer gives."""
    return is_irrevocable(before) and before != after
