"""Counts as CloudWatch's embedded metrics: a line of the log that CloudWatch understands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

NAMESPACE = "insdc-sync"


def embedded_metrics(
    metrics: Mapping[str, tuple[float, str]], dimensions: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    """Give the line's content. metrics: value and CloudWatch's unit by name."""
    told = [{"Name": name, "Unit": unit} for name, (_, unit) in metrics.items()]
    return {
        "_aws": {
            "Timestamp": round(at.timestamp() * 1000),
            "CloudWatchMetrics": [
                {"Namespace": NAMESPACE, "Dimensions": [list(dimensions)], "Metrics": told}
            ],
        },
        **dimensions,
        **{name: value for name, (value, _) in metrics.items()},
    }
