# The two commands: `make demo` and `make test`. Each does all its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test coverage soak faults check format benchmark image-test lock demo-archive clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements-dev.lock pyproject.toml
	@printf 'Setting up $(VENV) ...\n'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "insdc-sync needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## mirror a small archive into an embedded PostgreSQL
	@$(BIN)/insdc-sync demo

test: $(READY) ## run the whole test suite
	@$(BIN)/pytest

coverage: $(READY) ## the same, and say what it leaves untested (slower)
	@$(BIN)/pytest --cov --cov-report=term:skip-covered

soak: $(READY) ## run the long tests: random histories, two hundred days, the shared limit
	SOAK_DAYS=200 MODEL_EXAMPLES=400 SOAK_SECONDS=600 $(BIN)/pytest tests/soak tests/model tests/integration/postgres/test_limiter.py

faults: $(READY) ## let every fault happen that NCBI is known for, and write docs/reliability.md
	PYTHONPATH=. $(BIN)/python tools/write_reliability.py

check: $(READY) ## lint, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

format: $(READY) ## format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

benchmark: $(READY) ## measure beside a floor and a peer
	$(BIN)/python -m benchmarks

image-test: $(READY) ## build the container image and run it (root, buildah, mmdebstrap)
	IMAGE_TEST=1 $(BIN)/pytest tests/image

# Extras stay in the lock: where it has not pinned coverage[toml], some pips look for a newer one.
lock: ## resolve the dependencies anew (needs uv)
	uv pip compile --quiet pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate --upgrade \
		-o requirements-dev.lock
	uv pip compile --quiet pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate \
		-c requirements-dev.lock -o requirements.lock

demo-archive: $(READY) ## make the demo's archive again
	PYTHONPATH=. $(BIN)/python tools/make_demo_archive.py

clean: ## remove everything that was set up
	rm -rf $(VENV) .venv-* .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
