"""What is known of names: surnames, characters of given names, everyday words that look like names, people of note."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

from ..folding import fold

# full: surname and usual given name; odd: surname and other characters; thing, everyday: a name that is a word too
# (a thing cannot follow 患者 in a sentence, an everyday word can); given: no surname; foreign: parts with a dot between.
Grade = Literal["full", "odd", "thing", "everyday", "given", "foreign", "latin", "word", "none"]
KINDS = ("experts", "public_figures", "eponyms")
MASKS = frozenset("某甲乙丙丁戊氏姓")  # second character of 张某, 患者甲, 唐氏
HIDDEN = frozenset("某×*○□△囗")
NICKNAMES = "小老阿大"
ADDRESSES = (
    *(
        "女士",
        "先生",
        "小姐",
        "太太",
        "夫人",
        "阿姨",
        "大爷",
        "大妈",
        "大娘",
        "大叔",
        "大婶",
        "大哥",
        "大姐",
        "奶奶",
        "爷爷",
        "叔叔",
    ),
    *(
        "伯伯",
        "伯母",
        "老伯",
        "婆婆",
        "老师",
        "师傅",
        "同学",
        "同志",
        "老汉",
        "老太",
        "老人",
        "老爷子",
        "医生",
        "医师",
        "大夫",
        "主任",
    ),
    *("教授", "院士", "院长", "所长", "护士", "药师", "博士", "某某", "老先生", "老太太", "小朋友", "老人家", "护士长", "爹爹"),
)
SHORT_ADDRESSES = frozenset("婆爹妈嫂婶伯叔姨哥姐弟妹爷奶公翁老总工局处科队导家女男生")


class Lexicon:
    """The lists of one ruleset, with what the staff added to them."""

    def __init__(self, data: Mapping[str, Any], layer: Mapping[str, Any], medicines: Iterable[str] = ()) -> None:
        self.surnames: dict[str, str] = dict(data.get("surnames", []))
        self.given = frozenset(data.get("given", ""))
        self.everyday: dict[str, str] = dict(data.get("everyday", []))
        self.listed = _folded(
            [name for name, _ in data.get("public_figures", [])],
            data.get("eponyms", []),
            *(layer.get(kind, []) for kind in KINDS),
        )
        self._medicines = tuple(sorted(set(medicines)))

    @cached_property
    def compounds(self) -> frozenset[str]:
        return frozenset(surname for surname in self.surnames if len(surname) > 1)

    def surname_of(self, name: str) -> str:
        """The surname with which `name` begins, or nothing; a compound one only where something follows it."""
        if name[:2] in self.compounds and len(name) > 2:
            return name[:2]
        return name[:1] if name[:1] in self.surnames else ""

    def grade(self, name: str) -> Grade:
        """How much the characters alone look like a Chinese full name."""
        kind = self.everyday.get(name)
        if kind == "word":
            return "word"
        surname = self.surname_of(name)
        given = name[len(surname) :]
        if not surname:
            return "given"
        if (
            not 1 <= len(given) <= 3
            or given[0] in MASKS
            or "某" in given
            or given in ADDRESSES
            or given in SHORT_ADDRESSES
            or name in self.compounds
        ):
            return "none"
        if len(given) == 3 and given[0] not in self.surnames:
            return "none"  # four characters: two surnames and a given name
        if kind in ("thing", "everyday"):
            return "thing" if kind == "thing" else "everyday"
        if self.everyday.get(given) == "word" and self.surnames[surname] == "word":
            return "odd"
        return "full" if all(character in self.given for character in given) else "odd"

    def common(self, name: str) -> bool:
        """Whether the surname is hardly anything but a surname."""
        return self.surnames.get(self.surname_of(name), "word") != "word"

    def medicines_with(self, name: str) -> list[str]:
        """Generic names of medicines that hold `name` as a part."""
        return [medicine for medicine in self._medicines if name in medicine]


def masked(name: str) -> bool:
    """Whether the name is hidden as this site asks for: 张某, 李某某, 王××, 患者甲, 小丽, 老张, 阿强, 张奶奶."""
    if len(name) < 2 or HIDDEN & set(name):
        return True
    return len(name) == 2 and (name[0] in NICKNAMES or name[1] in MASKS)


def _folded(*lists: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(fold(name).text) for names in lists for name in names)


def bare(name: str) -> str:
    """A name without the dots, spaces and signs between its characters."""
    return "".join(character for character in name if character.isalnum())
