"""Writes the table of settings into the README, from the settings themselves."""

import re
from pathlib import Path

from pydantic_core import PydanticUndefined

from insdc_sync.settings import PREFIX, Settings

README = Path(__file__).parents[1] / "README.md"
_TABLE = re.compile(r"(<!-- settings: [^>]*-->\n).*?(<!-- /settings -->)", re.DOTALL)
# These depend on the machine; the description says what they are.
_BY_MACHINE = {"data_dir": "the platform's user data folder", "workers": "by machine"}


def table() -> str:
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = _BY_MACHINE.get(name)
        if default is None:
            value = field.default
            default = "" if value in (None, PydanticUndefined) else f"`{value}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def with_table(readme: str) -> str:
    return _TABLE.sub(lambda found: found[1] + table() + found[2], readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
