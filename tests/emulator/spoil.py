"""Records with something wrong inside (F15), or of a shape not seen before (F16)."""

import re
from collections.abc import Callable
from functools import partial

from tests.emulator.call import Call
from tests.emulator.faults import Fault, Rule

_TITLE = re.compile(rb"<(?:TITLE|Title)>")
_SAMPLE = re.compile(rb"<SAMPLE .*?</SAMPLE>", re.DOTALL)
_MEMBER = re.compile(rb"<Member .*?</Member>", re.DOTALL)
_SAMPLE_NUMBER = re.compile(rb"\b([SED]RS|SAMN|SAMEA|SAMD)(\d+)")
_STATISTICS = re.compile(rb'<Statistics nreads="variable"/>|<Statistics nreads=.*?</Statistics>')
_BASES = re.compile(rb"<Bases .*?</Bases>")
_FILE_KIND = re.compile(rb'semantic_name="')
_RUN_SET = re.compile(rb"<RUN_SET [^>]*>")
_PLATFORM = re.compile(rb"<PLATFORM>.*?</PLATFORM>")
_LAST_CHILD = re.compile(rb"(?=</(?:EXPERIMENT|RUN|SAMPLE|BioSample|DocumentSummary)>)")
_QUANTUM = (
    b"<PLATFORM><QUANTUM_PORE><INSTRUMENT_MODEL>QP-1</INSTRUMENT_MODEL></QUANTUM_PORE></PLATFORM>"
)
_UNHEARD_OF = b'<PROVENANCE since="2031"><STEP>unheard of</STEP></PROVENANCE>'


def spoil(call: Call, uid: int, xml: bytes) -> bytes:
    """F15 strikes one record of the reply, F16 all of them; or else those of the rule's ids."""
    for rule in call.faults:
        if rule.fault in _CONTENT and _is_meant(rule, call, uid):
            xml = _CONTENT[rule.fault](rule, xml)
        elif rule.fault in _DRIFT and (not rule.ids or uid in rule.ids):
            xml = _DRIFT[rule.fault](xml)
    return xml


def _is_meant(rule: Rule, call: Call, uid: int) -> bool:
    return uid in rule.ids if rule.ids else uid == min(call.uids)


def _into_title(text: bytes, _rule: Rule, xml: bytes) -> bytes:
    return _TITLE.sub(lambda match: match.group() + text, xml, count=1)


def _huge(rule: Rule, xml: bytes) -> bytes:
    return _into_title(b"lorem ipsum " * (rule.count * 1_000_000 // 12), rule, xml)


def _second_sample(xml: bytes) -> bytes:
    xml = _SAMPLE.sub(_doubled, xml, count=1)
    return _MEMBER.sub(_doubled, xml)


def _doubled(match: re.Match[bytes]) -> bytes:
    return match.group() + _SAMPLE_NUMBER.sub(rb"\g<1>9\2", match.group())


def _without_statistics(xml: bytes) -> bytes:
    return _BASES.sub(b"", _STATISTICS.sub(b"", xml))


_CONTENT: dict[Fault, Callable[[Rule, bytes], bytes]] = {
    Fault.CONTROL_CHARACTER: partial(_into_title, b"tab\x0bbed "),
    Fault.UNESCAPED: partial(_into_title, b"a < b & c "),
    Fault.LATIN_1: partial(_into_title, "été ".encode("latin-1")),
    Fault.NUL: partial(_into_title, b"nul\x00 "),
    Fault.CARRIAGE_RETURN: partial(_into_title, b"two&#13;\nlines "),
    Fault.HUGE_ABSTRACT: _huge,
}
_DRIFT: dict[Fault, Callable[[bytes], bytes]] = {
    Fault.RENAMED_FILES: partial(_FILE_KIND.sub, rb"\g<0>new "),
    Fault.BARE_RUN_SET: partial(_RUN_SET.sub, b"<RUN_SET>"),
    Fault.SECOND_SAMPLE: _second_sample,
    Fault.WITHOUT_STATISTICS: _without_statistics,
    Fault.NEW_PLATFORM: partial(_PLATFORM.sub, _QUANTUM),
    Fault.UNKNOWN_CHILD: partial(_LAST_CHILD.sub, _UNHEARD_OF),
}
