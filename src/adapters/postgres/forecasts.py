"""Forecasts of jobs, in PostgreSQL."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres.database import Database
from adapters.postgres.schema_follow import forecast
from application.ports.forecasts import Forecast
from domain.forecast import Bulk, Expected

_COLUMNS = {
    Bulk.EXPERIMENT: forecast.c.experiments,
    Bulk.BIOSAMPLE: forecast.c.biosamples,
    Bulk.PROJECT: forecast.c.projects,
}


class PostgresForecasts:
    """Implements application.ports.forecasts.Forecasts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mirrored(self) -> Mapping[str, int]:
        with self._database.transaction() as connection:
            return {
                bulk.record: connection.scalar(text(f"select count(*) from insdc.{bulk.record}"))
                or 0
                for bulk in Bulk
            }

    def note(self, job: int, expected: Expected, seconds: float, made: int) -> None:
        values = {
            _COLUMNS[expected.bulk].name: expected.records,
            "requests": expected.requests,
            "seconds": seconds,
            "requests_made": made,
        }
        with self._database.transaction() as connection:
            noted = insert(forecast).values(job=job, **values)
            connection.execute(noted.on_conflict_do_update(index_elements=["job"], set_=values))

    def of(self, jobs: Sequence[int]) -> Mapping[int, Forecast]:
        with self._database.transaction() as connection:
            rows = connection.execute(
                select(forecast).where(
                    forecast.c.job.in_(jobs), forecast.c.requests_made.is_not(None)
                )
            )
            return {row.job: Forecast(row.requests, row.seconds, row.requests_made) for row in rows}
