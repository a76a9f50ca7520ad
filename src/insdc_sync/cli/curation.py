"""insdc-sync curate and insdc-sync curation: what the rules make of submitted values."""

from dataclasses import asdict
from typing import Annotated

import typer

from insdc_sync.cli import present
from insdc_sync.settings import load

app = typer.Typer(
    help="See what could not be curated.", no_args_is_help=True, rich_markup_mode=None
)


def curate(
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Apply this version's rules to the stored attributes, without asking the archive.

    Samples that the rules were applied to before are left alone. What changes is written into
    insdc.change. `sync samples` does this by itself.
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load(), present.watched(as_json=as_json)) as container:
        curated = container.curate_samples()()
        grouped = container.group_specimens()()
    if as_json:
        present.print_json(asdict(curated) | {"grouping": asdict(grouped)})
        return
    present.out.print(
        f"Curated {present.counted(curated.samples, 'sample')}, of which {curated.changed:,} "
        f"say something else than before, in {present.duration(curated.seconds)}."
    )
    present.out.print(
        f"{present.counted(grouped.specimens, 'specimen')} deposited more than once, as "
        f"{present.counted(grouped.samples, 'sample')}; {grouped.conflicts:,} hints not followed."
    )


@app.command("report")
def report(
    field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this field, e.g. place.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="So many values.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say how much was curated, and which values could not be, the most frequent first.

    Example: insdc-sync curation report --field collection_date
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        stands = container.curation_report()(field, limit)
    if as_json:
        present.print_json(asdict(stands))
        return
    present.out.print(f"{'field':<17} {'curated':>9} {'missing':>9} {'problem':>9} {'remark':>9}")
    for one in stands.coverage:
        present.out.print(
            f"{one.field:<17} {one.curated:>9,} {one.missing:>9,} {one.problem:>9,} "
            f"{one.remark:>9,}"
        )
    if stands.values:
        present.out.print("\nNot curated, or with a remark:")
    for value in stands.values:
        present.out.print(f"{value.samples:>8,}  {value.field}: {value.submitted}")
        present.out.print(f"{'':10}{value.why}")


__all__ = ["app", "curate"]
