"""SealedText and SealedValues: columns sealed at rest, opened when read, refused in every other use."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from clinic.sealing.keys import CannotOpen, sealing_keys


class Sealed(bytes):
    """What stands in the column. It has no text: a row of `values()` can be counted, but never shown."""

    def __str__(self) -> str:
        raise CannotOpen("A sealed column is read from its row; `values()` and annotations cannot open it.")

    def __repr__(self) -> str:
        return "<sealed>"


class SealedAttribute(DeferredAttribute):
    """Opens on reading, so that a value never leaves its row unopened and a list that does not read it does not pay."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value

    def __get__(self, instance: models.Model | None, owner: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            super().__get__(instance, owner)
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = sealing_keys().open(value, context=f"{self.field.context}:{instance.pk}") if value else ""  # type: ignore[attr-defined]  # always a SealedText
            instance.__dict__[name] = value
        return value


class SealedText(models.BinaryField):  # type: ignore[type-arg]  # the stubs type its value as bytes; ours is text
    """Text under AES-256-GCM, bound to its row's UUID and a frozen context such as `people.client.address`."""

    descriptor_class = SealedAttribute

    def __init__(self, *, context: str, **options: Any) -> None:
        self.context = context
        super().__init__(**{"default": b"", "editable": True, "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "context": self.context}

    def row_context(self, instance: models.Model) -> str:
        """What the text is bound to: where it stands and in which row."""
        return f"{self.context}:{instance.pk}"

    def get_default(self) -> str:
        return ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, Sealed):
            return value
        if not isinstance(value, str):
            raise TypeError(f"{self.context} takes text, not {type(value).__name__}.")
        return Sealed(sealing_keys().seal(value, context=self.row_context(model_instance)) if value else b"")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(
                f"{self.context} is sealed: save the row; filters, update() and bulk_update() cannot reach it."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            raise FieldError(f"{self.context} is sealed: no expression can write it. Save the row.")
        return super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.context} is sealed and cannot be searched or filtered.")

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.context} is sealed: dumpdata is refused; use a backup.")


class SealedValuesAttribute(SealedAttribute):
    """Opens to a dict, empty where nothing was written."""

    def __get__(self, instance: models.Model | None, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if instance is None or isinstance(value, dict):
            return value
        opened = json.loads(value) if value else {}
        instance.__dict__[self.field.attname] = opened
        return opened


class SealedValues(SealedText):
    """Several short texts under one seal, by the id of what was asked: `{"gains": "…", "when": "2026-03-01"}`."""

    descriptor_class = SealedValuesAttribute

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        value = model_instance.__dict__.get(self.attname, "")
        if value and not isinstance(value, dict | Sealed):
            raise TypeError(f"{self.context} takes values by their ids, not {type(value).__name__}.")
        if isinstance(value, dict):
            text = json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
            return Sealed(sealing_keys().seal(text, context=self.row_context(model_instance)) if text else b"")
        return super().pre_save(model_instance, add)


def sealed_fields(model: type[models.Model]) -> list[SealedText]:
    """The sealed columns of a table."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedText)]
