"""How well the search indexes agree with the catalogue, and building them anew."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from core.domain.index_health import ChannelHealth, IndexHealth
from core.protocols import EmbeddingChannel, JobContext, NullJobContext
from core.services.vectorising import TEXT_CHANNELS, text_hashes

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.index_files import IndexFiles
    from core.retrieval.models import LoadedModels, ModelHost
    from core.retrieval.vector_store import VectorStore
    from core.services.reindexing import ReindexingService

_RECORDS_COMPARED = 1_000
LEAST_RECALL = 0.95
MOST_TOMBSTONES = 0.2


class IndexHealthService:
    """The page about the indexes.

    Args:
        catalogue: The truth.
        models: The encoders in use.
        vectors: What searches use.
        files: Saved indexes.
        reindexing: Makes missing vectors.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        models: ModelHost,
        vectors: VectorStore,
        files: IndexFiles,
        reindexing: ReindexingService,
    ) -> None:
        self._catalogue = catalogue
        self._models = models
        self._vectors = vectors
        self._files = files
        self._reindexing = reindexing

    def report(self) -> IndexHealth:
        """Compare indexes, full text and catalogue, and search a sample of each index."""
        records, rows = self._catalogue.count(), self._catalogue.vector_facts.n_full_text_rows()
        generation = self._catalogue.generation()
        models = self._models.ready
        if models is None:
            problem = self._models.problem
            verdict = "index.verdict_unavailable" if problem else "index.verdict_loading"
            return IndexHealth((), records, rows, generation, verdict, "bad" if problem else "fair")
        channels = tuple(self._channels(models))
        verdict, tone, values = _verdict(channels, records, rows, self._catalogue.full_text_mismatches())
        return IndexHealth(channels, records, rows, generation, verdict, tone, values)

    def rebuild(self, ctx: JobContext | None = None) -> dict[str, int]:
        """Make missing vectors, then every index and the full text from nothing, while searches use the old ones.

        A cancel keeps what is finished. Returns counts: what `ReindexingService.complete` says, channels, rows.
        """
        context = ctx or NullJobContext()
        made = self._reindexing.complete(context)
        models = self._models.get()
        text, visual = models.text.info.fingerprint, models.visual.info.fingerprint
        wanted: list[tuple[EmbeddingChannel, str]] = [(channel, text) for channel in TEXT_CHANNELS]
        wanted.append(("cover", visual))
        for done, (channel, fingerprint) in enumerate(wanted):
            context.report(done, len(wanted), "rebuild.vectors")
            self._vectors.renew(channel, fingerprint)
        context.report(0, self._catalogue.count(), "rebuild.full_text")
        n_rows = self._catalogue.rebuild_full_text(lambda done, total: context.report(done, total, "rebuild.full_text"))
        for _problem, folder in self._files.stale({text, visual}):
            self._files.remove(folder)
        self._catalogue.audit_log.add("rebuild_index", "", {"rows": n_rows})
        return {**made, "channels": len(wanted), "rows": n_rows}

    def _channels(self, models: LoadedModels) -> Iterable[ChannelHealth]:
        from core.retrieval.index_self_test import self_test

        text, visual = models.text.info, models.visual.info
        n_wanted, n_missing = self._missing_texts(text.fingerprint)
        n_covers = sum(1 for cover in self._catalogue.iter_covers() if cover.record_id is not None)
        n_wanted["cover"] = n_covers
        n_missing["cover"] = len(self._catalogue.covers_without_vector(visual.fingerprint))
        counts = self._catalogue.vector_facts.counts()
        infos = [(channel, text) for channel in TEXT_CHANNELS] + [("cover", visual)]
        for name, info in infos:
            channel: EmbeddingChannel = name
            facts = self._vectors.facts(channel, info.fingerprint)
            test = self_test(self._vectors, channel, info.fingerprint)
            yield ChannelHealth(
                channel=channel,
                encoder=info.name,
                fingerprint=info.fingerprint,
                stored=counts.get((channel, info.fingerprint), (0, 0))[0],
                indexed=facts.count,
                records=n_wanted[channel],
                missing=n_missing[channel],
                other_encoders=sum(
                    n for (of, maker), (n, _) in counts.items() if of == channel and maker != info.fingerprint
                ),
                kind=facts.kind,
                generation=facts.generation,
                file_mib=self._files.size_mib(channel, info.fingerprint),
                built_at=facts.built_at,
                tombstones=facts.tombstones,
                recall=test.recall,
                n_tested=test.n_tested,
            )

    def _missing_texts(self, fingerprint: str) -> tuple[dict[str, int], dict[str, int]]:
        """By channel: records that have something to encode, and those of them without vectors of just that."""
        wanted: dict[str, int] = dict.fromkeys(TEXT_CHANNELS, 0)
        missing: dict[str, int] = dict.fromkeys(TEXT_CHANNELS, 0)
        records = self._catalogue.iter_records()
        while batch := {r.id: r for r in islice(records, _RECORDS_COMPARED) if r.id is not None}:
            stored = {c: self._catalogue.content_hashes(c, fingerprint, batch) for c in TEXT_CHANNELS}
            for record_id, record in batch.items():
                for channel, wanted_hash in text_hashes(record).items():
                    if wanted_hash:
                        wanted[channel] += 1
                    if stored[channel].get(record_id, ("",))[0] != wanted_hash:
                        missing[channel] += 1
        return wanted, missing


def _verdict(
    channels: tuple[ChannelHealth, ...], records: int, rows: int, n_lost_text: int
) -> tuple[str, str, dict[str, str | int | float]]:
    """The sentence: what matters most comes first."""
    if not records:
        return "index.verdict_empty", "good", {}
    apart = [each for each in channels if each.stored != each.indexed]
    poor = [each for each in channels if each.recall is not None and each.recall < LEAST_RECALL]
    n_missing = sum(each.missing for each in channels)
    if apart:
        n = sum(abs(each.stored - each.indexed) for each in apart)
        return "index.verdict_apart", "bad", {"n": n}
    if poor:
        return "index.verdict_poor", "bad", {"recall": min(round(100 * (each.recall or 0), 1) for each in poor)}
    if n_lost_text:
        return "index.verdict_text", "bad", {"n": n_lost_text}
    if n_missing:
        return "index.verdict_missing", "fair", {"n": n_missing}
    if any(each.indexed and each.tombstones > MOST_TOMBSTONES * each.indexed for each in channels):
        return "index.verdict_worn", "fair", {}
    return "index.verdict_sound", "good", {"vectors": sum(each.indexed for each in channels), "rows": rows}
