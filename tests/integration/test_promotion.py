"""From a training run to the encoder in use and back, on a real catalogue, with really trained (tiny) networks."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.catalogue.catalogue import Catalogue
from core.domain.checkpoints import CheckpointInfo
from core.domain.promotion import GateSettings
from core.domain.records import BibliographicRecord
from core.domain.retrieval import SearchRequest
from core.domain.scans import OcrPage
from core.encoders.checkpoint_io import load_checkpoint
from core.encoders.unified.inputs import UnifiedInput
from core.errors import ConflictError, HostFaultError, InvalidInputError, JobCancelledError, StoreMismatchError
from core.paths import LibraryPaths
from core.protocols import FloatMatrix, NullJobContext, PageImage, Pixels, TextRole
from core.retrieval.models import LoadedModels, ModelHost
from core.retrieval.searcher import Searcher
from core.retrieval.vector_store import VectorStore
from core.services.checkpoints import opened_path
from core.services.cover_store import CoverStore
from core.services.promotion import HeldOutPairs, PromotionService
from core.services.reindexing import ReindexingService
from core.training.pairs import PairSet, TrainingPair, loaded
from core.training.trainer import train
from tests.unit.core.training.tiny_model import CONFIG, DIM, TinyModel, collate, pairs, parts

WORKS = pairs(n=160, dev=10, test=40, seed=5)


class TinyEncoder:
    """A tiny network as the gate and as search know encoders."""

    def __init__(self, model: TinyModel, name: str) -> None:
        self._model = model.eval()
        state = b"".join(t.numpy().tobytes() for t in model.state_dict().values())
        self.info = CheckpointInfo(name, hashlib.sha256(state).hexdigest()[:16], DIM, ("text", "image"), "cpu")

    def encode(
        self, inputs: Sequence[UnifiedInput] | Sequence[str], role: TextRole = "query", languages: object = None
    ) -> FloatMatrix:
        given = [UnifiedInput(each, role) if isinstance(each, str) else each for each in inputs]
        if not given:
            return np.zeros((0, DIM), dtype=np.float32)
        with torch.no_grad():
            return self._model(collate(given)).fused.numpy()


class TinyLoader:
    """Makes tiny encoders from checkpoint folders, as `PresetEncoders` does from real ones."""

    def texts(self, folder: Path | None) -> TinyEncoder:
        model = TinyModel()
        if folder is not None:
            tensors = load_checkpoint(folder).tensors
            model.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, strict=False)
        return TinyEncoder(model, "base" if folder is None else folder.parent.name)

    documents = texts


class NoPictures:
    info = CheckpointInfo("none", "0" * 16, 4, ("image",), "cpu")
    name = "none"

    def encode(self, images: Sequence[Pixels]) -> FloatMatrix:
        return np.zeros((len(images), 4), dtype=np.float32)

    def recognise(self, image: PageImage, languages: object = ()) -> OcrPage:
        return OcrPage((), image.width_px, image.height_px, self.name)


@dataclass
class Desk:
    catalogue: Catalogue
    models: ModelHost
    searcher: Searcher
    promotion: PromotionService
    paths: LibraryPaths
    mined: list[TrainingPair]

    def semantic(self, text: str) -> dict[str, float]:
        """Title → semantic score of a search."""
        response = self.searcher.search(SearchRequest(text, limit=200))
        assert response.semantic_ready
        return {r.record.title: r.channels["semantic"] for r in response.results if "semantic" in r.channels}


@pytest.fixture
def desk(library_dir: Path) -> Iterator[Desk]:
    """A library of the English sides of all works, indexed with the untuned encoder."""
    paths = LibraryPaths(library_dir)
    loader = TinyLoader()
    with Catalogue.open(paths, actor="馆员 tester") as catalogue:

        def load() -> LoadedModels:
            active = catalogue.active_model("text")
            folder = opened_path(active.folder, paths) if active is not None else None
            return LoadedModels(loader.texts(folder), NoPictures(), NoPictures())

        models = ModelHost(load)
        vectors = VectorStore(catalogue, paths.vectors)
        reindexing = ReindexingService(catalogue, CoverStore(paths), models, vectors.refresh, n_readers=1)
        titles = [pair.right.text for pair in WORKS if pair.kind == "zh_en"]
        with catalogue.write("create_record", "test") as unit:
            unit.add_records(BibliographicRecord(title, language="eng") for title in titles)
        reindexing.complete()
        mined = list(WORKS)
        promotion = PromotionService(
            catalogue, paths, models, vectors, reindexing, TinyLoader,
            lambda request, ctx: HeldOutPairs(PairSet(tuple(mined)), loaded),
        )  # fmt: skip
        yield Desk(catalogue, models, Searcher(catalogue, vectors, models), promotion, paths, mined)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Run folders of two trainings: on the pairs as they are, and on shuffled ones."""
    root = tmp_path_factory.mktemp("运行 runs")

    def run(name: str, given: list[TrainingPair]) -> None:
        config = replace(
            CONFIG, mode="full", epochs=24, batch_size=40, micro_batch=80, interpolate=(1.0,), evaluate_every=0
        )
        train(TinyModel(), given, config, root / name, parts())

    run("good", WORKS)
    by_kind: dict[str, list[TrainingPair]] = {}
    for pair in WORKS:
        by_kind.setdefault(pair.kind, []).append(pair)
    shuffled = []
    rng = np.random.default_rng(0)
    for of_kind in by_kind.values():
        for pair, other in zip(of_kind, rng.permutation(len(of_kind)), strict=True):
            wrong = of_kind[other]
            shuffled.append(replace(pair, right=wrong.right, right_id=wrong.right_id))
    run("shuffled", shuffled)
    return lambda name: root / name


def query(n: int) -> tuple[str, str]:
    """A Chinese query from the held-out works and the title it means."""
    pair = [p for p in WORKS if p.kind == "zh_en" and p.split == "test"][n]
    return pair.left.text, pair.right.text


def found_rank(desk: Desk) -> float:
    """Mean rank by meaning of what ten held-out queries mean; 200 where it is not found."""
    ranks = []
    for n in range(10):
        text, title = query(n)
        scores = desk.semantic(text)
        own = scores.get(title, 0.0)
        ranks.append(1 + sum(score > own for score in scores.values()) if title in scores else 200)
    return float(np.mean(ranks))


def test_a_better_encoder_is_promoted_and_search_never_stops(desk: Desk, trained: Callable[[str], Path]) -> None:
    base = desk.models.get().text.info.fingerprint
    answers: list[int] = []
    fingerprints: set[str] = set()
    stop = threading.Event()

    def keep_searching() -> None:
        while not stop.is_set():
            answers.append(len(desk.semantic(query(0)[0])))
            fingerprints.add(desk.models.get().text.info.fingerprint)

    reader = threading.Thread(target=keep_searching)
    reader.start()
    try:
        report = desk.promotion.promote(str(trained("good")), settings=GateSettings(tolerance=0.1))
    finally:
        stop.set()
        reader.join()
    decision = report.decision
    assert decision is not None
    assert decision.verdict == "promote", decision
    assert decision.primary.candidate > decision.primary.current + 0.1
    assert decision.primary.current == decision.primary.base
    assert decision.improved
    assert {each.name for each in decision.slices} >= {"zh-en", "en-zh", "image-record", "ocr-record", "joint", "noisy"}
    assert report.is_switched
    assert report.model is not None
    assert report.encoded == desk.catalogue.count()
    assert len(answers) > 3
    assert min(answers) > 0  # every search met vectors of its own encoder
    assert desk.models.get().text.info.fingerprint == report.model.fingerprint != base
    assert fingerprints <= {base, report.model.fingerprint}
    assert len(desk.catalogue.vectors("title", base).record_ids) == desk.catalogue.count()  # the way back
    (switch,) = desk.promotion.history()
    assert (switch.kind, switch.before, switch.after) == ("promote", base, report.model.fingerprint)
    assert (switch.actor, switch.decision) == ("馆员 tester", decision)


def test_any_two_encoders_are_compared_and_nothing_follows_from_it(desk: Desk, trained: Callable[[str], Path]) -> None:
    good, shuffled = str(trained("good")), str(trained("shuffled"))
    decision = desk.promotion.compare(good, against=shuffled)
    mirrored = desk.promotion.compare(shuffled, against=good)
    assert decision.primary.candidate == mirrored.primary.current
    assert decision.primary.current == mirrored.primary.candidate
    assert decision.primary.difference == pytest.approx(-mirrored.primary.difference)
    assert decision.primary.difference > 0.1
    beside_base = desk.promotion.compare(good, against="base")
    assert beside_base.primary.current == beside_base.primary.base == decision.primary.base
    assert desk.promotion.compared(good, shuffled) == decision
    assert desk.promotion.compared(good, "elsewhere") is None
    assert desk.promotion.compared("base", good) is None  # the other way round was not asked
    assert all(each.decision is None for each in desk.promotion.known())
    assert desk.promotion.history() == ()
    with pytest.raises(ConflictError, match=r"promotion\.same_model"):
        desk.promotion.compare(good, against=good)


def test_comparisons_of_two_encoders_outlive_the_engine(
    desk: Desk, trained: Callable[[str], Path], tmp_path: Path
) -> None:
    good, other = tmp_path / "good", str(trained("shuffled"))
    shutil.copytree(trained("good"), good)
    found = desk.promotion.compare(str(good), against=other)
    beside_base = desk.promotion.compare(str(good), against="base")
    with Catalogue.open(desk.paths, actor="another process", read_only=True) as catalogue:
        again = PromotionService(
            catalogue, desk.paths, desk.models, VectorStore(catalogue, desk.paths.vectors), desk.promotion._reindexing,
            TinyLoader, desk.promotion._mine,
        )  # fmt: skip
        newest, oldest = again.comparisons()
        assert (newest.first, newest.second) == (str(good / "checkpoint"), "base")
        assert (newest.decision, oldest.decision) == (beside_base, found)
        assert oldest.first_name == newest.first_name != oldest.second_name
        assert again.compared(str(good), other) == found
        assert again.compared(str(good), "base") == beside_base
        # other files under the same name are another encoder
        sums = good / "checkpoint" / "checksums.json"
        sums.write_text(sums.read_text(encoding="utf-8") + " ", encoding="utf-8")
        assert again.compared(str(good), other) is None
        shutil.rmtree(good)
        assert again.compared(str(good), other) is None
        assert len(again.comparisons()) == 2
    assert desk.promotion.compare(other, against="base")
    assert [each.second for each in desk.promotion.comparisons()] == ["base", "base", oldest.second]


def test_an_encoder_trained_on_shuffled_pairs_is_refused(desk: Desk, trained: Callable[[str], Path]) -> None:
    base = desk.models.get().text.info.fingerprint
    report = desk.promotion.promote(str(trained("shuffled")))
    assert report.decision is not None
    assert report.decision.verdict == "keep"
    assert report.decision.reasons[0].message_id == "promotion.not_better"
    assert not report.is_switched
    assert desk.models.get().text.info.fingerprint == base
    assert desk.promotion.history() == ()
    (candidate,) = desk.promotion.known()
    assert (candidate.state, candidate.vectors, candidate.decision) == ("candidate", 0, report.decision)


def test_a_person_may_override_and_it_is_recorded(desk: Desk, trained: Callable[[str], Path]) -> None:
    report = desk.promotion.promote(str(trained("shuffled")), override="试用一周")
    assert report.is_switched
    (switch,) = desk.promotion.history()
    assert (switch.kind, switch.reason, switch.actor) == ("override", "试用一周", "馆员 tester")
    assert switch.decision is not None
    assert switch.decision.verdict == "keep"


def test_rollback_is_one_call_and_encodes_only_what_changed(desk: Desk, trained: Callable[[str], Path]) -> None:
    before, untuned_rank = desk.semantic(query(1)[0]), found_rank(desk)
    base = desk.models.get().text.info.fingerprint
    desk.promotion.promote(str(trained("good")), override="yes")
    assert found_rank(desk) < untuned_rank
    with desk.catalogue.write("create_record", "test") as unit:
        unit.add_records([BibliographicRecord("catalogued meanwhile", language="eng")])
    report = desk.promotion.rollback("not convinced")
    assert report.encoded == 1
    assert desk.models.get().text.info.fingerprint == base
    again = desk.semantic(query(1)[0])
    assert {title: again[title] for title in before if title in again} == pytest.approx(
        {title: before[title] for title in before if title in again}, abs=1e-3
    )
    assert [switch.kind for switch in desk.promotion.history()] == ["promote", "rollback"]
    with pytest.raises(ConflictError) as caught:
        desk.promotion.rollback()
    assert caught.value.message_id == "promotion.nothing_to_roll_back"


def test_switching_among_several_keeps_two_sets_of_vectors(desk: Desk, trained: Callable[[str], Path]) -> None:
    base = desk.models.get().text.info.fingerprint
    first = desk.promotion.use(str(trained("good")), "try").model
    second = desk.promotion.use(str(trained("shuffled"))).model
    assert first is not None
    assert second is not None
    assert {each.fingerprint: each.vectors > 0 for each in desk.promotion.known()} == {
        base: False, first.fingerprint: True, second.fingerprint: True,
    }  # fmt: skip
    with pytest.raises(ConflictError) as caught:
        desk.promotion.use(second.fingerprint[:8])
    assert caught.value.message_id == "promotion.already_active"
    assert desk.promotion.rollback().model.fingerprint == first.fingerprint  # type: ignore[union-attr]
    back = desk.promotion.rollback()
    assert back.model is not None
    assert (back.model.fingerprint, back.model.folder) == (base, "")
    assert back.encoded == desk.catalogue.count()  # its vectors had been given up for newer ones


def test_a_library_opens_with_the_encoder_in_use(desk: Desk, trained: Callable[[str], Path]) -> None:
    model = desk.promotion.use(str(trained("good"))).model
    assert model is not None
    desk.models.reset()  # as after a restart
    assert desk.models.get().text.info.fingerprint == model.fingerprint


def test_a_broken_checkpoint_is_named_and_can_be_left(
    desk: Desk, trained: Callable[[str], Path], tmp_path: Path
) -> None:
    import shutil

    copy = tmp_path / "run" / "checkpoint"
    shutil.copytree(trained("good") / "checkpoint", copy)
    base = desk.models.get().text.info.fingerprint
    desk.promotion.use(str(copy))
    (copy / "weights.safetensors").write_bytes(b"broken")
    desk.models.reset()
    with pytest.raises(StoreMismatchError) as caught:
        desk.models.get()
    assert caught.value.message_id == "checkpoint.damaged"
    desk.promotion.rollback()
    assert desk.models.get().text.info.fingerprint == base


def test_a_cancel_leaves_the_old_encoder_and_keeps_what_was_encoded(desk: Desk, trained: Callable[[str], Path]) -> None:
    class Cancelled(NullJobContext):
        def report(
            self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float
        ) -> None:
            if message_id == "reindex.texts":
                raise JobCancelledError

    base = desk.models.get().text.info.fingerprint
    with pytest.raises(JobCancelledError):
        desk.promotion.promote(str(trained("good")), override="yes", ctx=Cancelled())
    assert desk.models.get().text.info.fingerprint == base
    assert desk.promotion.history() == ()
    report = desk.promotion.promote(str(trained("good")), override="yes")
    assert 0 < report.encoded < desk.catalogue.count()


def test_what_cannot_be_judged_is_said(desk: Desk, trained: Callable[[str], Path]) -> None:
    desk.mined.clear()
    with pytest.raises(InvalidInputError) as caught:
        desk.promotion.promote(str(trained("good")))
    assert caught.value.message_id == "promotion.nothing_held_out"
    report = desk.promotion.promote(str(trained("good")), override="no test data yet")
    assert report.decision is None
    assert report.is_switched
    with pytest.raises(HostFaultError) as missing:
        desk.promotion.promote("没有这个")
    assert missing.value.message_id == "checkpoint.missing"
    with pytest.raises(ConflictError) as unknown:
        desk.promotion.use("没有这个")
    assert unknown.value.message_id == "promotion.unknown_model"
