"""What a bare name tells: a person or a body, surname first or not, and how it is printed in a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.domain.records import Contributor
from core.interchange.crosswalk import tables
from core.text.normalize import has_han

_BODY_ENDINGS = [
    "出版社",
    "出版集团",
    "书局",
    "书店",
    "大学",
    "大學",
    "学院",
    "學院",
    "研究所",
    "研究院",
    "研究中心",
    "研究会",
    "委员会",
    "委員會",
    "公司",
    "协会",
    "協會",
    "学会",
    "學會",
    "基金会",
    "图书馆",
    "圖書館",
    "博物馆",
    "博物館",
    "编辑部",
    "编写组",
    "编译组",
    "教研室",
    "教研组",
    "课题组",
    "小组",
    "中心",
    "总局",
    "总社",
    "联合会",
    "联盟",
    "政府",
    "办公室",
    "文化局",
    "统计局",
    "公安部",
    "教育部",
    "外交部",
    "国务院",
    "法院",
    "检察院",
    "医院",
    "中学",
    "小学",
    "报社",
    "杂志社",
    "工作室",
    "编委会",
    "组委会",
]
_BODY_WORDS = re.compile(
    r"\b(?:University|College|Institute|Institution|Press|Committee|Commission|Council|Ministry|Department|Office|"
    r"Association|Society|Academy|Museum|Library|Foundation|Company|Corporation|Inc|Ltd|GmbH|Bureau|Agency|Center|Centre|"
    r"Organization|Organisation|United Nations|Congress|Universität|Université|Universidad|Bank|Group|Board)\b"
)
# "translated by" and the like; other roles are put into brackets after the name.
_BY = {
    "translator": "translated by",
    "editor": "edited by",
    "illustrator": "illustrated by",
    "compiler": "compiled by",
    "adapter": "adapted by",
    "annotator": "annotated by",
    "photographer": "photographs by",
    "author of introduction": "introduction by",
    "reviewer": "reviewed by",
}
_MOST_NAMED = 3


def is_corporate(name: str) -> bool:
    """Whether a name looks like that of a body. A guess: the catalogue does not store which it is."""
    return name.endswith(tuple(_BODY_ENDINGS)) or (name.isascii() and _BODY_WORDS.search(name) is not None)


def is_inverted(name: str) -> bool:
    """Surname first, with a comma: "Austen, Jane"."""
    return ", " in name


def statement_of(contributors: Sequence[Contributor], is_chinese: bool, others: str) -> list[str]:
    """Statements of responsibility by role, authors first.

    Args:
        contributors: The agents; where more than three share a role, the first is named with `others`.
        is_chinese: Roles as Chinese words after the names (曹雪芹著) or as English ones before them.
        others: "[等]" as the National Library of China writes it, "…[等]" as CALIS does; or " [and others]".
    """
    by_role: dict[str, list[str]] = {}
    for each in contributors:
        by_role.setdefault(each.role, []).append(each.name)
    made = []
    for role in sorted(by_role, key=lambda role: role != "author"):
        names = by_role[role]
        printed = [name if has_han(name) else _direct(name) for name in names]
        joined = (", ".join(printed)) if len(names) <= _MOST_NAMED else printed[0] + others
        known = tables.roles().by_term.get(role)
        if is_chinese:
            gap = "" if "\u3400" <= joined[-1] <= "\u9fff" or joined[-1] == "]" else " "
            made.append(f"{joined}{gap}{known.chinese if known else role}")
        elif role == "author":
            made.append(joined)
        else:
            made.append(f"{_BY[role]} {joined}" if role in _BY else f"{joined} ({role})")
    return made


def _direct(name: str) -> str:
    """Forename first: "Austen, Jane" → "Jane Austen"; a name with more commas stays."""
    surname, _, forename = name.partition(", ")
    return f"{forename} {surname}" if forename and "," not in forename and not is_corporate(name) else name
