"""Takes the personal data of submitters out of raw records before they are kept.

Works on bytes, because what waits in quarantine is often not well-formed. It would rather take
too much than too little: a contact that is never closed is cut to the end of the record, and so
is a value that is never closed. Every pattern here moves forward only, whatever the record holds.
"""

import re
from typing import Final

_CONTACT: Final = re.compile(
    rb"<(contacts?|authorset|pi|submitter)\b(?:[^<>]*/>|.*?(?:</\1\s*>|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_PERSON: Final = re.compile(
    rb"<(first|middle|last|email|phone|fax)(?=[\s>])[^<>]*>[^<]*(?:</\1\s*>)?", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    rb"""(?<=[\s"'])(?:sec_)?(?:e-?mail|(?:tele)?phone|fax|contact_name)\s*=\s*"""
    rb"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))""",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    rb"\b(?:tel(?:ephone)?|phone|fax)\b[.: \t]{0,4}(?:no|number)?[.: \t]{0,4}[+(]{0,2}[0-9]"
    rb"[0-9 ()/.-]{4,30}[0-9]",
    re.IGNORECASE,
)
_LETTERS: Final = rb"A-Za-z0-9_%+\x80-\xff-"
_ADDRESS: Final = re.compile(
    # Tried only where a word begins: from every letter of a long word it would never end.
    rb"(?<![.%b])[.%b]++(?:@|&#(?:64|x40);)[%b]++(?:\.[%b]++)+"
    % (_LETTERS, _LETTERS, _LETTERS, _LETTERS),
    re.IGNORECASE,
)

WITHHELD: Final = b"withheld"


def without_personal_data(raw: bytes) -> bytes:
    """Give the record without contacts, e-mail addresses and phone numbers of submitters."""
    for pattern, replacement in (
        (_CONTACT, b""),
        (_PERSON, b""),
        (_ATTRIBUTE, b""),
        (_PHONE, WITHHELD),
        (_ADDRESS, WITHHELD),
    ):
        raw = pattern.sub(replacement, raw)
    return raw
