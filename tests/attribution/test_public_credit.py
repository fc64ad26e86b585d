"""Title, author, source, licence and changes, as readers see them for the article and for each picture."""

import pytest
from django.test import Client

from articles.models import ArticlePage
from tests import factories
from tests.attribution.scene import derived, give

pytestmark = pytest.mark.django_db
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/deed.zh-hans"


def page_of(page: ArticlePage) -> str:
    answer = Client().get(f"/articles/{page.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_translation_credits_title_author_source_licence_and_change() -> None:
    page = derived("翻译", {"licence": "CC BY-SA 4.0"}, licence="CC BY-SA 4.0")
    factories.publish(page)
    text = page_of(page)
    for words in ("Blood pressure at home", "A. Writer", "https://example.org/bp", f'<a href="{BY_SA}"', "本文由以上作品翻译。"):
        assert words in text


def test_a_translation_of_an_international_organisation_disclaims() -> None:
    page = derived("翻译", {"licence": "CC BY-NC-SA 3.0 IGO", "author": "某国际组织"}, licence="CC BY-NC-SA 4.0")
    factories.publish(page)
    assert "本译文不是由某国际组织制作，某国际组织不对译文的内容或准确性负责" in page_of(page)


def test_a_repost_says_that_nothing_was_changed() -> None:
    page = derived("转载")
    give("permission", page)
    factories.publish(page)
    assert "全文转载，没有改动。" in page_of(page)


def test_each_picture_links_its_licence_and_says_that_it_was_changed() -> None:
    author = factories.make_doctor()
    value = {"image": factories.make_picture(author), "alt": "袖带", "credit": "沈怀谷", "caption": "", "licence": "CC BY-SA 4.0"}
    page = factories.make_article(author, licence="CC BY-SA 4.0", body=[("picture", {**value, "changed": "改编"})])
    factories.publish(page)
    text = page_of(page)
    assert f'<a href="{BY_SA}" rel="license noopener external">CC BY-SA 4.0</a><span data-cut>，有改动</span>' in text


def test_the_licence_of_earlier_versions_is_said_to_stand() -> None:
    page = factories.publish(factories.make_article(licence="CC BY 4.0"))
    assert "以前的版本曾以" not in page_of(page)
    page.licence = "ARR"
    page.save_revision(user=page.owner)
    factories.publish(page)
    assert "以前的版本曾以 CC BY 4.0 发布，该许可对那些版本继续有效。" in page_of(page)
