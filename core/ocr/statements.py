"""What one printed line of a cover says: who made the book, who published it, which edition, which number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import isbn as isbn_numbers

from core.domain.records import Contributor
from core.ocr.reading_order import is_cjk

_CHINESE_ROLES = {
    "原著": "author", "编著": "author", "編著": "author", "合著": "author", "著": "author", "撰": "author",
    "主编": "editor", "主編": "editor", "选编": "editor", "選編": "editor", "编选": "editor", "編選": "editor",
    "编": "editor", "編": "editor", "辑": "editor", "輯": "editor",
    "译注": "translator", "譯註": "translator", "翻译": "translator", "翻譯": "translator",
    "译": "translator", "譯": "translator",
    "插图": "illustrator", "插圖": "illustrator", "绘": "illustrator", "繪": "illustrator",
    "校注": "annotator", "校註": "annotator", "点校": "annotator", "點校": "annotator", "注": "annotator",
}  # fmt: skip
_CHINESE_LABELS = {
    "作者": "author", "著者": "author", "编者": "editor", "編者": "editor", "主编": "editor", "主編": "editor",
    "译者": "translator", "譯者": "translator", "绘者": "illustrator", "繪者": "illustrator",
}  # fmt: skip
_ENGLISH_ROLES = (
    (r"(?:translated|translation)\s+by", "translator"),
    (r"(?:illustrated|illustrations)\s+by", "illustrator"),
    (r"(?:edited\s+by|editors?\s*:)", "editor"),
    (r"(?:foreword|introduction|preface)\s+by", "writer of foreword"),
    (r"(?:(?:written|retold)\s+)?by", "author"),
)
_ROLE_WORDS = "|".join(sorted(map(re.escape, _CHINESE_ROLES), key=len, reverse=True))
_CHINESE_STATEMENT = re.compile(
    rf"(?P<names>[^/|｜;；]+?)[\s◎⊙○●·★☆]*(?:等\s*)?(?P<role>{_ROLE_WORDS})(?=$|[\s/|｜;；,，、])"
)
_SET_OFF_ROLE = re.compile(rf"\s*(?:[/／]\s*({_ROLE_WORDS})(?![^\s/／,，;；])|[(（]({_ROLE_WORDS})[)）])")
_CHINESE_LABEL = re.compile(rf"(?P<role>{'|'.join(_CHINESE_LABELS)})\s*[:：/]\s*(?P<names>[^/|｜;；]+)")
_ENGLISH_STATEMENT = tuple(
    (re.compile(rf"\b{words}\s+(?P<names>.+)$", re.IGNORECASE), role) for words, role in _ENGLISH_ROLES
)
_COUNTRY = re.compile(r"[\[［〔【(（]\s*[^\]］〕】)）]{1,4}\s*[\]］〕】)）]")
_LATIN_NAME_IN_BRACKETS = re.compile(r"[(（][^)）]*[A-Za-z][^)）]*[)）]")
_NAME_BREAK = re.compile(r"\s*(?:[、,，;；/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"出版社|出版集[团團]|出版公司|印[书書][馆館]|[书書]局$|[书書]店$|[书書]社$|[图圖][书書]$|[传傳]媒$"
    r"|\b(?:Press|Publishing|Publishers?|Publications|Verlag|Books|House|Media)\b"
    r"|^(?:O.?REILLY|Penguin|Wiley|Springer|Packt|Manning|Apress|Pearson|Routledge|Vintage|Standard Ebooks)\b",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"[(（【\[]?\s*(第\s*[一二三四五六七八九十\d]+\s*版|(?:修订|修訂|增订|增訂|典藏|珍藏|纪念|紀念|全新|最新|插图|插圖)版"
    r"|(?:\d+\s*(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|revised|"
    r"international|anniversary)\s+edition)\s*[)）】\]]?",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"(?:[丛叢][书書]|文[库庫]|系列|[书書]系|[译譯][丛叢]|[译譯]林|名著|文集)$|\b(?:Series|Classics|Library)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)\s*年?")
_ISBN_LABEL = re.compile(r"[I1l]SBN(?:[-\s]?1[03])?[\s:：]*([0-9OoIlXx][0-9OoIlXx\s\-–—.]{8,20})")
_ISBN_BARE = re.compile(r"(?<![\d-])97[89](?:[\s\-–—]?\d){10}(?!\d)")
_MISREAD_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?|de|van|von|du|la")
_ORNAMENTS = " 　◎⊙○●·★☆:：-—/|,，、"
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|cn|io|org|net|edu)\b", re.IGNORECASE)
_SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "the", "to",
    "with",
})  # fmt: skip
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鐘汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍"
    "万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文施樊庞龐殷洪严嚴鲁魯齐齊莫老巴冰茅柳聂聶季凌祝路史柴倪覃耿关關焦左岳齐曲辛管路柯欧歐殷葛饶饒施陶包翁戚纪紀舒屈项項祁童阮游"
)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who made the book, as far as one line says. `printed` is the line as it stands, countries included."""

    contributors: tuple[Contributor, ...]
    printed: str


def parse_responsibility(text: str) -> Responsibility | None:
    """Names with roles ("[英] 毛姆 著 傅惟慈 译", "Translated by Louise Maude"), None when the line states no role."""
    found: list[Contributor] = []
    printed = text.strip()
    text = _SET_OFF_ROLE.sub(lambda match: f" {match[1] or match[2]} ", text)
    for match in _CHINESE_LABEL.finditer(text):
        found += _contributors(match["names"], _CHINESE_LABELS[match["role"]])
    if not found:
        for match in _CHINESE_STATEMENT.finditer(text):
            found += _contributors(match["names"], _CHINESE_ROLES[match["role"]])
    if not found:
        for pattern, role in _ENGLISH_STATEMENT:
            english = pattern.search(text)
            if english and not _is_phrase(english["names"]):
                found += _contributors(english["names"], role)
                break
    return Responsibility(tuple(found), printed) if found else None


def is_role_word(text: str) -> bool:
    """Whether a line is only a role ("著"), printed apart from the name before it."""
    return text.strip() in _CHINESE_ROLES


def persons_in(text: str) -> tuple[str, ...]:
    """The names on a line without roles, () when any part of it is no name ("Jay Alammar & Maarten Grootendorst")."""
    plain = _COUNTRY.sub("", _LATIN_NAME_IN_BRACKETS.sub("", text)).strip(_ORNAMENTS)
    pieces = [re.sub(r"^l(?=[a-z])", "I", piece) for piece in _split_names(plain)]  # OCR reads Ian as lan
    return tuple(map(in_sentence_case, pieces)) if pieces and all(map(is_person, pieces)) else ()


def is_person(name: str) -> bool:
    """Whether it looks like one name: a Chinese one by its surname, or 2 to 4 capitalised words."""
    letters = re.sub(r"[·・•.\s]", "", name)
    if letters and all(map(is_cjk, letters)):
        if letters != re.sub(r"\s", "", name):  # a transcribed foreign name has a middle dot
            return 3 <= len(letters) <= 14
        return 2 <= len(letters) <= 3 and letters[0] in _SURNAMES
    words = re.sub(r"\.(?=\w)", ". ", name).split()
    if not 2 <= len(words) <= 5 or _is_phrase(name) or any(map(is_cjk, name)):
        return False
    return all(_NAME_WORD.fullmatch(word) for word in words)


def is_publisher(text: str) -> bool:
    """Whether a line names a publishing house."""
    return len(text) <= 60 and _PUBLISHER.search(text.strip()) is not None


def is_address(text: str) -> bool:
    """Whether a line is a web or mail address."""
    return _ADDRESS.search(text) is not None


def is_series(text: str) -> bool:
    """Whether a line names a series."""
    return _SERIES.search(text.strip()) is not None


def split_edition(text: str) -> tuple[str, str]:
    """The line without its edition statement, and that statement ("" where there is none)."""
    match = _EDITION.search(text)
    if match is None:
        return text.strip(), ""
    rest = (text[: match.start()] + " " + text[match.end() :]).strip()
    return rest, re.sub(r"\s+", " ", match[1]).strip()


def year_in(text: str) -> int | None:
    """A year that stands alone on a line or with 年, else None: numbers within titles are no dates."""
    match = _YEAR.fullmatch(text.strip().strip("©.。,， "))
    return int(match[1]) if match else None


def isbns_in_text(text: str) -> tuple[str, ...]:
    """Every ISBN printed in `text`, as ISBN-13 without hyphens, in order, each once.

    Ten-digit numbers count only after the word ISBN. Letters that OCR mistakes for digits are repaired; a number
    whose check digit is wrong is left out, since here it is more probably misread than misprinted.
    """
    found: dict[str, None] = {}
    labelled = [match[1].translate(_MISREAD_DIGITS) for match in _ISBN_LABEL.finditer(text)]
    for printed in labelled + [match[0] for match in _ISBN_BARE.finditer(text)]:
        digits = re.sub(r"[^0-9Xx]", "", printed).upper()
        for length in (13, 10):
            number = digits[:length]
            if len(number) == length and isbn_numbers.is_valid(number):
                found[str(isbn_numbers.to_isbn13(number))] = None
                break
    return tuple(found)


def in_sentence_case(text: str) -> str:
    """A Latin line printed in capitals only, in title case; anything else unchanged."""
    letters = [c for c in text if c.isalpha() and not is_cjk(c)]
    if len(letters) < 4 or not all(c.isupper() for c in letters):
        return text
    words = text.split(" ")
    cased = [w.lower() if i and w.lower() in _SMALL_WORDS else w[:1] + w[1:].lower() for i, w in enumerate(words)]
    return " ".join(cased)


def _is_phrase(text: str) -> bool:
    """Whether words that no name contains occur ("by the river")."""
    words = {word.strip(".,").lower() for word in text.split()}
    return bool(words & (_SMALL_WORDS - {"and", "with"})) or any(character.isdigit() for character in text)


def _contributors(names: str, role: str) -> list[Contributor]:
    plain = _COUNTRY.sub("", _LATIN_NAME_IN_BRACKETS.sub("", names)).strip(_ORNAMENTS)
    pieces = (piece.strip().removesuffix("等") for piece in _split_names(plain))
    return [Contributor(in_sentence_case(piece), role) for piece in pieces if 1 < len(piece) <= 60]


def _split_names(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in filter(None, _NAME_BREAK.split(text)):
        spaced = re.split(r"[\s　]+", piece.strip())
        if not all(is_cjk(character) for word in spaced for character in word):
            pieces.append(piece.strip())
        elif len(spaced) > 1 and all(len(word) >= 2 for word in spaced):  # 熊节 林从羽; but 莫 言 is one name
            pieces += spaced
        else:
            pieces += _split_run_on("".join(spaced))
    return pieces


def _split_run_on(text: str) -> list[str]:
    """「熊节林从羽」 → 熊节, 林从羽, when there is only one way to cut it into names of two or three with surnames."""
    if not 4 <= len(text) <= 12:
        return [text]
    ways: list[list[list[str]]] = [[] for _ in range(len(text) + 1)]
    ways[0] = [[]]
    for end in range(2, len(text) + 1):
        for length in (2, 3):
            start = end - length
            if start >= 0 and text[start] in _SURNAMES:
                ways[end] += [[*way, text[start:end]] for way in ways[start]]
    return ways[-1][0] if len(ways[-1]) == 1 else [text]
