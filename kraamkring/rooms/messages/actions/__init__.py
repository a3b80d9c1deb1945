"""Everything that writes here."""

from .delivering import Transports, deliver
from .devices import add_device, end_devices
from .faults import mend, note_faulty
from .flags import climb, flag_step, note_flag_steps, open_flag, raise_flag, see_flag
from .following import follow
from .intending import Recipient, intend
from .keeping_in import kept_in
from .peace import set_peace
from .settling import Verdict, report, settle
from .silencing import cancel, withdraw
from .sweeping import Swept, sweep

__all__ = [
    "Recipient",
    "Swept",
    "Transports",
    "Verdict",
    "add_device",
    "cancel",
    "climb",
    "deliver",
    "end_devices",
    "flag_step",
    "follow",
    "intend",
    "kept_in",
    "mend",
    "note_faulty",
    "note_flag_steps",
    "open_flag",
    "raise_flag",
    "report",
    "see_flag",
    "set_peace",
    "settle",
    "sweep",
    "withdraw",
]
