"""Time of one scan: all rules and a lexicon of 50,000 terms on articles of 1,600 characters, against a naive loop and Presidio.

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
ARTICLES = 60
PRESIDIO_PATTERNS = 40
CHARACTERS = 1_600
SEED = 20261125

# Neutral building blocks, so that the text has the density of cues that a real article has: few.
SENTENCES = (
    "血压不是越低越好,老年人降压要慢一些,避免头晕和跌倒。",
    "很多人以为没有症状就不需要治疗,其实高血压对血管的影响是悄悄发生的。",
    "每天食盐不超过5克,相当于一啤酒瓶盖,腌制食品和酱料里的盐也要算进去。",
    "快走、骑车、游泳都可以,每周至少150分钟,从能坚持的强度开始。",
    "家庭自测血压时请坐着休息五分钟,袖带与心脏平齐,连测两次取平均值。",
    "如果出现胸痛、肢体无力或说话不清,请立即拨打120。",
    "糖尿病目前不能根治,但血糖可以长期控制在目标范围内。",
    "药物的选择因人而异,请在医生指导下调整,不要自行停药。",
    "复查时带上近两周的血压记录,医生可以据此判断方案是否合适。",
    "孩子发热时先看精神状态,能吃能玩的可以先观察,三个月以下的婴儿要尽快就医。",
    "幽门螺杆菌根除治疗需要足量足疗程,停药四周后再做呼气试验。",
    "研究显示,规律作息和戒烟对血管的好处在一年之内就能看到。",
)
HAN = [chr(point) for point in range(0x4E00, 0x4E00 + 6000)]


def synthetic_terms(count: int, generator: random.Random) -> list[str]:
    """Distinct words of three to six Han characters that mean nothing."""
    terms: set[str] = set()
    while len(terms) < count:
        terms.add("".join(generator.choices(HAN, k=generator.randint(3, 6))))
    return sorted(terms)


def articles(terms: list[str], generator: random.Random) -> list[Document]:
    """Articles of paragraphs, a few of the synthetic terms strewn in."""
    made = []
    for _ in range(ARTICLES):
        passages: list[Passage] = []
        total = 0
        while total < CHARACTERS:
            paragraph = "".join(generator.choices(SENTENCES, k=generator.randint(2, 4)))
            if generator.random() < 0.3:
                paragraph += generator.choice(terms) + "一词仅作测量。"
            passages.append(Passage(f"body.{len(passages)}", paragraph))
            total += len(paragraph)
        made.append(Document(tuple(passages)))
    return made


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


def typical(rounds: list[list[float]], share: float) -> float:
    """The percentile of the middle round, so that another process on the machine does not decide the figure."""
    return statistics.median(percentile(times, share) for times in rounds)


def main() -> None:
    generator = random.Random(SEED)
    terms = synthetic_terms(TERMS, generator)
    shipped = Ruleset.shipped()
    start = time.perf_counter()
    scanner = Scanner(shipped.with_layer({"brands": [[term, "通用名", ""] for term in terms]}), names=False)
    compile_seconds = time.perf_counter() - start
    documents = articles(terms, generator)
    sources = [pattern for rule in shipped.rules.values() for cue in rule.get("cue", []) for pattern in cue.get("patterns", [])]
    written = [
        source.replace(r"\p{Han}", "[\u4e00-\u9fff]").replace(r"\p{L}\p{N}", r"\w").replace("(?m:$)", "$") for source in sources
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # brackets that `re` might read otherwise one day
        patterns = [re.compile(pattern) for pattern in written]
    naive = naive_scan(patterns, terms)
    milliseconds(scanner.scan, documents[:10])  # RE2 builds its automata lazily
    rounds = [milliseconds(scanner.scan, documents) for _ in range(15)]
    slow_rounds = [milliseconds(naive, documents[:12]) for _ in range(3)]
    figures = {
        "p50_ms": round(typical(rounds, 0.5), 3),
        "p95_ms": round(typical(rounds, 0.95), 3),
        "p99_ms": round(typical(rounds, 0.99), 3),
        "compile_seconds": round(compile_seconds, 3),
        "terms": len(terms),
        "characters": round(statistics.mean(sum(len(p.text) for p in d.passages) for d in documents)),
    }
    baseline = {
        "what": "re loop over the same patterns plus `in` loop over the terms",
        "p50_ms": round(typical(slow_rounds, 0.5), 3),
        "p95_ms": round(typical(slow_rounds, 0.95), 3),
    }
    ratio = {
        name: round(typical(rounds, share) / typical(slow_rounds, share), 4) for name, share in (("p50", 0.5), ("p95", 0.95))
    }
    sys.stdout.write(
        f"{len(patterns)} patterns, {TERMS} terms, {len(documents)} articles, without the name tagger, in processor time\n"
    )
    if find_spec("presidio_analyzer") is None:
        sys.stdout.write("presidio-analyzer is not installed here, so it is not measured\n")
    else:
        chosen = random.Random(SEED).sample([pattern for pattern in sources if "(?m:" not in pattern], PRESIDIO_PATTERNS)
        other = [milliseconds(presidio_scan(chosen), documents[:12]) for _ in range(3)]
        baseline |= {"presidio_p50_ms": round(typical(other, 0.5), 3), "presidio_p95_ms": round(typical(other, 0.95), 3)}
        ratio["presidio_p50"] = round(typical(rounds, 0.5) / typical(other, 0.5), 4)
    sys.stdout.write(f"scan: p50 {figures['p50_ms']} ms, p95 {figures['p95_ms']} ms; naive loop: p50 {baseline['p50_ms']} ms\n")
    sys.stdout.write(json.dumps({"name": "scan", "figures": figures, "baseline": baseline, "ratio": ratio}) + "\n")


if __name__ == "__main__":
    main()
