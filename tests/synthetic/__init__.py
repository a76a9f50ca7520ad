"""A seeded, deterministic INSDC of any size, for tests, demo and benchmarks."""

from tests.synthetic.archive import TODAY, Archive, ArchiveClock
from tests.synthetic.bioproject_xml import render_bioproject
from tests.synthetic.biosample_xml import render_biosample
from tests.synthetic.folder import write_folder
from tests.synthetic.profile import Oddity, Profile
from tests.synthetic.records import (
    ProjectRecord,
    Record,
    SampleRecord,
    SraRecord,
    Status,
    StudyRecord,
)
from tests.synthetic.sra_xml import render_package

__all__ = [
    "TODAY",
    "Archive",
    "ArchiveClock",
    "Oddity",
    "Profile",
    "ProjectRecord",
    "Record",
    "SampleRecord",
    "SraRecord",
    "Status",
    "StudyRecord",
    "render_bioproject",
    "render_biosample",
    "render_package",
    "write_folder",
]
