"""uids and accessions. The digits of an accession are, as in reality, another record's uid."""

_SHIFT = 17  # how far the digits trap leads astray, in records


def sra_uid(ordinal: int) -> int:
    return 31_000_000 + 3 * ordinal + ordinal * 7919 % 3


def biosample_uid(ordinal: int) -> int:
    return 40_000_000 + 2 * ordinal


def project_uid(ordinal: int) -> int:
    return 900_000 + 3 * ordinal


def sequencing(prefix: str, kind: str, number: int) -> str:
    """DDBJ's numbers are short and zero-padded: DRX000042."""
    return f"D{kind}{number:06}" if prefix == "D" else f"{prefix}{kind}{number}"


def experiment(prefix: str, ordinal: int) -> str:
    return sequencing(prefix, "RX", ordinal if prefix == "D" else sra_uid(ordinal + _SHIFT))


def run(prefix: str, ordinal: int) -> str:
    return sequencing(prefix, "RR", ordinal if prefix == "D" else 28_000_000 + ordinal)


def sample(prefix: str, ordinal: int) -> str:
    return sequencing(prefix, "RS", ordinal if prefix == "D" else 19_000_000 + ordinal)


def study(prefix: str, ordinal: int) -> str:
    return sequencing(prefix, "RP", ordinal if prefix == "D" else 410_000 + ordinal)


def submission(prefix: str, ordinal: int) -> str:
    return sequencing(prefix, "RA", ordinal if prefix == "D" else 1_600_000 + ordinal)


def biosample(prefix: str, ordinal: int) -> str:
    if prefix == "S":
        return f"SAMN{biosample_uid(ordinal)}"
    return f"SAMEA{biosample_uid(ordinal + _SHIFT)}" if prefix == "E" else f"SAMD{ordinal:08}"


def project(prefix: str, ordinal: int) -> str:
    if prefix == "S":
        return f"PRJNA{project_uid(ordinal)}"
    return f"PRJ{prefix}B{(60_000 if prefix == 'E' else 15_000) + ordinal}"
