"""What an author is told and asked before a licence is chosen that cannot be taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from moderation.models import Submission
from moderation.models.reference import key

from . import licensing

if TYPE_CHECKING:
    from ..models import ArticlePage


def earlier(page: "ArticlePage") -> list[str]:
    """Licences under which versions of this article were published, each once, the first one first."""
    published = Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED).order_by("pk")
    licences = published.values_list("surface__content__licence", flat=True)
    return list(dict.fromkeys(str(licence) for licence in licences if licence))


def confirmations(page: "ArticlePage") -> Sequence[tuple[str, str]]:
    """Asked once for each licence: what was published under it before is out already."""
    if not licensing.is_irrevocable(page.licence) or page.licence in earlier(page):
        return ()
    sentence = _(
        "我知道选择 %(licence)s 不能反悔：发布之后，任何人都可以一直按它使用这一版；以后改成更严的许可，只对新版本有效。"
    )
    return (("licence", sentence % {"licence": page.licence}),)


def still_in_force(page: "ArticlePage") -> list[str]:
    """Licences of earlier versions that their copies keep, though this version has another."""
    return [licence for licence in earlier(page) if licensing.narrowed(licence, page.licence)]
