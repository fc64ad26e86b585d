"""Reads a name off a place: where it begins or ends, and how much speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .foreign import ONE_DOT, dotted_at, dotted_before, is_pinyin
from .lexicon import ADDRESSES, Grade, Lexicon, bare, masked
from .sentences import Tags

BLOCK, REVIEW = 5, 3  # points
POINTS: dict[Grade, int] = {"full": 2, "odd": 1, "thing": 3, "everyday": 1, "foreign": 3, "latin": 3, "given": 0}
DENIED = 0.1  # where the tagger runs and is less sure than this, it speaks against a name
AGREED = 0.5
SURE = 0.8
HAN = re.compile(r"[\u3400-\u9fff]")
SIGNS = " ·.*-_"
# What follows a name without a mark between: verbs and particles of a patient's story, and the forms of address.
_FOLLOWS = re.compile(
    r"(?:女士|先生|阿姨|大爷|大妈|奶奶|爷爷|老人|同学|小朋友|老先生|老太|夫妇|一家|本人|"
    r"于|因|在|今年|去年|现年|年仅|来自|来院|来我|来到|来诊|患[有上了过]?|和|与|及|或|跟|同|说|问|表示|告诉|回忆|讲述|哭|笑|术[前后中]|"
    r"入院|出院|住院|住进|住在|转[院入]|确诊|诊断|被|查出|查体|检查|复查|复诊|就诊|求[诊医]|门诊|急诊|化疗|放疗|透析|首[次诊]|再次|突[然发]|"
    r"反复|持续|逐渐|开始|出现|曾|已|近|长期|每[天日周月]|经[过常我治]?|做|行|接受|服[用药]|吃|既往|主诉|自[述诉]|述|家属|把|从|到|去|是|有|"
    r"无[明诉既]|男|女|的|了|也|又|还|就|正|才|将|向|对|给|带|拿|拉|抱|躺|坐|站|走|得知|知道|觉得|感[到觉]|发[现热烧作生]|体检|体温|血压|血糖|"
    r"病[情史后重危逝倒]|生前|死[于亡]|去世|离世|身亡|康复|痊愈|好转|恢复|脱离|苏醒|醒来|顺[利产]|剖|怀孕|孕|产后|分娩|摔|跌|撞|烧伤|"
    r"昨[天日晚]|前天|上[周月午]|下午|当[时天晚]|那[天年]|这|一[直家年个]|两|三|半|\d)"
)
_LEFT = re.compile(
    r"(?:患者|病人|患儿|病友|病号|产妇|孕妇|伤者|死者|家属|居民|村民|市民|网友|学生|员工|工人|职工|司机|农民|教师|老师|阿姨|大爷|老人|"
    r"女孩|男孩|女子|男子|姑娘|小伙|小伙子|孩子|儿子|女儿|母亲|父亲|妈妈|爸爸|丈夫|妻子|老伴|老公|老婆|爱人|爷爷|奶奶|外公|外婆|"
    r"叫|叫做|名叫|是|为|的|位|名|个|我|你|您|他|她|和|与|及|对|给|请|让|把|被|见|看|到|说|问|找|向|岁|床|院|小|老|来自|其中|例如|比如|如|即|:)$"
)
_ADDRESS = re.compile(f"(?:{'|'.join(sorted(ADDRESSES, key=len, reverse=True))})$")


@dataclass(frozen=True)
class Shape:
    """A name at a place and the points that its characters, its borders and the tagger give it."""

    start: int
    end: int
    name: str
    grade: Grade
    points: int
    agreed: bool


class Shapes:
    """Looks for names in one text."""

    def __init__(self, text: str, lexicon: Lexicon, tags: Tags | None) -> None:
        self.text = text.translate(ONE_DOT)
        self.lexicon = lexicon
        self.tags = tags
        self._persons = dict(tags.persons) if tags else {}
        self._person_ends = {end: start for start, end in self._persons.items()}

    def beginning_at(self, start: int) -> Shape | None:
        """The likeliest name that begins at `start`."""
        dotted = dotted_at(self.text, start)
        if dotted - start > 3:
            return self._shape(start, dotted, self._after(dotted))
        ends = {*self._ends(start), *([self._persons[start]] if start in self._persons else [])}
        found = (self._shape(start, end, self._after(end)) for end in sorted(ends))
        return max(filter(None, found), key=lambda shape: (shape.points, shape.end), default=None)

    def ending_at(self, end: int) -> Shape | None:
        """The likeliest name that ends at `end`."""
        dotted = dotted_before(self.text, end)
        if end - dotted > 3:
            return self._shape(dotted, end, self._before(dotted))
        starts = {*range(end - 2, max(-1, end - 5), -1), *([self._person_ends[end]] if end in self._person_ends else [])}
        found = (self._shape(start, end, self._before(start)) for start in sorted(starts))
        return max(filter(None, found), key=lambda shape: (shape.points, -shape.start), default=None)

    def tagged(self) -> Iterator[Shape]:
        """The names that the tagger sees, with points for how sure it is."""
        for start, end in self.tags.persons if self.tags else ():
            start, end = self._stripped(start, end)
            name = bare(self.text[start:end])
            grade = self._grade(start, end, name)
            if self.tags is None or grade in ("word", "none") or masked(name):
                continue
            sure = self.tags.sure(start, end)
            points = POINTS[grade] + self.lexicon.common(name) + (sure >= AGREED) + (sure >= SURE)
            yield Shape(start, end, name, grade, points, True)

    def latin(self, start: int, end: int, *, pinyin: bool) -> Shape | None:
        """A name in Latin letters; `pinyin` asks that it reads as a Chinese one."""
        name = self.text[start:end]
        if pinyin and not is_pinyin(name, self.lexicon):
            return None
        return Shape(start, end, name, "latin", POINTS["latin"], False)

    def _shape(self, start: int, end: int, border: int) -> Shape | None:
        name = bare(self.text[start:end])
        grade = self._grade(start, end, name)
        agreed = self._persons.get(start) == end
        if grade in ("word", "none") or masked(name) or (grade == "given" and not agreed):
            return None
        points = POINTS[grade] + self.lexicon.common(name) + border
        if self.tags is not None and grade != "foreign":
            sure = self.tags.sure(start, end)
            agreed = agreed or (sure >= AGREED and border > 0)
            points += 3 if agreed else -2 if sure < DENIED else 0
        return Shape(start, end, name, grade, points, agreed)

    def _grade(self, start: int, end: int, name: str) -> Grade:
        if dotted_at(self.text, start) == end and end - start > 3:
            return "foreign"
        return self.lexicon.grade(name) if all(HAN.match(character) for character in name) else "none"

    def _ends(self, start: int) -> Iterator[int]:
        """Ends of a name of two to four characters, signs between them left aside."""
        text, position, characters, apart = self.text, start, 0, 0
        while position < len(text) and characters < 4:
            if HAN.match(text, position):
                characters += 1
                position += 1
                if characters >= 2:
                    yield position
            elif characters and apart < 3 and text[position] in SIGNS and HAN.match(text, position + 1):
                if characters >= 2 and not apart and text[start : start + 2] not in self.lexicon.compounds:
                    return  # 张伟 男: the name is whole before the gap
                apart += 1
                position += 1
            else:
                return

    def _after(self, end: int) -> int:
        """2 when the name must end here, 1 when it may, 0 when only the tagger can say."""
        if end >= len(self.text) or not HAN.match(self.text, end):
            return 2
        return 1 if _FOLLOWS.match(self.text, end) else 0

    def _before(self, start: int) -> int:
        if not start or not HAN.match(self.text, start - 1):
            return 2
        return 1 if _LEFT.search(self.text[max(0, start - 3) : start]) else 0

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        """A person's span without the form of address that the tagger takes with it, and without 小 before a full name."""
        if end - start == 4 and self.text[start] == "小" and self.lexicon.surname_of(self.text[start + 1 : end]):
            start += 1
        match = _ADDRESS.search(self.text[start:end])
        return (start, start + match.start()) if match and match.start() > 1 else (start, end)
