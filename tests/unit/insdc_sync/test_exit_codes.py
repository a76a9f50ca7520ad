import pytest

from application.errors import (
    ConfigurationError,
    InsdcSyncError,
    JobUnderWayError,
    NotReadyError,
    StoppedError,
    TryAgainError,
    UsageError,
)
from insdc_sync.exit_codes import code_of


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError, 2),
        (NotReadyError, 3),
        (ConfigurationError, 4),
        (TryAgainError, 75),
        (StoppedError, 75),
        (JobUnderWayError, 0),
        (InsdcSyncError, 1),
    ],
)
def test_who_must_act_gives_the_code(error: type[InsdcSyncError], code: int) -> None:
    assert code_of(error("why")) == code
