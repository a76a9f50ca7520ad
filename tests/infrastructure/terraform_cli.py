"""Terraform as who follows docs/deploying.md meets it, in a folder with planned-outputs.json.

An apply makes nothing: cloud.py has made it all beforehand, from the state that `terraform test`
left. But only after an init is there an apply, and only after an apply are there outputs.
"""

import json
import sys
from pathlib import Path

INITIALISED, PLANNED, APPLIED = map(
    Path, (".terraform", "planned-outputs.json", "terraform.tfstate")
)


def main(command: str, kind: str = "", name: str = "") -> None:
    if command == "init":
        INITIALISED.mkdir(exist_ok=True)
        print("Terraform has been successfully initialized!")  # noqa: T201
    elif command == "apply" and INITIALISED.exists():
        APPLIED.write_bytes(PLANNED.read_bytes())
        print("Apply complete! Resources: some added, 0 changed, 0 destroyed.")  # noqa: T201
    elif command == "output" and APPLIED.exists():
        print(_output(kind, name))  # noqa: T201
    else:
        sys.exit(f"Error: there is no terraform {command} here, or not yet.")


def _output(kind: str, name: str) -> str:
    outputs = json.loads(APPLIED.read_text(encoding="utf-8"))
    if name not in outputs:
        sys.exit(f'Error: Output "{name}" not found')
    if kind == "-json":
        return json.dumps(outputs[name])
    if kind != "-raw" or not isinstance(outputs[name], str):
        sys.exit(f"Error: {name} is no text, or is not asked for as -raw or -json.")
    return str(outputs[name])


if __name__ == "__main__":
    main(*sys.argv[1:])
