"""What every function of curation promises of any text."""

from typing import Any

from domain.curation.verdict import Verdict


def is_one_of_three(verdict: Verdict[Any]) -> bool:
    given = (verdict.value, verdict.missing, verdict.problem)
    if sum(part is not None for part in given) != 1:
        return False
    return (verdict.value is None) == (verdict.sureness is None)
