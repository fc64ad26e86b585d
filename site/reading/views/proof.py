"""What proves an article: its signed manifest, the site's keys, certificates, and the page that checks them."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.attribution.proof import answers, certificate, fonts, keyring, published, signing
from articles.models import ArticlePage

from .. import lookup, stamps
from .articles import gone_or_missing, revalidated


def published_page(identity: str) -> ArticlePage | None:
    stamp = stamps.stamp_of(identity)
    return lookup.page_with(identity, stamp) if stamp else None


@require_safe
def manifest(request: HttpRequest, identity: str) -> HttpResponse:
    """JSON: the newest signed manifest of the published version; 410 when it was withdrawn or its content erased."""
    page = published_page(identity)
    row = signing.current_manifest(page) if page else None
    if page is None or row is None or not row.text:
        gone = bool(row) or (page is None and lookup.was_public(identity))
        return JsonResponse({"error": "gone" if gone else "not found", "id": identity}, status=410 if gone else 404)
    text = json.dumps(signing.content_of(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return revalidated(HttpResponse(text, content_type="application/json"))


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """JSON: every public key with the dates between which it signed."""
    return revalidated(JsonResponse(published.key_document(), json_dumps_params={"ensure_ascii": False}))


@never_cache
@require_safe
def one_certificate(request: HttpRequest, identity: str) -> HttpResponse:
    """The certificate of what is published, as PDF; without a Chinese font a page that a browser prints."""
    page = published_page(identity)
    if page is None:
        return gone_or_missing(request, identity)
    row = signing.current_manifest(page)
    if row is None or not row.text:
        raise Http404
    if fonts.chinese() is None:
        content = signing.content_of(row)
        context = {
            "rows": certificate.rows(content),
            "address": certificate.address(row.sha256),
            "code": certificate.code_picture(row.sha256),
            "page": page,
            "demo": keyring.is_demo(row.key),
        }
        return render(request, "reading/certificate.html", context)
    response = HttpResponse(certificate.certificate(row), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="xinglin-{identity}-v{row.version}.pdf"'
    return response


# Nothing is changed by asking, and a reader who asks needs no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Answers for a code, a pasted manifest or an uploaded certificate; without JavaScript."""
    code = str(request.GET.get("code", ""))[:200]
    answer, pasted = None, ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        pasted = request.POST.get("text", "")
        if upload is not None and (upload.size or 0) > answers.LONGEST_FILE:
            answer = answers.Answer("bad", _("文件太大"), [_("请上传 5 MB 以内的证书或清单文件。")])
        else:
            answer = answers.of_file(upload.read()) if upload is not None else answers.of_text(pasted)
    elif code:
        answer = answers.of_text(code)
    demo = any(key.demo and not key.retired for key in keyring.ring())
    context = {"answer": answer, "code": code, "pasted": pasted[: answers.LONGEST_TEXT], "demo": demo}
    return render(request, "reading/verify.html", context)
