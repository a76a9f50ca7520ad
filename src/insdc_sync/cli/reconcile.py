"""insdc-sync reconcile: what left the archive, what came back, what was never seen."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from application.errors import NotReadyError
from application.reconcile import NOTHING_IN_STEP, Reconciled
from insdc_sync.cli import present
from insdc_sync.cli.options import AsJson
from insdc_sync.cli.plan import DryRun, Polite, wait_for_quiet
from insdc_sync.settings import load


def reconcile(
    accessions_tab: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="SRA_Accessions.tab (or .gz), as a second witness of what became of records "
            "that are gone: suppressed, withdrawn, replaced by which.",
        ),
    ] = None,
    accept_counts: Annotated[
        bool,
        typer.Option(
            "--accept-counts", help="Go on though a list suddenly has far more records, or fewer."
        ),
    ] = False,
    polite: Polite = False,
    dry_run: DryRun = False,
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
    if dry_run:
        _foretell(as_json=as_json)
        return
    if polite:
        wait_for_quiet()
    with ready(load(), present.watched(as_json=as_json)) as container:
        done = container.reconcile()(witness, accept_counts=accept_counts)
    if as_json:
        present.print_json([asdict(one) for one in done])
        return
    for one in done:
        _print(one)


def _foretell(*, as_json: bool) -> None:
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        listed = container.plan_reconcile()()
    if not listed:
        raise NotReadyError(NOTHING_IN_STEP)
    if as_json:
        present.print_json([asdict(one) for one in listed])
        return
    for one in listed:
        present.out.print(
            f"{one.name}  {one.records:,} {one.record}s to list: "
            f"{present.counted(one.requests, 'request')}"
        )
    present.out.print("What is missing here or gone there is asked for besides.")


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
