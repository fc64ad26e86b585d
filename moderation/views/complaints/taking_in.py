"""What the public forms share: reading them under a cap, keeping good files through a refusal, proof of work or the slow road."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ... import addresses, asked
from ...complaints import attachments, filing, limits, proof, sealing
from ...complaints.terms import MOST_FILES
from ...models import ComplaintFile
from ...vault import VaultRefused, erase
from ...vault.filing import name_of

View = Callable[..., HttpResponse]


def public_form(view: View) -> View:
    """A page of the form kind: kept by nobody, found by no search engine, its files capped before they are read."""

    @wraps(view)
    def apart(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    apart.takes_public_files = True  # type: ignore[attr-defined]
    return never_cache(apart)


@dataclass
class Taken:
    """What came with a form besides its fields."""

    ticket: str
    waiting: list[tuple[ComplaintFile, str]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    proof: str = ""

    @property
    def identity(self) -> str:
        return proof.ticket_id(self.ticket)


def opened() -> Taken:
    return Taken(proof.ticket())


def taken(request: HttpRequest, roles: tuple[str, ...] = ("evidence",)) -> Taken:
    """Everything is looked at and every refusal named; good files are kept under the form's ticket, so that they come once."""
    address = addresses.client_address(request)
    found = Taken(str(request.POST.get("ticket", "")))
    try:
        limits.check_tries(address)
    except limits.TooOften as often:
        found.refusals.append(str(often))
        return _with_files(found)
    if not found.identity:
        found.ticket = proof.ticket()
        found.refusals.append(_("这一页打开太久了，请再点一次提交；您写的内容还在，文件请重新选择。"))
        return found
    _prove(request, address, found)
    if not found.refusals:
        _drop_files(request, found)
        _keep_files(request, found, roles)
    return _with_files(found)


def _prove(request: HttpRequest, address: str, found: Taken) -> None:
    payload = str(request.POST.get("altcha", ""))
    try:
        if payload:
            found.proof = proof.check(payload)
        elif not proof.ticket_id(found.ticket, proof.SLOW_SECONDS):
            raise proof.NotProven(_("提交得太快，系统还不能确认是本人填写。请看一遍写的内容，过几秒再点提交。"))
        else:
            limits.check_plain(address)
    except (proof.NotProven, limits.TooOften) as refused:
        found.refusals.append(str(refused))


def _keep_files(request: HttpRequest, found: Taken, roles: tuple[str, ...]) -> None:
    capped = getattr(request, "capped", None)
    for name in capped.refused if capped else ():
        found.refusals.append(_("“%(name)s”没有收下：每个文件最多 10 MB，一共最多 6 个") % {"name": name})
    room = MOST_FILES - len(filing.files_waiting(found.identity))
    for role in roles:
        for upload in request.FILES.getlist(role):
            name = str(upload.name)[-80:]
            if room <= 0:
                found.refusals.append(_("“%(name)s”没有收下：一共最多 %(most)d 个文件") % {"name": name, "most": MOST_FILES})
                continue
            try:
                attachments.keep(upload, role, found.identity)
                room -= 1
            except VaultRefused as refused:
                found.refusals.append(_("“%(name)s”没有收下：%(why)s") % {"name": name, "why": refused})


def _drop_files(request: HttpRequest, found: Taken) -> None:
    """Those that somebody ticked to leave out."""
    unwanted = {asked.whole(one) for one in request.POST.getlist("drop")}
    for waiting in filing.files_waiting(found.identity):
        if waiting.pk in unwanted:
            erase(waiting.file, None, "left out")
            waiting.delete()


def _with_files(found: Taken) -> Taken:
    found.waiting = [(one, name_of(one.file)) for one in filing.files_waiting(found.identity)]
    return found


def context(found: Taken) -> dict[str, Any]:
    return {
        "challenge": proof.challenge(),
        "ticket": found.ticket,
        "waiting_files": found.waiting,
        "refusals": found.refusals,
        "most_files": MOST_FILES,
    }


def source_of(request: HttpRequest) -> str:
    return sealing.source_hash(addresses.network(addresses.client_address(request)))


def account_of(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
