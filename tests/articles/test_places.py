"""Topics carry a risk from the start."""

import pytest

from articles.models.places import default_risk
from tests import factories


@pytest.mark.parametrize(
    ("title", "specialty", "risk"),
    [
        ("高血压", "03.04", "normal"),
        ("颈椎病", "04.03", "normal"),
        ("降压药怎么吃", "03.04", "high"),
        ("儿童发热", "", "high"),
        ("流鼻涕", "07", "high"),
        ("孕期保健", "", "high"),
        ("肺癌筛查", "", "high"),
        ("急性心肌梗死", "03.04", "high"),
        ("异物卡喉", "", "high"),
    ],
)
def test_the_default_risk(title: str, specialty: str, risk: str) -> None:
    assert default_risk(title, specialty) == risk


@pytest.mark.django_db
def test_an_operator_may_say_otherwise() -> None:
    assert factories.make_topic("儿童发热").risk == "high"
    assert factories.make_topic("降压药的储存", risk="normal").risk_level() == "normal"
