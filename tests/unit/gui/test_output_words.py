"""Sentences with numbers under an export are in the language of the window."""

from __future__ import annotations

import pytest

from librarian_app.i18n import LanguageSwitcher
from librarian_app.windows.exchange.output_dialog import OutputWords


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1 record written to a.mrc. 2 remarks below."),
        ("zh_CN", "已将 1 条记录写入 a.mrc。 2 条说明见下。"),
        ("zh_TW", "已將 1 筆紀錄寫入 a.mrc。 2 條說明見下。"),
    ],
)
def test_the_outcome_of_an_export_is_translated(languages: LanguageSwitcher, language: str, expected: str) -> None:
    languages.switch_to(language)
    assert OutputWords().outcome(1, "a.mrc", 2) == expected
