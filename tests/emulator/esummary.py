"""esummary: version 1 documents in XML, version 2 in JSON."""

from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.emulator.call import JSON, Call, Reply
from tests.emulator.envelopes import error_reply, json_reply, tag, xml_reply
from tests.emulator.faults import Fault
from tests.emulator.service import Hidden, Service
from tests.synthetic import ProjectRecord, Record, SampleRecord, SraRecord
from tests.synthetic.bioproject_xml import project_title_of
from tests.synthetic.run_facts import run_facts
from tests.synthetic.sample_xml import alias_of, title_of
from tests.synthetic.study_xml import center_of

_NO_SUMMARY = "cannot get document summary"


def esummary(service: Service, call: Call) -> Reply:
    if call.fault(Fault.SUMMARY_CRASH):
        return _crash(call)
    found = {uid: _document(service, call.db, uid) for uid in call.uids}
    if loss := call.fault(Fault.SILENT_LOSS):
        lost = loss.ids or set(call.uids[: loss.count])
        found = {uid: document for uid, document in found.items() if uid not in lost}
    if not call.wants_json:
        return xml_reply("eSummaryResult", "".join(_docsum(*pair) for pair in found.items()))
    if len(call.uids) > service.limits.json_summaries:
        most = service.limits.json_summaries
        message = f"Maximum number of UIDs is {most} for JSON format output."
        return Reply.text(f'{{"error":"Too many UIDs in request. {message}"}}', content_type=JSON)
    return _json(found)


def _crash(call: Call) -> Reply:
    message = "NCBI C++ Exception: Error: (CException::eUnknown) sra/data/Build.1/summary.cpp"
    if call.wants_json:
        return json_reply("esummary", {"esummaryresult": [message]})
    return error_reply("eSummaryResult", message)


def _document(service: Service, db: str, uid: int) -> dict[str, str] | None:
    record = service.store(db).get(uid)
    if record is None or service.shows(record) is not Hidden.SERVED:
        return None
    if isinstance(record, SraRecord):
        return _of_experiment(record)
    return _of_sample(record) if isinstance(record, SampleRecord) else _of_project(record)


def _docsum(uid: int, document: dict[str, str] | None) -> str:
    if document is None:
        return tag("ERROR", f"UID={uid}: {_NO_SUMMARY}")
    items = "".join(
        f'\n\t<Item Name="{name}" Type="String">{escape(value)}</Item>'
        for name, value in document.items()
    )
    return f"\n<DocSum>\n\t<Id>{uid}</Id>{items}\n</DocSum>\n"


def _json(found: dict[int, dict[str, str] | None]) -> Reply:
    result: dict[str, Any] = {"uids": [str(uid) for uid in found]}
    for uid, document in found.items():
        values = {"error": _NO_SUMMARY} if document is None else document
        result[str(uid)] = {"uid": str(uid)} | {k.lower(): v for k, v in values.items()}
    return json_reply("esummary", {"result": result})


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _of_experiment(record: SraRecord) -> dict[str, str]:
    return {
        "ExpXml": _experiment_xml(record),
        "Runs": _runs_xml(record),
        "ExtLinks": "",
        "CreateDate": _day(record.pdat),
        "UpdateDate": _day(record.mdat),
    }


def _experiment_xml(record: SraRecord) -> str:
    study, library, sample = record.study, record.library, record.samples[0]
    center = center_of(study)
    facts = run_facts(record)
    totals = [sum(getattr(run, name) for run in facts) for name in ("spots", "bases", "size")]
    return (
        f"<Summary>{tag('Title', record.title)}"
        f'<Platform instrument_model="{library.model}">{library.platform}</Platform>'
        f'<Statistics total_runs="{len(facts)}" total_spots="{totals[0]}" total_bases="{totals[1]}"'
        f' total_size="{totals[2]}" load_done="true" cluster_name="public"/></Summary>'
        f'<Submitter acc="{study.submission}" center_name={quoteattr(center.name)}'
        f' contact_name={quoteattr(f"{center.first} {center.last}")} lab_name=""/>'
        f'<Experiment acc="{record.accession}" ver="{record.revision + 1}" status="public"'
        f" name={quoteattr(record.title)}/>"
        f'<Study acc="{study.accession}" name={quoteattr(study.project.title)}/>'
        f'<Organism taxid="{sample.taxon.tax_id}" ScientificName={quoteattr(sample.taxon.name)}/>'
        f'<Sample acc="{sample.sra_accession}" name="{alias_of(sample)}"/>'
        f'<Instrument {library.platform}="{library.model}"/>{_library_xml(record)}'
        f"{tag('Bioproject', study.project.accession)}"
        f"{tag('Biosample', sample.biosample) if sample.biosample else '<Biosample/>'}"
    )


def _library_xml(record: SraRecord) -> str:
    library = record.library
    layout = "PAIRED" if library.paired else "SINGLE"
    return (
        f"<Library_descriptor>{tag('LIBRARY_STRATEGY', library.strategy)}"
        f"{tag('LIBRARY_SOURCE', library.source)}{tag('LIBRARY_SELECTION', library.selection)}"
        f"<LIBRARY_LAYOUT><{layout}/></LIBRARY_LAYOUT></Library_descriptor>"
    )


def _runs_xml(record: SraRecord) -> str:
    return "".join(
        f'<Run acc="{run.accession}" total_spots="{run.spots}" total_bases="{run.bases}"'
        ' load_done="true" is_public="true" cluster_name="public" static_data_available="true"/>'
        for run in run_facts(record)
    )


def _of_sample(sample: SampleRecord) -> dict[str, str]:
    return {
        "Title": title_of(sample),
        "Accession": sample.accession,
        "PublicationDate": _day(sample.pdat),
        "ModificationDate": _day(sample.mdat),
        "Organism": sample.taxon.name,
        "Taxonomy": str(sample.taxon.tax_id),
    }


def _of_project(record: Record) -> dict[str, str]:
    assert isinstance(record, ProjectRecord)
    return {
        "Project_Id": str(record.uid),
        "Project_Acc": record.accession,
        "Project_Title": project_title_of(record),
        "Organism_Name": record.taxon.name,
        "Registration_Date": f"{_day(record.pdat)} 00:00",
    }
