"""insdc-sync reconcile: what left the archive, what came back, what was never seen."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from application.reconcile import Reconciled
from insdc_sync.cli import present
from insdc_sync.cli.options import AsJson
from insdc_sync.settings import load


def reconcile(
    accessions_tab: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="SRA_Accessions.tab, as a second witness of what became of a record.",
        ),
    ] = None,
    accept_counts: Annotated[
        bool,
        typer.Option(
            "--accept-counts", help="Go on though a list suddenly has far more records, or fewer."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compare the whole list of ids of what is followed with the archive's, both ways.

    What is missing here is fetched. What two indexes of the archive in a row do not list is asked
    after by its id, and its status says what became of it: suppressed, withdrawn, replaced,
    not_public or out_of_scope; the evidence is in insdc.status_evidence. Nothing is deleted.
    """
    from adapters.ncbi_files.accessions_tab import AccessionsTab  # noqa: PLC0415 - heavy
    from insdc_sync.container import ready  # noqa: PLC0415

    witness = AccessionsTab(accessions_tab) if accessions_tab else None
    if witness:
        witness.check()
    with ready(load(), present.watched(as_json=as_json)) as container:
        done = container.reconcile()(witness, accept_counts=accept_counts)
    if as_json:
        present.print_json([asdict(one) for one in done])
        return
    for one in done:
        _print(one)


def _print(one: Reconciled) -> None:
    took = present.duration(one.seconds)
    present.out.print(
        f"{one.name}  {one.listed:,} {one.record}s in the index of {one.index.day}: "
        f"{one.brought:,} brought, {sum(one.became.values()):,} gone ({took})"
    )
    for status, count in one.became.items():
        present.out.print(f"      {count:>8,} {status}")
    if one.suspected:
        present.out.print(
            f"      {one.suspected:>8,} not listed; a second index has to say so, too"
        )
