"""When NCBI wishes large jobs to run: at weekends, or from 9 pm to 5 am, US Eastern time."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_ENDS: Final = time(5)
_BEGINS: Final = time(21)
_SATURDAY: Final = 5


def quiet_from(moment: datetime) -> datetime:
    """Give the first moment from this one on, which has a zone, at which large jobs are welcome."""
    eastern = moment.astimezone(ZoneInfo("America/New_York"))
    clock = eastern.time().replace(fold=0)
    if eastern.weekday() >= _SATURDAY or not _ENDS <= clock < _BEGINS:
        return moment
    # By the clock on the wall: no change of the clocks falls between 5 am and 9 pm.
    return eastern + timedelta(
        hours=_BEGINS.hour - eastern.hour,
        minutes=-eastern.minute,
        seconds=-eastern.second,
        microseconds=-eastern.microsecond,
    )
