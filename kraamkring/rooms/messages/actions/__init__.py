"""Everything that writes here."""

from .delivering import Transports, deliver
from .intending import Recipient, intend
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
    "report",
    "settle",
    "sweep",
    "withdraw",
]
