"""insdc-sync sync taxonomy and insdc-sync taxon: the NCBI taxonomy of the mirror."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from application.errors import NotReadyError
from application.ports.taxon_catalogue import TaxonAnswer
from application.resolve_taxon import did_you_mean, unknown
from application.sync_taxonomy import TaxonomyReport
from domain.taxonomy import Change, Taxon, TaxonRef
from insdc_sync.cli import present
from insdc_sync.cli.plan import DryRun
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import Settings, load

_SHOWN_NAMES = 12
_INDENT = 22


def sync_taxonomy(
    path: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="PATH",
            help="A dump on this machine: an archive (tar.gz, zip) or a folder.",
            show_default="NCBI's taxdump",
        ),
    ] = None,
    allow_loss: Annotated[
        bool,
        typer.Option("--allow-loss", help="Take a dump with less than half of the taxa there are."),
    ] = False,
    compare_all: Annotated[
        bool,
        typer.Option("--compare-all", help="Read the dump even if it was read, and every row."),
    ] = False,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Mirror the whole NCBI taxonomy.

    Readers see the tree as it was until the new one is complete. Ids that were merged or deleted
    stay known. A dump that was read before changes nothing.

    Example: insdc-sync sync taxonomy --from taxdump.tar.gz
    """
    if dry_run:
        _foretell(load(taxdump_path=path), as_json=as_json)
        return
    run_sync_taxonomy(
        load(taxdump_path=path), allow_loss=allow_loss, compare_all=compare_all, as_json=as_json
    )


def run_sync_taxonomy(
    settings: Settings,
    *,
    allow_loss: bool = False,
    compare_all: bool = False,
    as_json: bool = False,
) -> None:
    """Run the job and print what changed."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy, and --help needs none of it

    with ready(settings, present.watched(as_json=as_json)) as container:
        report = container.sync_taxonomy()(compare_all=compare_all, allow_loss=allow_loss)
    if as_json:
        present.print_json(_report_json(report))
    else:
        _print_report(report)


def _foretell(settings: Settings, *, as_json: bool) -> None:
    """Say whether there is a dump that the mirror does not have, and do nothing."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy, and --help needs none of it

    with ready(settings, present.watched(as_json=as_json)) as container:
        dump, standing = container.taxdump(), container.taxonomy().standing()
        digest = dump.digest()
        is_new = standing is None or standing.digest != digest
    here = standing.taxa if standing else 0
    if as_json:
        present.print_json({"source": dump.name, "new": is_new, "taxa": here})
        return
    what = "a dump that is not mirrored yet" if is_new else "the same dump as before"
    present.out.print(f"taxonomy  {what} ({dump.name}); {here:,} taxa are here.")


def taxon(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Taxon ids or names; none: standard input, one a line."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of answers.")] = False,
) -> None:
    """Look up taxa by id or by any name: rank, lineage, names, and how many are below.

    Ids that were merged or deleted are followed, with a note. The code is 2 if a name or an id is
    not known.

    Example: insdc-sync taxon 1773 "Mycobacterium avium"
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    asked = names or [line.strip() for line in sys.stdin if line.strip()]
    with ready(load()) as container:
        catalogue = container.taxon_catalogue()
        if catalogue.standing() is None:
            raise NotReadyError(
                "The taxonomy has never been synchronized.\nRun first:  insdc-sync sync taxonomy"
            )
        answers = [catalogue.look_up(name) for name in asked]
    if as_json:
        present.print_json([_answer_json(answer) for answer in answers])
    else:
        for answer in answers:
            _print_answer(answer)
    if not all(answer.taxon for answer in answers):
        raise typer.Exit(ExitCode.USAGE)


def _print_report(report: TaxonomyReport) -> None:
    standing, changes = report.standing, report.changes
    of_day = f"{standing.taxa:,} taxa, dump of {standing.day}"
    took = present.duration(report.seconds)
    if changes is None:
        said = f"taxonomy  {of_day}: the same dump as before, nothing to do ({took})."
        present.out.print(present.wrapped(said))
        return
    present.out.print(
        present.wrapped(f"taxonomy  {of_day}, job {report.job.number}: done in {took}.")
    )
    parts = [
        f"{change.value} {count:,}" for change in Change if (count := changes.counts.get(change))
    ]
    shown = [f"· {part}" for part in (*parts, f"unchanged {changes.unchanged:,}")]
    present.out.print(present.wrapped(" ".join(shown)[2:], *shown, first="  "))
    present.out.print(f"  names: {changes.names_added:,} added, {changes.names_removed:,} removed")
    if changes.unchanged and parts:  # a first load is no history
        present.out.print(f"  One by one: table taxonomy.change, job {report.job.number}.")


def _report_json(report: TaxonomyReport) -> dict[str, Any]:
    return {
        "job": report.job.number,
        "taxa": report.standing.taxa,
        "dump": {
            "source": report.standing.source,
            "digest": report.standing.digest,
            "day": report.standing.day,
        },
        "changes": report.changes and asdict(report.changes),
        "seconds": round(report.seconds, 3),
    }


def _print_answer(answer: TaxonAnswer) -> None:
    if answer.retired is not None:
        present.out.print(present.wrapped(f"Note: {answer.retired}."))
    if answer.taxon is not None:
        _print_taxon(answer.taxon, present.out)
    elif answer.ambiguous:
        said = f'Several taxa are called "{answer.asked}"; ask by the id:'
        present.err.print(present.wrapped(said))
        for ref in answer.ambiguous:
            present.err.print(_listed(ref))
    else:
        said = f"{unknown(answer.asked.strip())}{did_you_mean(answer.nearest)}"
        present.err.print(present.wrapped(said, *map(str, answer.nearest)))


def _listed(ref: TaxonRef) -> str:
    named = f"{ref.name}, {ref.rank}" if ref.rank else ref.name
    return present.wrapped(named, first=f"  {ref.ncbi_taxon_id:>8}  ", rest=" " * 12)


def _print_taxon(found: Taxon, console: Console) -> None:
    below = present.counted(found.descendants, "taxon")
    rank = f"{found.rank}, " if found.rank else ""
    console.print(present.wrapped(f"{found.ref}   {rank}{below} below it"))
    for word, text in _facts(found):
        label = f"  {word:<{_INDENT - 3}} "
        if len(label) > _INDENT:
            console.print(present.wrapped(word, first="  "))
            label = " " * _INDENT
        console.print(present.wrapped(text, first=label, rest=" " * _INDENT))


def _facts(found: Taxon) -> list[tuple[str, str]]:
    facts = []
    if found.lineage:
        facts.append(("lineage", " > ".join(ref.name for ref in found.lineage[1:]) or "root"))
    facts += [(f"{name.name_class}", name.unique or name.name) for name in found.names[1:]]
    if len(facts) > _SHOWN_NAMES:
        more = len(facts) - _SHOWN_NAMES
        facts = [*facts[:_SHOWN_NAMES], ("…", f"and {more} more names: --json")]
    if found.division:
        facts.append(("division", found.division))
    if found.genetic_code:
        facts.append(("genetic code", str(found.genetic_code)))
    return facts


def _answer_json(answer: TaxonAnswer) -> dict[str, Any]:
    if answer.taxon is not None:
        return {
            "asked": answer.asked,
            "answer": "retired" if answer.retired else "found",
            "retired": answer.retired and asdict(answer.retired),
            "taxon": asdict(answer.taxon),
        }
    if answer.ambiguous:
        return {
            "asked": answer.asked,
            "answer": "ambiguous",
            "taxa": [asdict(ref) for ref in answer.ambiguous],
        }
    return {
        "asked": answer.asked,
        "answer": "retired" if answer.retired else "not found",
        "retired": answer.retired and asdict(answer.retired),
        "nearest": [asdict(ref) for ref in answer.nearest],
    }
