"""What is known of names: surnames, characters of given names, everyday words that look like names, people of note."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

from ..folding import fold

# full: surname and usual given name; odd: surname and other characters; thing, everyday: a name that is a word too
# (a thing cannot follow 患者 in a sentence, an everyday word can); parts: a name of another people, made of known parts;
# given: no surname, only the tagger takes it for a name; foreign: parts with a dot between; latin: in Latin letters.
Grade = Literal["full", "odd", "thing", "everyday", "parts", "given", "foreign", "latin", "word", "none"]
MASKS = frozenset("某甲乙丙丁戊氏姓")  # second character of 张某, 患者甲, 唐氏
HIDDEN = frozenset("某×*○□△囗")
PARTICLES = frozenset("的了是着们么吗呢吧啊很您你我他她它这那哪谁把被都就还最更")  # never in a given name
NICKNAMES = "小老阿大"
ADDRESSES = frozenset(
    {
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
        "伯伯",
    }
    | {
        "伯母",
        "老伯",
        "婆婆",
        "爹爹",
        "老师",
        "师傅",
        "同学",
        "同志",
        "老汉",
        "老太",
        "老人",
        "老爷子",
        "老先生",
        "老太太",
        "老人家",
    }
    | {"小朋友", "医生", "医师", "大夫", "主任", "教授", "院士", "院长", "所长", "护士", "护士长", "药师", "博士", "某某"}
)
SHORT_ADDRESSES = frozenset("婆爹妈嫂婶伯叔姨哥姐弟妹爷奶公翁老总工局处科队导家女男生")
LONGEST = 4  # characters of a Chinese name


class Lexicon:
    """The lists of one ruleset, with what the staff added to them."""

    def __init__(self, data: Mapping[str, Any], layer: Mapping[str, Any], medicines: Iterable[str] = ()) -> None:
        self.surnames: dict[str, str] = dict(data.get("surnames", []))
        self.compounds = frozenset(surname for surname in self.surnames if len(surname) > 1)
        self.given: dict[str, str] = {character: kind for kind, characters in data.get("given", []) for character in characters}
        self.everyday: dict[str, str] = dict(data.get("everyday", []))
        figures = data.get("public_figures", [])
        removed = _folded(layer.get("removed", []))
        self.never = _folded(name for name, kind in figures if kind == "ordinary") - removed
        self.listed = (
            _folded(
                [name for name, _ in figures],
                data.get("eponyms", []),
                *(names for kind, names in layer.items() if kind != "removed"),
            )
            - removed
        )
        self._parts = "|".join(map(re.escape, data.get("parts", []))) or "(?!)"
        self.beginnings = frozenset(part[0] for part in (*self.surnames, *data.get("parts", [])))
        self._medicines = tuple(sorted(set(medicines)))

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """Names of other peoples that are known without a tagger: one to three known parts."""
        return re.compile(f"(?:{self._parts}){{1,3}}")

    def surname_of(self, name: str) -> str:
        """The surname with which `name` begins, or nothing; a compound one only where something follows it."""
        if name[:2] in self.compounds and len(name) > 2:
            return name[:2]
        return name[:1] if name[:1] in self.surnames else ""

    def grade(self, name: str, agreed: bool = False) -> Grade:
        """How much the characters alone look like a name; where the tagger agreed, the given name may be a word too."""
        kind = self.everyday.get(name)
        if kind == "word":
            return "word"
        if self.parts.fullmatch(name):
            return "parts"
        surname = self.surname_of(name)
        given = name[len(surname) :]
        if not surname or len(name) > LONGEST:
            return "given"
        if not given or given[1:] == "老" or given in ADDRESSES or given in SHORT_ADDRESSES or name in self.compounds:
            return "none"
        if given[0] in MASKS or "某" in given or not PARTICLES.isdisjoint(given):
            return "none"
        if len(given) == 3 and given[0] not in self.surnames:
            return "given"  # of four characters, the second is a surname too in a woman's name
        if kind in ("thing", "everyday"):
            return "thing" if kind == "thing" else "everyday"
        if self.everyday.get(given) == "word" and not agreed:
            return "odd"
        return "full" if all(character in self.given for character in given) else "odd"

    def begins_as_word(self, name: str) -> bool:
        """Whether a longer name begins with a word that is no name (黄柏清, 尤其像)."""
        return len(name) > 2 and self.everyday.get(name[:2]) == "word"

    def common(self, name: str) -> bool:
        """Whether the surname is hardly anything but a surname."""
        return self.surnames.get(self.surname_of(name), "word") != "word"

    def telling(self, name: str) -> int:
        """How little a full name can be chance: a point for two characters given, one for characters of names alone."""
        given = name[len(self.surname_of(name)) :]
        return (len(given) == 2) + all(self.given.get(character) == "name" for character in given)

    def medicines_with(self, name: str) -> list[str]:
        """Generic names of medicines that hold `name` as a part."""
        return [medicine for medicine in self._medicines if name in medicine]

    def begins_as_known(self, name: str) -> bool:
        """Whether `name` is one of note with a character more (范进中)."""
        return len(name) > 2 and name[:-1] in self.listed


def masked(name: str) -> bool:
    """Whether the name is hidden as this site asks for: 张某, 李某某, 王××, 患者甲, 小丽, 老张, 阿强."""
    if len(name) < 2 or HIDDEN & set(name):
        return True
    return len(name) == 2 and (name[0] in NICKNAMES or name[1] in MASKS)


def _folded(*lists: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(fold(name).text) for names in lists for name in names)


def bare(name: str) -> str:
    """A name without the dots, spaces and signs between its characters."""
    return "".join(character for character in name if character.isalnum())
