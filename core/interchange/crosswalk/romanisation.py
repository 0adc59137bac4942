"""Pinyin subfields of CNMARC, as the two rules write them.

The National Library of China keeps pinyin in $9: one syllable a character, lower case, single blanks, no punctuation,
foreign letters in capitals, for 200 $a, 5XX $a except 510, and 7XX $a. CALIS keeps it in $A, for 225 and 6XX too
(CALIS联合目录Marc数据与国图数据有那些差别, csln.net, 2019); its syllables have capitals, as vendors send them.
"""

from __future__ import annotations

import re
from typing import Literal

from core.domain.marc import MarcField, Subfield
from core.text.normalize import has_han, to_simplified
from core.text.pinyin import name_readings, run_readings

CnmarcRules = Literal["calis", "nlc"]

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+(?:[.'-][^\W_\u3400-\u9fff]+)*")
_CODES: dict[CnmarcRules, str] = {"nlc": "9", "calis": "A"}
_TITLES = frozenset({"500", "512", "513", "514", "515", "516", "517", "540", "541"})
_NAMES = frozenset({"700", "701", "702"})
_BODIES = frozenset({"710", "711", "712"})
_SUBJECTS = frozenset({"600", "601", "602", "604", "605", "606", "607", "608", "610"})


def pinyin_of(text: str, rules: CnmarcRules, is_name: bool = False) -> str:
    """Syllables of the Chinese in a text, with its other words; "" when there is no Chinese.

    >>> pinyin_of("红楼梦", "nlc"), pinyin_of("曾国藩", "calis", is_name=True), pinyin_of("Python程序设计", "nlc")
    ('hong lou meng', 'Zeng Guo Fan', 'PYTHON cheng xu she ji')
    """
    if not has_han(text):
        return ""
    words: list[str] = []
    for number, run in enumerate(_RUN.findall(text)):
        if not has_han(run):
            words.append(run.upper() if rules == "nlc" else run)
            continue
        simplified = to_simplified(run)
        if is_name and number == 0:
            syllables = list(name_readings(simplified)[0]) if name_readings(simplified) else []
        else:
            syllables = [readings[0] for readings in run_readings(simplified) if readings]
        words += syllables if rules == "nlc" else [syllable.capitalize() for syllable in syllables]
    return " ".join(words)


def with_pinyin(field: MarcField, rules: CnmarcRules) -> MarcField:
    """The field with the pinyin subfields that the rules ask for; those it has are made anew."""
    tag = field.tag
    wanted = tag == "200" or tag in _TITLES or tag in _NAMES or tag in _BODIES
    if rules == "calis":
        wanted = wanted or tag == "225" or tag in _SUBJECTS
    if not wanted:
        return field
    code = _CODES[rules]
    made: list[Subfield] = []
    has_any = False
    for each in field.subfields:
        if each.code in "9AB" and has_han(field.first("a")):
            continue
        made.append(each)
        if each.code == "a" and not (tag == "200" and has_any):
            pinyin = pinyin_of(each.value, rules, is_name=tag in _NAMES)
            made += [Subfield(code, pinyin)] if pinyin else []
            has_any = has_any or bool(pinyin)
    return MarcField(tag, "", field.indicators, tuple(made))


def rules_of(field: MarcField) -> CnmarcRules | None:
    """Whose pinyin a field has; None where it has none."""
    for each in field.subfields:
        if each.code in "9A" and each.value[:1].isascii() and each.value[:1].isalpha():
            return "nlc" if each.code == "9" else "calis"
    return None
