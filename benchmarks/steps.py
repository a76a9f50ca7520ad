"""The single steps that are measured beside the whole program, each in a process of its own.

Called as `python steps.py STEP FOLDER`; prints {"seconds": ...}. The step `omicidx` runs in the
peer's own environment, so nothing of this project may be imported at the top.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def floor(files: list[Path]) -> None:
    """Bare lxml.etree.iterparse over the bytes: every element ends, nothing is kept."""
    from io import BytesIO  # noqa: PLC0415

    from lxml import etree  # noqa: PLC0415

    for file in files:
        for _ in etree.iterparse(BytesIO(file.read_bytes())):
            pass


def read(files: list[Path]) -> None:
    """From bytes to the domain's records, in one process."""
    from adapters.xml.splitter import split  # noqa: PLC0415
    from adapters.xml.sra import read_package  # noqa: PLC0415

    for file in files:
        for piece in split(file.read_bytes()):
            read_package(piece.raw)


def omicidx(files: list[Path]) -> None:
    """The peer: its dictionaries of STUDY, SAMPLE, EXPERIMENT and RUN."""
    from omicidx.sra.parser import sra_object_generator  # noqa: PLC0415

    for file in files:
        with file.open("rb") as content:
            for record in sra_object_generator(content):
                _ = record.data


STEPS: dict[str, Callable[[list[Path]], None]] = {
    "floor": floor,
    "read": read,
    "omicidx": omicidx,
}

if __name__ == "__main__":
    step, folder = sys.argv[1:]
    began = time.perf_counter()
    STEPS[step](sorted(Path(folder).glob("*.xml")))
    print(json.dumps({"seconds": time.perf_counter() - began}))
