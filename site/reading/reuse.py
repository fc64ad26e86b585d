"""What a reader may do with an article, in one sentence, and the line to put beside a copy: title, author, source, licence."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.attribution.vocabulary import Licence

if TYPE_CHECKING:
    from .article import Parts

_FREE = frozenset({Licence.CC0, Licence.PDM, Licence.GOVERNMENT})


def allowed(licence: str) -> str:
    """The sentence that goes with a licence; nothing is allowed that the licence does not say."""
    if licence in _FREE:
        return _("可以自由使用；请仍写明出处，方便读者核对。")
    if not licence.startswith("CC "):
        return _("保留所有权利：除法律允许的引用外，转载、改编、汇编和机器批量取用，请先取得书面许可。")
    conditions = [_("写明题名、作者、来源和许可")]
    conditions.append(_("不得改编") if "-ND" in licence else _("说明有无改动"))
    if "-NC" in licence:
        conditions.append(_("不得用于商业目的"))
    if "-SA" in licence:
        conditions.append(_("改编后以同样的许可发布"))
    return _("可以转载，条件是：%(conditions)s。图片按各自标明的许可。") % {"conditions": _("；").join(conditions)}


def credit_line(parts: "Parts") -> str:
    """The four things that a licence asks for, ready to be copied."""
    authors = _("、").join(person.name for person in parts.authors) or parts.owner
    named = parts.page.licence if parts.licence_url else parts.licence
    where = f" {parts.licence_url}" if parts.licence_url else ""
    words = {"title": parts.page.title, "authors": authors, "url": parts.url, "licence": f"{named}{where}"}
    return _("《%(title)s》，作者：%(authors)s，来源：杏林 %(url)s，许可：%(licence)s") % words
