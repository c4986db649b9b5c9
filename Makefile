# Voronka. `make run` needs python3 (3.11 or newer) with venv, and nothing else; `make help` lists the rest.

PYTHON ?= python3
WORKERS ?= 2
DEALS ?= 10000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

# Hypothesis draws the same examples in every run of a target here; CI=true means the same.
export HYPOTHESIS_PROFILE ?= ci

.PHONY: help run setup test test-sqlite test-postgres test-browser check lint lock schema assets assets-watch bench messages clean system
.DELETE_ON_ERROR:

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '##' $(MAKEFILE_LIST)

run: .venv/.product ## Install if needed, load a demo workspace the first time, start the server
	@$(BIN)/python -m scripts.build_assets
	@exec $(BIN)/voronka serve --with-demo

setup: .venv/.developer ## Everything a developer needs, into .venv and node_modules
	@$(BIN)/python -m scripts.build_assets --developer

# -- environments: made once, again only when what they are made from changes ------------------------------------

# An environment whose Python is gone, as after an upgrade of the system, is made anew.
$(shell [ -x $(BIN)/python ] || rm -f .venv/pyvenv.cfg)

.venv/pyvenv.cfg:
	@command -v '$(PYTHON)' >/dev/null || { \
	  echo "There is no '$(PYTHON)' here. Voronka needs Python 3.11 or newer." \
	       "Install it, as root: apt-get install python3 python3-venv" >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Voronka needs Python 3.11 or newer, and '$(PYTHON)' is $$('$(PYTHON)' --version 2>&1)." \
	       "Install a newer one and name it: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python can't make virtual environments: its venv package is missing." \
	       "Install it, as root: apt-get install python3-venv" >&2; exit 1; }
	@'$(PYTHON)' -m venv --clear .venv

.venv/.product: requirements/run.lock requirements/build.lock pyproject.toml .venv/pyvenv.cfg
	@echo "Installing Voronka into .venv (this once) ..."
	@$(PIP) --require-hashes -r requirements/run.lock -r requirements/build.lock
	@VORONKA_SKIP_ASSETS=1 $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.developer: requirements/dev.lock pyproject.toml .venv/pyvenv.cfg
	@echo "Installing the development environment into .venv ..."
	@$(PIP) --require-hashes -r requirements/dev.lock
	@VORONKA_SKIP_ASSETS=1 $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/.product

system: .venv/.developer
	@$(BIN)/python -m scripts.ensure_system

# -- tests -------------------------------------------------------------------------------------------------------

test: system lint ## Everything: linters, SQLite, PostgreSQL, browser
	$(MAKE) --no-print-directory --keep-going test-sqlite test-postgres test-browser

test-sqlite: setup
	VORONKA_TEST_DATABASE=sqlite $(BIN)/python -m pytest -n $(WORKERS) -m "not e2e"

# On both databases runs what has SQL of its own: commands, queries, reports, pages, live updates, jobs, robots and the
# access matrix. Told once, on SQLite, is what has none: the domain, what the demo is made of (that it can be made is
# told by test_demo.py), and what is marked `once`, as words, formats and files are.
test-postgres: system setup
	VORONKA_TEST_DATABASE=postgres $(BIN)/python -m pytest -n $(WORKERS) -m "not e2e and not once" --ignore=tests/domain \
		--ignore=tests/management/test_demo_made.py

test-browser: system setup
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m e2e

check: lint ## What to run before every commit: linters and the domain's tests
	$(BIN)/python -m pytest -q -n $(WORKERS) tests/domain

lint: .venv/.developer
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m scripts.lock --check
	$(BIN)/python -m scripts.playbook_schema --check
	$(BIN)/python -m scripts.openapi --check
	$(BIN)/python -m scripts.check_assets

# -- the rest ----------------------------------------------------------------------------------------------------

lock: ## Lock the Python packages anew (UPGRADE=1: newest versions)
	@$(PYTHON) -m scripts.lock $(if $(UPGRADE),--upgrade)

schema: .venv/.developer ## Make docs/playbook.schema.json and docs/openapi.json anew from the code
	@$(BIN)/python -m scripts.playbook_schema
	@$(BIN)/python -m scripts.openapi

assets: .venv/.developer ## Build scripts, styles, icons and translations
	@$(BIN)/python -m scripts.build_assets --developer

assets-watch: .venv/.developer ## ... again at every change
	@$(BIN)/python -m scripts.build_assets --developer --watch

messages: .venv/.developer ## Gather the strings to translate into src/voronka/locale
	@$(BIN)/python -m scripts.messages

bench: .venv/.product ## Time every operation (DEALS=10000)
	@$(BIN)/voronka bench --deals $(DEALS)

clean: ## Remove everything made here, except your data in var/
	rm -rf .venv .build node_modules src/voronka/web/static/voronka build dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find src tests scripts -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
