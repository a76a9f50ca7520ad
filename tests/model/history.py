"""Whether the history tells all that changed in a mirror, each change once and nothing else."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import text

from adapters.postgres.database import Database

KINDS = ("submission", "study", "sample", "biosample", "project", "experiment", "run")
_NAMES = {"sample": "coalesce(t.biosample_accession, t.sra_accession)"}

# A project that is known by its uid alone gets its accession once it has been asked for: nothing
# changed in the archive then, and the uids themselves are compared.
_RESOLVED = {("biosample", "projects")}

State: TypeAlias = dict[str, str | None]
States: TypeAlias = dict[tuple[str, str], State]


@dataclass
class Historian:
    """Looks at a mirror now and then, and compares what it sees with what the history says."""

    database: Database
    seen: States = field(default_factory=dict)
    read: int = 0

    def look(self) -> None:
        """Replay the changes since the last look on what was seen then: it gives what is here."""
        now = self._states()
        told = self._changes()
        for change_id, kind, accession, changed, before, after in told:
            state = self.seen.get((kind, accession))
            if state is None or changed not in state or (kind, changed) in _RESOLVED:
                continue  # what is new since then, or two samples that turned out to be one
            what = f"change {change_id}: {kind} {accession} {changed}"
            assert before != after, f"{what} is none ({before})"
            assert state[changed] == before, f"{what}: was {state[changed]}, told as {before}"
            state[changed] = after
        for key, state in self.seen.items():
            here = now.get(key, {})
            untold = {name: (said, here.get(name)) for name, said in state.items()
                      if here.get(name) != said}  # fmt: skip
            assert not untold, f"the history of {key} does not tell of {untold}"
        self.seen, self.read = now, max([self.read, *(one[0] for one in told)])

    def _states(self) -> States:
        found: States = {}
        with self.database.transaction() as connection:
            for kind in KINDS:
                name = _NAMES.get(kind, "t.accession")
                rows = connection.execute(
                    text(
                        f"select {name} as name, (select jsonb_object_agg(o.key, o.value) from "
                        f"jsonb_each_text(insdc.state(t)) o) as state from insdc.{kind} t "
                        "where t.content_hash is not null"
                    )
                )
                found |= {
                    (kind, row.name): {
                        said: value
                        for said, value in row.state.items()
                        if (kind, said) not in _RESOLVED
                    }
                    for row in rows
                }
        return found

    def _changes(self) -> list[tuple[Any, ...]]:
        with self.database.transaction() as connection:
            rows = connection.execute(
                text(
                    "select change_id, kind, accession, field, before, after from insdc.change "
                    "where change_id > :read order by change_id"
                ),
                {"read": self.read},
            )
            return [tuple(row) for row in rows]

    def told(self) -> list[str]:
        """Give the whole history in short, oldest first."""
        with self.database.transaction() as connection:
            rows = connection.execute(text("select * from insdc.change order by change_id"))
            return [
                f"{row.kind} {row.accession} {row.field}: {row.before} -> {row.after}"[:200]
                for row in rows
            ]
