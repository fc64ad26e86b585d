"""Import of an archive with everything checked, against a loop of stock pages saved and published.

.venv/bin/python benchmarks/import_archive.py [HOW_MANY]
"""

import io
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    measuring.scratch_site()
    from articles.importing import Import, Options
    from benchmarks.stock.models import StockPage
    from reading.models import HomePage
    from tests import factories

    author, operator = factories.make_doctor(), factories.make_operator()
    factories.make_topic()
    lines = []
    for number in range(count):
        paragraphs = [measuring.prose(300, number * 10 + part) for part in range(5)]
        row = {
            "title": f"量血压的第 {number} 个问题",
            "summary": paragraphs[0][:80],
            "paragraphs": paragraphs,
            "topic": "高血压",
            "sources": [],
        }
        lines.append(json.dumps(row, ensure_ascii=False).encode())

    work = Import(Options(author, operator, publish=True, accept_review=True))
    started = time.perf_counter()
    for _line in work.lines(iter(io.BytesIO(b"\n".join(lines)))):
        pass
    ours = work.tally.published / (time.perf_counter() - started)

    home = HomePage.objects.get()
    started = time.perf_counter()
    for number in range(min(count, 100)):
        row = json.loads(lines[number])
        page = StockPage(
            title=row["title"], slug=f"stock-{number}", body="".join(f"<p>{text}</p>" for text in row["paragraphs"]), live=False
        )
        home.add_child(instance=page)
        page.save_revision().publish()
    theirs = min(count, 100) / (time.perf_counter() - started)
    print(f"{work.tally.published} published, {work.tally.held} held, {work.tally.refused} refused")
    measuring.close("import", {"articles_per_second": round(ours, 2)}, {"articles_per_second": round(theirs, 2)})


if __name__ == "__main__":
    main()
