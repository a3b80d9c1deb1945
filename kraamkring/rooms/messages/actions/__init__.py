"""Everything that writes here."""

from .delivering import Transports, deliver
from .intending import Recipient, intend
from .settling import report, settle
from .silencing import cancel, withdraw
from .sweeping import Swept, sweep

__all__ = [
    "Recipient",
    "Swept",
    "Transports",
    "cancel",
    "deliver",
    "intend",
    "report",
    "settle",
    "sweep",
    "withdraw",
]
