"""Everything that writes here."""

from .delivering import Transports, deliver
from .intending import Recipient, intend
from .keeping_in import kept_in
from .settling import Verdict, report, settle
from .silencing import cancel, withdraw
from .sweeping import Swept, sweep

__all__ = [
    "Recipient",
    "Swept",
    "Transports",
    "Verdict",
    "cancel",
    "deliver",
    "intend",
    "kept_in",
    "report",
    "settle",
    "sweep",
    "withdraw",
]
