"""The library of references in the administration, and what the editor's box of quick entry asks for."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doctors import roles

from ...models import ArticlePage, LibraryEntry
from . import citations, library, lookup, pasted, retractions
from .block import ReferenceBlock
from .facts import cited_of, lost_marks
from .identifiers import NotAnIdentifier, doi
from .reference import Reference
from .render import rendered
from .unread import CannotRead
from .vocabulary import Standing

PER_PAGE, FOUND = 30, 12
FIELDS = tuple(ReferenceBlock().child_blocks)


def is_staff(user: Any) -> bool:
    return bool(user.is_superuser or roles.is_operator(user) or roles.is_moderator(user))


def _may_look(user: Any) -> bool:
    return is_staff(user) or roles.is_doctor(user)


def _item(reference: Reference, entry: LibraryEntry | None) -> dict[str, Any]:
    """What the editor puts in as one block: every field, and how readers will see it."""
    value = dict.fromkeys(FIELDS, "") | reference.as_value() | {"text": rendered(reference)}
    value["entry"] = entry.number if entry else ""
    warning = entry.get_standing_display() if entry and entry.standing else ""
    return {"value": value, "text": value["text"], "warning": str(warning)}


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What was pasted, as blocks; what cannot be read comes back as it was, with the reason."""
    if not _may_look(request.user):
        raise PermissionDenied
    result = pasted.read(request.POST.get("text", ""))
    found, unread = list(result.read), []
    for one in result.unread:
        looked_up = _by_doi(one)
        if isinstance(looked_up, Reference):
            found.append(looked_up)
        else:
            unread.append(looked_up)
    items = [_item(reference, library.remember(reference, rendered(reference), request.user)) for reference in found]
    return JsonResponse({"read": items, "unread": [{"source": one.source, "reason": one.reason} for one in unread]})


def _by_doi(unread: CannotRead) -> Reference | CannotRead:
    """A line that is nothing but a DOI is looked up where that is allowed."""
    line = unread.source.strip()
    if " " in line or "\n" in line or "10." not in line:
        return unread
    try:
        known = doi(line)
    except NotAnIdentifier as wrong:
        return CannotRead(unread.source, str(wrong))
    asked = lookup.current()
    if not asked.is_on:
        return CannotRead(unread.source, _("只有 DOI，而本站没有开启联网查询：请粘贴整行文献，或 BibTeX、RIS"))
    return asked.by_doi(known) or CannotRead(unread.source, _("没有查到这个 DOI，请核对，或粘贴整行文献"))


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Works of the library with these words, for the editor."""
    if not _may_look(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100]
    entries = library.search(library.visible_to(request.user), words)[:FOUND] if words else []
    return JsonResponse({"found": [_item(_whole(entry), entry) for entry in entries]})


def _whole(entry: LibraryEntry) -> Reference:
    """A work known by a line alone is put in by its line, as a title."""
    known = entry.reference
    return known if known.is_data else known.but(title=entry.title)


@require_GET
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """How text and list of one's newest draft fit: marks without a reference are errors, references without a mark advice."""
    page = get_object_or_404(ArticlePage, pk=pk)
    if not (request.user.is_superuser or page.owner_id == request.user.pk):
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    count = len(draft.references)
    idle = citations.never_cited(cited_of(draft), count)
    advice = [_("正文没有引用第 %(numbers)s 条文献") % {"numbers": "、".join(map(str, idle))}] if idle else []
    return JsonResponse({"errors": lost_marks(draft), "advice": advice})


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The library, newest first."""
    if not _may_look(request.user):
        raise PermissionDenied
    words, standing = request.GET.get("q", "").strip()[:100], request.GET.get("standing", "")
    entries = library.search(library.visible_to(request.user), words)
    if standing in Standing.values and standing:
        entries = entries.filter(standing=standing)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "standing": standing, "standings": Standing.choices[1:]}
    return render(request, "articles/references/library.html", context)


class StandingForm(forms.ModelForm):
    """What staff know of a work: its standing, and its newer edition by that one's number."""

    newer = forms.CharField(label=gettext_lazy("新版的文献库编号"), max_length=8, required=False)

    class Meta:
        model = LibraryEntry
        fields = ["standing", "standing_on", "standing_reason"]
        widgets = {"standing_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newer = self.instance.superseded_by
        self.fields["newer"].initial = newer.number if newer else ""

    def clean_newer(self) -> str:
        """Before the model's own check, which looks for a circle."""
        number = self.cleaned_data["newer"].strip()
        entry = LibraryEntry.objects.filter(number__iexact=number).first() if number else None
        if number and entry is None:
            raise ValidationError(_("文献库里没有编号 %(number)s"), params={"number": number})
        self.instance.superseded_by = entry
        if circle := self.instance.circle():
            self.instance.superseded_by = None
            raise ValidationError(_("不能互相替代：%(circle)s"), params={"circle": " → ".join(circle)})
        return number


def _settle(form: StandingForm, user: Any) -> None:
    """Keep what was said and who checked; a new standing is told to everybody whom a list would have told."""
    with transaction.atomic():
        entry = form.save(commit=False)
        entry.checked_by, entry.checked_at = user, timezone.now()
        entry.save()
        if "standing" in form.changed_data:
            retractions.tell(entry, retractions.Tally(), by=user.pk)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One work: its fields, who cites it of what this account may see, and for staff what became of it."""
    if not _may_look(request.user):
        raise PermissionDenied
    entry = get_object_or_404(library.visible_to(request.user).select_related("superseded_by", "checked_by"), number=number)
    staff = is_staff(request.user)
    form = StandingForm(request.POST or None, instance=entry) if staff else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            _settle(form, request.user)
            return redirect("references_one", number=entry.number)
        entry = LibraryEntry.objects.get(pk=entry.pk)
    labels = {name: block.label for name, block in ReferenceBlock().child_blocks.items()}
    shown = entry.data.items()
    fields = [(labels[name], value) for name, value in shown if name in labels and name not in ("kind", "entry", "evidence")]
    context = {
        "entry": entry,
        "fields": fields,
        "citing": library.citing(entry, request.user),
        "form": form,
        "formats": pasted.in_formats(entry.reference, entry.number),
    }
    return render(request, "articles/references/entry.html", context)
