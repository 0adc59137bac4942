"""Which encoder search uses: compare a candidate with it, switch when that is safe, and switch back in one call.

A switch never interrupts search: the candidate's vectors are made beside the old ones, then one transaction makes it
the active encoder and the models in memory are exchanged. Searches under way end with the old encoder and its vectors,
which stay for the way back. A kill at any moment leaves the old encoder or the new one in use, each with its vectors.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.checkpoints import CheckpointInfo
from core.domain.promotion import (
    GateDecision,
    GateSettings,
    KnownModel,
    ModelSwitch,
    PairComparison,
    PromotionReport,
    SwitchKind,
)
from core.domain.training import TrainingRequest
from core.errors import ConflictError, InvalidInputError, LibrarianError
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext, TextEncoder
from core.services.checkpoints import EncoderLoader, find_checkpoint, folder_of_model, opened_path, stored_path
from core.services.pair_comparisons import ComparedEncoder, PairComparisons

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.evaluation.slices import Slice
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import VectorStore
    from core.services.reindexing import ReindexingService
    from core.training.held_out import LoadSide
    from core.training.pairs import PairSet

log = logging.getLogger(__name__)

_ROLE = "text"


@dataclass(frozen=True, slots=True)
class HeldOutPairs:
    """Pairs of all parts, and how their sides are opened."""

    pairs: PairSet
    load: LoadSide


MineHeldOut = Callable[[TrainingRequest, JobContext], HeldOutPairs]


class PromotionService:
    """Compares encoders and switches between them.

    Args:
        catalogue: Where encoders, vectors and switches are kept.
        paths: Of the library.
        models: The encoders in use.
        vectors: Vectors in memory.
        reindexing: Encodes records.
        loader: Makes encoders; a new one for each comparison.
        mine: Pairs to judge by, as a training request names them.
        request_of: What the run of a checkpoint was asked to learn from, as far as that is known.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        paths: LibraryPaths,
        models: ModelHost,
        vectors: VectorStore,
        reindexing: ReindexingService,
        loader: Callable[[], EncoderLoader],
        mine: MineHeldOut,
        request_of: Callable[[Path], TrainingRequest | None] = lambda folder: None,
    ) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._models = models
        self._vectors = vectors
        self._reindexing = reindexing
        self._loader = loader
        self._mine = mine
        self._request_of = request_of
        self._pairs = PairComparisons(catalogue, paths)

    def known(self) -> tuple[KnownModel, ...]:
        """The encoders that were compared or used here, the newest first."""
        return self._catalogue.known_models(_ROLE)

    def history(self) -> tuple[ModelSwitch, ...]:
        """Every switch, the oldest first: who, when, why, and what the gate had said."""
        return self._catalogue.model_switches(_ROLE)

    def compare(
        self,
        checkpoint: str,
        request: TrainingRequest | None = None,
        settings: GateSettings | None = None,
        ctx: JobContext | None = None,
        against: str = "",
    ) -> GateDecision:
        """Measure a candidate, the encoder in use and the untuned base on what none of them was trained on.

        A comparison of the same encoders on the same data with the same settings is not made twice.

        Args:
            checkpoint: Folder of a checkpoint or of its run, or the run's name; beside `against` as `use` names it.
            request: Where held-out pairs come from; None = from where the checkpoint's run learned (the split is the
                same), and if that is not known, from this library's holdings.
            settings: When a candidate is good enough.
            ctx: Progress and cancel.
            against: Another encoder, as `use` names it, to stand where the one in use stands; what is found is kept for
                `compared` and `comparisons`, and says nothing about a switch. "" = the one in use.

        Raises:
            ConflictError: "promotion.unknown_model", "promotion.same_model".
            InvalidInputError: "promotion.nothing_held_out", and as the mining raises.
            HostFaultError, StoreMismatchError: A checkpoint cannot be loaded.
        """
        from core.evaluation.promotion_gate import decide
        from core.evaluation.slices import rank_answers

        context = ctx or NullJobContext()
        chosen = settings or GateSettings()
        if against:
            return self._compare_pair(checkpoint, against, request, chosen, context)
        folder = find_checkpoint(checkpoint, self._paths)
        slices, data = self._questions(request or self._request_of(folder), chosen, context)
        if (found := self._found_before(folder, chosen, data)) is not None:
            return found
        loader = self._loader()
        untuned = loader.texts(None).info
        base = untuned.fingerprint, rank_answers(loader.documents(None), slices, context)
        info = loader.texts(folder).info  # what search will use has the name; the same weights may have another there
        encoder = loader.documents(folder)
        candidate = info.fingerprint, rank_answers(encoder, slices, context)
        del encoder
        active = self._catalogue.active_model(_ROLE)
        known = {base[0]: base, candidate[0]: candidate}
        current = base if active is None or not active.folder else known.get(active.fingerprint)
        if current is None and active is not None:
            used = loader.documents(opened_path(active.folder, self._paths))
            current = active.fingerprint, rank_answers(used, slices, context)
        decision = decide(slices, candidate, current or base, base, chosen, data=data)
        self._catalogue.register_model(_ROLE, replace(info, modalities=("text",)), stored_path(folder, self._paths))
        self._catalogue.note_decision(info.fingerprint, decision)
        return decision

    def compared(self, checkpoint: str, against: str) -> GateDecision | None:
        """What was found between two encoders as they are now, named as in `compare`; None where nothing was."""
        try:
            return self._pairs.find(self._folder_of(checkpoint), self._folder_of(against))
        except ConflictError:  # one of them is gone
            return None

    def comparisons(self) -> tuple[PairComparison, ...]:
        """The comparisons of two encoders that were asked for, the newest first, also of those deleted since."""
        return self._pairs.all()

    def _compare_pair(
        self, first: str, second: str, request: TrainingRequest | None, settings: GateSettings, ctx: JobContext
    ) -> GateDecision:
        from core.evaluation.promotion_gate import decide
        from core.evaluation.slices import rank_answers

        folders = [self._folder_of(first), self._folder_of(second)]
        if folders[0] == folders[1]:
            raise ConflictError("promotion.same_model")
        learned = (self._request_of(folder) for folder in folders if folder is not None)
        asked = request or next((each for each in learned if each is not None), None)
        slices, data = self._questions(asked, settings, ctx)
        loader = self._loader()
        infos = {folder: loader.texts(folder).info for folder in dict.fromkeys((None, *folders))}
        answers = {
            folder: (info.fingerprint, rank_answers(loader.documents(folder), slices, ctx))
            for folder, info in infos.items()
        }
        decision = decide(slices, answers[folders[0]], answers[folders[1]], answers[None], settings, data=data)
        one, other = (ComparedEncoder(folder, infos[folder].name) for folder in folders)
        self._pairs.keep(one, other, decision)
        return decision

    def _questions(
        self, request: TrainingRequest | None, settings: GateSettings, ctx: JobContext
    ) -> tuple[Sequence[Slice], str]:
        """Held-out questions, and the fingerprint of the pairs they come from."""
        from core.training.held_out import held_out_slices

        held = self._mine(request or TrainingRequest(run=""), ctx)
        slices = held_out_slices(held.pairs.pairs, load=held.load)
        asked = [each for each in slices if settings.primary in ("all", each.name)]
        if not any(each.queries for each in asked):
            raise InvalidInputError("promotion.nothing_held_out", slice=settings.primary)
        return slices, held.pairs.summary().fingerprint

    def _found_before(self, folder: Path, settings: GateSettings, data: str) -> GateDecision | None:
        """What the last comparison said, where it was of the same encoders, data and settings."""
        active, known = self._catalogue.active_model(_ROLE), self.known()
        stored = stored_path(folder, self._paths)
        for each in known:
            found = each.decision
            if each.folder != stored or found is None or found.data != data or found.settings != settings:
                continue
            in_use = active.fingerprint if active is not None and active.folder else found.base
            if found.candidate == each.fingerprint and found.current == in_use:
                return found
        return None

    def promote(
        self,
        checkpoint: str,
        request: TrainingRequest | None = None,
        settings: GateSettings | None = None,
        override: str = "",
        ctx: JobContext | None = None,
    ) -> PromotionReport:
        """Compare a candidate and put it into use if the gate lets it pass.

        Args:
            checkpoint: As `compare`.
            request: As `compare`.
            settings: As `compare`.
            override: Why it is to be used whatever the gate says; recorded with the name of who says so.
            ctx: Progress and cancel. After a cancel the vectors made so far are kept and not made again.

        Raises:
            ConflictError: "promotion.already_active".
            InvalidInputError, HostFaultError, StoreMismatchError: As `compare`; without held-out pairs an override
                still goes through.
        """
        context = ctx or NullJobContext()
        folder = find_checkpoint(checkpoint, self._paths)
        decision: GateDecision | None = None
        try:
            decision = self.compare(checkpoint, request, settings, context)
        except InvalidInputError as exc:
            if exc.message_id != "promotion.nothing_held_out" or not override.strip():
                raise
        passed = decision is not None and decision.verdict == "promote"
        if not passed and not override.strip():
            return PromotionReport(decision, is_switched=False)
        kind: SwitchKind = "promote" if passed else "override"
        return self._switch(self._loader().texts(folder), folder, kind, override.strip(), decision, context)

    def use(self, model: str, reason: str = "", ctx: JobContext | None = None) -> PromotionReport:
        """Put a known encoder into use because a person wants it; nothing is compared, and that is recorded.

        Args:
            model: "base", the name of a run, the beginning of a fingerprint, or a checkpoint folder.
            reason: Why.
            ctx: Progress and cancel.

        Raises:
            ConflictError: "promotion.already_active", "promotion.unknown_model".
        """
        folder = self._folder_of(model)
        return self._switch(self._loader().texts(folder), folder, "use", reason.strip(), None, ctx or NullJobContext())

    def rollback(self, reason: str = "", ctx: JobContext | None = None) -> PromotionReport:
        """Go back to the encoder that was in use before; its vectors are there, only what changed since is encoded.

        Works also where the encoder in use cannot be loaded.

        Raises:
            ConflictError: "promotion.nothing_to_roll_back".
        """
        stack = self._stack()
        if len(stack) < 2:
            raise ConflictError("promotion.nothing_to_roll_back")
        before = next((each for each in self.known() if each.fingerprint == stack[-2]), None)
        if before is None:
            raise ConflictError("promotion.nothing_to_roll_back")
        folder = opened_path(before.folder, self._paths)
        text = self._loader().texts(folder)
        return self._switch(text, folder, "rollback", reason.strip(), None, ctx or NullJobContext())

    def _switch(
        self,
        text: TextEncoder,
        folder: Path | None,
        kind: SwitchKind,
        reason: str,
        decision: GateDecision | None,
        ctx: JobContext,
    ) -> PromotionReport:
        fingerprint = text.info.fingerprint
        self._note_current(text.info if folder is None else None)
        active = self._catalogue.active_model(_ROLE)
        if active is not None and active.fingerprint == fingerprint:
            raise ConflictError("promotion.already_active", model=active.name)
        self._catalogue.register_model(_ROLE, text.info, stored_path(folder, self._paths) if folder else "")
        encoded = self._reindexing.encode_texts(text, ctx)
        self._vectors.warm(fingerprint)
        ctx.check_cancelled()
        self._catalogue.switch_model(_ROLE, fingerprint, kind, reason=reason, decision=decision)
        ready = self._models.ready
        if ready is not None:
            self._models.swap(replace(ready, text=text))
        else:
            self._models.reset()
            with suppress(LibrarianError):  # something else may be missing still; whoever needs it will be told
                self._models.get()
        # what was catalogued between the last round and the switch; a cancel from here on changes nothing any more
        encoded += self._reindexing.encode_texts(text, NullJobContext())
        self._tidy(active.fingerprint if active is not None else "")
        model = self._catalogue.active_model(_ROLE)
        log.info("%s: %s is in use now", kind, text.info.name)
        return PromotionReport(decision, is_switched=True, model=model, encoded=encoded)

    def _note_current(self, base: CheckpointInfo | None) -> None:
        """Before the first switch the preset's own encoder is in use without being registered."""
        active = self._catalogue.active_model(_ROLE)
        if active is not None and active.folder:
            return
        ready = self._models.ready
        info = ready.text.info if ready is not None else base
        if info is None:
            info = self._loader().texts(None).info
        if active is None or active.fingerprint != info.fingerprint:  # none yet, or the preset has changed since
            self._catalogue.activate_model(_ROLE, info)

    def _folder_of(self, model: str) -> Path | None:
        return folder_of_model(model, self.known(), self._paths)

    def _stack(self) -> list[str]:
        """Fingerprints from the first encoder to the one in use; a rollback takes the last one off."""
        stack: list[str] = []
        for switch in self.history():
            if not stack and switch.before:
                stack.append(switch.before)
            if switch.kind == "rollback" and len(stack) > 1:
                stack.pop()
            else:
                stack.append(switch.after)
        return stack

    def _tidy(self, before: str) -> None:
        """Keep the vectors of the encoder in use and of the one to go back to; those of others can be made again."""
        stack = self._stack()
        kept = {before, *stack[-2:]}
        for model in self.known():
            if model.state == "retired" and model.vectors and model.fingerprint not in kept:
                self._catalogue.drop_vectors(model.fingerprint)
                self._vectors.forget(model.fingerprint)
