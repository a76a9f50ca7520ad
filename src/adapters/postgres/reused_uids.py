"""Sees to records whose Entrez uid turns out to be another record's now."""

from sqlalchemy import Connection, text

from adapters.postgres.changes import change_status
from adapters.postgres.schema import experiment


def take_uids(connection: Connection, job: int) -> None:
    """Let no two experiments have one uid: it is that of the one which just came by it.

    The other cannot be asked after by its uid any more. It counts as withdrawn, unless the archive
    lists it by another uid: then the next reconcile brings it back.
    """
    losers = connection.scalars(text(_LOSERS)).all()
    if not losers:
        return
    connection.execute(text(_EVIDENCE), {"losers": losers, "job": job})
    live = experiment.c.accession.in_(losers) & (experiment.c.status == "live")
    change_status(connection, experiment, live, "withdrawn", job)
    connection.execute(text(_WITHOUT), {"losers": losers})


_LOSERS = """
    select t.accession from insdc.experiment t join stage_experiment s
        on s.entrez_uid = t.entrez_uid and s.accession <> t.accession
    order by t.accession"""
_EVIDENCE = """
    insert into insdc.status_evidence (kind, accession, status, evidence, job)
    select 'experiment', t.accession, 'withdrawn',
        'its Entrez uid ' || t.entrez_uid || ' is that of ' || s.accession || ' now', :job
    from insdc.experiment t join stage_experiment s on s.entrez_uid = t.entrez_uid
    where t.accession = any(:losers) and s.accession <> t.accession and t.status = 'live'"""
_WITHOUT = "update insdc.experiment set entrez_uid = null where accession = any(:losers)"
