"""A published article with every kind of block, and the files that whoever checks it offline would have saved."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from articles.models import ArticleImage, ArticlePage
from reading import renditions
from tests import factories

REFERENCES = [("reference", {"text": "林某某. 家庭血压监测[J]. 试验杂志, 2024, 1(1): 1-5.", "url": ""})]


def body(picture: ArticleImage) -> list[tuple[str, Any]]:
    """Every block that an article may hold."""
    return [
        ("key_points", {"items": ["早晚各量一次", "记下来给医生看"]}),
        ("heading", "怎样量才准"),
        (
            "paragraph",
            '<p>坐稳 5 分钟，<b>再</b>量。<sup><a href="#ref-1">[1]</a></sup></p><ul><li>手臂与心脏同高</li><li>不说话</li></ul>',
        ),
        (
            "picture",
            {
                "image": picture,
                "alt": "袖带的位置",
                "caption": "袖带下缘在肘窝上 2 厘米",
                "credit": "本站",
                "licence": "CC BY 4.0",
            },
        ),
        ("do_dont", {"do": ["每次量两遍"], "dont": ["刚吃完饭就量"]}),
        ("quotation", {"text": "血压会起落。", "source": "编辑部"}),
        ("callout", {"tone": "warning", "title": "别急着改药", "text": "先问医生。\n不要自己停药。"}),
        (
            "table",
            {
                "caption": "记录表",
                "table": {
                    "data": [["时间", "血压"], ["早上", "128/82 mmHg"]],
                    "first_row_is_table_header": True,
                    "first_col_is_header": False,
                    "table_header_choice": "row",
                },
            },
        ),
        ("care_card", {"emergency": ["突然说不清话"], "soon": ["连续三天偏高"], "routine": ["想换血压计"]}),
        ("questions", {"items": [{"question": "左手还是右手？", "answer": "<p>第一次两边都量。</p>"}]}),
    ]


@dataclass(frozen=True)
class Saved:
    """Files as they were downloaded."""

    page: ArticlePage
    manifest: Path
    keys: Path
    html: Path
    picture: Path
    folder: Path

    def arguments(self) -> list[str]:
        return [str(self.manifest), str(self.keys), "--page", str(self.html), "--asset", str(self.picture)]

    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.manifest.read_text(encoding="utf-8"))
        return found


def published(**fields: Any) -> ArticlePage:
    """With the sizes of its pictures made, as they are after the commit."""
    author = fields.pop("author", None) or factories.make_doctor()
    picture = factories.make_picture(author)
    page = factories.make_article(author, body=body(picture), references=REFERENCES, common_knowledge=False, **fields)
    page = factories.publish(page)
    renditions.make_for(page)
    return page


def saved(client: Client, folder: Path) -> Saved:
    page = published()
    files = {
        "manifest.json": f"/api/articles/{page.slug}/manifest",
        "keys.json": "/.well-known/xinglin-keys.json",
        "page.html": f"/articles/{page.slug}/",
    }
    for name, address in files.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        (folder / name).write_bytes(answer.content)
    html = (folder / "page.html").read_text(encoding="utf-8")
    source = html.partition('<img src="/media/')[2].partition('"')[0]
    picture = folder / "picture.webp"
    picture.write_bytes(b"".join(client.get(f"/media/{source}").streaming_content))  # type: ignore[attr-defined]
    return Saved(page, folder / "manifest.json", folder / "keys.json", folder / "page.html", picture, folder)
