"""Names and codes of languages, brought to ISO 639-2 (bibliographic)."""

from __future__ import annotations

from core.text.normalize import fold, to_simplified

# ISO 639-2/B code: other codes and names, folded and simplified.
_NAMES = {
    "chi": "zh zho cmn chn chs cht cn chinese mandarin "
    "中 中文 汉 汉语 汉文 国语 华语 华文 简体中文 繁体中文 简体 繁体 普通话",
    "eng": "en english 英 英文 英语",
    "jpn": "ja jp japanese 日 日文 日语 日本语",
    "kor": "ko kr korean 韩 韩文 韩语 朝鲜语 朝鲜文",
    "fre": "fr fra french francais 法 法文 法语",
    "ger": "de deu german deutsch 德 德文 德语",
    "spa": "es spanish espanol 西班牙文 西班牙语",
    "rus": "ru russian 俄 俄文 俄语",
    "ita": "it italian italiano 意大利文 意大利语",
    "por": "pt portuguese portugues 葡萄牙文 葡萄牙语",
    "ara": "ar arabic 阿拉伯文 阿拉伯语",
    "dut": "nl nld dutch 荷兰文 荷兰语",
    "swe": "sv swedish 瑞典文 瑞典语",
    "dan": "da danish 丹麦文 丹麦语",
    "nor": "no nb nn norwegian 挪威文 挪威语",
    "fin": "fi finnish 芬兰文 芬兰语",
    "pol": "pl polish 波兰文 波兰语",
    "cze": "cs ces czech 捷克文 捷克语",
    "slo": "sk slk slovak 斯洛伐克语",
    "slv": "sl slovenian 斯洛文尼亚语",
    "hun": "hu hungarian 匈牙利文 匈牙利语",
    "rum": "ro ron romanian 罗马尼亚文 罗马尼亚语",
    "gre": "el ell greek 希腊文 希腊语",
    "tur": "tr turkish 土耳其文 土耳其语",
    "heb": "he iw hebrew 希伯来文 希伯来语",
    "hin": "hi hindi 印地文 印地语",
    "tha": "th thai 泰文 泰语",
    "vie": "vi vietnamese 越南文 越南语",
    "ind": "id indonesian 印尼文 印尼语 印度尼西亚语",
    "may": "ms msa malay 马来文 马来语",
    "fil": "tl tagalog filipino 菲律宾语",
    "per": "fa fas persian farsi 波斯文 波斯语",
    "ukr": "uk ukrainian 乌克兰文 乌克兰语",
    "lat": "la latin 拉丁文 拉丁语",
    "mon": "mn mongolian 蒙古文 蒙古语",
    "tib": "bo bod tibetan 藏文 藏语",
    "uig": "ug uighur uyghur 维吾尔文 维吾尔语",
    "mul": "multiple multilingual 多语种 多种语言",
    "und": "undetermined unknown 未知 不详",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in (code, *names.split())}


def language_code(text: str) -> str | None:
    """ISO 639-2 code of a language given as code, locale or name; None when it is not known.

    ``zh-CN``, ``zh_Hant``, ``中文``, ``Chinese`` → ``chi``; ``en-US`` → ``eng``. Other three-letter codes are kept.
    """
    folded = to_simplified(fold(text))
    if not folded:
        return None
    code = _CODES.get(folded) or _CODES.get(folded.split()[0])
    if code is None and len(folded) == 3 and folded.isascii() and folded.isalpha():
        return folded
    return code
