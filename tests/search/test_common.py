"""What is too common to weigh all of it is counted, narrowed and paged to its last article all the same."""

import pytest

from articles.models import ArticlePage
from search import answering
from search.embedded import finding
from search.engine import Query, search
from tests import factories

pytestmark = pytest.mark.django_db

NUMBER = 7


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> list[ArticlePage]:
    """Seven articles about blood pressure, three of them by their titles, where more than three are too many."""
    for module in (answering, finding):
        monkeypatch.setattr(module, "LISTED", 3)
    doctors = factories.make_doctor(), factories.make_doctor()
    factories.make_profile(doctors[1])
    titles = ["血压第一课", "血压第二课", "血压第三课", *(f"心电图第{number}课" for number in "一二三四")]
    made = []
    for number, title in enumerate(titles):
        specialty = "15" if number % 2 else "03.04"
        page = factories.make_article(
            doctors[number % 2], title=title, text="记下血压。", summary="心里有数。", specialty=specialty
        )
        made.append(factories.publish(page))
    return made


def test_every_page_is_reached_and_titles_come_first(live: list[ArticlePage]) -> None:
    pages = [search(Query("血压", page=number, size=1)) for number in range(1, NUMBER + 2)]
    assert {page.total for page in pages} == {NUMBER}
    titles = [hit.title for page in pages for hit in page.hits]
    assert len(titles) == len(set(titles)) == NUMBER
    assert set(titles[:3]) == {"血压第一课", "血压第二课", "血压第三课"}
    assert not pages[-1].hits


@pytest.mark.parametrize(
    "filters", [{"specialty": ("15",)}, {"specialty": ("15", "03.04")}, {"specialty": ("15",), "type": ("words",)}]
)
def test_counts_are_those_of_the_totals(live: list[ArticlePage], filters: dict[str, tuple[str, ...]]) -> None:
    found = search(Query("血压", filters=filters))
    for row in found.facets["specialty"]:
        alone = search(Query("血压", filters={**filters, "specialty": (row["value"],)}))
        assert (row["count"], row["chosen"]) == (alone.total, row["value"] in filters["specialty"])
    assert found.total == sum(row["count"] for row in found.facets["specialty"] if row["chosen"])
