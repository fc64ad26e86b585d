"""Names of authors: whose script they are in, their parts, and how GB/T 7714 writes them."""

import re

HAN = re.compile(r"[㐀-䶿一-鿿々〇]")
ET_AL = frozenset({"等", "et al", "et al.", "and others", "others", "等."})
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-Z][.\-]?){1,4}$")


def is_et_al(name: str) -> bool:
    return name.strip().lower().rstrip(".") in {word.rstrip(".") for word in ET_AL}


def written(name: str) -> str:
    """`Smith, John A.` becomes `Smith J A` (GB/T 7714 8.1.1: family name first, given names as initials without dots)."""
    family, comma, given = name.partition(",")
    if not comma or HAN.search(name):
        return name.strip()
    given, _comma, suffix = given.partition(",")
    initials = " ".join(_initial(part) for part in re.split(r"[\s.]+", given) if part)
    tail = f" {suffix.strip()}" if _SUFFIX.match(suffix.strip()) else ""
    return f"{family.strip()} {initials}{tail}".strip()


def _initial(part: str) -> str:
    """`Jean-Paul` keeps its hyphen; capitals alone are initials already."""
    if part.isupper() and len(part) <= 3 and "-" not in part:
        return " ".join(part)
    return "-".join(piece[0].upper() for piece in part.split("-") if piece)


def parts(name: str) -> tuple[str, str]:
    """(family, given) where both can be told; an institution, or a Chinese name, stands whole in the first."""
    family, comma, given = name.partition(",")
    if comma and not HAN.search(name):
        return family.strip(), given.strip()
    words = name.split()
    if len(words) > 1 and not HAN.search(name):
        cut = next((place for place, word in enumerate(words) if place and _INITIALS.match(word)), 0)
        if cut and all(_INITIALS.match(word) for word in words[cut:]):
            return " ".join(words[:cut]), " ".join(words[cut:])
    return name.strip(), ""


def split(listed: str) -> tuple[str, ...]:
    """The names of a GB/T 7714 list, `et al.` among them as the last."""
    found: list[str] = []
    for piece in re.split(r"\s*[,，;；、]\s*", listed.strip()):
        name = piece.strip().rstrip("．")
        if not name:
            continue
        # `张三 等` and `Smith J et al` are written without a comma as well.
        lead = re.fullmatch(r"(.+?)\s*(等|\bet al\.?)", name)
        if lead and not is_et_al(name) and (lead[2] != "等" or len(lead[1]) <= 4):
            found += [lead[1].strip(), lead[2]]
        else:
            found.append(name)
    return tuple("et al." if is_et_al(name) else name for name in found)
