"""The queries of docs/queries.md, as somebody would copy them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
_QUESTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_SQL = re.compile(r"```sql\n(.*?);\n```", re.DOTALL)


@dataclass(frozen=True)
class Query:
    """One query. number: its place below its question, from 1."""

    question: str
    number: int
    sql: str

    def asking(self, instead: Mapping[str, str]) -> str:
        """Put in other words for those of the example, as a reader does."""
        for example in instead:
            if example not in self.sql:
                raise ValueError(f"{self.question}, {self.number}: nothing asks for {example}")
        if not instead:
            return self.sql
        examples = "|".join(map(re.escape, instead))
        return re.sub(examples, lambda found: instead[found[0]], self.sql)


def queries() -> dict[tuple[str, int], Query]:
    """Give the queries by question and number, in the order of the page."""
    return {
        (question, number): Query(question, number, sql)
        for question, section in _QUESTION.findall(PAGE.read_text(encoding="utf-8"))
        for number, sql in enumerate(_SQL.findall(section), start=1)
    }
