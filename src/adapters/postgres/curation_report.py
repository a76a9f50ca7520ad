"""Counts what was curated and what was not, in PostgreSQL."""

from sqlalchemy import text

from adapters.postgres.database import Database
from application.errors import UsageError
from application.ports.curation_report import Coverage, CurationStanding, Puzzle
from domain.curation.sample import FIELDS

_FIELDS = (*FIELDS, "antibiogram")
_COVERAGE = """
    select field, count(sureness) as curated, count(missing) as missing,
        count(problem) as problem, count(remark) as remark
    from insdc.curated_value group by field
    union all
    select 'antibiogram', count(*) filter (where not is_odd), 0, count(*) filter (where is_odd), 0
    from (select bool_or(problems <> '{}') as is_odd from insdc.antibiogram group by sample_id) s
    having count(*) > 0"""
_PUZZLES = """
    select field, submitted, coalesce(problem, remark) as why, count(*) as samples
    from insdc.curated_value
    where coalesce(problem, remark) is not null and field <> 'reference_strain'
        and (cast(:field as text) is null or field = :field)
    group by 1, 2, 3
    union all
    select field, submitted, problem, samples from insdc.curation_report
    where field = 'antibiogram' and coalesce(:field, field) = field
    order by 4 desc, 1, 2 limit :limit"""


class PostgresCurationReport:
    """Implements application.ports.curation_report.CurationReporter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, field: str | None, limit: int) -> CurationStanding:
        if field is not None and field not in _FIELDS:
            raise UsageError(f"There is no field {field}. Choose one of {', '.join(_FIELDS)}.")
        with self._database.transaction() as connection:
            found = {row.field: Coverage(*row) for row in connection.execute(text(_COVERAGE))}
            puzzles = connection.execute(text(_PUZZLES), {"field": field, "limit": limit})
            return CurationStanding(
                [found.get(name, Coverage(name, 0, 0, 0, 0)) for name in _FIELDS],
                [Puzzle(*row) for row in puzzles],
            )
