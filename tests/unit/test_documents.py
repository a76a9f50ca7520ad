"""What the documents and the build files say is true."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from tools.write_settings_table import README, with_table

ROOT = Path(__file__).parents[2]
_SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


def test_the_readme_lists_the_settings_as_they_are() -> None:
    written = README.read_text(encoding="utf-8")

    assert with_table(written) == written, "run tools/write_settings_table.py"


@pytest.mark.parametrize(
    "query",
    [
        query
        for block in _SQL.findall(README.read_text(encoding="utf-8"))
        for query in block.split(";\n")
        if query.strip()
    ],
)
def test_the_queries_of_the_readme_run(query: str, database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text(query))


def test_the_layer_contracts_name_every_folder_of_src() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    roots = {path.name for path in (ROOT / "src").iterdir() if (path / "__init__.py").exists()}
    adapters = {
        path.name for path in (ROOT / "src/adapters").iterdir() if (path / "__init__.py").exists()
    }
    layers, between_adapters = contracts["contracts"][:2]

    assert set(layers["layers"]) == roots == set(contracts["root_packages"])
    named = {name.strip() for layer in between_adapters["layers"] for name in layer.split("|")}
    assert named == adapters


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    # Put together here, so that this very file is not found.
    forbidden = "|".join(
        [
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            "/ro" + "ot/[a-z]",
            "/ho" + "me/[a-z]",
        ]
    )
    found = subprocess.run(
        ("git", "grep", "-nIE", forbidden), cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert found.stdout == ""
