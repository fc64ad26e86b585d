"""Questions that should not wait for an article."""

import re

from django.utils.translation import gettext_lazy as _

from . import text

_LINES = [
    (
        re.compile("自杀|自残|自伤|轻生|不想活|想死|活不下去|结束生命|割腕|跳楼"),
        "12356",
        _("如果您或身边的人正想伤害自己：请现在拨打 12356 心理援助热线，危急时拨打 120 或 110。"),
    ),
    (
        re.compile(
            "胸痛|胸口痛|心口痛|心梗|心脏骤停|心跳停|休克|溺水|触电|心肌梗|说话不清|嘴歪|口角歪|半身不遂|中风|卒中|大出血|呼吸困难|喘不上气|窒息|噎住|抽搐|昏迷|中毒|误服|喝农药"
        ),
        "120",
        _("如果这正在发生：请立即拨打 120，不要等，也不要自己开车去医院。"),
    ),
]


def line(question: str) -> dict[str, str] | None:
    """The number to call and a sentence, for a question that sounds like an emergency."""
    folded = text.folded(question).text
    for pattern, number, sentence in _LINES:
        if pattern.search(folded):
            return {"number": number, "sentence": str(sentence)}
    return None
