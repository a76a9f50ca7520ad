"""A day's sync of what is followed, the use of the rate beside a slow archive, and a reconcile."""

import argparse
import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from adapters.entrez.access import EntrezAccess
from adapters.entrez.archive import EntrezSequenceArchive
from adapters.postgres import embedded
from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from adapters.postgres.migrate import migrate
from application.in_order import in_order
from application.pacing import Pace
from benchmarks.measured import Measurement, measure
from benchmarks.sequencing import PROGRAM
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive
from tests.synthetic.profile import Profile
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

KEY = "valid-key"
TUBERCULOSIS = 1773
NEW, EDITED = 500, 200
STUDY = 200
MOST_SECONDS, LEAST_SHARE = 10, 0.9
RECONCILE_SECONDS, RECONCILE_MIB = 30, 300
SMALL_PAGE, SMALL_PAGES, IN_FLIGHT, RATE = 10, 60, 6, 10.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.following", description=__doc__)
    parser.add_argument("--experiments", type=int, default=200_000, help="size of the mirror")
    parser.add_argument("--only-reconcile", action="store_true", help="leave the others out")
    parser.add_argument("--ids", type=int, default=1_000_000, help="size of the reconciled list")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="insdc-sync-benchmark-") as name:
        folder = Path(name)
        # The embedded server runs as a user of its own where we are root.
        folder.chmod(0o755)
        url = embedded.start(folder / "data")
        server = Database(url)
        migrate(server)
        print("| what | measured | aim |\n|---|---|---|")
        if not options.only_reconcile:
            _rate(server)
            _day(url, folder, options.experiments)
        _reconcile(server, url, options.ids)
        server.dispose()


def _program(url: str, ncbi: str) -> dict[str, str]:
    named = {
        "DATABASE_URL": url,
        "ENTREZ_URL": ncbi,
        "NCBI_EMAIL": "ada@example.org",
        "NCBI_API_KEY": KEY,
        "REQUESTS_PER_SECOND": "100",
    }
    return os.environ | {f"INSDC_SYNC_{name}": value for name, value in named.items()}


def _day(url: str, folder: Path, experiments: int) -> None:
    archive = Archive(1, seed=1, profile=Profile.plain())
    for _ in range(experiments // STUDY):
        archive.publish(STUDY, tax_id=TUBERCULOSIS)
    archive.clock.advance(30)
    with Emulator(archive, rate_limit=False, api_keys=(KEY,)) as ncbi:
        program = _program(url, ncbi.base_url)

        def run(*command: str) -> Measurement:
            return measure((*PROGRAM, *command, "--json"), program)

        dump = write_folder(folder / "taxonomy", demo_taxonomy())
        run("sync", "taxonomy", "--from", str(dump))
        _run_plain(program, "follow", "add", "tb", "--organism", "Mycobacterium tuberculosis")
        first = run("sync", "insdc")
        archive.clock.advance(30)
        ncbi.reindex()
        run("sync", "insdc")  # a quiet day: from here on the window holds none of the first ones
        archive.clock.advance(30)
        for record in list(archive.live())[:: max(1, experiments // EDITED)][:EDITED]:
            archive.edit(record)
        archive.publish(NEW, tax_id=TUBERCULOSIS)
        ncbi.reindex()
        ncbi.requests.clear()
        day = run("sync", "insdc")
        ids = sum(len(one.ids()) for one in ncbi.requests.to("efetch"))
        requests = len(ncbi.requests)
        aim = 2 * ids / 500 + 12
        print(f"| first sync of {experiments:,} experiments | {first.wall:.0f} s, peak PSS "
              f"{first.peak / 2**20:.0f} MiB | |")  # fmt: skip
        print(f"| a day's sync ({NEW} new, {EDITED} edited): requests | {requests} for {ids:,} ids "
              f"| at most {aim:.0f}: {_met(requests <= aim)} |")  # fmt: skip
        print(f"| the same: time | {day.wall:.1f} s, peak PSS {day.peak / 2**20:.0f} MiB "
              f"| under {MOST_SECONDS} s: {_met(day.wall < MOST_SECONDS)} |")  # fmt: skip


def _run_plain(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run((*PROGRAM, *command), env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())


def _rate(server: Database) -> None:
    """Fetch pages that are small, so that the processor is not what is measured."""
    archive = Archive(1, seed=1, profile=Profile.plain())
    archive.publish(SMALL_PAGE * SMALL_PAGES, tax_id=TUBERCULOSIS)
    uids = [str(uid) for uid in archive.sra][: SMALL_PAGE * SMALL_PAGES]
    pages = [uids[start : start + SMALL_PAGE] for start in range(0, len(uids), SMALL_PAGE)]
    with Emulator(archive, api_keys=(KEY,), latency=1.0) as ncbi:
        access = EntrezAccess(
            email="ada@example.org", api_key=KEY, base_url=ncbi.base_url, in_flight=IN_FLIGHT
        )
        limiter = PostgresLimiter(server, Pace(RATE), KEY)
        with (
            EntrezSequenceArchive(access, limiter) as entrez,
            ThreadPoolExecutor(IN_FLIGHT) as fetchers,
        ):
            began = time.perf_counter()
            for _ in in_order(fetchers, entrez.fetch, iter(pages), ahead=IN_FLIGHT):
                pass
            seconds = time.perf_counter() - began
        requests = len(ncbi.requests)
        refused = sum(one.status == 429 for one in ncbi.requests)  # noqa: PLR2004
    allowed = min(Pace(RATE).slots / Pace(RATE).window, IN_FLIGHT / 1.0)
    used = requests / seconds / allowed
    print(f"| 1 s of latency: share of the {allowed:.1f} requests a second that rate and in-flight "
          f"allow | {used:.0%} of {requests} requests, {refused} refused "
          f"| at least {LEAST_SHARE:.0%}: {_met(used >= LEAST_SHARE)} |")  # fmt: skip


def _reconcile(server: Database, url: str, ids: int) -> None:
    with server.transaction() as connection:
        for statement in _MANY:
            connection.execute(text(statement), {"ids": ids})
    with server.session() as connection:
        connection.execute(text("vacuum analyze insdc.experiment"))
    script = Path(__file__).parent / "reconcile_steps.py"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(script.parents[1]), "src"))}
    for words in ("first time", "second time", "100 of them gone"):
        gone = 100 if words.endswith("gone") else 0
        done = measure((PROGRAM[0], str(script), url, str(ids), str(gone)), environment)
        seconds, mib = done.reply["seconds"], done.peak / 2**20
        is_met = seconds < RECONCILE_SECONDS and mib < RECONCILE_MIB
        print(f"| reconcile of {ids:,} ids, {words} | {seconds:.1f} s, peak PSS {mib:.0f} MiB "
              f"| {RECONCILE_SECONDS} s, {RECONCILE_MIB} MiB: {_met(is_met)} |")  # fmt: skip


_MANY = (
    "insert into insdc.sync_job (kind, asked, program_version) values ('benchmark', '{}', '0')",
    """insert into insdc.study (accession, mirrored_by)
    select 'SRP9999999', max(number) from insdc.sync_job""",
    "update insdc.selection set paused_at = now()",
    """insert into insdc.selection (name, asked, watermark, build)
    values ('many', '{"organism": "Mycobacterium"}', '2025-06-30', 'Build0')""",
    """insert into insdc.experiment (accession, study_accession, entrez_uid, content_hash,
        package_digest, mirrored_by)
    select 'SRX9' || lpad(n::text, 8, '0'), 'SRP9999999', 900000000 + n,
        decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'),
        (select max(number) from insdc.sync_job) from generate_series(1, :ids) n""",
)


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"


if __name__ == "__main__":
    main()
