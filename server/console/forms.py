"""Reads a form field by field: a value, or a message at the field. What was typed stays, good or bad."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _


@dataclass(slots=True)
class Form:
    """A form as it was sent, and what is wrong with it, by field. Templates ask it for both."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    """The stable codes of the errors, where somebody outside may rely on them."""

    @property
    def is_good(self) -> bool:
        """Whether nothing was wrong so far."""
        return not self.errors

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def refuse(self, name: str, message: str) -> None:
        """Note what is wrong with a field, unless something was noted already."""
        self.errors.setdefault(name, message)

    def text(self, name: str, characters_max: int, *, is_required: bool = True) -> str:
        """A trimmed text."""
        text = self.value(name).strip().replace("\r\n", "\n")
        if not text and is_required:
            self.refuse(name, _("Fill this in."))
        elif len(text) > characters_max:
            self.refuse(name, _("Too long: at most %(count)s characters.", count=characters_max))
        elif "\x00" in text:
            self.refuse(name, _("This has characters that can't be kept."))
        return text

    def choice(self, name: str, choices: Collection[str], *, is_required: bool = True) -> str | None:
        """One of the choices, or None when nothing was chosen or something that was never offered."""
        chosen = self.value(name)
        if chosen in choices:
            return chosen
        if chosen or is_required:
            self.refuse(name, _("Choose one."))
        return None
