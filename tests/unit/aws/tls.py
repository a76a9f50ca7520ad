"""A PostgreSQL server that speaks TLS, and the authorities that may have signed for it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "the-password"  # noqa: S105 - of a server that lives for a test
_PEM = serialization.Encoding.PEM


def programs() -> Path | None:
    """Find a server that was built with TLS; the embedded one was not."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if _has_tls(place)), None)


def _has_tls(place: Path) -> bool:
    if not all((place / name).exists() for name in ("initdb", "pg_ctl", "pg_config")):
        return False
    built = subprocess.run([place / "pg_config", "--configure"], capture_output=True, check=False)
    return b"openssl" in built.stdout


class Authority:
    """Signs certificates of servers."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self.certificate = self._signed(self._name, self._key.public_key(), hosts=None)

    def of_server(self, *hosts: str) -> tuple[bytes, bytes]:
        """Give a key and a certificate for it."""
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return pem, self._signed(_named(hosts[0]), key.public_key(), hosts)

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, hosts: tuple[str, ...] | None
    ) -> bytes:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(self._name, subject, key, x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=hosts is None, path_length=None), critical=True)
        )
        if hosts:
            names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
            made = made.add_extension(names, critical=False)
        return made.sign(self._key, hashes.SHA256()).public_bytes(_PEM)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass(frozen=True)
class TlsServer:
    """One that lets nobody in without TLS. rdsiamuser comes in without, owner by PASSWORD."""

    port: int


@contextmanager
def running(place: Path, key: bytes, certificate: bytes) -> Iterator[TlsServer]:
    with tempfile.TemporaryDirectory(prefix="insdc-sync-tls-") as folder:
        data, port = Path(folder) / "data", _free_port()
        _run(folder, [place / "initdb", "--auth=trust", "--username=owner", "--pgdata", data])
        _furnish(data, {"server.key": key, "server.crt": certificate})
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        control: list[Path | str] = [
            place / "pg_ctl",
            "--pgdata",
            data,
            "--log",
            Path(folder) / "log",
            "--wait",
        ]
        _run(folder, [*control, "--options", f"{options} -c ssl=on -c fsync=off", "start"])
        try:
            _make_roles(folder, port)
            yield TlsServer(port)
        finally:
            _run(folder, [*control, "--mode=immediate", "stop"])


def _furnish(data: Path, files: dict[str, bytes]) -> None:
    owner = data.stat()
    rules = (
        "local all all trust\nhostssl all rdsiamuser all trust\nhostssl all all all scram-sha-256\n"
    )
    for name, content in (files | {"pg_hba.conf": rules.encode()}).items():
        (data / name).write_bytes(content)
        (data / name).chmod(0o600)
        os.chown(data / name, owner.st_uid, owner.st_gid)


def _make_roles(folder: str, port: int) -> None:
    own = psycopg2.connect(host=folder, port=port, user="owner", dbname="postgres")
    with own, own.cursor() as cursor:
        cursor.execute(f"alter role owner password '{PASSWORD}'; create role rdsiamuser login")
    own.close()


def _run(folder: str, command: list[Path | str]) -> None:
    """Run it as somebody else where we are root, which PostgreSQL refuses to be."""
    user = None
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if name in _users())
        shutil.chown(folder, user)
    subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _users() -> set[str]:
    return {entry.pw_name for entry in pwd.getpwall()}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
