"""Every source, in the order in which what they make refers to one another."""

from .aims import SOURCES as OF_AIMS
from .alarms import SOURCES as OF_ALARMS
from .careplan import SOURCES as OF_THE_CAREPLAN
from .following import MERGED, Source
from .matters import SOURCES as OF_WHAT_IS_THE_MATTER
from .network import SOURCES as OF_THE_NETWORK
from .observed import SOURCES as OF_OBSERVATIONS
from .pathway import SOURCES as OF_THE_PATHWAY
from .people import SOURCES as OF_PEOPLE
from .pregnancy import SOURCES as OF_THE_PREGNANCY
from .put_in import SOURCES as OF_WHAT_WAS_PUT_IN
from .recorded import SOURCES as OF_THE_RECORD

SOURCES: tuple[Source, ...] = (
    *OF_PEOPLE,
    *OF_THE_NETWORK,
    *OF_OBSERVATIONS,
    *OF_THE_PREGNANCY,
    *OF_THE_CAREPLAN,
    *OF_THE_PATHWAY,
    *OF_ALARMS,
    *OF_THE_RECORD,
    *OF_WHAT_IS_THE_MATTER,
    *OF_WHAT_WAS_PUT_IN,
    *OF_AIMS,
)

__all__ = ["MERGED", "SOURCES", "Source"]
