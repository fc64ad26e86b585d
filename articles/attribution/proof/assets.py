"""The pictures of a version by hash: the originals, which stay with the site, and the files that readers get of them."""

import hashlib
from typing import TYPE_CHECKING, Any

from articles import passages
from articles.models import ArticleImage, ArticleRendition

if TYPE_CHECKING:
    from articles.models import ArticlePage

# Sizes that only the editor's own screens show.
_EDITORS = "max-"


def assets_of(page: "ArticlePage") -> list[dict[str, Any]]:
    """Each file once, the originals first. `of` is the original's hash, `size` what was made of it."""
    images = passages.image_ids(page.cover.get_prep_value(), page.body.get_prep_value())
    if not images:
        return []
    originals = dict(ArticleImage.objects.filter(pk__in=images).values_list("pk", "sha256"))
    found = [{"kind": "original", "sha256": originals[image]} for image in images if originals.get(image)]
    made = ArticleRendition.objects.filter(image_id__in=images).exclude(filter_spec__startswith=_EDITORS).exclude(sha256="")
    for image, size, sha256 in made.order_by("image_id", "filter_spec").values_list("image_id", "filter_spec", "sha256"):
        found.append({"kind": "shown", "sha256": sha256, "of": originals.get(image, ""), "size": size})
    return [row for number, row in enumerate(found) if row not in found[:number]]


def hash_renditions(images: list[int]) -> None:
    """Give a hash to sizes that were made without one; reads files, so never inside a write transaction."""
    for rendition in ArticleRendition.objects.filter(image_id__in=images, sha256=""):
        try:
            with rendition.file.open("rb") as file:
                sha256 = hashlib.sha256(file.read()).hexdigest()
        except OSError:  # a lost file is nothing that a reader gets
            continue
        ArticleRendition.objects.filter(pk=rendition.pk).update(sha256=sha256)
