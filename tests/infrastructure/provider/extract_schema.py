"""Reads the schema of the AWS types we use out of a published wheel, without installing it.

    python -m tests.infrastructure.provider.extract_schema WHEEL

WHEEL is cdktf-cdktf-provider-aws (MPL-2.0, HashiCorp): bindings generated from the provider's own
schema. Each type is one JavaScript file there; its comments say what is computed, optional and
required, its HCL writer says which fields are blocks. What the bindings do not tell (validation of
values, sensitive, deprecated) is not in the result.
"""

import io
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.infrastructure.provider import ADDRESS, SCHEMA, types_used

Json = dict[str, Any]

_CLASS = re.compile(r"^class (\w+) extends ([\w.]+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_WRITTEN = re.compile(
    r"(\w+): \{\n\s+value: .*\n\s+isBlock: (\w+),\n\s+type: \"(\w+)\",\n"
    r"\s+storageClassType: \"(\w+)\""
)
_READ = re.compile(r"this\.get(\w+?)Attribute\('(\w+)'\)")
_NESTED = re.compile(
    r"- computed: (\w+), .*\n\s+this\._\w+ = new ([\w.]+)\(this, \"(\w+)\"(?:, (\w+))?\)"
)
_ELEMENT = re.compile(r"return new (\w+)\(this\.terraformResource")
_WORDS = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}
# The bindings do not say of a field that can be set whether the provider fills it in when it is
# not. Of a resource's fields these two are filled in, of a data source's all.
_FILLED_IN = {"id", "tags_all"}


@dataclass(frozen=True)
class Binding:
    """One type's JavaScript, cut into its classes."""

    source: str
    classes: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, source: str) -> "Binding":
        return cls(source, {name: (base, body) for name, base, body in _CLASS.findall(source)})

    def schema(self) -> Json:
        roots = ("cdktf.TerraformResource", "cdktf.TerraformDataSource", "cdktf.TerraformProvider")
        root = next(name for name, (base, _) in self.classes.items() if base in roots)
        block = self._block(root, self.classes[root][1])
        is_data = self.classes[root][0] == "cdktf.TerraformDataSource"
        for name, attribute in block["attributes"].items():
            if attribute.get("optional") and (is_data or name in _FILLED_IN):
                attribute["computed"] = True
        return {"version": 0, "block": block}

    def _block(self, name: str, writer: str) -> Json:
        """One block; `writer` is the code that writes as HCL all that can be set in it."""
        # The provider's own blocks have no class: there, everything is taken to be optional.
        body = self.classes[name][1] if name in self.classes else None
        nested = {field: kind for _, kind, field, _ in _NESTED.findall(body or "")}
        attributes: Json = {}
        blocks: Json = {}
        for field, is_block, kind, storage in _WRITTEN.findall(writer):
            required = body is not None and f"reset{_camel(field)}(" not in body
            if is_block == "true":
                blocks[field] = self._nested_block(
                    nested.get(field, storage), kind, required=required
                )
            else:
                flag = "required" if required else "optional"
                attributes[field] = {"type": self._written_type(kind, storage), flag: True}
        for field, kind in self._computed(body or "").items():
            if field not in attributes and field not in blocks:
                attributes[field] = {"type": kind, "computed": True}
        return {"attributes": attributes, "block_types": blocks}

    def _nested_block(self, nested: str, kind: str, *, required: bool) -> Json:
        single = nested.endswith("TimeoutsOutputReference")
        return {
            "nesting_mode": "single" if single else kind,
            "min_items": int(required and not single),
            "max_items": 0 if single or self._repeats(nested) else 1,
            "block": self._inner(nested),
        }

    def _inner(self, nested: str) -> Json:
        name = self._element(nested)
        writer = name.removesuffix("OutputReference")
        start = self.source.find(f"function {writer[0].lower()}{writer[1:]}ToHclTerraform(")
        return self._block(name, self.source[start : self.source.find("\n}\n", start)])

    @staticmethod
    def _written_type(kind: str, storage: str) -> Any:
        word = next((text for name, text in _WORDS.items() if storage.startswith(name)), "dynamic")
        return word if kind == "simple" else [kind, word]

    def _computed(self, body: str) -> Json:
        simple = {field: self._read_type(kind) for kind, field in _READ.findall(body)}
        return simple | {
            field: self._nested_type(nested, is_set=is_set == "true")
            for computed, nested, field, is_set in _NESTED.findall(body)
            if computed == "true"
        }

    @staticmethod
    def _read_type(kind: str) -> Any:
        if kind == "List":
            return ["list", "string"]
        many = re.search("(List|Map|Set)$", kind)
        word = _WORDS[kind.removesuffix(many[0] if many else "").lower()]
        return [many[0].lower(), word] if many else word

    def _nested_type(self, nested: str, *, is_set: bool) -> Any:
        if nested.startswith("cdktf."):
            return ["map", _WORDS[nested.removeprefix("cdktf.").removesuffix("Map").lower()]]
        attributes: Json = self._inner(nested)["attributes"]
        of = ["object", {name: each["type"] for name, each in attributes.items()}]
        return ["set" if is_set else "list", of]

    def _repeats(self, nested: str) -> bool:
        return nested.endswith("List")

    def _element(self, nested: str) -> str:
        if not self._repeats(nested):
            return nested
        found = _ELEMENT.search(self.classes[nested][1]) if nested in self.classes else None
        return found[1] if found else nested.removesuffix("List")


def _camel(snake: str) -> str:
    return "".join(word.capitalize() for word in snake.split("_"))


def folder(type_name: str) -> str:
    """Where the wheel keeps a type: aws_sns_topic in sns-topic, data.x likewise in data-x."""
    dashed = type_name.replace(".", "-").replace("_", "-")
    return dashed.removeprefix("aws-")


def bindings(wheel: Path, folders: Iterable[str]) -> Iterator[tuple[str, Binding]]:
    """One pass through the archive in the wheel: it is compressed as a whole."""
    wanted = {f"package/lib/{name}/index.js": name for name in folders}
    with zipfile.ZipFile(wheel) as package:
        inner = next(name for name in package.namelist() if name.endswith(".jsii.tgz"))
        archive = io.BytesIO(package.read(inner))
    with tarfile.open(fileobj=archive) as files:
        for member in files:
            if member.name in wanted and (opened := files.extractfile(member)):
                yield wanted[member.name], Binding.of(opened.read().decode())


def extract(wheel: Path, types: Iterable[str]) -> Json:
    by_folder = {folder(name): name for name in types} | {"provider": "provider"}
    found = {by_folder[name]: binding.schema() for name, binding in bindings(wheel, by_folder)}
    if missing := set(by_folder.values()) - set(found):
        raise SystemExit(f"Not in {wheel.name}: {', '.join(sorted(missing))}")
    return {
        "format_version": "1.0",
        "provider_schemas": {
            ADDRESS: {
                "provider": found.pop("provider"),
                "resource_schemas": {
                    name: each for name, each in found.items() if not name.startswith("data.")
                },
                "data_source_schemas": {
                    name.removeprefix("data."): each
                    for name, each in found.items()
                    if name.startswith("data.")
                },
            }
        },
    }


if __name__ == "__main__":
    schema = extract(Path(sys.argv[1]), types_used())
    SCHEMA.write_text(json.dumps(schema, indent=1, sort_keys=True) + "\n", encoding="utf-8")
