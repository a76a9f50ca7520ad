"""SRAFiles and CloudFiles of a run, in the shape of 2020 and in that of 2025."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tests.synthetic.profile import Oddity
from tests.synthetic.records import SraRecord
from tests.synthetic.run_facts import RunFacts

_CLOUDS = (("gs", "gs.US"), ("s3", "s3.us-east-1"))


@dataclass(frozen=True, slots=True)
class _Kind:
    semantic_name: str
    supertype: str
    toolkit: int
    suffix: str = ""


_LITE = _Kind("SRA Lite", "Primary ETL", 1, ".lite")
_NORMALIZED = _Kind("SRA Normalized", "Primary ETL", 1)
_OLD_RUN = _Kind("run", "Primary ETL", 1)
_FASTQ = _Kind("fastq", "Original", 0)


def run_files(record: SraRecord, run: RunFacts, rng: Random) -> str:
    if Oddity.NO_FILES in record.oddities:
        return ""
    old = Oddity.OLD_SHAPE in record.oddities
    files = "".join(_files(record, run, rng, old=old))
    kinds = ("fastq", "run") if old else ("fastq", "run", "run.zq")
    return f"<SRAFiles>{files}</SRAFiles>{_cloud_files(kinds)}"


def _files(record: SraRecord, run: RunFacts, rng: Random, *, old: bool) -> Iterator[str]:
    for kind in (_OLD_RUN,) if old else (_LITE, _NORMALIZED):
        yield _loaded(kind, record.relocation, run, rng)
    for read in range(1, record.library.reads + 1):
        yield _submitted(read, run, rng, old=old)


def _loaded(kind: _Kind, relocation: int, run: RunFacts, rng: Random) -> str:
    file = f"{run.accession}{kind.suffix}"
    bucket = rng.randint(1, 60) + 100 * relocation
    path = f"{bucket}/{run.accession}/{file}.1"
    url = f"https://sra-downloads.example.org/sos{path}"
    opening = _opening(kind, run, rng, f' filename="{file}" url="{url}"')
    return (
        f'{opening}<Alternatives url="{url}" free_egress="worldwide"'
        ' access_type="anonymous" org="NCBI"/>'
        f'<Alternatives url="s3://sra-pub-run-{path}" free_egress="s3.us-east-1"'
        ' access_type="aws identity" org="AWS"/>'
        f'<Alternatives url="gs://sra-pub-run-{path}" free_egress="gs.US"'
        ' access_type="gcp identity" org="GCP"/></SRAFile>'
    )


def _submitted(read: int, run: RunFacts, rng: Random, *, old: bool) -> str:
    """A cold original: no url of its own, and in 2020 no file name either."""
    file = f"plate{rng.randint(1, 96)}_{rng.getrandbits(20):05x}_{read}.fastq.gz"
    opening = _opening(_FASTQ, run, rng, "" if old else f' filename="{file}"')
    return (
        f'{opening}<Alternatives url="s3://sra-pub-src-{read}/{run.accession}/{file}.1"'
        ' free_egress="-" access_type="Use Cloud Data Delivery" org="AWS"/></SRAFile>'
    )


def _opening(kind: _Kind, run: RunFacts, rng: Random, named: str) -> str:
    stamp = run.loaded + timedelta(seconds=rng.randrange(3600))
    return (
        f'<SRAFile cluster="public"{named} size="{run.size * 4 // 5 + rng.randrange(2048)}"'
        f' date="{stamp}" md5="{rng.getrandbits(128):032x}" version="1"'
        f' semantic_name="{kind.semantic_name}" supertype="{kind.supertype}"'
        f' sratoolkit="{kind.toolkit}">'
    )


def _cloud_files(kinds: tuple[str, ...]) -> str:
    listed = "".join(
        f'<CloudFile filetype="{kind}" provider="{provider}" location="{location}"/>'
        for kind in kinds
        for provider, location in _CLOUDS
    )
    return f"<CloudFiles>{listed}</CloudFiles>"
