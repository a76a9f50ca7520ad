"""Writes the tables of inputs and outputs into the README of infrastructure/, from its files."""

import re
from collections.abc import Iterator
from pathlib import Path

INFRASTRUCTURE = Path(__file__).parents[1] / "infrastructure"
README = INFRASTRUCTURE / "README.md"
_BLOCK = r'^{kind} "(\w+)" \{{\n(.*?)^\}}'
_TEXT = re.compile(r'^\s+(\w+)\s+= "?(.*?)"?$', re.MULTILINE)


def _described(kind: str, file: str) -> Iterator[tuple[str, dict[str, str]]]:
    text = (INFRASTRUCTURE / file).read_text(encoding="utf-8")
    for name, body in re.findall(_BLOCK.format(kind=kind), text, re.MULTILINE | re.DOTALL):
        yield name, dict(_TEXT.findall(body.split("validation {")[0]))


def inputs() -> str:
    rows = ["| input | type | what it is |", "|---|---|---|"]
    for name, told in _described("variable", "variables.tf"):
        rows.append(f"| `{name}` | {told['type']} | {told['description']} |")
    return "\n".join(rows) + "\n"


def outputs() -> str:
    rows = ["| output | what it is |", "|---|---|"]
    rows += [
        f"| `{name}` | {told['description']} |" for name, told in _described("output", "outputs.tf")
    ]
    return "\n".join(rows) + "\n"


def _replaced(readme: str, kind: str, table: str) -> str:
    begin, end = f"<!-- {kind}: written by tools/{Path(__file__).name} -->\n", f"<!-- /{kind} -->"
    before, _, rest = readme.partition(begin)
    _, _, after = rest.partition(end)
    return before + begin + table + end + after


def with_tables(readme: str) -> str:
    return _replaced(_replaced(readme, "inputs", inputs()), "outputs", outputs())


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
