# Thin names over real commands. `make run` needs Python 3.11+ and nothing else.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python

.PHONY: run test lint format migrations bench clean

run: .venv/.run
	@PORT=$(PORT) $(PY) -m config.serve

test: .venv/.dev
	$(PY) -m pytest

lint: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/mypy accounts studies interviews analysis config
	! grep -inE 'https?://|index-url' requirements/*.lock
	$(PY) manage.py makemigrations --check --dry-run

format: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/.dev
	$(PY) -m bench

# uv installs in seconds; where it can't reach an index, pip does the same from the same lock.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Throughline needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Name another: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --without-pip .venv

.venv/.run: requirements/run.lock | .venv/bin/python
	@sh requirements/install.sh run.lock
	@touch $@

.venv/.dev: requirements/dev.lock | .venv/bin/python
	@sh requirements/install.sh dev.lock
	@touch .venv/.run $@

clean:
	rm -rf .venv var
