"""What the holdings lack for a training whose outcome can be trusted.

What decides is how many *works* are held out for judging, since all queries of one work are one piece of evidence. A
quarter of the works is (`core.evaluation.splits`). The gate looks at means alone below ten of them
(`GateSettings.least_works`), so a kind of evidence with fewer than forty works proves nothing. From two hundred on,
fifty are held out: where reciprocal ranks of two encoders differ with a standard deviation of .15 from work to work (in
small trainings on the demo library it was .06), a gain of .05 then stands two and a half standard errors above nothing.
"""

from __future__ import annotations

from core.domain.pairs import PAIR_KINDS, PairSummary
from core.domain.promotion import GateSettings
from core.domain.training import AdviceLevel, DataAdvice

JUDGED_FROM, RELIABLE_FROM = 40, 200
"""Works with evidence of a kind: from here on a gain can be judged, and from there on also a small one."""
_LACKING = {"cover_text": "cover", "ocr_text": "ocr", "zh_en": "parallel_title", "query_record": "judgements"}


def advice_on(data: PairSummary) -> tuple[DataAdvice, ...]:
    """One piece of advice for each kind of evidence, in the order of `PAIR_KINDS`."""
    return tuple(_advice(kind, data) for kind in PAIR_KINDS)


def _advice(kind: str, data: PairSummary) -> DataAdvice:
    pairs = sum(data.kinds.get(kind, {}).values())
    of_kind = data.works_of_kind.get(kind, {})
    works, held_out = sum(of_kind.values()), of_kind.get("test", 0)
    level: AdviceLevel
    if not pairs:
        level = "none"
    elif held_out < GateSettings().least_works:
        level = "few"
    elif works < RELIABLE_FROM:
        level = "some"
    else:
        level = "enough"
    wanted = RELIABLE_FROM if level in ("some", "enough") or works >= JUDGED_FROM else JUDGED_FROM
    return DataAdvice(kind, pairs, works, held_out, wanted, level, data.missing.get(_LACKING[kind], 0))
