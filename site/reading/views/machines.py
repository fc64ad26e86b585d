"""What crawlers and operators' monitors ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import readiness


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        f"# Pages: {settings.PAGE_RATE_PER_MINUTE} a minute and address. More, or the texts for another use: /api/licence",
        f"# 批量取用请先取得书面许可：{settings.COMPLAINTS_MAIL}",
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Allow: /api/licence",
        "Disallow: /search/",
        "Disallow: /invitation/",
        "Disallow: /sign/",
        "Disallow: /complaints/",
        f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when words may be served and published, else 503 with every reason; a warning changes neither, nor does what search knows
    of meaning."""
    reasons = readiness.reasons()
    told = {
        "status": "unavailable" if reasons else "ok",
        "reasons": reasons,
        "warnings": readiness.warnings(),
        "meaning": readiness.meaning(),
    }
    return JsonResponse(told, status=503 if reasons else 200)
