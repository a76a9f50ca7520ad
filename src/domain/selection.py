"""What to synchronize: which records, and of which days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.accession import Accession, EntityKind
from domain.records import ExperimentPackage, PoolMember


class InvalidSelectionError(ValueError):
    """A selection that cannot mean anything, with what to write instead."""


@dataclass(frozen=True, slots=True, order=True)
class DateWindow:
    """Closed range of days, as the archives index them (no time of day, no zone)."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidSelectionError(
                f"the window ends ({self.last}) before it begins ({self.first})"
            )

    @classmethod
    def of_days(cls, days: int, today: date) -> "DateWindow":
        """Give the window of today and the `days` days before it."""
        if days < 0:
            raise InvalidSelectionError(f"{days} days is not a window: use 0 or more")
        try:
            return cls(today - timedelta(days=days), today)
        except OverflowError:
            raise InvalidSelectionError(f"{days} days ago there was no calendar") from None

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a sync asks for: one of four ways, within a window of days or for all time.

    organism: a scientific name or an NCBI taxon id, descendants included.
    query: any term of Entrez' own language.
    bioproject: all experiments of one project.
    accessions: experiments by any accession of theirs (study, sample, run, BioSample, ...).
    None of them: everything the source holds, which only a folder of files can mean.
    ncbi_taxon_id: of the organism, where a taxonomy at hand told which taxon is meant.
    """

    organism: str | None = None
    query: str | None = None
    bioproject: Accession | None = None
    accessions: tuple[Accession, ...] = ()
    window: DateWindow | None = None
    ncbi_taxon_id: int | None = None

    def __post_init__(self) -> None:
        for name in ("organism", "query"):
            text = getattr(self, name)
            if text is not None and not text.strip():
                raise InvalidSelectionError(f"the {name} is empty")
        ways = [self.organism, self.query, self.bioproject, self.accessions]
        if sum(map(bool, ways)) > 1:
            raise InvalidSelectionError(
                "choose one of organism, query, bioproject and accessions, not several"
            )
        if self.bioproject is not None and self.bioproject.kind is not EntityKind.PROJECT:
            raise InvalidSelectionError(
                f"{self.bioproject} is a {self.bioproject.kind.value}, not a BioProject (PRJ...)"
            )

    @property
    def is_everything(self) -> bool:
        return not (self.organism or self.query or self.bioproject or self.accessions)

    def accepts(self, package: ExperimentPackage) -> bool:
        """Whether a package read from a file belongs to the selection.

        Entrez answers this itself. Files know neither the tree of taxa nor the archive's dates:
        an organism matches by its own name or taxon id, a window by the runs' publication.
        """
        return (
            (not self.organism or self._is_of_organism(package))
            and (not self.bioproject or self.bioproject in _projects(package))
            and (not self.accessions or not _accessions(package).isdisjoint(self.accessions))
            and (self.window is None or self._was_published(package))
        )

    def _is_of_organism(self, package: ExperimentPackage) -> bool:
        wanted = {(self.organism or "").strip().lower(), str(self.ncbi_taxon_id or "")} - {""}
        named = [(sample.scientific_name, sample.ncbi_taxon_id) for sample in package.samples]
        named += [(member.organism, member.ncbi_taxon_id) for member in _members(package)]
        return any(
            not wanted.isdisjoint({(name or "").lower(), str(taxon)}) for name, taxon in named
        )

    def _was_published(self, package: ExperimentPackage) -> bool:
        return any(
            self.window is not None and run.published and run.published.date() in self.window
            for run in package.runs
        )

    def __str__(self) -> str:
        what = (
            self.organism
            or self.query
            or str(self.bioproject or "")
            or _abbreviated(self.accessions)
            or "everything"
        )
        return f"{what}, {self.window}" if self.window else what


def _abbreviated(accessions: tuple[Accession, ...], shown: int = 3) -> str:
    named = ", ".join(map(str, accessions[:shown]))
    more = len(accessions) - shown
    return f"{named} and {more} more" if more > 0 else named


def _members(package: ExperimentPackage) -> Iterator[PoolMember]:
    yield from package.experiment.pool
    for run in package.runs:
        yield from run.pool


def _projects(package: ExperimentPackage) -> set[Accession]:
    own = {package.study.bioproject} if package.study and package.study.bioproject else set()
    return own.union(*(sample.projects for sample in package.samples))


def _accessions(package: ExperimentPackage) -> set[Accession]:
    found = {package.experiment.accession, package.experiment.study} | _projects(package)
    found.update(run.accession for run in package.runs)
    if package.submission:
        found.add(package.submission.accession)
    names = [sample.name for sample in package.samples]
    names += [member.sample for member in _members(package)]
    if package.experiment.sample:
        names.append(package.experiment.sample)
    found.update(name.sra for name in names if name.sra)
    found.update(name.biosample for name in names if name.biosample)
    return found
