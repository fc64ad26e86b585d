"""An identifier is brought to its one form, or refused with the reason."""

from collections.abc import Callable

import pytest

from articles.attribution.references import identifiers
from articles.attribution.references.identifiers import NotAnIdentifier, doi, isbn, pmid


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (doi, "10.1056/NEJMoa2034577", "10.1056/nejmoa2034577"),
        (doi, " https://doi.org/10.1000/182. ", "10.1000/182"),
        (doi, "DOI：10.1000/182", "10.1000/182"),
        (doi, "https://doi.org/10.1002/%28SICI%291097", "10.1002/(sici)1097"),
        (doi, "", ""),
        (pmid, "PMID: 33301246", "33301246"),
        (pmid, "https://pubmed.ncbi.nlm.nih.gov/33301246/", "33301246"),
        (isbn, "978-0-306-40615-7", "9780306406157"),
        (isbn, "0-306-40615-2", "9780306406157"),
        (isbn, "ISBN 080442957X", "9780804429573"),
    ],
)
def test_one_form(check: Callable[[str], str], typed: str, kept: str) -> None:
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed", "words"),
    [
        (doi, "abc", "以“10.”开头"),
        (doi, "10.1000", "缺少斜线"),
        (doi, "10.10/abc", "4 到 9 位"),
        (doi, "10.1000/a b", "不含空格"),
        (pmid, "33a", "不是 PMID"),
        (pmid, "1234567890", "不是 PMID"),
        (isbn, "978-0-306-40615-8", "校验位"),
        (isbn, "0-306-40615-3", "校验位"),
        (isbn, "123", "不是 ISBN"),
    ],
)
def test_what_is_none_is_refused(check: Callable[[str], str], typed: str, words: str) -> None:
    with pytest.raises(NotAnIdentifier, match=words):
        check(typed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("见 doi:10.1016/S0140-6736(20)30000-1。", "10.1016/s0140-6736(20)30000-1"),
        ("(10.1000/182)", "10.1000/182"),
        ("没有", ""),
    ],
)
def test_a_doi_within_a_line(text: str, found: str) -> None:
    assert identifiers.found_doi(text) == found
