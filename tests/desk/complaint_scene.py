"""Complaints and notices of infringement to test with, filed through the service."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from PIL import Image

from moderation.complaints import attachments, filing, places
from moderation.complaints.filing import Filing
from moderation.desk import claiming
from moderation.models import Case, Complaint, ComplaintKind, InfringementNotice
from tests import factories


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (27, 106, 77)).save(out, kind)
    return out.getvalue()


def complain(page: Any = None, kind: str = ComplaintKind.FALSE, **more: Any) -> Complaint:
    """About an article, or about the site without one."""
    place = places.recognise(f"/articles/{page.slug}/") if page is not None else None
    given = {
        "kind": kind,
        "words": {"text": "收缩压的数值写反了。"},
        "place": place,
        "private": {"contact": "reader@xinglin.example"},
    }
    return filing.file(Filing(**{**given, **more}))


def notice(page: Any, complete: bool = True) -> InfringementNotice:
    """A rights holder's notice, with proof of ownership when it is complete."""
    ticket = f"ticket-{page.pk}-{complete}-{InfringementNotice.objects.count()}"
    if complete:
        attachments.keep(SimpleUploadedFile("底稿.png", picture()), "ownership", ticket)
    about = {"holder": "沈怀谷", "acts_as": "self", "right": "copyright", "work": "《量血压的一天》", "good_faith": True}
    private = {"name": "沈怀谷", "contact": "holder@xinglin.example"}
    words = {"text": "第二段抄自我的文章。"}
    complaint = complain(page, ComplaintKind.INFRINGEMENT, words=words, private=private, notice=about, ticket=ticket)
    return InfringementNotice.objects.get(complaint=complaint)


def case_of(complaint: Complaint) -> Case:
    complaint.refresh_from_db()
    assert complaint.case is not None
    return complaint.case


def working(case: Case) -> Any:
    """A moderator who has the case."""
    person = factories.make_moderator()
    claiming.claim(case, person)
    case.refresh_from_db()
    return person


def form(**fields: Any) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent
