# make site: the site in public/ · make serve: see it while you write · make test: every test · make words: the
# catalogues · make bench: beside other generators · make fonts: the fonts

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := krama tests bench fonts build.py

.PHONY: site serve test quick lint check words bench fonts lock clean

site: $(VENV)/ready
	$(BIN)/python build.py build

serve: $(VENV)/ready
	$(BIN)/python build.py serve

check: $(VENV)/ready
	$(BIN)/python build.py check

# The environment is made without pip in it, as Debian's python3 has no ensurepip; the system's pip fills it.
$(VENV)/ready: requirements.lock
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

test: lint
	sh tests/browser.sh
	$(BIN)/python -m pytest

# What can be run after every change.
quick: $(VENV)/ready-dev
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy

# Every word of the interface, from the templates and the code into the catalogues.
words: $(VENV)/ready
	$(BIN)/pybabel -q extract --mapping babel.cfg --omit-header --sort-output --keywords N_ --output locale/krama.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --domain krama --input-file locale/krama.pot --output-dir locale

# A small one of a minute; bench/README.md says how to install the others and run a large one.
bench: $(VENV)/ready
	$(BIN)/python bench/run.py --pages 300 --runs 3

# The files in static/fonts/ from their npm packages, verified; fonts/README.md. Needed only when a font changes.
fonts: $(VENV)/ready-dev
	npm install --prefix fonts --ignore-scripts --no-package-lock --no-audit --no-fund
	$(BIN)/python -m fonts.make

# One lock for every system and Python from 3.11 on, with hashes and without addresses.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade

lock: $(VENV)/ready-dev
	$(PYTHON) -m pip --python $(BIN)/python install --quiet uv
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --extra dev pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) public .krama .pytest_cache .mypy_cache .ruff_cache .hypothesis
