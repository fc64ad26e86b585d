"""The words that the site's own templates put between an author's, by a name that is the same in every language.

A downloaded page holds them among the article's words, in the reader's language; a manifest names them. They are published
beside the keys, so that a page can be checked long after a release has reworded one.
"""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext, override

# Marks a name in a list of lines. No shown line can hold this character, since it counts as white space.
MARK = "\x1f"


def spoken() -> dict[str, str]:
    """Name to word, in the language of the moment; the same messages as in templates/articles/blocks and `reading.body`."""
    return {
        "daily": gettext("日常怎么做"),
        "when": gettext("何时就医"),
        "questions": gettext("常见问题"),
        "points": gettext("要点"),
        "do": gettext("要这样做"),
        "dont": gettext("不要这样做"),
        "warning": gettext("警示"),
        "info": gettext("提示"),
        "emergency": gettext("立即拨打 120：出现以下任何一种情况"),
        "call": gettext("拨打 120"),
        "soon": gettext("尽快就诊：这几天内看医生"),
        "routine": gettext("预约门诊：不着急，但要去"),
        "picture": gettext("图："),
        "comma": gettext("，"),
    }


@cache
def names() -> dict[str, str]:
    """Word to name over every language of the site."""
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            found |= {" ".join(word.split()): name for name, word in spoken().items()}
    return found
