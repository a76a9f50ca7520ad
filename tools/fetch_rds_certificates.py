"""Fetches Amazon's certificate authorities for RDS, and takes them only if they are the known ones.

    python fetch_rds_certificates.py ADDRESS SHA256 FILE

Amazon changes the bundle when it adds a region. The build then stops here, and whoever looks at the
new bundle (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html) writes its
digest into the Dockerfile.
"""

import hashlib
import sys
from pathlib import Path
from urllib.request import urlopen


def main(address: str, expected: str, file: str) -> None:
    with urlopen(address, timeout=60) as reply:  # noqa: S310  an address of the Dockerfile's own
        bundle: bytes = reply.read()
    found = hashlib.sha256(bundle).hexdigest()
    if found != expected:
        sys.exit(f"{address} has the digest {found}, not {expected}: see {Path(__file__).name}.")
    Path(file).write_bytes(bundle)


if __name__ == "__main__":
    main(*sys.argv[1:])
