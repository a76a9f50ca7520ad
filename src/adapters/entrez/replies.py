"""Tells from the body of a reply what NCBI means; the HTTP status says little."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.xml.splitter import in_utf8


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP reply. retry_after: seconds, where the server names them."""

    status: int
    body: bytes
    retry_after: float | None = None


# The first that fits is the cause: a lost history, for one, comes wrapped in a C++ exception.
_CAUSES: Final = tuple(
    (re.compile(phrase, re.IGNORECASE), cause)
    for phrase, cause in (
        (r"API rate limit exceeded|too many requests", Cause.RATE_LIMIT),
        (r"API key (is )?(invalid|not )|invalid API key", Cause.BAD_KEY),
        (
            r"retrieve history|uids from history|unable to obtain query|empty result - nothing",
            Cause.HISTORY_GONE,
        ),
        (
            r"cannot be larger than|out of acceptable range|only retrieve the first",
            Cause.BEYOND_REACH,
        ),
        (r"\bID[ +]list[ +]is[ +]empty", Cause.NO_SUCH_IDS),
        (r"invalid db name|query_key are empty|too many UIDs", Cause.REFUSED),
        (
            r"external viewer error|backend failed|C\+\+ exception|internal server error|time-?out",
            Cause.BACKEND,
        ),
    )
)
_ERROR: Final = re.compile(rb"<(ERROR|Error|error)\b[^>]*>(.*?)</\1>", re.DOTALL)
_OTHER_WORDS: Final = tuple(
    re.compile(shape, re.DOTALL)
    for shape in (
        rb'"(?:ERROR|error)"\s*:\s*"((?:[^"\\]|\\.)*)"',
        rb"<h[1-3]\b[^>]*>(.*?)</h[1-3]>",
        rb"<title\b[^>]*>(.*?)</title>",
        rb"(.*)",
    )
)
_TAG: Final = re.compile(r"<[^>]*>")
_HEAD: Final = 4096  # bytes; no known complaint is longer, and no prolog


def accept(answer: Answer, root: str) -> bytes:
    """Give the body in UTF-8 if it is a document of this root element, from its start to its end.

    Raises FailedRequestError, with the cause, for everything else that NCBI is known to send.
    """
    body = in_utf8(answer.body).strip()
    if answer.status != HTTPStatus.OK or (body and not _begins(body, root)):
        raise _complaint(answer, body)
    if not _ends(body, root):
        raise _broken_off(answer, body)
    return body


def errors_in(body: bytes) -> Iterator[str]:
    """Give what the ERROR elements of an envelope say."""
    return (_plain(found[2]) for found in _ERROR.finditer(body))


def failure(said: str) -> FailedRequestError:
    """Make an error of NCBI's words; what nobody knows yet is taken for a passing failure."""
    return known_failure(said) or FailedRequestError(Cause.BACKEND, f'answered "{said}"')


def known_failure(said: str) -> FailedRequestError | None:
    """Make an error of NCBI's words where they are known for one."""
    cause = _known(said)
    return FailedRequestError(cause, f'answered "{said}"') if cause else None


def _begins(body: bytes, root: str) -> bool:
    return re.search(rb"<%b[\s>/]" % root.encode(), body[:_HEAD]) is not None


def _ends(body: bytes, root: str) -> bool:
    end = rb"(?:</%b\s*|<%b\s*/)>\Z" % (root.encode(), root.encode())
    return re.search(end, body[-_HEAD:]) is not None


def _broken_off(answer: Answer, body: bytes) -> FailedRequestError:
    if not body:
        return FailedRequestError(Cause.TORN, "sent an empty reply")
    said = " ".join(errors_in(body[:_HEAD]))
    if cause := _known(said):
        return FailedRequestError(cause, f'answered "{said}"')
    return FailedRequestError(Cause.TORN, f"broke off its reply after {len(answer.body):,} bytes")


def _complaint(answer: Answer, body: bytes) -> FailedRequestError:
    said = _words(body)
    known = None if answer.status == HTTPStatus.TOO_MANY_REQUESTS else _known(said)
    status = "" if answer.status == HTTPStatus.OK else f"HTTP {answer.status}"
    words = ", ".join(filter(None, [status, said and f'"{said}"']))
    return FailedRequestError(
        known or _cause_of_status(answer.status), f"answered {words}", answer.retry_after
    )


def _known(said: str) -> Cause | None:
    return next((cause for phrase, cause in _CAUSES if phrase.search(said)), None)


def _cause_of_status(status: int) -> Cause:
    match status:
        case 429:
            return Cause.RATE_LIMIT
        case 400 | 413 | 414:
            return Cause.REFUSED
        case 408:
            return Cause.BACKEND
        case _ if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Cause.WRONG_ADDRESS
        case _:
            return Cause.BACKEND


def _words(body: bytes) -> str:
    if errors := " / ".join(errors_in(body)):
        return errors
    found = (shape.search(body) for shape in _OTHER_WORDS)
    return next((text for match in found if match and (text := _plain(match[1]))), "")


def _plain(markup: bytes) -> str:
    text = html.unescape(_TAG.sub(" ", markup.decode(errors="replace")))
    return " ".join(text.split())
