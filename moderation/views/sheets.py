"""The page as readers will see it, with numbered marks: of a draft for its author, of a submission for moderators."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bs4 import BeautifulSoup
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from .. import asked, cards, submissions
from ..cards import Card
from ..cases import DecisionRefused
from ..desk import veil
from ..desk.veil import Veil
from ..engine import Passage
from ..engine.document import RANK
from ..marks import Mark, marked
from ..models import Case, Decision, Submission
from ..models.reference import key
from ..moderated import Moderated
from . import dressing
from .access import for_moderators, hide_from_whom_it_is_about, own_work

# The sheet is looked at: nothing on it runs, sends or leads away inside the frame.
POLICY = (
    "default-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'none'; form-action 'none'; frame-ancestors 'self'"
)


@require_GET
def draft(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """The newest draft; `mended=<path>:<start>:<end>` shows where words were exchanged a moment ago."""
    instance = own_work(request, app_label, model_name, pk)
    newest, surface, report = submissions.check(instance)
    marks = _marks(cards.of_draft(report, newest, surface.passages))
    path, _colon, place = request.GET.get("mended", "").partition(":")
    start, _colon, end = place.partition(":")
    if asked.is_whole(start) and asked.is_whole(end):
        marks.append(Mark(path, asked.whole(start), asked.whole(end), "mended", "", "finding finding--mended"))
    return _sheet(
        instance.submission_preview(request, None),
        newest,
        surface.passages,
        marks,
        _notes(instance, request.GET.get("notes", "")),
    )


@require_http_methods(["GET", "POST"])
@for_moderators
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """What a case is about: the frozen submission, or the words that readers see now.

    A POST asks for covered words: `reveal` is the number of a finding, or `all`. A script gets just these words as JSON.
    """
    case = get_object_or_404(Case.objects.select_related("submission__revision", "scan"), number=number)
    hide_from_whom_it_is_about(request.user, case)
    instance = case.content()
    if not isinstance(instance, Moderated):
        raise Http404
    frozen = frozen_object(case, instance)
    passages = frozen.surface().passages
    covered = Veil.over(case.scan, passages)
    if request.method == "POST":
        wanted = request.POST.get("reveal", "")
        numbers = set(covered.masks) if wanted == "all" else {number for number in covered.masks if str(number) == wanted}
        refusals: Sequence[str] = ()
        try:
            veil.reveal(case, request.user, numbers)
            covered = Veil.over(case.scan, passages, numbers)
        except DecisionRefused as refused:
            refusals = refused.reasons
        if "application/json" in request.headers.get("Accept", ""):
            words = {str(number): covered.words[number] for number in covered.revealed}
            answer = JsonResponse({"words": words, "reasons": list(refusals)}, status=403 if refusals else 200)
            answer["Cache-Control"] = "private, no-store"
            return answer
    found = cards.of_scan(case.scan, frozen, passages)
    texts = {passage.path: passage.text for passage in passages}
    hide_pictures = dressing.may_show_people(case.scan, frozen.facts())

    def dress(soup: BeautifulSoup, placed: set[str]) -> None:
        dressing.list_unplaced(soup, found, placed, covered, texts)
        dressing.cover(soup, covered)
        if hide_pictures:
            dressing.blur(soup)

    preview = frozen.submission_preview(request, case.submission or live_submission(instance))
    return _sheet(preview, frozen, passages, _marks(found, covered), (), dress)


def frozen_sheet(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What was handed in, as readers would see it, with nothing marked; for somebody who is asked to sign it."""
    frozen = submission.as_submitted()
    return _sheet(frozen.submission_preview(request, submission), frozen, frozen.surface().passages, (), ())


def frozen_object(case: Case, instance: Any) -> Any:
    """The object as the case shows it: the frozen words where they are stored, else the row."""
    if not isinstance(instance, Moderated):
        return instance
    submission = case.submission or live_submission(instance)
    if submission is not None and submission.revision is not None:
        return submission.revision.as_object()
    return instance


def live_submission(instance: Any) -> Submission | None:
    """The stored submission whose words are live, or were live last."""
    digest = instance.live_digest
    if not digest:
        return None
    return Submission.objects.filter(**key(instance), digest=digest, revision__isnull=False).first()


def _marks(found: Iterable[Card], covered: Veil | None = None) -> list[Mark]:
    return [
        Mark(
            card.path,
            card.start,
            card.end,
            str(card.number),
            str(card.number),
            f"finding finding--{card.severity}",
            RANK[card.severity],
            covered.mask_of(card.number) if covered else None,
        )
        for card in found
        if card.in_text
    ]


def _notes(instance: Any, decision: str) -> Sequence[dict[str, Any]]:
    """The anchored notes of a return of this object, asked for by its id."""
    return Decision.objects.filter(**key(instance), pk=asked.whole(decision)).values_list("anchors", flat=True).first() or ()


def _sheet(
    response: HttpResponse,
    instance: Any,
    passages: Sequence[Passage],
    marks: Iterable[Mark],
    notes: Iterable[dict[str, Any]],
    dress: Callable[[BeautifulSoup, set[str]], None] | None = None,
) -> HttpResponse:
    if response.status_code == 200:
        page = response.content.decode(response.charset or "utf-8")
    else:
        rows = [(passage.path, cards.field_label(instance, passage.path), passage.text) for passage in passages]
        page = render_to_string("moderation/plain_sheet.html", {"rows": rows, "title": str(instance)})
    soup, placed = marked(page, {passage.path: passage.text for passage in passages}, marks)
    for note in notes:
        element = soup.find(None, {"data-path": str(note.get("path"))})
        if element is not None:
            element["data-note"] = _("审核员批注：%(note)s") % {"note": note.get("note", "")}
    for script in soup.find_all("script"):
        script.decompose()
    if dress is not None:
        dress(soup, placed)
    if soup.head is not None:
        soup.head.append(soup.new_tag("link", attrs={"rel": "stylesheet", "href": static("moderation/sheet.css")}))
        soup.head.insert(0, soup.new_tag("base", attrs={"target": "_blank"}))
    return HttpResponse(str(soup), headers={"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"})
