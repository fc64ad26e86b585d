"""Names: what CPU time a suggestion, a guess at a misspelt name and the look-up of other names cost, and how often the first guess is right.

`python benchmarks/names.py [--titles 15000] [--errors 884] [--seed 7]`. The titles are invented: every preferred name of the
lexicon, alone or in a question. The slips are made from names of which none was looked at when the guesses were weighed. The
baselines are what one would write without an index: titles that hold what was typed, and Python's own nearest words.
"""

import argparse
import difflib
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.bulk_articles import Text, create  # noqa: E402
from benchmarks.measuring import close, scratch_site  # noqa: E402
from benchmarks.slips import slips  # noqa: E402

ENDS = ("", "怎么办", "能治好吗", "的早期症状", "吃什么好", "要不要做手术", "会传染吗", "的护理", "患者的饮食", "常见误区")
TOPICS, TYPED, ASKED, BASELINE = 60, 400, 400, 40


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--titles", type=int, default=15_000)
    options.add_argument("--errors", type=int, default=884)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    scratch_site()
    from search import entries
    from search.models import NameKey

    chance = random.Random(chosen.seed)
    heads = _heads()
    topics = heads[:TOPICS]
    titles = [chance.choice(heads) + ENDS[number % len(ENDS)] for number in range(chosen.titles)]
    for _done in create(Text(title, f"{title}。请到正规医院就诊。", chance.choice(topics)) for title in titles):
        pass
    for _done in entries.rebuild():
        pass
    figures: dict[str, float] = {"names": NameKey.objects.values("kind", "target").distinct().count()}
    figures["keys"] = NameKey.objects.count()
    baseline: dict[str, float] = {}
    _suggestions(titles, chance, figures, baseline)
    _guesses(heads, titles, chosen, figures, baseline)
    _expansions(heads, chance, figures)
    close("names", figures, baseline)


def _heads() -> list[str]:
    """Preferred names of three characters and more."""
    from search.names import shipped

    names = (shipped.fold(group.preferred) for group in shipped.groups() if not group.means)
    return [name for name in names if 3 <= len(name) <= 8 and all("一" <= character <= "龥" for character in name)]


def _suggestions(titles: Sequence[str], chance: random.Random, figures: dict[str, float], baseline: dict[str, float]) -> None:
    from articles.models import ArticlePage
    from search.names import keys, sound, suggestions

    typed = []
    for title in chance.sample(list(titles), TYPED):
        sounds = sound.syllables(keys.plain(title))
        ways = (
            title[: chance.randint(1, 4)],
            "".join(sounds)[: chance.randint(1, 8)],
            sound.initials(sounds)[: chance.randint(1, 4)],
        )
        typed.append(chance.choice(ways))
    _timed("suggest", suggestions.suggest, typed, figures)

    def held(words: str) -> Any:
        return list(ArticlePage.objects.published().filter(title__icontains=words).values_list("title", "slug")[:8])

    _timed("suggest", held, typed[:BASELINE], baseline)


def _guesses(
    heads: Sequence[str], titles: Sequence[str], chosen: Any, figures: dict[str, float], baseline: dict[str, float]
) -> None:
    from search.names import did_you_mean, sound, vocabulary

    vocabulary.forget()
    began = time.process_time()
    did_you_mean("糖料病")
    figures["vocabulary_ms"] = round((time.process_time() - began) * 1000)
    known = set(vocabulary.vocabulary().weights)
    in_titles = sorted({head for head in heads if any(title.startswith(head) for title in titles)})
    made = [row for row in slips(in_titles, chosen.errors, chosen.seed, sound.syllables) if row[1] not in known]
    right = dict.fromkeys(("sound", "character", "swapped", "dropped"), 0)
    took = []
    for kind, written, meant in made:
        began = time.process_time()
        guess = did_you_mean(written)
        took.append(time.process_time() - began)
        right[kind] += guess == meant
    figures["guess_p95_ms"] = _share(took)
    figures["first_guess"] = round(sum(right.values()) / len(made), 3)
    for kind, number in right.items():
        figures[f"first_guess_{kind}"] = round(number / max(1, sum(one == kind for one, _written, _meant in made)), 3)
    sample = made[:BASELINE]
    nearest = [difflib.get_close_matches(written, in_titles, 1, 0.5) for _kind, written, _meant in sample]
    baseline["first_guess"] = round(
        sum(found == [meant] for found, (_k, _w, meant) in zip(nearest, sample, strict=True)) / len(sample), 3
    )
    _timed("guess", lambda words: difflib.get_close_matches(words, in_titles, 1, 0.5), [row[1] for row in sample], baseline)


def _expansions(heads: Sequence[str], chance: random.Random, figures: dict[str, float]) -> None:
    from search import text
    from search.names import expansions

    asked = [text.parse(chance.choice(heads) + chance.choice(ENDS)) for _number in range(ASKED)]
    _timed("expansions", expansions, asked, figures)


def _timed(name: str, act: Callable[[Any], Any], given: Iterable[Any], figures: dict[str, float]) -> None:
    took = []
    for one in given:
        began = time.process_time()
        act(one)
        took.append(time.process_time() - began)
    figures[f"{name}_p50_ms"] = _share(took, 0.5)
    figures[f"{name}_p95_ms"] = _share(took)


def _share(took: Sequence[float], share: float = 0.95) -> float:
    return round(sorted(took)[int(len(took) * share)] * 1000, 2)


if __name__ == "__main__":
    main()
