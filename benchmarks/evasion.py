"""Recall of product names, plain and in every disguise, with exact places; against a search for the name in NFKC text.

`python benchmarks/evasion.py [--misses] [--names N]`: names of the lexicon in ordinary sentences, the same for the same seed.
A name counts as found when a finding for a brand or for evasion covers exactly its characters.
"""

import argparse
import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring import close
from moderation.engine import Document, Finding, Passage, Ruleset, Scanner
from moderation.engine.folding import data_lines
from moderation.engine.spellings.halves import parts
from moderation.engine.spellings.syllables import letters

SEED = 20261125
SENTENCES = (
    "家里常备一盒{}，头疼脑热的时候用。",
    "门诊的王大夫给他开了{}，嘱咐每天吃两次。",
    "请问{}饭前吃还是饭后吃？",
    "我婆婆一直在用{}，已经三年了。",
    "昨晚给孩子吃了{}，今天好一些。",
    "药店的人推荐{}，说效果不错。",
    "- {}：每日一次，每次一片",
)
EMOJI = "😀🌟💊❤🔥👍✨🌿"
FACES = ("(^_^)", "(≧▽≦)", "(｡･ω･｡)", "T_T", "^_^")
FILLERS = "大小的人中上个了不在我有这来们到"
Disguise = Callable[[str, random.Random], str | None]


def between(*signs: str) -> Disguise:
    return lambda name, chance: "".join(
        c + (chance.choice(signs) if place < len(name) - 1 else "") for place, c in enumerate(name)
    )


def traditional(name: str, chance: random.Random) -> str | None:
    table: dict[str, list[str]] = defaultdict(list)
    for line in data_lines("traditional.txt"):
        for pair in line.split():
            table[pair[1]].append(pair[0])
    written = "".join(chance.choice(table[c]) if c in table else c for c in name)
    return written if written != name else None


def by_sound(share: str) -> Disguise:
    sounds: dict[str, list[str]] = defaultdict(list)
    for character, syllable in letters().items():
        if character.encode("gb2312", "ignore") and character.encode("gb2312")[0] < 0xD8:  # the common half of GB 2312
            sounds[syllable].append(character)

    def disguise(name: str, chance: random.Random) -> str | None:
        places = range(len(name)) if share == "all" else [chance.randrange(len(name))]
        written = list(name)
        for place in places:
            others = [c for c in sounds[letters().get(name[place], "")] if c != name[place]]
            if others:
                written[place] = chance.choice(others)
        return "".join(written) if "".join(written) != name and len(name) >= 3 else None

    return disguise


def in_pinyin(share: str, between_syllables: str = "") -> Disguise:
    def disguise(name: str, chance: random.Random) -> str | None:
        if len(name) < 3 or any(c not in letters() for c in name):
            return None
        if share == "all":
            return between_syllables.join(letters()[c] for c in name)
        place = chance.randrange(len(name))
        return name[:place] + letters()[name[place]] + name[place + 1 :]

    return disguise


def initials(name: str, chance: random.Random) -> str | None:
    written = "".join(letters().get(c, "")[:1] for c in name)
    return written if 3 <= len(name) == len(written) else None


def in_parts(name: str, chance: random.Random) -> str | None:
    places = [place for place, c in enumerate(name) if c in parts()]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + chance.choice(parts()[name[place]]) + name[place + 1 :]


def one_filler(name: str, chance: random.Random) -> str | None:
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice(FILLERS) + name[place:] if len(name) >= 3 else None


def all_fillers(name: str, chance: random.Random) -> str | None:
    return between(*FILLERS)(name, chance) if len(name) >= 3 else None


def same_filler(name: str, chance: random.Random) -> str | None:
    return between(chance.choice(FILLERS))(name, chance) if len(name) >= 3 else None


DISGUISES: dict[str, Disguise] = {
    "plain": lambda name, chance: name,
    "full width": lambda name, chance: "\u3000".join(name),
    "traditional": traditional,
    "spaces": between(" "),
    **{f"sign {sign}": between(sign) for sign in "*.-·_|"},
    "zero width": between("\u200b", "\u200d", "\ufeff", "\u2060"),
    "emoji": between(*EMOJI),
    "faces": between(*FACES),
    "variation selectors": between("\ufe0f"),
    "combining strikes": lambda name, chance: "".join(c + chance.choice("\u0335\u0336\u0338\u20d2") for c in name),
    "parts": in_parts,
    "one homophone": by_sound("one"),
    "all homophones": by_sound("all"),
    "one syllable": in_pinyin("one"),
    "pinyin": in_pinyin("all"),
    "pinyin, spaced": in_pinyin("all", " "),
    "initials": initials,
    "one filler": one_filler,
    "fillers": all_fillers,
    "one filler repeated": same_filler,
}


def names(count: int, chance: random.Random) -> list[str]:
    """Names of the lexicon made of Han characters, ordinary words left out."""
    rows = [row for row in Ruleset.shipped().data["brands"] if "everyday" not in row[2]]
    fitting = [name for name, _, _ in rows if all("\u4e00" <= c <= "\u9fff" for c in name)]
    return chance.sample(fitting, min(count, len(fitting)))


def exact(findings: tuple[Finding, ...], start: int, end: int) -> bool:
    return any(f.code.startswith(("BRAND.", "PROMO.EVASION")) and (f.start, f.end) == (start, end) for f in findings)


def cases(disguise: Disguise, wanted: list[str], chance: random.Random) -> Iterator[tuple[str, str, int, int]]:
    """Name, text, start and end of the disguised name."""
    for number, name in enumerate(wanted):
        written = disguise(name, chance)
        if written is not None:
            before, after = SENTENCES[number % len(SENTENCES)].split("{}")
            yield name, before + written + after, len(before), len(before) + len(written)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list names that were not found")
    parser.add_argument("--names", type=int, default=700)
    options = parser.parse_args()
    chance = random.Random(SEED)
    scanner = Scanner(Ruleset.shipped(), names=False)
    wanted = names(options.names, chance)
    figures: dict[str, float] = {}
    baseline: dict[str, float] = {}
    for kind, disguise in DISGUISES.items():
        found = naive = total = 0
        for name, text, start, end in cases(disguise, wanted, chance):
            total += 1
            findings = scanner.scan(Document((Passage("text", text),))).findings
            hit = exact(findings, start, end)
            found += hit
            naive += name in unicodedata.normalize("NFKC", text)
            if options.misses and not hit:
                seen = ", ".join(f"{f.code} {f.text}" for f in findings)
                sys.stdout.write(f"missed {kind}: {name} in {text!r} [{seen}]\n")
        figures[kind] = round(found / total, 4)
        baseline[kind] = round(naive / total, 4)
        sys.stdout.write(f"{kind:24} {found:5} of {total:5}  {found / total:.4f}   naive {naive / total:.4f}\n")
    close("evasion", figures, baseline)


if __name__ == "__main__":
    main()
