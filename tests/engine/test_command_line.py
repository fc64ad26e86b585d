"""The command line: JSON Lines in and out, in order; one bad line never stops the rest."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from moderation.engine import Ruleset

ROOT = Path(__file__).resolve().parents[2]


def run(data: bytes, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    process = subprocess.run(
        [sys.executable, "-m", "moderation.engine", *arguments],
        input=data,
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert process.stderr == b""
    return process.returncode, [json.loads(line) for line in process.stdout.splitlines()]


def lines(*entries: Any) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def test_text_and_fields() -> None:
    body = "第一段。\n\n电话 138 0013 8000\n末段"
    status, answers = run(
        lines({"id": 1, "text": "糖尿病能根治"}, {"id": "b", "fields": {"title": "少盐", "body": body}}), "--without-names"
    )
    assert status == 0
    assert [answer["id"] for answer in answers] == [1, "b"]
    assert [answer["verdict"] for answer in answers] == ["block", "block"]
    assert all(answer["ruleset"] == Ruleset.shipped().version and answer["unchecked"] == ["names"] for answer in answers)
    (finding,) = answers[1]["findings"]
    assert set(finding) == {"code", "severity", "field", "start", "end", "text", "basis", "message", "fix", "replacement"}
    assert (finding["code"], finding["field"]) == ("PRIV.PHONE", "body")
    assert body[finding["start"] : finding["end"]] == finding["text"] == "138 0013 8000"
    assert answers[0]["findings"][0]["field"] == "text"


def test_malformed_lines_are_answered_in_place() -> None:
    status, answers = run(b'nonsense\n{"id": 2, "text": 5}\n[1]\n{"text": "x"}\n\xff\xfe\n{"id": 3, "text": "x"}\n')
    assert status == 1
    assert [answer["id"] for answer in answers] == [None, None, None, None, None, 3]
    assert all(answer["error"] for answer in answers[:5])


def test_hostile_lines_get_one_answer_each() -> None:
    texts = ["\ud800糖尿病能根治", "\x00" * 100 + "好", "a" + "\u0301" * 10_000, "根治。" * 350_000, "[" * 100_000, ""]
    status, answers = run(lines(*({"id": number, "text": text} for number, text in enumerate(texts))) + b"[" * 100_000 + b"\n")
    assert status == 1
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3, 4, 5, None]
    assert [answer.get("verdict") for answer in answers] == ["block", "pass", "pass", "block", "pass", "pass", None]
    assert answers[0]["findings"][0]["start"] == 5


def test_codes() -> None:
    status, answers = run(b"", "--codes")
    assert status == 0
    assert len(answers) == 80
    keys = {"code", "severity", "where", "status", "basis", "rules", "examples_fire", "examples_pass"}
    assert all(set(answer) == keys for answer in answers)
    assert {answer["severity"] for answer in answers} == {"advise", "review", "block"}
    live = {answer["code"] for answer in answers if answer["status"] == "live"}
    assert {"PRIV.ID_CARD", "BRAND.PROMO", "SRC.META_MISSING"} <= live
    assert all(answer["rules"] for answer in answers if answer["status"] == "live")


def test_a_ruleset_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(Ruleset.shipped().with_layer({"status": {"CLAIM.CURE_PROMISE": "shadow"}}).canonical_json(), encoding="utf-8")
    status, answers = run(lines({"id": 1, "text": "糖尿病能根治"}), "--ruleset", str(path))
    assert status == 0
    assert answers[0]["verdict"] == "pass"
    path.write_text("{}", encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "-m", "moderation.engine", "--ruleset", str(path)], input=b"", capture_output=True, cwd=ROOT, check=False
    )
    assert (process.returncode, process.stdout, process.stderr.decode().strip()) == (2, b"", "ruleset: 'engine' is missing")


def test_no_django_and_cheap_to_import() -> None:
    probe = (
        "import sys, moderation.engine; print(sorted(m for m in sys.modules if m in ('django', 're2', 'daachorse', 'tomllib')))"
    )
    process = subprocess.run([sys.executable, "-c", probe], capture_output=True, cwd=ROOT, check=True)
    assert process.stdout.decode().strip() == "[]"
    probe = "import sys, moderation.engine.__main__; print('django' in sys.modules)"
    process = subprocess.run([sys.executable, "-c", probe], capture_output=True, cwd=ROOT, check=True)
    assert process.stdout.decode().strip() == "False"
