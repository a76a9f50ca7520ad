"""insdc-sync accession and insdc-sync status: what is in the mirror."""

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from domain.accession import (
    Archive,
    EntityKind,
    GeoAlias,
    InvalidAccessionError,
    identify,
)
from insdc_sync.cli import present
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import load

_NOT_SRAS = {EntityKind.BIOSAMPLE.value, EntityKind.PROJECT.value}


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say what the mirror holds, what waits in quarantine, and how the last jobs went."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    settings = load()
    with ready(settings) as container:
        stands = container.catalogue().standing()
        taxonomy = container.taxon_catalogue().standing()
        forecasts = container.forecasts().of([job.number for job in stands.jobs])
        followed = container.following().all()
        if as_json:
            present.print_json(present.standing_json(stands, taxonomy, forecasts, followed))
            return
        where = container.database().address
        if settings.is_embedded:
            where = f"embedded, in {settings.data_dir}"
        present.standing(stands, taxonomy, where, forecasts, followed)


def accession(
    names: Annotated[
        list[str] | None, typer.Argument(help="Accessions or GEO aliases; none: standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of answers.")] = False,
) -> None:
    """Explain accessions, and what the mirror has on them.

    Every name is answered, in the order asked. The code is 2 if one of them is no accession.

    Example: insdc-sync accession SRR10518319 SAMN13345678 GSE12345
    """
    asked = names or sys.stdin.read().split()
    answers = [_explained(name) for name in asked]
    if any("refused" not in answer["answer"] for answer in answers):
        _look_up(answers)
    if as_json:
        present.print_json(answers)
    else:
        for answer in answers:
            _print(answer)
    if any(answer["answer"] == "refused" for answer in answers):
        raise typer.Exit(ExitCode.USAGE)


def _look_up(answers: list[dict[str, Any]]) -> None:
    """Add to each answer what the mirror has; what is refused needs no database."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        catalogue = container.catalogue()
        for answer in answers:
            if answer["answer"] == "refused":
                continue
            answer["records"] = [
                asdict(card) for card in catalogue.look_up(identify(answer["name"]))
            ]
            waits = bool(catalogue.quarantined(answer["name"]))
            answer["answer"] = (
                "found" if answer["records"] else "in quarantine" if waits else "not found"
            )


def _explained(name: str) -> dict[str, Any]:
    """Say what a name is, without asking anybody."""
    try:
        meant = identify(name)
    except InvalidAccessionError as error:
        return {"asked": name, "answer": "refused", "reason": str(error)}
    if isinstance(meant, GeoAlias):
        kind, archive = f"{meant.kind} alias", "GEO"
    else:
        kind, archive = meant.kind.value, meant.archive.full_name
        if kind in _NOT_SRAS and meant.archive is Archive.SRA:
            archive = "NCBI"
    return {"asked": name, "name": str(meant), "kind": kind, "archive": archive, "answer": ""}


def _print(answer: dict[str, Any]) -> None:
    if answer["answer"] == "refused":
        present.err.print(answer["reason"])
        return
    for card in answer["records"]:
        present.card(card)
    if not answer["records"]:
        where = {
            "in quarantine": "waits in quarantine (insdc-sync quarantine show)",
            "not found": "not in this mirror",
        }[answer["answer"]]
        present.out.print(f"{answer['name']:<14} {answer['kind']}, {answer['archive']}: {where}")
