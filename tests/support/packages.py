"""Small packages to merge: each says only what a test is about."""

from typing import Any

from application.ports.mirror import ReadPackage
from domain.accession import Accession
from domain.changes import digest
from domain.records import (
    Attribute,
    Experiment,
    ExperimentPackage,
    PoolMember,
    Run,
    Sample,
    SampleName,
    Study,
    Submission,
)

STUDY, SUBMISSION = "SRP000001", "SRA000001"


def accession(text: str) -> Accession:
    return Accession.parse(text)


def name(sra: str | None = None, biosample: str | None = None) -> SampleName:
    return SampleName(accession(sra) if sra else None, accession(biosample) if biosample else None)


def a_submission(called: str = SUBMISSION, **fields: Any) -> Submission:
    return Submission(accession(called), **fields)


def a_study(called: str = STUDY, **fields: Any) -> Study:
    return Study(accession(called), **fields)


def a_sample(sra: str | None = None, biosample: str | None = None, **fields: Any) -> Sample:
    return Sample(name(sra, biosample), **fields)


def a_member(sra: str | None = None, biosample: str | None = None, **fields: Any) -> PoolMember:
    return PoolMember(name(sra, biosample), **fields)


def an_experiment(called: str, study: str = STUDY, **fields: Any) -> Experiment:
    return Experiment(accession(called), accession(study), **fields)


def a_run(called: str, experiment: str, **fields: Any) -> Run:
    return Run(accession(called), accession(experiment), **fields)


def a_package(called: str = "SRX000001", **parts: Any) -> ExperimentPackage:
    """Give the package of an experiment; without parts it is nothing but the experiment."""
    experiment = parts.pop("experiment", None) or an_experiment(called)
    return ExperimentPackage(experiment, **parts)


def whole_package(number: int = 1) -> ExperimentPackage:
    """Give a package of one sample and one run, in the study and submission of all of them."""
    sra, biosample = f"SRS{number:06}", f"SAMN{number:08}"
    experiment = f"SRX{number:06}"
    member = a_member(sra, member_name="one", spots=10, bases=1000)
    return a_package(
        experiment=an_experiment(
            experiment, sample=name(sra), title=f"experiment {number}", pool=(member,)
        ),
        submission=a_submission(title="submission"),
        study=a_study(title="study"),
        samples=(a_sample(sra, biosample, title="sample", attributes=(Attribute("age", "3"),)),),
        runs=(a_run(f"SRR{number:06}", experiment, spots=10, pool=(member,)),),
    )


def read(package: ExperimentPackage, uid: int | None = None) -> ReadPackage:
    """Give a package as if read from bytes that say just what it says."""
    return ReadPackage(package, digest(repr(package).encode(), repr(uid).encode()), uid)
