"""Forms that registries ask for, derived from the record: what is filled, what is missing, what cannot be. Pure."""

from .card import FormCard, FormField
from .form import Filled, Form, changed, derive
from .readings import Record

__all__ = ["Filled", "Form", "FormCard", "FormField", "Record", "changed", "derive"]
