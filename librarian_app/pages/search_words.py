"""What the search page says about a list: how much was found, how well it fits, what to do when nothing does."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.domain.listing import Loosening, ResultList
from core.domain.retrieval import Likeness
from librarian_app import wording
from librarian_app.models import facet_words
from librarian_app.pages.search_session import Question
from librarian_app.widgets.filter_chips import Chip
from librarian_app.wording import LIKELY, POSSIBLE

LIKE_CHIP = "like"


class SearchWords(QObject):
    """Sentences about one question and its list."""

    def list_words(self, question: Question, found: ResultList) -> tuple[str, str]:
        """The heading and the detail above a list that has something in it."""
        total, answer = len(found.ids), found.answer
        if answer is None:
            whole = self.tr("Whole library")
            narrowed = self.tr("Filtered")
            return (
                whole if question.is_empty else narrowed,
                self.tr("%n record(s)", "", total),
            )
        took = self.tr("{ms} ms").format(ms=round(found.took_ms))
        more = total - len(answer.results)
        parts: list[str] = []
        if question.like is not None:
            alike = self.tr("%n record(s) like it", "", total)
            heading = self.tr("Nothing is much like it – these are the nearest")
            return heading if answer.no_good_match else alike, took
        if more:
            parts.append(self.tr("%n more with all the words", "", more))
        parts.append(took)
        n_good = sum(result.score >= LIKELY for result in answer.results)
        n_possible = sum(POSSIBLE <= result.score < LIKELY for result in answer.results)
        n_weak = len(answer.results) - n_good - n_possible
        if answer.no_good_match and not more:
            heading = self.tr("No good match – these are the nearest")
        elif n_good or n_possible:
            if n_weak and not more:
                parts.insert(0, self.tr("%n weaker", "", n_weak))
            heading = self.tr("%n possible match(es)", "", n_possible)
            if n_good:
                heading = self.tr("%n good match(es)", "", n_good)
                if n_possible:
                    parts.insert(0, self.tr("%n possible", "", n_possible))
        else:
            heading = self.tr("%n result(s)", "", total)
        return heading, "  ·  ".join(parts)

    def nothing_words(self, question: Question, found: ResultList) -> tuple[str, str]:
        """Heading and sentence when a question found nothing: what was searched, what to try."""
        if question.like is not None:
            return (
                self.tr("Nothing to compare with"),
                self.tr("No other record has what this is compared by yet: a cover, or words in the index."),
            )
        parts: list[str] = []
        if question.text:
            parts.append(self.tr("the words “{text}”").format(text=question.text))
        if question.image_path:
            parts.append(self.tr("the image"))
        chosen = [facet_words.chosen(name, value) for name, value in question.filters.chosen]
        if chosen:
            parts.append(self.tr("the filters {filters}").format(filters=wording.list_separator().join(chosen)))
        asked = self.tr("Looked for {what}.").format(what=wording.list_separator().join(parts))
        if found.answer is not None and not found.answer.semantic_ready:
            asked += " " + self.tr("Meaning was not searched, only words and numbers.")
        tip = self.tr(
            "Try fewer or other words, the title in the other language, pinyin, or a photo of the cover.",
        )
        if chosen or found.loosenings:
            tip = self.tr("Leave something out:") if found.loosenings else tip
        return self.tr("Nothing in this library matches"), f"{asked} {tip}"

    def loosening_caption(self, loosening: Loosening) -> str:
        """What a button that leaves something out says."""
        if loosening.kind == "filter" and loosening.facet is not None:
            what = facet_words.facet_value(loosening.facet, loosening.value)
            text = self.tr("Without the filter {what}").format(what=what)
        elif loosening.kind == "filters":
            text = self.tr("Without any filter")
        else:
            text = self.tr("Without “{what}”").format(what=loosening.value)
        return f"{text} ({loosening.count:,})" if loosening.count else text

    def like_text(self, like: Likeness, title: str) -> str:
        """A likeness as the chip says it."""
        if like.by == "cover":
            return self.tr("Cover like: {title}").format(title=title)
        return self.tr("Like: {title}").format(title=title)

    def chips_of(self, question: Question) -> list[Chip]:
        """One chip for each thing that narrows the list."""
        chips = [Chip((LIKE_CHIP, ""), self.like_text(question.like, question.like_title))] if question.like else []
        chips += [Chip((name, value), facet_words.chosen(name, value)) for name, value in question.filters.chosen]
        return chips
