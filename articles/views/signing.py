"""What a contributor or reviewer sees behind a link, without an account: exactly what is signed, and yes or no."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from moderation.views.sheets import frozen_sheet

from ..attribution.signatures import answering, people
from ..attribution.signatures.asking import SignatureRefused
from ..models.signature import Answer, Purpose, Signature

# The address is the key: it goes into no cache and no index; other sites learn no referrer from this one anyway.
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
UNKNOWN = 404


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    signature = answering.by_secret(secret)
    if signature is None:
        return _with_headers(render(request, "articles/signatures/ended.html", {"reason": ""}, status=UNKNOWN))
    return answer(request, signature, by_link=True, secret=secret)


@require_GET
def sheet_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The frozen page as readers would see it."""
    signature = answering.by_secret(secret)
    if signature is None or answering.closed_because(signature, by_link=True):
        return _with_headers(render(request, "articles/signatures/ended.html", {"reason": ""}, status=UNKNOWN))
    return _with_headers(frozen_sheet(request, signature.submission))


@require_GET
def own_sheet(request: HttpRequest, number: int) -> HttpResponse:
    signature = answering.of_account(number, request.user)
    if signature is None or (signature.answer != Answer.SIGNED and answering.closed_because(signature, by_link=False)):
        return _with_headers(render(request, "articles/signatures/ended.html", {"reason": ""}, status=UNKNOWN))
    return _with_headers(frozen_sheet(request, signature.submission))


def answer(request: HttpRequest, signature: Signature, by_link: bool, secret: str = "") -> HttpResponse:
    """The request and its answer; what was typed stays when it is refused."""
    closed = answering.closed_because(signature, by_link)
    if closed:
        status = 200 if signature.answered_at else 410
        return _with_headers(render(request, "articles/signatures/ended.html", {"reason": closed}, status=status))
    refusal = ""
    if request.method == "POST":
        try:
            if request.POST.get("action") == "decline":
                answering.decline(signature, request.POST.get("reason", ""), by_link)
            else:
                answering.sign(signature, request.POST.get("name", ""), by_link)
        except SignatureRefused as refused:
            refusal = str(refused)
        else:
            return _with_headers(render(request, "articles/signatures/thanks.html", {"signature": signature}))
    page = signature.submission.as_submitted()
    context = {
        "signature": signature,
        "page": page,
        "contributors": people.contributors_of(page),
        "statement": answering.statement(signature),
        "is_review": signature.purpose == Purpose.REVIEW,
        "refusal": refusal,
        "typed": request.POST,
        "sheet": reverse("sign_sheet", args=[secret]) if by_link else reverse("articles_sign_own_sheet", args=[signature.pk]),
    }
    return _with_headers(render(request, "articles/signatures/sign.html", context, status=422 if refusal else 200))


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
