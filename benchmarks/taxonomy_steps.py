"""The single steps that benchmarks/taxonomy.py measures, each in a process of its own.

Called as `python taxonomy_steps.py STEP ...`; prints {"seconds": ...} and what else there is to
tell. ete4 and taxopy run in an environment of their own, so nothing is imported at the top.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Told = dict[str, Any]

BARE = """
    create schema bare;
    create table bare.taxon (
        taxon_id integer not null, ncbi_taxon_id integer, parent_taxon_id integer, node_rank text,
        genetic_code smallint, mito_genetic_code smallint, left_value integer, right_value integer);
    create table bare.taxon_name (
        taxon_id integer not null, name text not null, name_class text not null)"""
CHECKS = (
    "alter table bare.taxon add primary key (taxon_id)",
    "alter table bare.taxon add unique (ncbi_taxon_id)",
    "alter table bare.taxon add unique (left_value) deferrable",
    "alter table bare.taxon add unique (right_value) deferrable",
    "create index on bare.taxon (parent_taxon_id)",
    "alter table bare.taxon_name add unique (name, name_class, taxon_id)",
    "create index on bare.taxon_name (taxon_id)",
    "create index on bare.taxon_name (lower(name) text_pattern_ops)",
    "alter table bare.taxon_name add foreign key (taxon_id) references bare.taxon",
)
OTHERS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'"""
WRITTEN = """
    (select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
     from pg_stat_user_tables where schemaname in ({0}))"""
COUNTERS = f"""
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
        pg_database_size(current_database()), temp_bytes,
        {WRITTEN.format("'biosql', 'taxonomy'")}, {WRITTEN.format("'insdc'")}
    from pg_stat_database where datname = current_database()"""
TABLES = ("taxon", "taxon_name")


def load(url: str, archive: str, what: str = "") -> Told:
    """Sync an archive as the program does."""
    from adapters.console.progress import SilentProgress  # noqa: PLC0415
    from adapters.ncbi_files.taxdump.local import LocalTaxdump  # noqa: PLC0415
    from adapters.postgres.database import Database  # noqa: PLC0415
    from adapters.postgres.ledger import PostgresLedger  # noqa: PLC0415
    from adapters.postgres.lock import PostgresJobLock  # noqa: PLC0415
    from adapters.postgres.migrate import migrate  # noqa: PLC0415
    from adapters.postgres.taxonomy.mirror import PostgresTaxonomy  # noqa: PLC0415
    from application.sync_taxonomy import SyncTaxonomy  # noqa: PLC0415

    database, progress = Database(url), SilentProgress()
    migrate(database)
    database.dispose()
    sync = SyncTaxonomy(
        LocalTaxdump(Path(archive), progress),
        PostgresTaxonomy(database, progress),
        PostgresLedger(database, "benchmark"),
        PostgresJobLock(database),
        progress,
    )
    before = _server(url)
    report = sync(compare_all=what == "all")
    database.dispose()
    after = _server(url)
    changes = report.changes
    return {
        "seconds": report.seconds,
        "wal_mb": round((after["wal"] - before["wal"]) / 1e6, 1),
        "database_mb": round(after["size"] / 1e6),
        "temp_mb": round((after["temp"] - before["temp"]) / 1e6),
        "rows_written": after["rows"] - before["rows"],
        "rows_in_the_books": after["books"] - before["books"],
        "renumbered": changes.renumbered if changes else 0,
        "counts": {kind.value: count for kind, count in changes.counts.items()} if changes else {},
    }


def _server(url: str) -> dict[str, int]:
    """Read the server's counters, once all who wrote have gone and left theirs."""
    with _cursor(url) as cursor:
        cursor.connection.autocommit = True
        for _ in range(100):
            cursor.execute(OTHERS)
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.05)
        cursor.execute(COUNTERS)
        return dict(zip(("wal", "size", "temp", "rows", "books"), cursor.fetchone(), strict=True))


def finish(url: str, folder: str) -> Told:
    """Write the finished rows into files."""
    with _cursor(url) as cursor:
        for table in TABLES:
            with (Path(folder) / table).open("wb") as file:
                cursor.copy_expert(f"copy biosql.{table} to stdout", file)
    return {"seconds": 0}


def floor(url: str, folder: str) -> Told:
    """Copy finished rows into bare tables, and make the same indexes and checks."""
    with _cursor(url) as cursor:
        cursor.execute("set maintenance_work_mem = '192MB'")  # as the program does
        cursor.execute(BARE)
        began = time.perf_counter()
        for table in TABLES:
            with (Path(folder) / table).open("rb") as file:
                cursor.copy_expert(f"copy bare.{table} from stdin", file, 2**20)
        for statement in CHECKS:
            cursor.execute(statement)
        cursor.connection.commit()
        return {"seconds": time.perf_counter() - began}


def _cursor(url: str) -> Any:
    import psycopg2  # noqa: PLC0415

    return psycopg2.connect(url).cursor()


def ete4(archive: str, folder: str) -> Told:
    import os  # noqa: PLC0415

    os.environ["HOME"] = folder  # it asks for one at import
    from ete4 import NCBITaxa  # type: ignore[import-not-found]  # noqa: PLC0415

    os.chdir(folder)  # it leaves files where it runs
    began = time.perf_counter()
    with Path(os.devnull).open("w") as quiet:
        sys.stdout, kept = quiet, sys.stdout
        NCBITaxa(dbfile=f"{folder}/ete4.sqlite", taxdump_file=str(Path(archive).resolve()))
        sys.stdout = kept
    return {"seconds": time.perf_counter() - began, "into": "SQLite"}


def taxopy(archive: str, folder: str) -> Told:
    import tarfile  # noqa: PLC0415

    import taxopy as peer  # type: ignore[import-not-found]  # noqa: PLC0415

    unpacked = Path(folder) / "taxopy"
    with tarfile.open(archive) as packed:
        packed.extractall(unpacked, filter="data")
    files = {f"{name}_dmp": str(unpacked / f"{name}.dmp") for name in ("nodes", "names", "merged")}
    began = time.perf_counter()
    peer.TaxDb(**files)
    return {"seconds": time.perf_counter() - began, "into": "memory, from unpacked files"}


STEPS: dict[str, Callable[..., Told]] = {
    "load": load,
    "finish": finish,
    "floor": floor,
    "ete4": ete4,
    "taxopy": taxopy,
}

if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    print(json.dumps(STEPS[step](*arguments)))
