"""insdc-sync new: hands each record out once to each pipeline."""

import re
from dataclasses import asdict
from typing import Annotated

import typer

from application.errors import UsageError
from application.ports.consumers import KINDS, HandOut
from insdc_sync.cli import present
from insdc_sync.cli.options import AsJson
from insdc_sync.settings import load

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


def new(
    pipeline: Annotated[
        str, typer.Option("--for", metavar="PIPELINE", help="Who asks; any name, always the same.")
    ],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help=f"Kind of record: {', '.join(KINDS)}.")
    ] = "run",
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="At most so many; else all.")
    ] = None,
    from_now: Annotated[
        bool,
        typer.Option(
            "--from-now", help="Whoever asks for the first time begins with what comes from now on."
        ),
    ] = False,
    acknowledge: Annotated[
        bool,
        typer.Option(
            "--acknowledge", help="What was handed out is dealt with, up to NUMBER, or all of it."
        ),
    ] = False,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Only with --acknowledge.", min=0)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Hand out the records that a pipeline has not got yet, in the order in which they came.

    The same ones come again until they are acknowledged, whatever happens in between. What other
    pipelines do is no matter.

    Example: insdc-sync new --for assembly > runs.txt && insdc-sync new --for assembly --acknowledge
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    _check(pipeline, kind)
    if number is not None and not acknowledge:
        raise UsageError(f"{number} is the number of a record only with --acknowledge.")
    if acknowledge:
        with ready(load()) as container:
            upto = container.consumers().acknowledge(pipeline, kind, number)
        present.err.print(f"{pipeline} has dealt with each {kind} up to number {upto}.")
        return
    with ready(load()) as container:
        handed = container.consumers().hand_out(pipeline, kind, limit, from_now=from_now)
    if as_json:
        present.print_json([asdict(one) for one in handed.arrivals])
    else:
        for one in handed.arrivals:
            present.out.print(one.accession)
    _explain(pipeline, kind, handed)


def _check(pipeline: str, kind: str) -> None:
    if not _NAME.fullmatch(pipeline):
        raise UsageError("A pipeline is called by letters, digits, dots and dashes: --for assembly")
    if kind not in KINDS:
        raise UsageError(f"There is no kind {kind}. Choose one of {', '.join(KINDS)}.")


def _explain(pipeline: str, kind: str, handed: HandOut) -> None:
    if not handed.arrivals:
        present.err.print(f"No {kind} is new for {pipeline}.")
        return
    others = "" if kind == "run" else f" --kind {kind}"
    left = f", and {handed.left:,} wait" if handed.left else ""
    present.err.print(
        f"{present.counted(len(handed.arrivals), kind)}{left}. When they are dealt with:\n"
        f"  insdc-sync new --for {pipeline}{others} --acknowledge {handed.arrivals[-1].number}"
    )
