"""A stand-in for hashicorp/aws: the provider's schema, and nothing behind it."""

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[3]
MODULES = (ROOT / "infrastructure", ROOT / "infrastructure/examples/main-infrastructure")
SCHEMA = Path(__file__).with_name("schema.json")
ADDRESS = "registry.terraform.io/hashicorp/aws"
VERSION = "6.25.0"

_USE = re.compile(r'^(resource|data) "(aws_\w+)"', re.MULTILINE)


def types_used(modules: Iterable[Path] = MODULES) -> list[str]:
    """Every AWS type in our Terraform; data sources as data.NAME."""
    uses = {
        use
        for module in modules
        for file in module.glob("*.tf")
        for use in _USE.findall(file.read_text(encoding="utf-8"))
    }
    return sorted(name if kind == "resource" else f"data.{name}" for kind, name in uses)
