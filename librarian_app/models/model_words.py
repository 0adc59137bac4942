"""What is said about encoders, trainings and measures, in words that need no programmer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from core.domain.model_shelf import ModelEntry
from core.domain.promotion import GateDecision, GateReason, QueryChange, SliceFigures
from librarian_app import messages, wording


def role_name(value: str) -> str:
    """What an encoder or reader is for."""
    return {
        "text": QCoreApplication.translate("Models", "Meaning of texts"),
        "visual": QCoreApplication.translate("Models", "Look of covers"),
        "ocr": QCoreApplication.translate("Models", "Reading covers"),
    }.get(value, value)


def state_name(value: str) -> str:
    """Whether an encoder is in use."""
    return {
        "active": QCoreApplication.translate("Models", "In use"),
        "candidate": QCoreApplication.translate("Models", "Candidate"),
        "retired": QCoreApplication.translate("Models", "Not in use"),
    }.get(value, value)


def origin_name(value: str) -> str:
    """Where an encoder comes from."""
    return {
        "preset": QCoreApplication.translate("Models", "Came with the program"),
        "run": QCoreApplication.translate("Models", "Trained here"),
        "installed": QCoreApplication.translate("Models", "Installed from a file"),
        "elsewhere": QCoreApplication.translate("Models", "In a folder outside the library"),
    }.get(value, value)


def model_title(entry: ModelEntry) -> str:
    """An encoder's name; what was not tuned is said to be so."""
    if entry.key == "base":
        return QCoreApplication.translate("Models", "{name} (untuned)").format(name=entry.name)
    return entry.name


def switch_name(value: str) -> str:
    """How an encoder came into use."""
    return {
        "promote": QCoreApplication.translate("Models", "Promoted after the comparison"),
        "override": QCoreApplication.translate("Models", "Put into use against the advice"),
        "use": QCoreApplication.translate("Models", "Put into use by hand"),
        "rollback": QCoreApplication.translate("Models", "Rolled back"),
    }.get(value, value)


def evidence_name(kind: str) -> str:
    """A kind of training pair."""
    return {
        "cover_text": QCoreApplication.translate("Models", "Cover and record"),
        "ocr_text": QCoreApplication.translate("Models", "Cover words and record"),
        "zh_en": QCoreApplication.translate("Models", "Chinese and English"),
        "query_record": QCoreApplication.translate("Models", "Search and record found"),
    }.get(kind, kind)


def term_name(term: str) -> str:
    """A part of the loss, which is a kind of training pair."""
    kinds = {"vt": "cover_text", "ot": "ocr_text", "cl": "zh_en", "qr": "query_record"}
    return evidence_name(kinds.get(term, term))


def slice_name(value: str) -> str:
    """A kind of test question."""
    return {
        "all": QCoreApplication.translate("Models", "All together"),
        "zh-en": QCoreApplication.translate("Models", "Chinese asks, English answers"),
        "en-zh": QCoreApplication.translate("Models", "English asks, Chinese answers"),
        "zh-zh": QCoreApplication.translate("Models", "Chinese asks, Chinese answers"),
        "en-en": QCoreApplication.translate("Models", "English asks, English answers"),
        "image-record": QCoreApplication.translate("Models", "Picture of a cover"),
        "ocr-record": QCoreApplication.translate("Models", "Words read on a cover"),
        "joint": QCoreApplication.translate("Models", "Words and picture together"),
        "long-tail": QCoreApplication.translate("Models", "Rare words"),
        "noisy": QCoreApplication.translate("Models", "Blurred, misread, mistyped"),
    }.get(value, value)


def measure_name(value: str) -> str:
    """A measure as a column or axis says it."""
    return {
        "RR": QCoreApplication.translate("Models", "Found early (RR)"),
        "hit@1": QCoreApplication.translate("Models", "First (hit@1)"),
        "P@1": QCoreApplication.translate("Models", "First (hit@1)"),
        "hit@10": QCoreApplication.translate("Models", "Among ten (hit@10)"),
        "nDCG@10": QCoreApplication.translate("Models", "Order of ten (nDCG@10)"),
    }.get(value, value)


def measure_tip(value: str) -> str:
    """What a measure means."""
    return {
        "RR": QCoreApplication.translate(
            "Models", "Mean of 1 / rank of the right record: 1 = always first, 0.5 = second, 0.1 = tenth."
        ),
        "P@1": QCoreApplication.translate("Models", "Share of questions whose first answer is right."),
        "hit@10": QCoreApplication.translate("Models", "Share of questions with a right answer among the first ten."),
        "nDCG@10": QCoreApplication.translate(
            "Models", "How well the first ten are ordered: 1 = all that is right stands on top."
        ),
    }.get(value, "")


def system_name(value: str) -> str:
    """A measured system."""
    return {
        "search": QCoreApplication.translate("Models", "Wenyuan's search"),
        "bm25": QCoreApplication.translate("Models", "Words alone (BM25)"),
        "clir": QCoreApplication.translate("Models", "Meaning alone"),
        "image-ocr": QCoreApplication.translate("Models", "Pictures alone"),
        "clip": "CLIP",
        "layoutlmv3": "LayoutLMv3",
        "uniter": "UNITER",
        "scene-text": QCoreApplication.translate("Models", "CLIP with scene text"),
        "unified": QCoreApplication.translate("Models", "Unified model"),
    }.get(value, value)


def task_name(value: str) -> str:
    """A task of a collection; names that only the collection knows stay as they are."""
    return {
        "all": QCoreApplication.translate("Models", "All together"),
        "photo": QCoreApplication.translate("Models", "Photo of a cover"),
        "title": QCoreApplication.translate("Models", "Title with typing errors"),
        "title-translated": QCoreApplication.translate("Models", "Title in the other language"),
        "joint": QCoreApplication.translate("Models", "Words and picture together"),
        "image-to-ocr": QCoreApplication.translate("Models", "Picture to words on covers"),
        "ocr-to-record": QCoreApplication.translate("Models", "Words on a cover to record"),
    }.get(value, value)


def condition_name(value: str) -> str:
    """What is done to the questions."""
    return {
        "clean": QCoreApplication.translate("Models", "As they are"),
        "noisy": QCoreApplication.translate("Models", "Blurred, misread, mistyped"),
        "long-tail": QCoreApplication.translate("Models", "Rare words only"),
    }.get(value, value)


def mode_name(value: str) -> str:
    """How much of the encoder a training changes."""
    return {
        "frozen": QCoreApplication.translate("Models", "Gentle: only what was added (frozen)"),
        "lora": QCoreApplication.translate("Models", "Medium: small changes within (LoRA)"),
        "full": QCoreApplication.translate("Models", "Thorough: everything (full)"),
    }.get(value, value)


def run_state(value: str) -> str:
    """Where a training stands on disk."""
    return {
        "unfinished": QCoreApplication.translate("Models", "Paused"),
        "finished": QCoreApplication.translate("Models", "Finished"),
        "damaged": QCoreApplication.translate("Models", "Damaged"),
    }.get(value, value)


def run_end(value: str) -> str:
    """Why a training stopped."""
    return {
        "finished": QCoreApplication.translate("Models", "all rounds done"),
        "early": QCoreApplication.translate("Models", "nothing more was gained"),
        "minutes": QCoreApplication.translate("Models", "the time was up"),
    }.get(value, value)


def verdict(decision: GateDecision) -> tuple[str, str]:
    """The outcome of a comparison in one sentence, and its tone."""
    figures = decision.primary
    values = {"now": f"{figures.current:.2f}", "then": f"{figures.candidate:.2f}", "n": wording.number(figures.queries)}
    if decision.verdict == "promote":
        text = QCoreApplication.translate(
            "Models",
            "The candidate is better and nowhere worse: over {n} test questions, {now} becomes {then}. "
            "It can be put into use.",
        )
        return text.format(**values), "good"
    if decision.verdict == "use_base":
        text = QCoreApplication.translate(
            "Models",
            "The untuned encoder beats the one in use, the candidate does not. Go back to the untuned one.",
        )
        return text, "fair"
    if any(not each.is_borne for each in decision.slices):
        names = wording.list_separator().join(slice_name(each.name) for each in decision.slices if not each.is_borne)
        text = QCoreApplication.translate(
            "Models", "Keep the encoder in use: the candidate may be worse at: {slices} ({now} → {then} over all)."
        )
        return text.format(slices=names, **values), "bad"
    text = QCoreApplication.translate(
        "Models",
        "Keep the encoder in use: the candidate is not proven better over {n} test questions ({now} → {then}).",
    )
    return text.format(**values), "fair"


def judgement(figures: SliceFigures, least_gain: float) -> tuple[str, str]:
    """What one line of the comparison says, and its tone. Nobody would notice a gain below `least_gain`."""
    if not figures.is_borne:
        return QCoreApplication.translate("Models", "may be worse"), "bad"
    if figures.is_small:
        return QCoreApplication.translate("Models", "too few works"), "ink_muted"
    if figures.low is not None and figures.low > 0 and figures.difference < least_gain:
        return QCoreApplication.translate("Models", "hardly better"), "ink_muted"
    if figures.low is not None and figures.low > 0:
        return QCoreApplication.translate("Models", "better"), "good"
    if figures.high is not None and figures.high < 0:
        return QCoreApplication.translate("Models", "a little worse"), "fair"
    return QCoreApplication.translate("Models", "about equal"), "ink_muted"


def question(change: QueryChange) -> str:
    """A test question in words; a picture is told by the book that it shows."""
    if change.slice == "image-record":
        return QCoreApplication.translate("Models", "Cover of {title}").format(title=change.query)
    return change.query


def reason(given: GateReason, language: str) -> str:
    """Part of why, with the names of test questions in words."""
    values: dict[str, str | int | float] = dict(given.values)
    for name in ("slice", "slices"):
        if name in values:
            parts = [slice_name(part.strip()) for part in str(values[name]).split(",")]
            values[name] = wording.list_separator().join(parts)
    return messages.sentence(given.message_id, values, language)


def size(mib: float) -> str:
    """Room on disk."""
    if mib <= 0:
        return ""
    return f"{mib / 1024:.1f} GiB" if mib >= 1024 else f"{mib:.0f} MiB" if mib >= 10 else f"{mib:.1f} MiB"


def figure(value: float | None) -> str:
    """A measure to two places."""
    return "" if value is None else f"{value:.2f}"


def step_text(message_id: str, values: Mapping[str, str | int | float], language: str) -> str:
    """What a job is doing now."""
    return messages.sentence(message_id, values, language) if message_id else ""
