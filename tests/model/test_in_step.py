"""Whatever happens to an archive, and whatever happens to us: in the end the mirror equals it."""

import os
from collections.abc import Callable
from contextlib import ExitStack

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.service import Limits
from tests.model.copies import Copy
from tests.model.history import Historian
from tests.model.house import PAGE, House
from tests.model.kill import Fuse
from tests.model.life import Life
from tests.model.oracle import differences, projects_that_differ
from tests.synthetic import Archive, Profile

EXPERIMENTS = 24
WHICH = st.integers(0, 1000)
TAXON = st.integers(0, 4)

# Those after which the archive says what it said before; what a torn record says, it says for good.
FAULTS = (
    (Fault.RATE_LIMIT, None),
    (Fault.BAD_KEY, "efetch"),
    (Fault.SEARCH_BACKEND, "esearch"),
    (Fault.HISTORY_LOST, "esearch"),
    (Fault.QUERY_LOST_HTML, "esearch"),
    (Fault.VIEWER_TIMEOUT, "efetch"),
    (Fault.SRA_DATABASE, "efetch"),
    (Fault.EMPTY_BODY, None),
    (Fault.TRUNCATED, None),
    (Fault.CUT_BETWEEN, "efetch"),
    (Fault.CHUNK_ABORT, None),
    (Fault.RESET, None),
    (Fault.SILENT_LOSS, "efetch"),
    (Fault.HTTP_ERROR, None),
    (Fault.PAGE_DRIFT, "esearch"),
    (Fault.SHORT_PAGE, "esearch"),
    (Fault.DUPLICATE_ID, "esearch"),
    (Fault.COUNT_TOO_HIGH, "esearch"),
    (Fault.LINKSET_DROPPED, "elink"),
    (Fault.LINK_CRASH, "elink"),
    (Fault.SUMMARY_CRASH, "esummary"),
    (Fault.CONTROL_CHARACTER, "efetch"),
    (Fault.UNESCAPED, "efetch"),
    (Fault.NUL, "efetch"),
    (Fault.LATIN_1, "efetch"),
)


def machine(  # noqa: C901 - one rule after the other
    knowing: Callable[[], Copy],
) -> type[RuleBasedStateMachine]:
    """The states of an archive and of its mirror, each in a database that knows the taxonomy."""

    class InStep(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.stack = ExitStack()

        @initialize(seed=st.integers(0, 50), is_odd=st.booleans())
        def begin(self, seed: int, is_odd: bool) -> None:
            archive = Archive(
                EXPERIMENTS, seed=seed, profile=Profile.odd() if is_odd else Profile.plain()
            )
            archive.publish(6, tax_id=1773)
            limits = Limits(retmax=PAGE + 2)
            emulator = self.stack.enter_context(Emulator(archive, rate_limit=False, limits=limits))
            database = self.stack.enter_context(knowing())
            self.life = Life(archive, emulator)
            self.house = House(database, emulator)
            self.historian = Historian(database)
            for name, selection in self.life.selections.items():
                self.house.follow(name, selection)

        @rule(count=st.integers(1, 4), taxon=TAXON)
        def publish(self, count: int, taxon: int) -> None:
            self.life.publish(count, taxon)

        @rule(taxon=TAXON)
        def publish_under_embargo(self, taxon: int) -> None:
            self.life.publish_under_embargo(taxon)

        @rule(
            what=st.sampled_from(
                (Life.edit, Life.add_run, Life.edit_sample, Life.edit_project, Life.relocate)
            ),
            which=WHICH,
        )
        def change(self, what: Callable[[Life, int], None], which: int) -> None:
            what(self.life, which)

        @rule(
            what=st.sampled_from(
                (Life.suppress, Life.withdraw, Life.embargo, Life.hide_sample, Life.replace)
            ),
            which=WHICH,
        )
        def hide(self, what: Callable[[Life, int], None], which: int) -> None:
            what(self.life, which)

        @rule(which=WHICH)
        def bring_back(self, which: int) -> None:
            self.life.bring_back(which)

        @rule(which=WHICH)
        def renumber(self, which: int) -> None:
            self.life.renumber(which)

        @rule(which=WHICH)
        def reuse_uid(self, which: int) -> None:
            self.life.reuse_uid(which)

        @rule(which=WHICH, taxon=TAXON)
        def reassign(self, which: int, taxon: int) -> None:
            self.life.reassign(which, taxon)

        @rule(days=st.integers(1, 45))
        def index(self, days: int) -> None:
            self.house.advance(days)
            self.life.index()

        @rule(days=st.integers(1, 6))
        def index_late(self, days: int) -> None:
            self.house.advance(days)
            self.life.index_late()

        @rule(which=st.sampled_from(FAULTS), times=st.integers(1, 12), nth=st.integers(1, 6))
        def fault(self, which: tuple[Fault, str | None], times: int, nth: int) -> None:
            fault, endpoint = which
            once = nth if times == 1 else None
            self.life.emulator.faults.add(fault, endpoint, times=times, nth=once)

        @rule()
        def sync(self) -> None:
            self.house.sync()
            self.historian.look()

        @rule()
        def reconcile(self) -> None:
            self.house.reconcile()
            self.historian.look()

        @rule(left=st.integers(1, 90), is_polite=st.booleans())
        def sync_killed(self, left: int, is_polite: bool) -> None:
            self.house.sync(Fuse(left, is_polite))
            self.historian.look()

        @rule(left=st.integers(1, 40), is_polite=st.booleans())
        def reconcile_killed(self, left: int, is_polite: bool) -> None:
            self.house.reconcile(Fuse(left, is_polite))
            self.historian.look()

        def teardown(self) -> None:
            try:
                if hasattr(self, "historian"):
                    self._end()
            finally:
                self.stack.close()

        def _end(self) -> None:
            self.life.emulator.faults.clear()
            for _ in range(2):
                self._one_more_build()
            assert self._differences() == []
            # Projects tell no day on which they changed: they are looked at again in their turn.
            self._one_more_build(days=40)
            told = self.historian.told()
            self._one_more_build(days=40)
            assert self._differences() == []
            assert projects_that_differ(self.life.archive, self.house.database) == []
            # The archive rests, and so does the history.
            assert self.historian.told()[len(told) :] == []

        def _one_more_build(self, days: int = 1) -> None:
            self.house.advance(days)
            self.life.index()
            # A selection that never matched anything is told each time, and holds up no other.
            assert self.house.sync() is not None or "Nothing matches" in str(self.house.failed)
            assert self.house.reconcile() is not None
            self.historian.look()

        def _differences(self) -> list[str]:
            life = self.life
            return differences(life.archive, self.house.database, life.is_followed, life.gone)

    return InStep


def test_after_two_builds_the_mirror_equals_the_archive_whatever_happened(
    knowing: Callable[[], Copy],
) -> None:
    run_state_machine_as_test(machine(knowing), settings=_settings())


def _settings() -> settings:
    """A few histories, always the same; MODEL_EXAMPLES: so many, new ones each time."""
    examples = EXAMPLES
    return settings(
        max_examples=int(examples) if examples else 12,
        stateful_step_count=40 if examples else 15,
        derandomize=not examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if examples else (Phase.generate,),
        print_blob=True,
    )


EXAMPLES = os.environ.get("MODEL_EXAMPLES")
