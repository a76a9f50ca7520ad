# The jobs' image: the program with what it needs to run, and nothing to build with.

FROM docker.io/library/python:3.11-slim-bookworm AS build

ARG RDS_CERTIFICATES=https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
ARG RDS_CERTIFICATES_SHA256=e5bb2084ccf45087bda1c9bffdea0eb15ee67f0b91646106e466714f9de3c7e3

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

WORKDIR /build

COPY tools/fetch_rds_certificates.py ./
RUN python fetch_rds_certificates.py "$RDS_CERTIFICATES" "$RDS_CERTIFICATES_SHA256" rds.pem

# pip stays in an environment of its own, and so out of the image. The build back end comes from the
# development lock: its entry alone, with its hashes. No bytecode: it would be a fifth of the image,
# and saves a job less than a second.
COPY requirements.lock requirements-dev.lock ./
RUN sed -n '/^setuptools==/,/[^\\]$/p' requirements-dev.lock > requirements-build.lock \
    && python -m venv builder \
    && builder/bin/pip install --require-hashes --requirement requirements-build.lock \
    && python -m venv --without-pip /opt/insdc-sync \
    && builder/bin/pip --python /opt/insdc-sync/bin/python install \
        --no-compile --require-hashes --only-binary :all: --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir wheels . \
    && builder/bin/pip --python /opt/insdc-sync/bin/python install --no-compile --no-deps wheels/*.whl


FROM docker.io/library/python:3.11-slim-bookworm

ARG VERSION=unknown
ARG REVISION=unknown

LABEL org.opencontainers.image.title="insdc-sync" \
      org.opencontainers.image.description="Keeps your own PostgreSQL copy of the INSDC's metadata." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

RUN groupadd --gid 10001 insdc-sync \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /tmp \
        --shell /usr/sbin/nologin insdc-sync

COPY --from=build /opt/insdc-sync /opt/insdc-sync
COPY --from=build /build/rds.pem /opt/insdc-sync/rds.pem

# libpq itself reads PGSSLROOTCERT. Nothing is written beside the code: the root file system may be
# read-only.
ENV PATH="/opt/insdc-sync/bin:$PATH" \
    PGSSLROOTCERT=/opt/insdc-sync/rds.pem \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# A volume takes its owner and mode from here; on a read-only root file system it is the one place to
# write to.
VOLUME ["/tmp"]

WORKDIR /opt/insdc-sync
USER 10001:10001

ENTRYPOINT ["python", "-m", "insdc_sync.batch"]
CMD ["--help"]
