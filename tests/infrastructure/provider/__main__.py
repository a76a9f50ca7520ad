"""The stand-in as Terraform starts it: a plugin that knows the schema and refuses everything else.

Terraform itself then checks our files: names, types, what is required, what refers to what; with
mock_provider, `terraform test` evaluates them too. Values of arguments are not checked.
"""

import json
import sys
from typing import Any

import tf.provider
import tf.runner
from tf.gen import tfplugin_pb2 as messages
from tf.gen import tfplugin_pb2_grpc as service

from tests.infrastructure.provider import ADDRESS, SCHEMA

Json = dict[str, Any]
_NESTING = {
    "list": messages.Schema.NestedBlock.LIST,
    "set": messages.Schema.NestedBlock.SET,
    "single": messages.Schema.NestedBlock.SINGLE,
}


def block(described: Json, *, computed: bool = True) -> messages.Schema.Block:
    """As the plugin protocol wants it; arguments of a provider are never computed."""
    return messages.Schema.Block(
        attributes=[
            messages.Schema.Attribute(
                name=name,
                type=json.dumps(each["type"]).encode(),
                required=each.get("required", False),
                optional=each.get("optional", False),
                computed=computed and each.get("computed", False),
            )
            for name, each in described["attributes"].items()
        ],
        block_types=[
            messages.Schema.NestedBlock(
                type_name=name,
                nesting=_NESTING[each["nesting_mode"]],
                min_items=each["min_items"],
                max_items=each["max_items"],
                block=block(each["block"], computed=computed),
            )
            for name, each in described["block_types"].items()
        ],
    )


def schemas(described: Json) -> dict[str, messages.Schema]:
    return {
        name: messages.Schema(version=each["version"], block=block(each["block"]))
        for name, each in described.items()
    }


class StandIn(service.ProviderServicer):  # type: ignore[misc]  # the library has no types
    """Answers what Terraform asks before it would talk to AWS."""

    def __init__(self, _: object) -> None:
        read = json.loads(SCHEMA.read_text(encoding="utf-8"))["provider_schemas"][ADDRESS]
        self._provider = messages.Schema(block=block(read["provider"]["block"], computed=False))
        self._resources = schemas(read["resource_schemas"])
        self._data_sources = schemas(read["data_source_schemas"])

    def GetMetadata(self, _: object, __: object) -> messages.GetMetadata.Response:  # noqa: N802
        kinds = messages.GetMetadata
        return kinds.Response(
            resources=[kinds.ResourceMetadata(type_name=name) for name in self._resources],
            data_sources=[kinds.DataSourceMetadata(type_name=name) for name in self._data_sources],
        )

    def GetProviderSchema(  # noqa: N802
        self, _: object, __: object
    ) -> messages.GetProviderSchema.Response:
        return messages.GetProviderSchema.Response(
            provider=self._provider,
            resource_schemas=self._resources,
            data_source_schemas=self._data_sources,
        )

    def ValidateProviderConfig(  # noqa: N802
        self, _: object, __: object
    ) -> messages.ValidateProviderConfig.Response:
        return messages.ValidateProviderConfig.Response()

    def ValidateResourceConfig(  # noqa: N802
        self, _: object, __: object
    ) -> messages.ValidateResourceConfig.Response:
        return messages.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(  # noqa: N802
        self, _: object, __: object
    ) -> messages.ValidateDataResourceConfig.Response:
        return messages.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, _: object, __: object) -> messages.ConfigureProvider.Response:  # noqa: N802
        refusal = messages.Diagnostic(
            severity=messages.Diagnostic.ERROR,
            summary="This is not the AWS provider",
            detail="It has the provider's schema, to validate and to test with; it plans nothing.",
        )
        return messages.ConfigureProvider.Response(diagnostics=[refusal])

    def GetFunctions(self, _: object, __: object) -> messages.GetFunctions.Response:  # noqa: N802
        return messages.GetFunctions.Response()

    def StopProvider(self, _: object, __: object) -> messages.StopProvider.Response:  # noqa: N802
        return messages.StopProvider.Response()


class Named:
    """All that the library asks of a provider before it serves it."""

    def full_name(self) -> str:
        return ADDRESS


if __name__ == "__main__":
    # The library serves providers that it wraps itself; this one speaks the protocol directly.
    tf.provider.ProviderServicer = StandIn
    sys.exit(tf.runner.run_provider(Named()))
