"""What of people's names and numbers is left in readers' questions once they are masked, and what of harmless questions is lost.

.venv/bin/python benchmarks/question_masks.py [--names 300]
"""

import argparse
import random
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import invented_articles, measuring

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志强晓燕海燕雪梅春晖文博子涵雨萱浩然欣怡佳宁思远嘉懿若曦"
TOLD = (
    "{} 糖尿病",
    "{}得了肺癌怎么办",
    "我叫{}，血压高",
    "患者{} 胃癌 化疗",
    "{} 挂号",
    "帮{}查一下甲状腺结节",
    "{}",
    "妈妈{}骨折了",
)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--names", type=int, default=300)
    told = ask.parse_args()
    measuring.scratch_site()
    from search.staff import masking

    draw = random.Random(17)
    kept, quick, spent_quick, spent_names = 0, 0, [], []
    for number in range(told.names):
        name = draw.choice(SURNAMES) + "".join(draw.choice(GIVEN) for _each in range(draw.choice((1, 2, 2))))
        question = TOLD[number % len(TOLD)].format(name)
        began = time.perf_counter()
        first = masking.without_identifiers(question)
        middle = time.perf_counter()
        second = masking.without_names(first)
        spent_quick.append((middle - began) * 1000)
        spent_names.append((time.perf_counter() - middle) * 1000)
        quick += name in first
        kept += name in second
    harmless = [
        f"{draw.choice(invented_articles.ILLS)}{draw.choice(('', '能吃什么', '怎么办', ' 早期症状', '要不要住院', ' 运动'))}"
        for _each in range(told.names)
    ]
    lost = sum(masking.without_names(masking.without_identifiers(question)) != question for question in harmless)
    figures = {
        "names_left": round(kept / told.names, 3),
        "harmless_changed": round(lost / told.names, 3),
        "identifiers_p50_ms": round(median(spent_quick), 2),
        "names_p50_ms": round(median(spent_names), 2),
    }
    measuring.close("question_masks", figures, {"names_left": round(quick / told.names, 3)})


if __name__ == "__main__":
    main()
