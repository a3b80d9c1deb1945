"""Foreign keys over several columns, declared beside the model: what belongs to one episode stays with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BaseConstraint


class CompositeKey(BaseConstraint):
    """FOREIGN KEY (fields) REFERENCES to (to_fields), tested at the end of each statement (not deferrable).

    fields, to_fields: names of fields, in the same order. A row with an empty one among them is not tested.
    Deleting what is pointed at is refused.
    """

    def __init__(self, *, name: str, fields: Sequence[str], to: str, to_fields: Sequence[str]) -> None:
        super().__init__(name=name)
        self.fields, self.to, self.to_fields = tuple(fields), to, tuple(to_fields)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))  # once both tables are there

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        target = model._meta.apps.get_model(self.to)
        quote = schema_editor.quote_name
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)}"
            f" FOREIGN KEY ({_columns(model, self.fields, quote)})"
            f" REFERENCES {quote(target._meta.db_table)} ({_columns(target, self.to_fields, quote)})"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the database tests it."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, options = super().deconstruct()
        return path, (), options | {"fields": self.fields, "to": self.to, "to_fields": self.to_fields}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompositeKey) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


def _columns(model: Any, fields: Sequence[str], quote: Any) -> str:
    return ", ".join(quote(model._meta.get_field(name).column) for name in fields)
