"""efetch: records of the store in the store's own order, unknown ones left out."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.emulator.call import HTML, PLAIN, Call, Reply
from tests.emulator.envelopes import id_list, tag
from tests.emulator.faults import Fault
from tests.emulator.runinfo import runinfo
from tests.emulator.service import Hidden, Service
from tests.emulator.spoil import spoil
from tests.synthetic import (
    ProjectRecord,
    Record,
    SampleRecord,
    SraRecord,
    render_bioproject,
    render_biosample,
    render_package,
)
from tests.synthetic.bioproject_xml import BIOPROJECT_HEAD, BIOPROJECT_TAIL
from tests.synthetic.biosample_xml import BIOSAMPLE_HEAD, BIOSAMPLE_TAIL
from tests.synthetic.sra_xml import SRA_HEAD, SRA_TAIL

_ENVELOPES = {
    "sra": (SRA_HEAD, SRA_TAIL),
    "biosample": (BIOSAMPLE_HEAD, BIOSAMPLE_TAIL),
    "bioproject": (BIOPROJECT_HEAD, BIOPROJECT_TAIL),
}


class Fetched(NamedTuple):
    uid: int
    xml: bytes


def efetch(service: Service, call: Call) -> Reply:
    if call.get("rettype") == "uilist":
        return _uilist(call)
    if not call.uids:
        return Reply.text("<h2>Error occurred: Empty result - nothing todo</h2>", 400, HTML)
    if call.db == "sra" and call.get("rettype") == "runinfo":
        return runinfo(service, call)
    head, tail = _ENVELOPES[call.db]
    records = [spoil(call, *fetched) for fetched in _kept(call, _records(service, call))]
    if cut := call.fault(Fault.CUT_BETWEEN):
        return Reply([head, *records[: max(0, len(records) - cut.count)]])
    return Reply([head, *records, tail])


def _uilist(call: Call) -> Reply:
    if call.get("retmode") == "text":
        return Reply.text("".join(f"{uid}\n" for uid in call.uids), content_type=PLAIN)
    return Reply.text(f'<?xml version="1.0" ?>\n{id_list(call.uids)}')


def _kept(call: Call, records: Iterator[Fetched]) -> list[Fetched]:
    """All but what is silently lost: the ids of the fault, or else the first `count`."""
    loss = call.fault(Fault.SILENT_LOSS)
    if loss is None:
        return list(records)
    if loss.ids:
        return [fetched for fetched in records if fetched.uid not in loss.ids]
    return list(records)[loss.count :]


def _records(service: Service, call: Call) -> Iterator[Fetched]:
    store = service.store(call.db)
    for uid in sorted(call.uids):
        if xml := _xml(service, call.db, uid, store.get(uid)):
            yield Fetched(uid, xml)


def _xml(service: Service, db: str, uid: int, record: Record | None) -> bytes | None:
    if record is None:
        return _project_error(uid, "cannot get document") if db == "bioproject" else None
    shown = service.shows(record)
    if shown is Hidden.SERVED:
        return _render(record)
    return _not_public(record) if shown is Hidden.ERROR else None


def _render(record: Record) -> bytes:
    if isinstance(record, SraRecord):
        return render_package(record)
    if isinstance(record, SampleRecord):
        return render_biosample(record)
    assert isinstance(record, ProjectRecord)
    return render_bioproject(record)


def _not_public(record: Record) -> bytes | None:
    if isinstance(record, SraRecord):
        message = f"SRA Experiment {record.accession} is not public"
        return (
            '<ERROR procedure="SRA_Main..GET_ExperimentPackage_xml" line="68" severity="13"'
            f' number="50000" public="yes">{message}</ERROR>\n'
        ).encode()
    if isinstance(record, ProjectRecord):
        message = f"The following ID is not public in BioProject: {record.uid}"
        return _project_error(record.uid, message)
    return None


def _project_error(uid: int, message: str) -> bytes:
    return f'<DocumentSummary uid="{uid}">{tag("error", message)}</DocumentSummary>\n'.encode()
