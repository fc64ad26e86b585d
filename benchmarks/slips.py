"""Slips of the keyboard and the pen, the same for the same seed: same sound, wrong character, swapped, dropped, letters for Han."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

# Characters that a reader's keyboard offers first for a sound.
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随"
    "病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树溶怎止案言士均武固"
)
KINDS = ("sound", "character", "swapped", "dropped")


def slips(terms: Sequence[str], number: int, seed: int, sounds: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Kind of slip, what was written, what was meant."""
    chance = random.Random(seed)
    alike: dict[str, list[str]] = defaultdict(list)
    for character in COMMON:
        alike["".join(sounds(character))].append(character)
    made = 0
    while made < number:
        kind, term = KINDS[made % len(KINDS)], chance.choice(terms)
        written = _slip(kind, term, chance, alike, sounds)
        if written and written != term:
            made += 1
            yield kind, written, term


def _slip(
    kind: str, term: str, chance: random.Random, alike: dict[str, list[str]], sounds: Callable[[str], Sequence[str]]
) -> str:
    place = chance.randrange(len(term))
    if kind == "sound":
        others = [other for other in alike.get("".join(sounds(term[place])), ()) if other != term[place]]
        return term[:place] + chance.choice(others) + term[place + 1 :] if others else ""
    if kind == "character":
        return term[:place] + chance.choice(COMMON) + term[place + 1 :]
    if kind == "swapped":
        return term[:place] + term[place + 1] + term[place] + term[place + 2 :] if place + 1 < len(term) else ""
    return term[:place] + term[place + 1 :] if len(term) > 3 else ""
