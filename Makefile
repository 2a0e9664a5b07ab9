# Thin names over real commands. `make run` needs Python 3.11+ and nothing else.
PYTHON ?= python3
PORT ?= 8000
export PORT
PY := .venv/bin/python

.PHONY: run test lint format migrations bench resilience resilience-short clean

run: .venv/.run
	@exec $(PY) -m config.serve

test: .venv/.dev
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not resilience"

lint: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/mypy accounts studies interviews analysis config
	! grep -inE 'https?://|index-url' requirements/*.lock
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/.dev
	$(PY) -m bench

# Kills, repeats and load, each with its broken guard, which must be noticed. About an hour on two idle cores; SEED=… repeats one.
resilience: .venv/.dev
	sh tests/resilience/all.sh $(PY) long $(SEED)

resilience-short: .venv/.dev
	$(PY) -m pytest -n 2 --dist loadfile -m resilience
	sh tests/resilience/all.sh $(PY) short $(SEED)

.venv/.run: requirements/run.lock
	@sh requirements/install.sh $(PYTHON) run.lock
	@touch $@

.venv/.dev: requirements/dev.lock
	@sh requirements/install.sh $(PYTHON) dev.lock
	@touch .venv/.run $@

clean:
	rm -rf .venv var
