"""The differences of a record in two columns, what went and what came marked by colour and by a sign."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from core.domain.importing import FieldDifference
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.differences import Segment, ValueChange, field_changes
from librarian_app.record_wording import in_words
from librarian_app.theme import Theme, ThemeSwitcher

_LONGEST_SHOWN = 4_000


class DifferenceView(Retranslating, QTextBrowser):
    """Read by mouse, keyboard and screen reader alike: it is one text."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("differences")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._themes = themes
        self._heading = ""
        self._remark = ""
        self._differences: tuple[FieldDifference, ...] = ()
        self._captions: tuple[str, str] | None = None
        themes.changed.connect(self._draw)
        self.retranslate()

    def show_differences(
        self,
        heading: str,
        differences: Sequence[FieldDifference],
        remark: str = "",
        captions: tuple[str, str] | None = None,
    ) -> None:
        """Show a record's changes; `remark` stands below the heading, `captions` above the two columns."""
        self._heading, self._remark = heading, remark
        self._differences = tuple(differences)
        self._captions = captions
        self._draw(self._themes.theme)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Differences"))
        self._draw(self._themes.theme)

    def _draw(self, theme: Theme) -> None:
        parts = [f'<p style="font-size:16px; font-weight:600; margin:2px 0 4px 0">{escape(self._heading)}</p>']
        if self._remark:
            parts.append(f'<p style="color:{theme["ink_soft"]}; margin:0 0 6px 0">{escape(self._remark)}</p>')
        if self._differences:
            before, after = self._captions or (self.tr("In the library"), self.tr("After the import"))
            head = f'style="color:{theme["ink_muted"]}; font-size:13px" align="left"'
            parts.append('<table width="100%" cellspacing="0" cellpadding="5">')
            parts.append(f'<tr><th></th><th width="40%" {head}>{escape(before)}</th>')
            parts.append(f'<th width="40%" {head}>{escape(after)}</th></tr>')
            for change in field_changes(tuple(map(in_words, self._differences))):
                for number, value in enumerate(change.values):
                    name = wording.field(change.field) if number == 0 else ""
                    parts.append(self._row(theme, name, value))
            parts.append("</table>")
        self.setHtml("".join(parts))

    @staticmethod
    def _row(theme: Theme, name: str, value: ValueChange) -> str:
        left = _cell(theme, value.before, "−" if value.mark in ("removed", "changed") else "")
        right = _cell(theme, value.after, "+" if value.mark in ("added", "changed") else "")
        ink = theme["ink_muted"]
        caption = f'<td style="color:{ink}; font-size:13px; white-space:nowrap">{escape(name)}</td>'
        return f'<tr valign="top">{caption}<td>{left}</td><td>{right}</td></tr>'


def _cell(theme: Theme, segments: Sequence[Segment], sign: str) -> str:
    """A value with what went or came on a coloured ground."""
    tones = {"removed": ("bad", "bad_ground"), "added": ("good", "good_ground")}
    drawn = []
    left = _LONGEST_SHOWN
    for segment in segments:
        text = escape(segment.text[:left]).replace("\n", "<br>")
        left -= len(segment.text)
        if segment.mark == "same":
            drawn.append(text)
        else:
            ink, ground = tones[segment.mark]
            line = "text-decoration:line-through; " if segment.mark == "removed" else ""
            drawn.append(f'<span style="{line}color:{theme[ink]}; background-color:{theme[ground]}">{text}</span>')
        if left <= 0:
            drawn.append(" …")
            break
    if not drawn:
        return f'<span style="color:{theme["ink_faint"]}">—</span>'
    colour = theme["bad" if sign == "−" else "good"]
    return (f'<span style="color:{colour}">{sign}&nbsp;</span>' if sign else "") + "".join(drawn)
