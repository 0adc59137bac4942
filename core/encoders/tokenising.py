"""Tokenisers: the unigram one of the 4-bit pack, and whatever a transformers folder holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.encoders.e5_pack import PackTokenizer, damaged

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# SentencePiece's nmt_nfkc: control characters vanish, exotic spaces and joiners become spaces, the rest is NFKC,
# except the full-width tilde of Chinese ranges, which it keeps (a private-use character stands in for it meanwhile).
_REMOVED = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_FULLWIDTH_TILDE, _STAND_IN = "\uff5e", "\ue000"


def build_unigram(pack: PackTokenizer) -> Tokenizer:
    """The pack's vocabulary as a `tokenizers` pipeline: normalise, metaspace, unigram, ``<s> … </s>``."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(zip(pack.pieces, pack.scores, strict=True)), pack.unk, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_REMOVED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.Replace(_FULLWIDTH_TILDE, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _FULLWIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pack.pieces[pack.bos], pack.pieces[pack.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, pack.bos), (eos, pack.eos)]
    )
    return tokenizer


class FastTokeniser:
    """A `tokenizers` pipeline, cut at `max_tokens` with its special tokens kept."""

    def __init__(self, tokenizer: Tokenizer, pad_id: int, max_tokens: int) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        self.pad_id = pad_id

    @classmethod
    def from_json(cls, data: str, pad_id: int, max_tokens: int) -> FastTokeniser:
        """Read a tokenizer.json. Raises StoreMismatchError ``model.damaged`` where it is none."""
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_str(data)
        except Exception as exc:  # tokenizers raises bare Exception for every fault of a file
            raise damaged("tokenizer.json", str(exc)) from exc
        return cls(tokenizer, pad_id, max_tokens)

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text."""
        if len(texts) == 1:  # the batch call starts a thread pool, which costs more than one short query
            return [self._tokenizer.encode(texts[0]).ids]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def with_offsets(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Ids of each text and, for each id, the characters of the text that it stands for; (0, 0) = none."""
        return [(encoding.ids, encoding.offsets) for encoding in self._tokenizer.encode_batch(list(texts))]


class AutoTokeniser:
    """A tokenizer that transformers loaded, fast or slow."""

    def __init__(self, tokenizer: Any, max_tokens: int) -> None:
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        pad = tokenizer.pad_token_id
        self.pad_id = int(pad if pad is not None else tokenizer.eos_token_id or 0)

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text."""
        encoded = self._tokenizer(
            list(texts), truncation=True, max_length=self._max_tokens, padding=False, return_attention_mask=False
        )
        return [list(row) for row in encoded["input_ids"]]

    def with_offsets(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """As `FastTokeniser.with_offsets`. Raises StoreMismatchError ``model.damaged`` where it gives no offsets."""
        if not self._tokenizer.is_fast:
            raise damaged(type(self._tokenizer).__name__, "OCR pages need a tokenizer.json, which gives offsets")
        encoded = self._tokenizer(
            list(texts),
            truncation=True,
            max_length=self._max_tokens,
            padding=False,
            return_attention_mask=False,
            return_offsets_mapping=True,
        )
        return [
            (list(ids), [(int(start), int(end)) for start, end in offsets])
            for ids, offsets in zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
        ]
