"""From evidence to a decision: match, possible or new, with a probability that means what it says.

Two small logistic models, one for records whose stored cover could be compared and one for records known by their
words alone. A cover shows one record or none of them, so the odds of all candidates and of "none" share one whole.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import StoreMismatchError
from core.paths import resources_dir
from core.retrieval.cover_geometry import PictureEvidence
from core.retrieval.cover_words import WordEvidence

Decision = Literal["match", "possible", "new"]
DEFAULT_CALIBRATION = "compact-identify.toml"

_INLIERS_FULL = 60
"""So many agreeing points prove the same print (or the same series); more say nothing new."""
_DIFFERING_FULL = 0.1
"""Two volumes of one series differ in about this share of what they show."""
_AUTHOR_SHOWN = 0.5
_DOUBTFUL_LOG_ODDS = 1.4
"""At most 4 to 1, without a cover to compare, for a title without its author or with another volume's number."""
_ISBN_LOGIT = 7.0
"""One ISBN names one edition: as strong as any other evidence together. Not fitted: front covers rarely show one."""


@dataclass(frozen=True, slots=True)
class CandidateEvidence:
    """All that is known about one record as an explanation of the cover.

    `cosine`: of the picture vectors, None where the record has none. `picture`: None where no stored cover was
    compared. `same_number`: an ISBN or a holding's barcode on the cover is the record's. `other_isbn`: the cover
    shows an ISBN, the record has one, and they differ.
    """

    words: WordEvidence
    cosine: float | None = None
    picture: PictureEvidence | None = None
    same_number: bool = False
    other_isbn: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and limits.

    `pictured` and `worded` map the feature names of `pictured_features` and `worded_features` to weights ("bias"
    included). `match_from` and `possible_from` are limits of the probability.
    """

    pictured: Mapping[str, float]
    worded: Mapping[str, float]
    match_from: float
    possible_from: float


def load_calibration(path: Path | None = None) -> Calibration:
    """Read the calibration that ships with the program, or one of one's own.

    Raises:
        StoreMismatchError: ``identify.calibration`` when the file is missing or not of this form.
    """
    file = path or resources_dir() / "presets" / "calibration" / DEFAULT_CALIBRATION
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        calibration = Calibration(
            pictured={str(k): float(v) for k, v in values["pictured"].items()},
            worded={str(k): float(v) for k, v in values["worded"].items()},
            match_from=float(values["decision"]["match_from"]),
            possible_from=float(values["decision"]["possible_from"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise StoreMismatchError("identify.calibration", file=file, detail=str(exc)) from exc
    some = CandidateEvidence(WordEvidence())
    for weights, features in (
        (calibration.pictured, pictured_features(some)),
        (calibration.worded, worded_features(some)),
    ):
        if weights.keys() != {"bias", *features}:
            raise StoreMismatchError("identify.calibration", file=file, detail="names of the weights")
    return calibration


def pictured_features(evidence: CandidateEvidence) -> dict[str, float]:
    """What is weighed for a record whose stored cover was compared; each about 0…1."""
    words, picture = evidence.words, evidence.picture or PictureEvidence(0)
    points = min(1.0, math.log1p(picture.inliers) / math.log1p(_INLIERS_FULL))
    return {
        "points": points,
        "same_places": points * max(0.0, picture.worst),
        "no_difference": points * (1.0 - min(1.0, picture.differing / _DIFFERING_FULL)),
        "no_other_words": 1.0 - words.contradicted,
        "same_words": words.repeated if words.repeated is not None else words.explained,
        "title": max(words.title, words.heading),
        "same_part": 0.0 if words.other_part else 1.0,
    }


def worded_features(evidence: CandidateEvidence) -> dict[str, float]:
    """What is weighed for a record without a comparable cover; each 0…1."""
    words = evidence.words
    return {
        "title": words.title,
        "heading": words.heading,
        "author": words.author,
        "title_and_author": words.title * words.author,
        "explained": words.explained,
        "same_part": 0.0 if words.other_part else 1.0,
    }


def log_odds(evidence: CandidateEvidence, calibration: Calibration) -> float:
    """Log-odds that the cover shows this record, as if there were no other candidate."""
    if evidence.picture is None:
        weights, features = calibration.worded, worded_features(evidence)
    else:
        weights, features = calibration.pictured, pictured_features(evidence)
    value = weights["bias"] + sum(weights[name] * amount for name, amount in features.items())
    words = evidence.words
    if evidence.picture is None and (words.author < _AUTHOR_SHOWN or words.other_part):
        value = min(value, _DOUBTFUL_LOG_ODDS)
    if evidence.same_number:
        value += _ISBN_LOGIT
    elif evidence.other_isbn:
        value -= _ISBN_LOGIT
    return value


def share_out(odds: Sequence[float]) -> list[float]:
    """Probabilities of exclusive explanations from their log-odds; what is missing to 1 is "none of them"."""
    highest = max((0.0, *odds))
    weights = [math.exp(value - highest) for value in odds]
    whole = math.exp(-highest) + sum(weights)
    return [weight / whole for weight in weights]


def decide(probabilities: Sequence[float], calibration: Calibration) -> tuple[Decision, float]:
    """The decision and the probability that it is right, from the candidates' shares (best first).

    "possible" is right when one of the candidates is the record; "new" when none is.
    """
    best = probabilities[0] if probabilities else 0.0
    known = min(1.0, sum(probabilities))
    if best >= calibration.match_from:
        return "match", best
    if best >= calibration.possible_from:
        return "possible", known
    return "new", 1.0 - known
