"""insdc-sync accession and insdc-sync status: what is in the mirror."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.accession import Accession, GeoAlias, InvalidAccessionError, identify
from insdc_sync.cli import present
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import load

if TYPE_CHECKING:
    from application.ports.catalogue import Card, Catalogue


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say what the mirror holds, what waits in quarantine, and how the last jobs went."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        stands = container.catalogue().standing()
        if as_json:
            present.print_json(asdict(stands))
        else:
            present.standing(stands, container.database().address)


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
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    asked = names or sys.stdin.read().split()
    with ready(load()) as container:
        answers = [_answer(name, container.catalogue()) for name in asked]
    if as_json:
        present.print_json([answer for answer, _ in answers])
    else:
        for answer, cards in answers:
            _print(answer, cards)
    if any(answer["answer"] == "refused" for answer, _ in answers):
        raise typer.Exit(ExitCode.USAGE)


def _answer(name: str, catalogue: "Catalogue") -> "tuple[dict[str, Any], list[Card]]":
    try:
        meant = identify(name)
    except InvalidAccessionError as error:
        return {"asked": name, "answer": "refused", "reason": str(error)}, []
    cards = catalogue.look_up(meant)
    answer: dict[str, Any] = {
        "asked": name,
        **_explained(meant),
        "answer": "found" if cards else "not found",
    }
    if cards:
        answer["records"] = [asdict(card) for card in cards]
    return answer, cards


def _explained(meant: Accession | GeoAlias) -> dict[str, str]:
    if isinstance(meant, GeoAlias):
        return {"name": str(meant), "kind": f"GEO {meant.kind}", "archive": "GEO"}
    return {"name": str(meant), "kind": meant.kind.value, "archive": meant.archive.full_name}


def _print(answer: dict[str, Any], cards: "list[Card]") -> None:
    if answer["answer"] == "refused":
        present.err.print(answer["reason"], markup=False)
        return
    if not cards:
        present.out.print(
            f"{answer['name']:<14} {answer['kind']}, {answer['archive']}: not in this mirror"
        )
    for card in cards:
        present.card(card)
