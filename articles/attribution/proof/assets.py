"""The pictures of a version by hash: the originals, which stay with the site, and the files that readers get of them."""

import hashlib
from typing import TYPE_CHECKING, Any

from articles import passages
from articles.models import ArticleImage, ArticleRendition
from doctors.models import DoctorProfile
from moderation.shown import shown

if TYPE_CHECKING:
    from articles.models import ArticlePage

# Sizes that only the editor's own screens show.
_EDITORS = "max-"


def assets_of(page: "ArticlePage") -> list[dict[str, Any]]:
    """Each file once, the originals first. `of` is the original's hash, `size` what was made of it; `kind` tells the article's
    pictures from portraits of the doctors whom it names."""
    images = images_of(page)
    own = set(_placed(page))
    if not images:
        return []
    fields = ("pk", "sha256", "renditions__filter_spec", "renditions__sha256")
    rows = ArticleImage.objects.filter(pk__in=images).order_by("renditions__filter_spec").values_list(*fields)
    originals = {pk: sha256 for pk, sha256, _size, _made in rows}
    found = [{"kind": "original", "sha256": originals[image]} for image in images if originals.get(image)]
    for image in images:
        found += [
            {"kind": "shown" if image in own else "portrait", "sha256": made, "of": original, "size": size}
            for pk, original, size, made in rows
            if pk == image and made and not size.startswith(_EDITORS)
        ]
    return [row for number, row in enumerate(found) if row not in found[:number]]


def images_of(page: "ArticlePage") -> list[int]:
    """Every picture that its readers see, each once."""
    return list(dict.fromkeys([*_placed(page), *portraits_of(page)]))


def _placed(page: "ArticlePage") -> list[int]:
    return list(passages.image_ids(page.cover.get_prep_value(), page.body.get_prep_value()))


def portraits_of(page: "ArticlePage") -> list[int]:
    """The portraits that stand beside its names: of public profiles, as they are now."""
    profiles = shown(DoctorProfile.objects.filter(user_id__in=page.contributor_accounts(), portrait_id__isnull=False))
    return list(profiles.order_by("portrait_id").values_list("portrait_id", flat=True))


def hash_renditions(images: list[int]) -> None:
    """Give a hash to sizes that were made without one; reads files, so never inside a write transaction."""
    for rendition in ArticleRendition.objects.filter(image_id__in=images, sha256=""):
        try:
            with rendition.file.open("rb") as file:
                sha256 = hashlib.sha256(file.read()).hexdigest()
        except OSError:  # a lost file is nothing that a reader gets
            continue
        ArticleRendition.objects.filter(pk=rendition.pk).update(sha256=sha256)
