"""What a moderator typed into the decision form; kept whole, so that no refusal loses a word of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from .. import reasons
from ..cards import Card
from ..models import FindingReview, Scan
from ..rules import reviewing

VERDICTS: tuple[tuple[str, str], ...] = tuple(FindingReview._meta.get_field("verdict").flatchoices)

# A row's id fits into eighteen digits; a longer number names no finding.
ANSWER = re.compile(r"(?:verdict|reason)-(\d{1,18})", re.ASCII)
ABOUT_LIVE = ("take_down", "order", "restore")


@dataclass(frozen=True)
class Typed:
    """One form as it was sent, or an empty one."""

    action: str = ""
    answers: dict[int, tuple[str, str]] = field(default_factory=dict)
    pictures_checked: bool = False
    note: str = ""
    codes: list[str] = field(default_factory=list)
    anchors: list[dict[str, str]] = field(default_factory=list)
    live_note: str = ""
    shown_digest: str = ""
    shown_scan: str = ""
    case_note: str = ""

    @property
    def about_live(self) -> bool:
        """Whether the button pressed is one about what readers see now."""
        return self.action in ABOUT_LIVE

    @classmethod
    def read(cls, post: QueryDict, cards: Iterable[Card], scan: Scan | None = None) -> "Typed":
        """`scan` is that of the cards: what was typed about an earlier one goes to the same findings in it."""
        verdicts = {name for name, _words in VERDICTS}
        typed = {int(found[1]) for name in post if (found := ANSWER.fullmatch(name))}
        earlier = {new: old for old, new in reviewing.carried(scan, typed).items()} if scan is not None else {}
        answers = {}
        for card in cards:
            identity = card.identity if card.identity in typed else earlier.get(card.identity, card.identity)
            verdict, reason = post.get(f"verdict-{identity}", ""), post.get(f"reason-{identity}", "").strip()
            answers[card.identity] = (verdict if verdict in verdicts else "", reason[:400])
        pairs = zip(post.getlist("anchor-path"), post.getlist("anchor-note"), strict=False)
        action = post.get("action", "")
        return cls(
            action=action,
            answers=answers,
            pictures_checked="pictures_checked" in post,
            note=post.get("note", "").strip(),
            codes=reasons.known(post.getlist("live_code" if action in ABOUT_LIVE else "codes")),
            anchors=[{"path": path[:160], "note": note.strip()[:400]} for path, note in pairs if path and note.strip()],
            live_note=post.get("live_note", "").strip(),
            shown_digest=post.get("shown_digest", ""),
            shown_scan=post.get("shown_scan", ""),
            case_note=post.get("case_note", "").strip(),
        )

    def without_note(self) -> "Typed":
        """The same form after its internal note was kept."""
        return replace(self, case_note="")

    def unanswered(self, cards: Iterable[Card]) -> list[str]:
        """What an approval still lacks, finding by finding; a reason without a verdict would not count."""
        lacking = []
        for card in cards:
            verdict, reason = self.answers.get(card.identity, ("", ""))
            if card.severity == "review" and not verdict:
                lacking.append(_("第 %(number)s 处还没有选判断：可以接受、误报或确认") % {"number": card.number})
            elif card.severity == "review" and not reason:
                lacking.append(_("第 %(number)s 处需要写明放行的理由") % {"number": card.number})
        return lacking

    def texts(self) -> list[str]:
        """Every sentence of the form, for copying."""
        return [
            text
            for text in (*(reason for _verdict, reason in self.answers.values()), self.note, self.live_note, self.case_note)
            if text
        ] + [anchor["note"] for anchor in self.anchors]
