"""The administration speaks Chinese throughout, and every catalogue in use is compiled from its source."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

WAGTAIL = Path(wagtail.__file__).parent
LOCALE = Path(settings.LOCALE_PATHS[0])
APPS = ("", "admin", "users", "snippets", "images", "search", "documents", "sites", "locales", "embeds", "contrib/table_block")
# Strings that no screen here shows, each with its reason.
NOT_SHOWN = [
    (
        re.compile(r"workflow|moderation|submitted for approval|\"%\(task\)s\"|%\(task_name\)s|%\(task\)s", re.I),
        "moderation is ours",
    ),
    (re.compile(r"^(By task|Disabled|Changes requested .*)$"), "moderation is ours"),
    (re.compile(r"reviewers|rejected during|approved in"), "moderation is ours"),
    (re.compile(r"disabling this task|pages/snippets", re.I), "moderation is ours"),
]
ENTRY = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')
Entry = dict[str, str]


def entries(file: Path) -> Iterator[Entry]:
    """The translated and untranslated entries of a .po file, without fuzzy and obsolete ones."""
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        entry: Entry = {}
        field = ""
        if re.search(r"^#,.*\bfuzzy\b", block, re.M):
            continue
        for line in block.splitlines():
            if found := ENTRY.match(line):
                field = found[1]
                entry[field] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                entry[field] += ast.literal_eval(line)
        if entry.get("msgid"):
            yield entry


def compiled(file: Path) -> dict[object, str]:
    """What a .mo file holds; keys are strings, or string and number of the plural form."""
    if not file.exists():
        return {}
    with file.open("rb") as opened:
        catalogue = dict(gettext.GNUTranslations(opened)._catalog)  # type: ignore[attr-defined]
    catalogue.pop("", None)
    return catalogue


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_visible_words_of_wagtail_stay_english(domain: str) -> None:
    places = [*(WAGTAIL / app / "locale" for app in APPS), LOCALE]
    known: set[object] = set()
    for place in places:
        known |= compiled(place / "zh_Hans/LC_MESSAGES" / f"{domain}.mo").keys()
    missing = []
    for app in APPS:
        source = WAGTAIL / app / "locale/en/LC_MESSAGES" / f"{domain}.po"
        for entry in entries(source) if source.exists() else ():
            whole = f"{entry['msgid']} {entry.get('msgid_plural', '')}".strip()
            key = f"{entry['msgctxt']}\x04{entry['msgid']}" if "msgctxt" in entry else entry["msgid"]
            translated = key in known or (key, 0) in known
            if not translated and not any(pattern.search(whole) for pattern, _reason in NOT_SHOWN):
                missing.append(entry["msgid"])
    assert missing == []


@pytest.mark.parametrize("source", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_the_compiled_catalogue_says_what_its_source_says(source: Path) -> None:
    expected: dict[object, str] = {}
    for entry in entries(source):
        key = f"{entry['msgctxt']}\x04{entry['msgid']}" if "msgctxt" in entry else entry["msgid"]
        if "msgid_plural" in entry:
            forms = sorted(field for field in entry if field.startswith("msgstr["))
            expected |= {(key, number): entry[form] for number, form in enumerate(forms) if entry[form]}
        elif entry["msgstr"]:
            expected[key] = entry["msgstr"]
    assert compiled(source.with_suffix(".mo")) == expected


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", words))


@pytest.mark.parametrize("source", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_no_translation_drops_or_invents_a_placeholder(source: Path) -> None:
    wrong = []
    for entry in entries(source):
        allowed = placeholders(entry["msgid"]) | placeholders(entry.get("msgid_plural", ""))
        needed = placeholders(entry.get("msgid_plural", entry["msgid"]))
        last = [words for field, words in entry.items() if field.startswith("msgstr") and words]
        if last and (not needed <= placeholders(last[-1]) or not placeholders(" ".join(last)) <= allowed):
            wrong.append(entry["msgid"])
    assert wrong == []


def test_our_own_words_win() -> None:
    with override("zh-hans"):
        assert _("Enter password") == "请输入密码"
