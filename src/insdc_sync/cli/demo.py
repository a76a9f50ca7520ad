"""insdc-sync demo: the main job, on a small archive of our own, without network."""

import sys
from contextlib import suppress
from pathlib import Path
from shutil import which

from application.request import SyncRequest
from domain.selection import Selection
from insdc_sync.cli.present import out
from insdc_sync.cli.sync import run
from insdc_sync.cli.taxonomy import run_sync_taxonomy
from insdc_sync.settings import Settings, load

ARCHIVE = Path(__file__).parent.parent / "demo_archive"

QUERIES = (
    """select country, count(*) as samples, sum(runs) as runs
  from insdc.sample_overview group by 1 order by 2 desc;""",
    """select accession, organism, country, collected_first, antibiogram
  from insdc.sample_overview where antibiogram is not null limit 5;""",
    """select count(*) as mycobacteria
  from insdc.sample join taxonomy.subtree(1763) using (ncbi_taxon_id);""",
)


def demo() -> None:
    """Mirror a small made-up archive into an embedded PostgreSQL; no network needed."""
    settings = load(source="files", files_dir=ARCHIVE, taxdump_path=ARCHIVE / "taxonomy")
    settings = settings.model_copy(
        update={"database_url": None, "database_host": None, "data_dir": settings.data_dir / "demo"}
    )
    out.print(f"PostgreSQL (embedded), data in {settings.data_dir}")
    out.print("Sample archive made for this demo; every person and place in it is invented\n")
    run_sync_taxonomy(settings)
    out.print()
    run("insdc", settings, SyncRequest(Selection()))
    _show_overview(settings)
    program = _program()
    out.print("\nTry three questions, in SQL:")
    out.print(f"  export INSDC_SYNC_DATA_DIR='{settings.data_dir}'")
    out.print(f"  {program} database shell")
    for query in QUERIES:
        out.print(f"\n{query}")
    out.print(f"\nLook around:  {program} status")
    out.print(f"              {program} quarantine show 1")
    out.print("\nNext, with internet, the real thing:")
    out.print("  unset INSDC_SYNC_DATA_DIR; export INSDC_SYNC_NCBI_EMAIL=you@example.org")
    out.print(f"  {program} sync taxonomy")
    out.print(f"  {program} follow add tb --organism 'Mycobacterium tuberculosis'")
    out.print(f"  {program} sync insdc")


def _show_overview(settings: Settings) -> None:
    """Print what the first query answers, so that there is something to see."""
    from sqlalchemy import text  # noqa: PLC0415 - heavy

    from insdc_sync.container import ready  # noqa: PLC0415

    with ready(settings) as container, container.database().transaction() as connection:
        rows = connection.execute(text(QUERIES[0])).all()
    out.print(f"\n{'Where the samples are from':<28}{'samples':>9}{'runs':>7}")
    for country, samples, runs in rows:
        out.print(f"  {country or '(not curated or not given)':<26}{samples:>9,}{runs:>7,}")


def _program() -> str:
    """Name the program as it was started, so that what is printed can be pasted."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return "python -m insdc_sync"
    on_path = which(started.name)
    if on_path and Path(on_path).samefile(started):
        return started.name
    with suppress(ValueError):
        return str(started.absolute().relative_to(Path.cwd()))
    return str(started.absolute())
