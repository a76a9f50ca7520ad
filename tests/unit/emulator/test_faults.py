"""When a fault strikes."""

from tests.emulator import Emulator, Fault
from tests.emulator.faults import Faults
from tests.unit.emulator.client import Client


def pattern(faults: Faults, calls: int = 6, db: str = "sra") -> str:
    """x for a call that is struck, . for one that is not."""
    return "".join("x" if faults.for_call("efetch", db, []) else "." for _ in range(calls))


def test_without_more_a_fault_strikes_every_call() -> None:
    faults = Faults()
    faults.add(Fault.EMPTY_BODY)
    assert pattern(faults) == "xxxxxx"


def test_so_many_times_and_no_more() -> None:
    faults = Faults()
    rule = faults.add(Fault.EMPTY_BODY, times=2)
    assert pattern(faults) == "xx...."
    assert (rule.seen, rule.struck) == (6, 2)


def test_the_nth_call_alone() -> None:
    faults = Faults()
    faults.add(Fault.EMPTY_BODY, nth=3)
    assert pattern(faults) == "..x..."


def test_by_chance_and_always_the_same_chance() -> None:
    patterns = []
    for seed in (1, 1, 2):
        faults = Faults(seed)
        faults.add(Fault.EMPTY_BODY, probability=0.5)
        patterns.append(pattern(faults, 200))
    assert patterns[0] == patterns[1] != patterns[2]
    assert 70 < patterns[0].count("x") < 130


def test_calls_of_other_endpoints_and_databases_are_not_counted() -> None:
    faults = Faults()
    faults.add(Fault.EMPTY_BODY, endpoint="esearch")
    faults.add(Fault.EMPTY_BODY, db="biosample")
    assert pattern(faults, db="sra") == "......"
    assert pattern(faults, db="biosample") == "xxxxxx"


def test_a_rule_ends_when_it_is_removed_or_all_are_cleared() -> None:
    faults = Faults()
    rule = faults.add(Fault.EMPTY_BODY)
    faults.remove(rule)
    faults.add(Fault.EMPTY_BODY)
    faults.clear()
    assert pattern(faults) == "......"


def test_ids_trigger_a_fault_directly_and_through_the_history(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.HTTP_ERROR, "efetch", ids=[uids[3]])
    assert client.get("efetch", db="sra", id=uids[2]).status == 200
    assert client.get("efetch", db="sra", id=f"{uids[2]},{uids[3]}").status == 503
    posted = client.post("epost", db="sra", id=",".join(map(str, uids[:6]))).xml
    place = {"WebEnv": posted.findtext("WebEnv"), "query_key": posted.findtext("QueryKey")}
    pages = [client.get("efetch", db="sra", **place, retstart=at, retmax=2) for at in (0, 2, 4)]
    assert [page.status for page in pages] == [200, 503, 200]
