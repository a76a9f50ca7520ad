"""The program assembled: which adapter stands behind which port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from dependency_injector import containers, providers
from sqlalchemy import URL

from adapters.aws.secrets import DatabasePassword, SecretsManagerCredentials
from adapters.aws.tokens import RdsToken
from adapters.console.progress import SilentProgress
from adapters.entrez.access import EntrezAccess
from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.base import EntrezArchive
from adapters.entrez.bioprojects import EntrezProjectArchive
from adapters.entrez.biosamples import EntrezSampleArchive
from adapters.entrez.limiter import CountingLimiter
from adapters.memory.credentials import GivenCredentials
from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.ncbi_files.projects import FolderProjectArchive
from adapters.ncbi_files.samples import FolderSampleArchive
from adapters.ncbi_files.saved_records import SavedRecords
from adapters.ncbi_files.saved_xml import saved_files
from adapters.ncbi_files.taxdump.local import LocalTaxdump
from adapters.ncbi_files.taxdump.remote import RemoteTaxdump
from adapters.postgres import embedded
from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.catalogue import PostgresCatalogue
from adapters.postgres.consumers import PostgresConsumers
from adapters.postgres.curation import CuratedPage, PostgresCurationDesk
from adapters.postgres.curation_report import PostgresCurationReport
from adapters.postgres.database import Database
from adapters.postgres.following import PostgresFollowing
from adapters.postgres.forecasts import PostgresForecasts
from adapters.postgres.history import PostgresHistory
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.limiter import PostgresLimiter
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.membership import PostgresMembership
from adapters.postgres.migrate import check, migrate
from adapters.postgres.mirror import BIOSAMPLES, PROJECTS, PostgresMirror
from adapters.postgres.purge import PostgresPurge
from adapters.postgres.specimens import PostgresSpecimens
from adapters.postgres.staged import PageRows
from adapters.postgres.taxonomy.catalogue import PostgresTaxonCatalogue
from adapters.postgres.taxonomy.mirror import PostgresTaxonomy
from adapters.processes.workers import SpawnedWorkers
from adapters.xml.bioproject import read_bioproject
from adapters.xml.bioproject_glance import glance_bioproject
from adapters.xml.biosample import read_biosample
from adapters.xml.biosample_glance import glance_biosample
from adapters.xml.privacy import without_personal_data
from adapters.xml.splitter import glance
from adapters.xml.sra import read_package
from application.curate_samples import CurateSamples
from application.derive import Derive
from application.errors import ConfigurationError, UsageError
from application.forecast_jobs import Compared, Comparison, ForecastJobs
from application.group_specimens import GroupSpecimens
from application.pacing import Pace
from application.paged_job import PagedJob, Toolbox
from application.plan_sync import PlanFollowed, PlanReconcile, PlanSync
from application.ports.archive import SequenceArchive
from application.ports.backlog import Backlog
from application.ports.catalogue import Catalogue
from application.ports.consumers import Consumers
from application.ports.credentials import Credentials, NcbiCredentials
from application.ports.curation import CurationDesk
from application.ports.curation_report import CurationReporter
from application.ports.following import Following
from application.ports.forecasts import Forecasts
from application.ports.history import History
from application.ports.ledger import JobLedger
from application.ports.lock import JobLock
from application.ports.mirror import Mirror
from application.ports.progress import Progress
from application.ports.project_archive import ProjectArchive
from application.ports.purging import PurgeDesk
from application.ports.reconciling import Membership
from application.ports.sample_archive import SampleArchive
from application.ports.specimens import SpecimenShelf
from application.ports.taxon_catalogue import TaxonCatalogue
from application.ports.taxonomy import TaxonomyMirror
from application.ports.taxonomy_dump import TaxonomyDump
from application.ports.workers import Workers
from application.reconcile import Ground, Reconcile
from application.replay_quarantine import ReplayQuarantine
from application.resolve_taxon import ResolveTaxon
from application.sync_followed import SyncFollowed
from application.sync_projects import SyncProjects
from application.sync_samples import SyncSamples, TaxonomyGate
from application.sync_sequencing import SyncSequencing
from application.sync_taxonomy import SyncTaxonomy
from insdc_sync.settings import PREFIX, Settings
from insdc_sync.version import VERSION


def database_url(settings: Settings) -> str:
    """Give the address of the server that was set, or of the embedded one, started."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    if settings.database_host is None:
        return embedded.start(settings.data_dir / "postgresql")
    is_verified = settings.database_iam_token or settings.database_secret
    query = {"sslmode": "verify-full"} if is_verified else {}
    if settings.database_ca_file is not None:
        query["sslrootcert"] = str(settings.database_ca_file)
    address = URL.create(
        "postgresql",
        settings.database_user,
        host=settings.database_host,
        port=settings.database_port,
        database=settings.database_name,
        query=query,
    )
    return address.render_as_string(hide_password=False)


def _password(settings: Settings) -> Callable[[], str] | None:
    """Give what makes the password of a connection; None: the address has it, or none is needed."""
    if settings.database_iam_token and settings.database_url is None:
        if not settings.database_host or not settings.database_user:
            raise ConfigurationError(
                "A login by token needs INSDC_SYNC_DATABASE_HOST and INSDC_SYNC_DATABASE_USER."
            )
        return RdsToken(
            settings.database_host,
            settings.database_port,
            settings.database_user,
            settings.aws_region,
        )
    if settings.database_secret:
        return DatabasePassword(settings.database_secret, settings.aws_region)
    return None


def _database(url: str, settings: Settings) -> Iterator[Database]:
    database = Database(url, _password(settings), settings.database_wait_seconds)
    yield database
    database.dispose()


def _credentials(settings: Settings) -> Credentials:
    if settings.ncbi_secret:
        return SecretsManagerCredentials(settings.ncbi_secret, settings.aws_region)
    key = settings.ncbi_api_key
    return GivenCredentials(settings.ncbi_email, key.get_secret_value() if key else None)


def _ncbi(settings: Settings, credentials: Credentials) -> NcbiCredentials:
    """Read the credentials, once a job; files need none."""
    return credentials.ncbi() if settings.source == "entrez" else NcbiCredentials()


def _pace(settings: Settings, ncbi: NcbiCredentials) -> Pace:
    return Pace(settings.rate(has_key=bool(ncbi.api_key)))


def _limiter(database: Database, pace: Pace, ncbi: NcbiCredentials) -> CountingLimiter:
    return CountingLimiter(PostgresLimiter(database, pace, ncbi.api_key))


def _in_flight(settings: Settings, ncbi: NcbiCredentials) -> int:
    return settings.in_flight(has_key=bool(ncbi.api_key))


_Entrez = TypeVar("_Entrez", bound=EntrezArchive)


def _entrez(
    settings: Settings, ncbi: NcbiCredentials, limiter: CountingLimiter, archive: type[_Entrez]
) -> Iterator[_Entrez]:
    secret = settings.ncbi_secret
    access = EntrezAccess(
        email=ncbi.email or "",
        api_key=ncbi.api_key,
        key_from=f"api_key in the secret {secret}" if secret else f"{PREFIX}NCBI_API_KEY",
        base_url=settings.entrez_url,
        in_flight=_in_flight(settings, ncbi),
    )
    with archive(access, limiter) as opened:
        yield opened


def _taxdump(settings: Settings, progress: Progress) -> TaxonomyDump:
    if settings.taxdump_path is not None:
        return LocalTaxdump(settings.taxdump_path, progress)
    folder = settings.data_dir / "downloads"
    return RemoteTaxdump(folder, progress, settings.taxdump_url, f"insdc-sync/{VERSION}")


_Folder = TypeVar("_Folder", bound=SavedRecords[Any])


def _files(settings: Settings, archive: Callable[[Path], _Folder]) -> _Folder:
    if settings.files_dir is None:
        raise UsageError("Which folder? Name it with --files DIR, or in INSDC_SYNC_FILES_DIR.")
    if not saved_files(settings.files_dir):
        raise UsageError(f"There is no *.xml or *.xml.gz file in {settings.files_dir}.")
    return archive(settings.files_dir)


class Container(containers.DeclarativeContainer):
    """What runs, put together from settings and a display of progress.

    Each provider is annotated with its port, so that an adapter that does not fit is refused.
    """

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)
    progress: providers.Provider[Progress] = providers.Object(SilentProgress())

    url: providers.Provider[str] = providers.Singleton(database_url, settings)
    database: providers.Resource[Database] = providers.Resource(_database, url, settings)
    mirror: providers.Provider[Mirror[PageRows]] = providers.Singleton(PostgresMirror, database)
    sample_mirror: providers.Provider[Mirror[PageRows]] = providers.Singleton(
        PostgresMirror, database, providers.Object(BIOSAMPLES)
    )
    project_mirror: providers.Provider[Mirror[PageRows]] = providers.Singleton(
        PostgresMirror, database, providers.Object(PROJECTS)
    )
    backlog: providers.Provider[Backlog] = providers.Singleton(PostgresBacklog, database)
    ledger: providers.Provider[JobLedger] = providers.Singleton(PostgresLedger, database, VERSION)
    lock: providers.Provider[JobLock] = providers.Singleton(PostgresJobLock, database)
    catalogue: providers.Provider[Catalogue] = providers.Singleton(PostgresCatalogue, database)
    history: providers.Provider[History] = providers.Singleton(PostgresHistory, database)
    consumers: providers.Provider[Consumers] = providers.Singleton(PostgresConsumers, database)
    purge_desk: providers.Provider[PurgeDesk] = providers.Singleton(PostgresPurge, database)

    credentials: providers.Provider[Credentials] = providers.Singleton(_credentials, settings)
    ncbi: providers.Provider[NcbiCredentials] = providers.Singleton(_ncbi, settings, credentials)
    pace: providers.Provider[Pace] = providers.Singleton(_pace, settings, ncbi)
    limiter: providers.Provider[CountingLimiter] = providers.Singleton(
        _limiter, database, pace, ncbi
    )
    entrez: providers.Resource[SequenceArchive] = providers.Resource(
        _entrez, settings, ncbi, limiter, providers.Object(EntrezSequenceArchive)
    )
    files: providers.Provider[SequenceArchive] = providers.Singleton(
        _files, settings, providers.Object(FolderSequenceArchive)
    )
    archive: providers.Provider[SequenceArchive] = providers.Selector(
        settings.provided.source, entrez=entrez, files=files
    )
    entrez_samples: providers.Resource[SampleArchive] = providers.Resource(
        _entrez, settings, ncbi, limiter, providers.Object(EntrezSampleArchive)
    )
    files_samples: providers.Provider[SampleArchive] = providers.Singleton(
        _files, settings, providers.Object(FolderSampleArchive)
    )
    sample_archive: providers.Provider[SampleArchive] = providers.Selector(
        settings.provided.source, entrez=entrez_samples, files=files_samples
    )
    entrez_projects: providers.Resource[ProjectArchive] = providers.Resource(
        _entrez, settings, ncbi, limiter, providers.Object(EntrezProjectArchive)
    )
    files_projects: providers.Provider[ProjectArchive] = providers.Singleton(
        _files, settings, providers.Object(FolderProjectArchive)
    )
    project_archive: providers.Provider[ProjectArchive] = providers.Selector(
        settings.provided.source, entrez=entrez_projects, files=files_projects
    )
    taxdump: providers.Provider[TaxonomyDump] = providers.Singleton(_taxdump, settings, progress)
    taxonomy: providers.Provider[TaxonomyMirror] = providers.Singleton(
        PostgresTaxonomy, database, progress
    )
    taxon_catalogue: providers.Provider[TaxonCatalogue] = providers.Singleton(
        PostgresTaxonCatalogue, database
    )
    workers: providers.Provider[Workers] = providers.Singleton(
        SpawnedWorkers, settings.provided.workers
    )

    tools: providers.Provider[Toolbox] = providers.Factory(
        Toolbox,
        ledger=ledger,
        workers=workers,
        progress=progress,
        cleanse=providers.Object(without_personal_data),
        in_flight=providers.Callable(_in_flight, settings, ncbi),
    )
    sync_taxonomy: providers.Provider[SyncTaxonomy] = providers.Factory(
        SyncTaxonomy, dump=taxdump, mirror=taxonomy, ledger=ledger, lock=lock, progress=progress
    )
    resolve_taxon: providers.Provider[ResolveTaxon] = providers.Factory(
        ResolveTaxon, taxon_catalogue, progress
    )
    sync_sequencing: providers.Provider[SyncSequencing[PageRows]] = providers.Factory(
        SyncSequencing,
        archive=archive,
        mirror=mirror,
        lock=lock,
        tools=tools,
        today=date.today,
        resolve=resolve_taxon,
        glance=providers.Object(glance),
    )
    taxonomy_gate: providers.Provider[TaxonomyGate] = providers.Factory(
        TaxonomyGate, taxon_catalogue
    )
    curation_desk: providers.Provider[CurationDesk[CuratedPage]] = providers.Singleton(
        PostgresCurationDesk, database
    )
    curate_samples: providers.Provider[CurateSamples[CuratedPage]] = providers.Factory(
        CurateSamples,
        desk=curation_desk,
        ledger=ledger,
        lock=lock,
        workers=workers,
        progress=progress,
    )
    curation_report: providers.Provider[CurationReporter] = providers.Singleton(
        PostgresCurationReport, database
    )
    specimen_shelf: providers.Provider[SpecimenShelf] = providers.Singleton(
        PostgresSpecimens, database
    )
    group_specimens: providers.Provider[GroupSpecimens] = providers.Factory(
        GroupSpecimens, specimen_shelf, progress
    )
    derive: providers.Provider[Derive] = providers.Factory(
        Derive, curate=curate_samples, group=group_specimens
    )
    sync_samples: providers.Provider[SyncSamples[PageRows]] = providers.Factory(
        SyncSamples,
        archive=sample_archive,
        mirror=sample_mirror,
        backlog=backlog,
        lock=lock,
        tools=tools,
        today=date.today,
        resolve=resolve_taxon,
        check=taxonomy_gate,
        afterwards=derive,
        glance=providers.Object(glance_biosample),
    )
    sync_projects: providers.Provider[SyncProjects[PageRows]] = providers.Factory(
        SyncProjects,
        archive=project_archive,
        mirror=project_mirror,
        backlog=backlog,
        lock=lock,
        tools=tools,
        afterwards=group_specimens,
        glance=providers.Object(glance_bioproject),
    )
    forecasts: providers.Provider[Forecasts] = providers.Singleton(PostgresForecasts, database)
    plan_sync: providers.Provider[PlanSync] = providers.Factory(
        PlanSync,
        archive=archive,
        samples=sample_archive,
        projects=project_archive,
        backlog=backlog,
        forecasts=forecasts,
        today=date.today,
        resolve=resolve_taxon,
    )
    following: providers.Provider[Following] = providers.Singleton(PostgresFollowing, database)
    comparison: providers.Provider[Comparison] = providers.Factory(
        Comparison, plan=plan_sync, forecasts=forecasts, meter=limiter, pace=pace
    )
    sync_followed: providers.Provider[SyncFollowed] = providers.Factory(
        SyncFollowed,
        following=following,
        archive=entrez,
        index=entrez,
        samples_index=entrez_samples,
        sequencing=providers.Factory(Compared, "sequencing", sync_sequencing, comparison),
        samples=providers.Factory(Compared, "samples", sync_samples, comparison),
        projects=providers.Factory(Compared, "projects", sync_projects, comparison),
        check=taxonomy_gate,
        progress=progress,
        overlap=providers.Callable(timedelta, settings.provided.overlap_days),
    )
    membership: providers.Provider[Membership] = providers.Singleton(PostgresMembership, database)
    reconcile: providers.Provider[Reconcile[PageRows]] = providers.Factory(
        Reconcile,
        following=following,
        membership=membership,
        grounds=providers.List(
            providers.Factory(
                Ground,
                "experiment",
                entrez,
                providers.Factory(
                    PagedJob,
                    "sequencing",
                    "experiment",
                    "experiments",
                    entrez,
                    mirror,
                    tools,
                    providers.Object(glance),
                ),
            ),
            providers.Factory(
                Ground,
                "biosample",
                entrez_samples,
                providers.Factory(
                    PagedJob,
                    "samples",
                    "biosample",
                    "BioSamples",
                    entrez_samples,
                    sample_mirror,
                    tools,
                    providers.Object(glance_biosample),
                ),
                # BioSample's index knows organisms and accessions, neither projects nor runs.
                providers.Object(lambda selection: bool(selection.organism)),
            ),
        ),
        resolve=resolve_taxon,
        ledger=ledger,
        lock=lock,
        progress=progress,
        afterwards=derive,
    )
    plan_followed: providers.Provider[PlanFollowed] = providers.Factory(
        PlanFollowed, plan=plan_sync, following=following, index=entrez
    )
    plan_reconcile: providers.Provider[PlanReconcile] = providers.Factory(
        PlanReconcile,
        following=following,
        archive=entrez,
        samples=entrez_samples,
        resolve=resolve_taxon,
    )
    forecast_jobs: providers.Provider[ForecastJobs] = providers.Factory(
        ForecastJobs,
        plan=plan_sync,
        forecasts=forecasts,
        ledger=ledger,
        archive=archive,
        meter=limiter,
        pace=pace,
    )
    replay_quarantine: providers.Provider[ReplayQuarantine[PageRows]] = providers.Factory(
        ReplayQuarantine,
        catalogue=catalogue,
        shelves=providers.Dict(
            experiment=providers.List(providers.Object(read_package), mirror),
            biosample=providers.List(providers.Object(read_biosample), sample_mirror),
            project=providers.List(providers.Object(read_bioproject), project_mirror),
        ),
        ledger=ledger,
        lock=lock,
    )


@contextmanager
def assembled(settings: Settings, progress: Progress | None = None) -> Iterator[Container]:
    """Give the program put together, and take it apart again in the end."""
    container = Container(settings=providers.Object(settings))
    if progress is not None:
        container.progress.override(providers.Object(progress))
    try:
        yield container
    finally:
        container.shutdown_resources()


@contextmanager
def ready(settings: Settings, progress: Progress | None = None) -> Iterator[Container]:
    """Give the program with a database of this version: the embedded one migrates itself."""
    with assembled(settings, progress) as container:
        if settings.is_embedded:
            migrate(container.database())
        else:
            check(container.database())
        yield container
