"""The one address of a file in the vault: rights are asked, the access is recorded, and nothing of it is kept on the way."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import ledger
from ..models.vault import VaultFile
from ..vault import access, filing, kinds


@require_GET
def fetch(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file as an attachment. To whoever may not see it, it does not exist, and the attempt is on record."""
    kept = get_object_or_404(VaultFile, token=token)
    if not access.may_read(request.user, kept):
        ledger.append("vault refused", kept, "", {"file": kept.pk, "by": request.user.pk})
        raise Http404
    if kept.erased_at is not None:
        return _apart(request, _("这份文件已经抹除"), 410)
    try:
        clear = filing.read(kept, request.user)
    except filing.VaultFault:
        VaultFile.objects.filter(pk=kept.pk).update(checked_at=timezone.now(), fault="unreadable when asked for")
        return _apart(request, _("文件没有通过完整性核对，不能交出。请告诉运营人员。"), 500)
    ending = kinds.ENDINGS.get(kept.media_type, "bin")
    stem = filing.name_of(kept).rpartition(".")[0] or kept.sha256[:12]
    response = FileResponse(clear, as_attachment=True, filename=f"{stem}.{ending}", content_type=kept.media_type)
    response.headers["Content-Length"] = str(kept.size)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _apart(request: HttpRequest, sentence: str, status: int) -> HttpResponseBase:
    return render(request, "moderation/vault.html", {"sentence": sentence}, status=status)
