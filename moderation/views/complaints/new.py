"""The public forms: a reader's complaint, and a rights holder's notice."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ... import addresses
from ...complaints import filing, limits, places, proof, sealing
from ...complaints.filing import Filing
from ...complaints.terms import LONGEST_TEXT
from ...models import Complaint, ComplaintKind
from . import taking_in
from .forms import ComplaintForm, RightsForm, words_of
from .taking_in import Taken, public_form


@public_form
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        about = request.GET.get("about", "")[:500]
        kind = request.GET.get("kind", "")
        return _form(request, ComplaintForm(initial={"about": about, "kind": kind}), taking_in.opened())
    found, form = taking_in.taken(request), ComplaintForm(request.POST)
    valid = form.is_valid()
    if not valid or found.refusals:
        return _form(request, form, found, 422)
    data = form.cleaned_data
    complaint = _filed(
        request,
        found,
        Filing(
            kind=data["kind"],
            words=words_of(data),
            place=form.place,
            private={"contact": data["contact"], "number": data["number"]},
            about_user=form.about_user,
        ),
    )
    if complaint is None:
        return _form(request, form, found, 422)
    return redirect("complaint_status", receipt=complaint.receipt)


@public_form
@require_http_methods(["GET", "POST"])
def infringement(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, RightsForm(initial={"about": request.GET.get("about", "")[:500]}), taking_in.opened())
    found, form = taking_in.taken(request, ("authority", "ownership")), RightsForm(request.POST)
    valid = form.is_valid()
    if not valid or found.refusals:
        return _form(request, form, found, 422)
    data = form.cleaned_data
    notice = {name: data[name] for name in ("holder", "acts_as", "right", "work", "work_url", "good_faith")}
    complaint = _filed(
        request,
        found,
        Filing(
            kind=ComplaintKind.INFRINGEMENT,
            words=words_of(data),
            place=form.place,
            private={"name": data["name"], "contact": data["contact"]},
            notice=notice,
        ),
    )
    if complaint is None:
        return _form(request, form, found, 422)
    return redirect("complaint_status", receipt=complaint.receipt)


def _filed(request: HttpRequest, found: Taken, what: Filing) -> Complaint | None:
    """None with a refusal in `found` when the limit of this person is reached, or the proof was used a moment ago."""
    source = taking_in.source_of(request)
    contact = sealing.contact_hash(str(what.private.get("contact", "")))
    try:
        limits.check_person(addresses.client_address(request), source, contact)
        whole = Filing(
            **{
                **vars(what),
                "by": taking_in.account_of(request),
                "source_hash": source,
                "ticket": found.identity,
                "proof": found.proof,
            }
        )
        return filing.file(whole)
    except (limits.TooOften, proof.NotProven) as refused:
        found.refusals.append(str(refused))
        return None


def _form(request: HttpRequest, form: Any, found: Taken, status: int = 200) -> HttpResponse:
    is_rights = isinstance(form, RightsForm)
    about = str(form["about"].value() or "")
    context = {
        **taking_in.context(found),
        "form": form,
        "is_rights": is_rights,
        "kinds": ComplaintForm.kinds(),
        "place": places.recognise(about) if about else None,
        "mail": settings.COMPLAINTS_MAIL,
        "longest": LONGEST_TEXT,
    }
    return render(request, f"moderation/complaints/{'rights' if is_rights else 'new'}.html", context, status=status)
