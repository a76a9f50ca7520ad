"""The steps measured beside the sync of samples, each in a process of its own.

Called as `python sample_steps.py floor FOLDER ...` or `... group SAMPLES`; prints {"seconds": ...}.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random


def floor(*folders: str) -> float:
    """Bare lxml.etree.iterparse over the bytes: every element ends, nothing is kept."""
    from lxml import etree  # noqa: PLC0415

    began = time.perf_counter()
    for folder in folders:
        for file in sorted(Path(folder).glob("*.xml")):
            for _ in etree.iterparse(BytesIO(file.read_bytes())):
                pass
    return time.perf_counter() - began


SHARED_ONE_IN = 20


@dataclass(frozen=True)
class Files:
    """Two checksums a sample, as files of one run. Of one sample in 20, both are those of another.

    Gone through anew each time, as the rows of a database are.
    """

    samples: int

    def __iter__(self) -> Iterator[object]:
        from domain.deposits import SharedFile  # noqa: PLC0415

        rng = Random(7)
        for number in range(self.samples):
            original = number - 1 if number % SHARED_ONE_IN == 1 else number
            rng.seed(original)
            for _ in range(2):
                md5 = f"{rng.getrandbits(128):032x}"
                yield SharedFile(md5, number, f"SRR{number}", 1_000_000)


def group(samples: str) -> float:
    """Group as many samples, with twice as many checksums, through the domain alone."""
    from domain.deposits import Deposit  # noqa: PLC0415
    from domain.specimens import group_specimens  # noqa: PLC0415

    number_of = int(samples)
    deposits = (
        Deposit(number, f"SAMN{number:08}", projects=frozenset({f"PRJNA{number // 40}"}))
        if number % SHARED_ONE_IN != 1
        else Deposit(number, f"SAMEA{number:08}", projects=frozenset({f"PRJEB{number // 40}"}))
        for number in range(number_of)
    )
    began = time.perf_counter()
    grouping = group_specimens(deposits, Files(number_of))  # type: ignore[arg-type]
    seconds = time.perf_counter() - began
    if len(grouping.specimens) != number_of // SHARED_ONE_IN:
        raise SystemExit(f"{len(grouping.specimens)} specimens were found")
    return seconds


STEPS = {"floor": floor, "group": group}

if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    print(json.dumps({"seconds": STEPS[step](*arguments)}))
