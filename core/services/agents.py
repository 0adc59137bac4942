"""Names of agents: linked forms, suggestions for linking, completion. A catalogue's own small authority file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.domain.agents import Agent, AgentForm, AgentId, FormKind, FormSuggestion, KnownName
from core.domain.changes import ChangeSet
from core.domain.marc import MarcRecord
from core.errors import InvalidInputError
from core.interchange.crosswalk.linking import linked_pairs
from core.interchange.crosswalk.marc21_reading import personal_name
from core.text.normalize import fold, has_han, to_simplified
from core.text.pinyin import initials, name_readings, split_syllables

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_SOURCES_LOOKED_AT = 60
_MARC21_NAMES = frozenset({"100", "700"})
_UNIMARC_NAMES = frozenset({"700", "701", "702"})


class AgentService:
    """Forms of a name that are one person or body. Records keep the form they have; search finds all of them."""

    def __init__(self, catalogue: Catalogue, notify: Callable[[ChangeSet], None]) -> None:
        self._catalogue = catalogue
        self._notify = notify
        self._lock = threading.Lock()
        self._keys: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, int] = {}
        self._generation = -1

    def of_name(self, name: str) -> Agent | None:
        """The agent with this form of its name; None where it is linked with no other."""
        return self._catalogue.agents_of_names([name.strip()]).get(name.strip())

    def link(self, forms: Sequence[AgentForm]) -> ChangeSet:
        """Make these forms one agent. Agents that already have one of them are united with it.

        One form is preferred afterwards: the first that says so, else the one already preferred, else the first.

        Raises:
            InvalidInputError: "agent.too_few" with fewer than two different names.
        """
        wanted = {form.name.strip(): form for form in forms if form.name.strip()}
        known = self._catalogue.agents_of_names(list(wanted))
        together = {agent.id: agent for agent in known.values()}
        all_forms: dict[str, AgentForm] = {}
        for form in wanted.values():
            all_forms.setdefault(form.name.strip(), form)
        for agent in together.values():
            for form in agent.forms:
                all_forms.setdefault(form.name, form)
        if len(all_forms) < 2:
            raise InvalidInputError("agent.too_few")
        preferred = next((f.name.strip() for f in forms if f.is_preferred), "") or next(
            (agent.preferred for agent in together.values()), next(iter(all_forms))
        )
        result = [AgentForm(name, form.kind, name == preferred) for name, form in all_forms.items()]
        keep = next(iter(together), None)
        with self._catalogue.write("edit_names", " = ".join(all_forms)) as unit:
            for other in list(together)[1:]:
                unit.put_agent(other, ())
            unit.put_agent(keep, result)
        return self._announce(unit.changes)

    def set_forms(self, agent_id: AgentId, forms: Sequence[AgentForm]) -> ChangeSet:
        """Store exactly these forms for an agent; fewer than two unlink it.

        Raises:
            ConflictError: "agent.form_taken" when one of them belongs to another agent.
        """
        clean = list({f.name.strip(): AgentForm(f.name.strip(), f.kind, f.is_preferred) for f in forms}.values())
        if clean and sum(form.is_preferred for form in clean) != 1:
            first = next((place for place, form in enumerate(clean) if form.is_preferred), 0)
            clean = [AgentForm(form.name, form.kind, place == first) for place, form in enumerate(clean)]
        with self._catalogue.write("edit_names", " = ".join(form.name for form in clean)) as unit:
            unit.put_agent(agent_id, clean)
        return self._announce(unit.changes)

    def unlink(self, name: str) -> ChangeSet:
        """Take one form away from its agent; a name that is linked with none is no error."""
        agent = self.of_name(name)
        forms = [form for form in agent.forms if form.name != name.strip()] if agent else []
        with self._catalogue.write("edit_names", name) as unit:
            if agent is not None:
                unit.put_agent(agent.id, _one_preferred(forms))
        return self._announce(unit.changes)

    def complete(self, text: str, limit: int = 12) -> tuple[KnownName, ...]:
        """Names that go on from what was typed: Chinese in either script, Latin, pinyin or its initials.

        Names used most come first; each says which form is preferred where it is another.
        """
        typed = _key(text)
        if not typed:
            return ()
        names, keys = self._known_names()
        preferred = {name: agent.preferred for agent in self._catalogue.agents().values() for name in agent.names}
        for name in preferred:
            names.setdefault(name, 0)
        found = []
        for name, count in names.items():
            of_name = keys.get(name) or name_keys(name)
            if any(key.startswith(typed) for key in of_name):
                found.append((not of_name[0].startswith(typed), -count, name))
        return tuple(
            KnownName(name, -count, preferred.get(name, name) if preferred.get(name, name) != name else "")
            for _, count, name in sorted(found)[:limit]
        )

    def suggest(self, name: str, limit: int = 12) -> tuple[FormSuggestion, ...]:
        """Names in the catalogue that may be other forms of this one, the surest first.

        Those that stand beside it in linked fields of MARC sources (880), then those whose letters are its pinyin.
        """
        name = name.strip()
        agent = self.of_name(name)
        taken = {name, *(agent.names if agent else ())}
        names, keys = self._known_names()
        found: dict[str, FormSuggestion] = {}
        for beside in self._beside_in_sources(name):
            found[beside] = FormSuggestion(beside, kind_of(beside), "agent.beside", names.get(beside, 0))
        mine = _spellings(name)
        if has_han(name):
            alike = {k for k in keys if not has_han(k) and not mine.isdisjoint(_spellings(k))}
            alike |= {k for k in keys if has_han(k) and to_simplified(k) == to_simplified(name)}
        else:
            alike = {k for k in keys if not mine.isdisjoint(_spellings(k))}
        for other in sorted(alike, key=lambda each: -names.get(each, 0)):
            found.setdefault(other, FormSuggestion(other, kind_of(other), "agent.same_sound", names.get(other, 0)))
        if spelled := in_pinyin(name):
            found.setdefault(spelled, FormSuggestion(spelled, "pinyin", "agent.in_pinyin", names.get(spelled, 0)))
        return tuple(each for each in found.values() if each.name not in taken)[:limit]

    def _beside_in_sources(self, name: str) -> list[str]:
        from core.interchange.marc.sources import decode_source

        ids = self._catalogue.records_naming([name])[:_SOURCES_LOOKED_AT]
        found: dict[str, None] = {}
        for source in self._catalogue.marc_sources(ids).values():
            try:
                marc = decode_source(source)
            except InvalidInputError:
                continue
            for one, other in linked_names(marc):
                if one == name:
                    found[other] = None
                elif other == name:
                    found[one] = None
        return list(found)

    def _known_names(self) -> tuple[dict[str, int], dict[str, tuple[str, ...]]]:
        """Names → records, and what each is found by; keys are worked out once for each name."""
        with self._lock:
            generation = self._catalogue.generation()
            if generation != self._generation:
                self._names = self._catalogue.name_counts()
                self._keys = {name: self._keys.get(name) or name_keys(name) for name in self._names}
                self._generation = generation
            return dict(self._names), self._keys

    def _announce(self, changes: ChangeSet) -> ChangeSet:
        self._notify(changes)
        return changes


def linked_names(marc: MarcRecord) -> list[tuple[str, str]]:
    """Pairs of a name and the same in the other script: fields linked by $6, in CNMARC the pinyin in $9 or $A."""
    if marc.flavour == "unimarc":
        return [
            (name, read.title())
            for field in marc.tagged(*_UNIMARC_NAMES)
            if (name := field.first("a")) and (read := field.first("9") or field.first("A")).isascii() and read
        ]
    found = []
    for place, partner in linked_pairs(marc.fields).items():
        if marc.fields[place].tag in _MARC21_NAMES:
            one, other = personal_name(marc.fields[place]), personal_name(marc.fields[partner])
            if one and other and one != other:
                found.append((one, other))
    return found


def in_pinyin(name: str) -> str:
    """A Chinese name as passports write it: 曹雪芹 → Cao Xueqin; "" for a name without Chinese."""
    readings = name_readings(_han(name)) if has_han(name) else []
    if not readings:
        return ""
    surname, *given = readings[0]
    return " ".join(part.capitalize() for part in (surname, "".join(given)) if part)


def kind_of(name: str) -> FormKind:
    """What form a name most likely is."""
    if has_han(name):
        return "chinese"
    parts = "".join(char if char.isalpha() else " " for char in fold(name)).split()
    return "pinyin" if parts and all(split_syllables(part) for part in parts) else "english"


def name_keys(name: str) -> tuple[str, ...]:
    """What a name is found by while it is typed: itself, its pinyin and the initials."""
    keys = [_key(name)]
    if has_han(name):
        for reading in name_readings(_han(name)):
            keys += ["".join(reading), initials(reading)]
    else:
        parts = fold(name).replace(",", " ").split()
        keys += ["".join(parts[turn:] + parts[:turn]) for turn in range(1, len(parts))]
    return tuple(dict.fromkeys(key for key in keys if key))


def _spellings(name: str) -> set[str]:
    """The letters of a name in every order and reading it is written in: 傅雷 → fulei, leifu."""
    if has_han(name):
        spelled = set()
        for reading in name_readings(_han(name)):
            spelled |= {"".join(reading), "".join((*reading[1:], reading[0]))}
            if len(reading) > 3:
                spelled.add("".join((*reading[2:], *reading[:2])))
        return spelled
    parts = ["".join(filter(str.isalnum, part)) for part in fold(name).replace(",", " ").split()]
    parts = [part for part in parts if part]
    return {"".join(parts[turn:] + parts[:turn]) for turn in range(len(parts))} if parts else set()


def _han(name: str) -> str:
    return "".join(char for char in to_simplified(name) if has_han(char)) or name


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, fold(to_simplified(text))))


def _one_preferred(forms: Sequence[AgentForm]) -> list[AgentForm]:
    if not forms or any(form.is_preferred for form in forms):
        return list(forms)
    return [AgentForm(form.name, form.kind, place == 0) for place, form in enumerate(forms)]
