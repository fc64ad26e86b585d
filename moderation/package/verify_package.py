"""Check an evidence package without the software that made it: `python3 verify_package.py FOLDER`, exit 0 when all holds.

Needs Python alone. The signature is checked with `openssl` where that is installed, as README.txt shows by hand as well.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def faults(folder: Path) -> Iterator[str]:
    """Every place where the package does not hold."""
    lines = [line.partition("  ") for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    listed = {name: sha256 for sha256, _gap, name in lines}
    unlisted = {"SHA256SUMS", "SHA256SUMS.sig", "signing-key.pem"}
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - unlisted
    yield from (f"{name} is missing" for name in sorted(set(listed) - present))
    yield from (f"{name} is not in the list" for name in sorted(present - set(listed)))
    for name in sorted(present & set(listed)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            yield f"{name} was changed"
    yield from _chain(folder)
    yield from _signature(folder)


def _chain(folder: Path) -> Iterator[str]:
    """Each entry's hash is over its fields and the hash before it; every entry about the object stands in the chain."""
    own = {entry["number"]: entry["sha256"] for entry in json.loads((folder / "ledger/entries.json").read_text("utf-8"))}
    file = folder / "ledger/chain.jsonl.gz"
    previous, number = "", 0
    for line in gzip.decompress(file.read_bytes()).splitlines() if file.exists() else ():
        entry = json.loads(line)
        sha256 = entry.pop("sha256")
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield f"ledger entry {entry['number']} was changed"
        if previous and (entry["previous"], entry["number"]) != (previous, number + 1):
            yield f"ledger entry {entry['number']} does not follow the one before it"
        if own.pop(entry["number"], sha256) != sha256:
            yield f"ledger entry {entry['number']} differs between the two files"
        previous, number = sha256, entry["number"]
    yield from (f"ledger entry {missing} is not in the chain" for missing in own)


def _signature(folder: Path) -> Iterator[str]:
    signature, key, openssl = folder / "SHA256SUMS.sig", folder / "signing-key.pem", shutil.which("openssl")
    if not signature.exists():
        yield "the list is not signed"
    elif openssl is None:
        print("openssl is not installed: the signature was not checked", file=sys.stderr)
    else:
        asked: list[str | Path] = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", folder / "SHA256SUMS"]
        checked = subprocess.run([*asked, "-sigfile", signature], capture_output=True)  # noqa: S603  (names of files alone)
        if checked.returncode != 0:
            yield "the signature does not fit"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found) or "everything holds")
    sys.exit(1 if found else 0)
