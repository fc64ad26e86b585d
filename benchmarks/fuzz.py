"""Hostile and random texts for a given time: no crash, no failed rule, true offsets, and time that grows with length only.

`python benchmarks/fuzz.py [--minutes 10] [--seed N] [--without-names]`; exit status 1 with the text that broke something.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from moderation.engine import Document, Passage, Report, Ruleset, Scanner

FACTOR = 16  # a text this many times as long may take
SLOWER = 2.5  # this many times as much time per character
FLOOR = 0.02  # seconds below which times say nothing
INSERTED = " *.·-_|/~\u200b\u200d\ufe0f\u0336❤😀\u202e\u00ad\t"
RANGES = (
    (0x20, 0x7E),
    (0x4E00, 0x9FFF),
    (0x3000, 0x303F),
    (0xFF00, 0xFFEF),
    (0x1F300, 0x1FAFF),
    (0x300, 0x36F),
    (0x600, 0x6FF),
    (0xD800, 0xDFFF),
    (0, 0x1F),
    (0x2000, 0x206F),
    (0x10000, 0x1F0FF),
)


class Fuzzer:
    """Makes texts from the rules' own examples and from all of Unicode, and says what a scan of them must hold."""

    def __init__(self, scanner: Scanner, seed: int) -> None:
        self.scanner = scanner
        self.chance = random.Random(seed)
        self.examples = [
            example.replace("【", "").replace("】", "")
            for rule in scanner.ruleset.rules.values()
            for kind in ("fire", "pass")
            for example in rule.get("examples", {}).get(kind, [])
            if isinstance(example, str)
        ]
        self.makers: tuple[Callable[[], str], ...] = (self.mutated, self.spliced, self.soup, self.repeated, self.digits)

    def mutated(self) -> str:
        characters = list(self.chance.choice(self.examples))
        for _ in range(self.chance.randint(1, 12)):
            place = self.chance.randrange(len(characters) + 1)
            action = self.chance.randrange(4)
            if action == 0:
                characters.insert(place, self.chance.choice(INSERTED))
            elif action == 1 and characters:
                del characters[place - 1]
            elif action == 2 and characters:
                characters[place - 1] = self.character()
            else:
                characters[place:place] = characters[: self.chance.randint(1, 6)]
        return "".join(characters)

    def spliced(self) -> str:
        return self.chance.choice(["", "\n", "。", ",", " "]).join(
            self.chance.choices(self.examples, k=self.chance.randint(2, 30))
        )

    def soup(self) -> str:
        return "".join(self.character() for _ in range(self.chance.randint(1, 2_000)))

    def repeated(self) -> str:
        piece = self.chance.choice(self.examples)[: self.chance.randint(1, 12)] or "不"
        return piece * self.chance.randint(2, 300)

    def digits(self) -> str:
        alphabet = self.chance.choice(["0123456789", "0123456789 -", "一二三四五六七八九十百", "1", "13oil 洞拐", "①②③④❶❷"])
        return "".join(self.chance.choices(alphabet, k=self.chance.randint(1, 800)))

    def character(self) -> str:
        low, high = self.chance.choice(RANGES)
        return chr(self.chance.randint(low, high))

    def check(self, text: str) -> str:
        """What is wrong with the scan of a text; empty when nothing is."""
        report = self.scan(text)
        if report != self.scan(text):
            return "two scans differ"
        for finding in report.findings:
            if finding.code == "SYS.RULE_FAILED" and "TooManyCandidates" not in finding.cue:
                return f"a rule failed: {finding.cue}"
            if finding.text != text[finding.start : finding.end] or (finding.text == "" and not finding.code.startswith("SYS.")):
                return f"{finding.code} reports a slice that is not there"
        return ""

    def scan(self, text: str) -> Report:
        return self.scanner.scan(Document((Passage("text", text),)))

    def growth(self, text: str) -> str:
        """Whether a text of many times the length takes more time than its length explains.

        It stands in one line, too long for anything to be kept of it between two scans.
        """
        flat = " ".join(text.split("\n")) + " "
        piece = flat * max(1, 4_000 // len(flat))
        short = self.seconds(piece)
        long = self.seconds(piece * FACTOR)
        if long > FLOOR and long > short * FACTOR * SLOWER:
            return f"{len(piece)} characters took {short:.4f} s, {FACTOR} times as many {long:.4f} s"
        return ""

    def seconds(self, text: str) -> float:
        self.scan(text)
        times = []
        for _ in range(2):
            start = time.thread_time()
            self.scan(text)
            times.append(time.thread_time() - start)
        return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--without-names", action="store_true")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    fuzzer = Fuzzer(Scanner(Ruleset.shipped(), names=not options.without_names), seed)
    end = time.monotonic() + options.minutes * 60
    texts = characters = grown = 0
    while time.monotonic() < end:
        text = fuzzer.chance.choice(fuzzer.makers)()
        fault = fuzzer.check(text)
        if not fault and texts % 20 == 0:
            fault = fuzzer.growth(text)
            grown += 1
        if fault:
            sys.stdout.write(f"seed {seed}, text {texts}: {fault}\n{text[:3000]!a}\n")
            return 1
        texts += 1
        characters += len(text)
    figures = {"texts": texts, "characters": characters, "grown": grown, "faults": 0, "seed": seed}
    sys.stdout.write(json.dumps({"name": "fuzz", "figures": figures, "baseline": {}, "ratio": {}}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
