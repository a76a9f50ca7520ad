"""The few ways in which all of the synthetic XML is written."""

from xml.sax.saxutils import escape

_QUOTE = {'"': "&quot;"}


def text(value: str) -> str:
    return escape(value)


def quoted(value: str) -> str:
    """For the inside of a double-quoted attribute."""
    return escape(value, _QUOTE)


def element(tag: str, value: str) -> str:
    """Empty ones in their short form, as NCBI writes them."""
    return f"<{tag}>{escape(value)}</{tag}>" if value else f"<{tag}/>"


def identifiers(primary: str, **external: str | None) -> str:
    named = "".join(
        f'<EXTERNAL_ID namespace="{namespace}">{value}</EXTERNAL_ID>'
        for namespace, value in external.items()
        if value
    )
    return f"<IDENTIFIERS><PRIMARY_ID>{primary}</PRIMARY_ID>{named}</IDENTIFIERS>"
