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
	$(BIN)/python -m pytest -n auto --dist loadfile

# What can be run after every change.
quick: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow"

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy

# Every word of the interface, from the templates and the code into the catalogues in locale/; and what staff are told,
# from the code into those beside it. pybabel fills the head of a catalogue with people and hours that nobody named.
STAFF := krama/locale
WORDS := locale/km/LC_MESSAGES/krama.po $(STAFF)/km/LC_MESSAGES/desk.po
UPDATE := $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
INVENTED := Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By

words: $(VENV)/ready
	$(BIN)/pybabel -q extract --mapping babel.cfg --omit-header --sort-output --keywords N_ --output locale/krama.pot .
	$(UPDATE) --domain krama --input-file locale/krama.pot --output-dir locale
	$(BIN)/pybabel -q extract --omit-header --sort-output --add-location file --width 120 --no-default-keywords --keywords said --output $(STAFF)/desk.pot krama
	$(UPDATE) --width 120 --domain desk --input-file $(STAFF)/desk.pot --output-dir $(STAFF)
	for one in $(WORDS); do sed -E -e '/^"($(INVENTED)): /d' -e '/^"Project-Id-Version/s/:  /: /' $$one > $$one.new && mv $$one.new $$one; done

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
