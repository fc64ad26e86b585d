"""Time of one scan: all rules and a lexicon of 50,000 terms on articles of 1,600 characters, against a naive loop and Presidio.

An article is scanned when it has never been seen, and again after its author has added a sentence: what is known of the other
lines is kept.

Presidio (`pip install presidio-analyzer`, 390 MB, hence no dependency) is measured where it is installed: 40 of the same
patterns as its pattern recognisers, called directly, without the language model that it would load besides.
"""

import json
import random
import re
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from moderation.engine import Document, Passage, Ruleset, Scanner

TERMS = 50_000
WARMING = 12  # articles that Presidio scans before the clock
PRESIDIO_PATTERNS = 40
CHARACTERS = 1_600
SEED = 20261125
PROSE = Path(__file__).parent / "data" / "development"
EDIT = "这一句是作者刚刚补上的,提醒大家按时复查。"
HAN = [chr(point) for point in range(0x4E00, 0x4E00 + 6000)]


def synthetic_terms(count: int, generator: random.Random) -> list[str]:
    """Distinct words of three to six Han characters that mean nothing."""
    terms: set[str] = set()
    while len(terms) < count:
        terms.add("".join(generator.choices(HAN, k=generator.randint(3, 6))))
    return sorted(terms)


def articles(terms: list[str], generator: random.Random) -> list[Document]:
    """Articles of the benchmark's clean passages, each used once, a few of the synthetic terms strewn in."""
    lines = [line for name in ("clean", "clean_prose") for line in (PROSE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines]
    generator.shuffle(texts)
    made: list[Document] = []
    passages: list[Passage] = []
    for text in texts:
        if generator.random() < 0.3:
            text += generator.choice(terms) + "一词仅作测量。"
        passages.append(Passage(f"body.{len(passages)}", text))
        if sum(len(passage.text) for passage in passages) >= CHARACTERS:
            made.append(Document(tuple(passages)))
            passages = []
    return made


def labelled_lines() -> list[Document]:
    """Lines that ask for every rule, so that what is measured is a process that has been at work for a while."""
    lines = [
        line
        for path in sorted(PROSE.glob("*.jsonl"))
        if "clean" not in path.name
        for line in path.read_text("utf-8").splitlines()
    ]
    return [Document((Passage("body.0", json.loads(line)["text"]),)) for line in lines]


def edited(document: Document, generator: random.Random) -> Document:
    """The article after its author has added one sentence."""
    passages = list(document.passages)
    place = generator.randrange(len(passages))
    passages[place] = Passage(passages[place].path, passages[place].text + EDIT)
    return Document(tuple(passages))


def naive_scan(patterns: list[re.Pattern[str]], terms: list[str]) -> Callable[[Document], int]:
    """The obvious way: every pattern by `re`, every term by `in`, with no judgement at all."""

    def scan(document: Document) -> int:
        text = "\n".join(passage.text for passage in document.passages)
        return sum(1 for pattern in patterns for _ in pattern.finditer(text)) + sum(term in text for term in terms)

    return scan


def presidio_scan(patterns: list[str]) -> Callable[[Document], int]:
    """Presidio's analyser with a pattern recogniser for each pattern and a blank Chinese tokeniser, its lightest set-up."""
    import presidio_analyzer as presidio
    import spacy
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"zh": spacy.blank("zh")}

    registry = presidio.RecognizerRegistry(recognizers=[], supported_languages=["zh"])
    for number, pattern in enumerate(patterns):
        entity, found = f"RULE_{number}", presidio.Pattern(str(number), pattern, 0.9)
        registry.add_recognizer(presidio.PatternRecognizer(supported_entity=entity, supported_language="zh", patterns=[found]))
    blank = Blank(models=[{"lang_code": "zh", "model_name": "blank"}])
    blank.load()
    analyser = presidio.AnalyzerEngine(registry=registry, nlp_engine=blank, supported_languages=["zh"])

    def scan(document: Document) -> int:
        text = "\n".join(passage.text for passage in document.passages)
        return len(analyser.analyze(text, language="zh"))

    return scan


def milliseconds(scan: Callable[[Document], object], documents: list[Document]) -> list[float]:
    """Processor time of each scan: other processes on the machine do not count."""
    times = []
    for document in documents:
        start = time.thread_time()
        scan(document)
        times.append((time.thread_time() - start) * 1000)
    return times


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def figures_of(name: str, times: list[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": round(percentile(times, 0.5), 3), f"{name}_p95_ms": round(percentile(times, 0.95), 3)}


def main() -> None:
    generator = random.Random(SEED)
    terms = synthetic_terms(TERMS, generator)
    shipped = Ruleset.shipped()
    layered = json.dumps({**shipped.data, "layer": {"brands": [[term, "通用名", ""] for term in terms]}})
    start = time.thread_time()
    scanner = Scanner(Ruleset.from_json(layered), names=False)
    compile_seconds = time.thread_time() - start
    documents = articles(terms, generator)
    milliseconds(scanner.scan, labelled_lines())  # RE2 builds its automata when they are first asked
    sources = [pattern for rule in shipped.rules.values() for cue in rule.get("cue", []) for pattern in cue.get("patterns", [])]
    written = [
        source.replace(r"\p{Han}", "[\u4e00-\u9fff]").replace(r"\p{L}\p{N}", r"\w").replace("(?m:$)", "$") for source in sources
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # brackets that `re` might read otherwise one day
        patterns = [re.compile(pattern) for pattern in written]
    first = milliseconds(scanner.scan, documents)
    after_edit = milliseconds(scanner.scan, [edited(document, generator) for document in documents])
    naive = milliseconds(naive_scan(patterns, terms), documents)
    figures = {
        **figures_of("first", first),
        **figures_of("edited", after_edit),
        "compile_seconds": round(compile_seconds, 3),
        "terms": len(terms),
        "articles": len(documents),
        "characters": round(statistics.mean(sum(len(p.text) for p in d.passages) for d in documents)),
    }
    baseline = {"what": "re loop over the same patterns plus `in` loop over the terms", **figures_of("naive", naive)}
    ratio = {"naive_p50": round(percentile(first, 0.5) / percentile(naive, 0.5), 4)}
    if find_spec("presidio_analyzer") is None:
        sys.stdout.write("presidio-analyzer is not installed here, so it is not measured\n")
    else:
        chosen = random.Random(SEED).sample([pattern for pattern in sources if "(?m:" not in pattern], PRESIDIO_PATTERNS)
        presidio = presidio_scan(chosen)
        milliseconds(presidio, documents[:WARMING])
        other = milliseconds(presidio, documents)
        baseline |= figures_of("presidio", other)
        ratio["presidio_first_p50"] = round(percentile(first, 0.5) / percentile(other, 0.5), 4)
        ratio["presidio_edited_p50"] = round(percentile(after_edit, 0.5) / percentile(other, 0.5), 4)
    sys.stdout.write(
        f"{len(patterns)} patterns, {TERMS} terms, {len(documents)} articles, without the name tagger, in processor time\n"
        f"an article never seen: p50 {figures['first_p50_ms']} ms, p95 {figures['first_p95_ms']} ms; "
        f"after one more sentence: p50 {figures['edited_p50_ms']} ms, p95 {figures['edited_p95_ms']} ms; "
        f"naive loop: p50 {baseline['naive_p50_ms']} ms\n"
    )
    sys.stdout.write(json.dumps({"name": "scan", "figures": figures, "baseline": baseline, "ratio": ratio}) + "\n")


if __name__ == "__main__":
    main()
