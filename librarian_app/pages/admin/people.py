"""People and roles: off for one person alone; on, everybody signs in and may do what the role includes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from core.domain.library import EngineState
from core.domain.people import ROLES, AccessState, Person
from core.errors import LibrarianError
from librarian_app import care_wording, wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.parts import label
from librarian_app.widgets.person_form import PersonForm
from librarian_app.widgets.plain_table import PlainTable


class PeopleSection(SectionPage):
    """Turning roles on and off, the accounts, and one's own password."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.people: tuple[Person, ...] = ()
        self._was_on: bool | None = None
        self.form = PersonForm()
        self.form.given.connect(self._given)
        self.on_button = self.command("check", primary=True)
        self.on_button.clicked.connect(lambda: self.form.ask("on"))
        self.add_button = self.command("plus", primary=True)
        self.add_button.clicked.connect(lambda: self.form.ask("add"))
        self.own_button = self.command("edit")
        self.own_button.clicked.connect(lambda: self.form.ask("own", self.state.person if self.state else ""))
        self.off_button = self.command("close")
        self.off_button.clicked.connect(self._ask_off)
        self.row(self.on_button, self.add_button, self.own_button, self.off_button)
        self.column.addWidget(self.form)
        self.table = PlainTable((220, 150, 170, 0), rows_shown=8)
        self.table.chosen.connect(lambda _: self.enable())
        self.column.addWidget(self.table)
        self._role_label, self.role_box = label(), QComboBox()
        for role in ROLES:
            self.role_box.addItem("", role)
        self.role_box.activated.connect(self._change_role)
        self.password_button = self.command("edit")
        self.password_button.clicked.connect(lambda: self.form.ask("reset", self.table.key))
        self.remove_button = self.command("trash")
        self.remove_button.clicked.connect(self._ask_remove)
        self.row(self._role_label, self.role_box, self.password_button, self.remove_button)
        self._roles = label("soft", wrap=True)
        self._honesty = label("muted", wrap=True)
        self.column.addWidget(self._roles)
        self.column.addWidget(self._honesty)
        self.column.addStretch(1)
        self.retranslate()

    @property
    def is_on(self) -> bool:
        """Whether roles are on."""
        return self.state is not None and self.state.roles_on

    def came_to_front(self) -> None:
        self.refresh()

    def engine_started(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        super().show_state(state)
        if self._was_on != state.roles_on:
            self._was_on = state.roles_on
            self._show()
            self.refresh()

    def refresh(self) -> None:
        if self.is_on and self.may("administrator"):
            self.context.bridge.call("access", "people", on_result=self._got, on_error=self.failed.emit)

    def enable(self) -> None:
        is_on, may = self.is_on, self.may_write()
        self.on_button.setVisible(not is_on)
        self.on_button.setEnabled(may)
        for target in (self.add_button, self.off_button):
            target.setVisible(is_on)
            target.setEnabled(may)
            target.setToolTip(self.refusal("administrator"))
        self.own_button.setVisible(is_on)
        self.table.setVisible(is_on)
        chosen = next((each for each in self.people if each.name == self.table.key), None)
        for widget in (self._role_label, self.role_box, self.password_button, self.remove_button):
            widget.setVisible(is_on)
            widget.setEnabled(may and chosen is not None)
        if chosen is not None:
            self.role_box.setCurrentIndex(ROLES.index(chosen.role))

    def retranslate(self) -> None:
        self.heading.setText(self.tr("People and roles"))
        self.lead.setText(
            self.tr("For one person alone roles stay off. Where several work, each gets a name, a role and a password.")
        )
        self.on_button.setText(self.tr("Turn roles on…"))
        self.add_button.setText(self.tr("Add somebody…"))
        self.own_button.setText(self.tr("Change my password…"))
        self.off_button.setText(self.tr("Turn roles off…"))
        self.password_button.setText(self.tr("New password…"))
        self.remove_button.setText(self.tr("Remove…"))
        self._role_label.setText(self.tr("Role"))
        self.role_box.setAccessibleName(self.tr("Role"))
        for row, role in enumerate(ROLES):
            self.role_box.setItemText(row, care_wording.person_role(role))
        self.table.setAccessibleName(self.heading.text())
        self.table.show_headings([self.tr("Name"), self.tr("Role"), self.tr("Last sign-in"), self.tr("Since")])
        self._roles.setText(
            self.tr(
                "Viewer: searches, looks, exports.\n"
                "Cataloguer: also catalogues, imports, takes in scans, backs up, undoes.\n"
                "Administrator: also restores, repairs, trains, switches encoders, changes settings and accounts."
            )
        )
        self._honesty.setText(
            self.tr(
                "This guards against mistakes and curious readers. It does not protect against somebody who can open "
                "the library's files. A forgotten password: “wenyuan people reset NAME” on this computer."
            )
        )
        self._show()
        self.enable()

    def _show(self) -> None:
        if self.is_on and self.state is not None:
            text = self.tr("Roles are on. You are {name} ({role}).").format(
                name=self.state.person, role=care_wording.person_role(self.state.role)
            )
            self.verdict.tell(text, "good")
        else:
            self.verdict.tell(self.tr("Roles are off: whoever opens this library may do everything."))
        self.table.show_rows(
            [
                (
                    each.name,
                    [
                        each.name,
                        care_wording.person_role(each.role),
                        wording.moment(each.last_seen_at) or "–",
                        wording.moment(each.created_at),
                    ],
                )
                for each in self.people
            ]
        )

    def _got(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._show()
        self.enable()

    def _given(self, purpose: str, name: str, role: str, password: str) -> None:
        call = self.context.bridge.call

        def done(answer: object) -> None:
            self.form.hide()
            self._done(purpose, name)
            if isinstance(answer, tuple):
                self._got(answer)
            else:
                self.refresh()

        if purpose == "on":
            call("access", "turn_on", name, password, on_result=done, on_error=self._refused)
        elif purpose == "add":
            call("access", "add", name, role, password, on_result=done, on_error=self._refused)
        elif purpose == "reset":
            call("access", "set_password", name, password, on_result=done, on_error=self._refused)
        else:
            call("access", "change_password", role, password, on_result=done, on_error=self._refused)

    def _refused(self, error: LibrarianError) -> None:
        self.form.tell(self.error_words(error))

    def _done(self, purpose: str, name: str) -> None:
        texts = {
            "on": self.tr("Roles are on from now on. You are signed in as {name}."),
            "add": self.tr("{name} can sign in now."),
            "reset": self.tr("{name} has a new password."),
            "own": self.tr("Your password is changed."),
        }
        self.announced.emit(texts[purpose].format(name=name.strip()))

    def _change_role(self) -> None:
        name, role = self.table.key, str(self.role_box.currentData())
        self.context.bridge.call("access", "set_role", name, role, on_result=self._got, on_error=self._not_changed)

    def _not_changed(self, error: LibrarianError) -> None:
        self.enable()
        self.failed.emit(error)

    def _ask_remove(self) -> None:
        name = self.table.key
        box = self.ask(
            self.tr("Remove this account?"),
            self.tr("{name} cannot sign in any more. What {name} did stays in history and audit log.").format(
                name=name
            ),
            self.tr("Remove"),
        )
        box.accepted.connect(
            lambda: self.context.bridge.call("access", "remove", name, on_result=self._got, on_error=self.failed.emit)
        )

    def _ask_off(self) -> None:
        box = self.ask(
            self.tr("Turn roles off?"),
            self.tr("Whoever opens this library may then do everything again. The accounts are kept."),
            self.tr("Turn off"),
        )
        box.accepted.connect(self.turn_off)

    def turn_off(self) -> None:
        """Let everybody do everything again."""

        def done(_: AccessState) -> None:
            self.announced.emit(self.tr("Roles are off."))

        self.context.bridge.call("access", "turn_off", on_result=done, on_error=self.failed.emit)
