# Each target works from a fresh clone, whichever comes first; a stamp in .venv says what is installed.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
SOURCES = bot handlers domain storage config tests bench docs

.PHONY: run test check bench lock format

run: .venv/.run
	@exec .venv/bin/ktd run

test: .venv/.dev
	.venv/bin/python -m pytest -n 3 --dist loadfile

check: .venv/.dev
	.venv/bin/ruff format --check $(SOURCES)
	.venv/bin/ruff check $(SOURCES)
	.venv/bin/mypy
	.venv/bin/python -m pytest -n 3 --dist loadfile

bench: .venv/.dev
	.venv/bin/python -m bench

format: .venv/.dev
	.venv/bin/ruff format $(SOURCES)
	.venv/bin/ruff check --fix $(SOURCES)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "ktd needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.build: requirements-build.lock .venv/bin/python
	$(PIP) install --require-hashes -r requirements-build.lock
	@touch $@

.venv/.run: requirements.lock pyproject.toml .venv/.build
	@echo "Installing what ktd needs (once) …"
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# For maintainers, with uv on the path: renews the locks, hashes and all, naming no index.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	printf 'hatchling==1.27.0\neditables\n' | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements-build.lock
