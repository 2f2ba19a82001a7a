# The commands of this project. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# As many processes as there are processors; more than four would ask a PostgreSQL as it
# is installed for more connections than it gives.
PYTEST = $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal
export UV_PYTHON_DOWNLOADS := never
# Where it is set, each process compiles all packages once more: half of its start.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo run test test-quick smoke check format lock bench messages clean

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# An environment in .venv, made with the Python of the machine. uv installs in seconds
# what takes pip a minute; where uv cannot run, pip does the same from the same file.
$(VENV)/made: requirements-bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Name another with PYTHON=."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) lacks the venv module. On Debian and Ubuntu: apt install python3-venv."; exit 1; }
	@echo "Making an environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements-bootstrap.txt \
	  || echo "uv could not be installed; pip will do, more slowly."
	@touch $@

define install_from
	@echo "Installing $(1) …"
	@if [ -x $(UV) ]; then $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/pip install --quiet --require-hashes -r $(1); fi
	@touch $@
endef

$(VENV)/runtime: $(VENV)/made requirements.txt
	$(call install_from,requirements.txt)

$(VENV)/development: $(VENV)/made requirements-dev.txt
	$(call install_from,requirements-dev.txt)
	@touch $(VENV)/runtime

install: $(VENV)/runtime  ## Install what the site needs
install-dev: $(VENV)/development  ## Install what developing and testing need

demo: $(VENV)/runtime  ## Start the site with starter courses, demo people and answers
	@exec $(BIN)/python manage.py serve_demo --port $(PORT)

run: $(VENV)/development  ## Start the development server, with reloading and debug pages
	ELEARN_DEBUG=1 $(BIN)/python manage.py runserver $(PORT)

test: $(VENV)/development  ## Run the whole test suite, on TEST_DATABASE_URL or SQLite
	@$(BIN)/python -m tests.journeys.chromium
	$(PYTEST) $(ARGS)

test-quick: $(VENV)/development  ## Run the tests that need no browser
	$(PYTEST) -m "not journey" $(ARGS)

smoke: $(VENV)/runtime  ## Build the demonstration from nothing and look whether it answers
	@$(BIN)/python -m elearn.smoke

check: $(VENV)/development  ## Lint, format, types, imports, templates, migrations, deploy checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m elearn.deploy_check

format: $(VENV)/development  ## Put code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/development  ## Pin the newest allowed versions of all packages
	$(UV) pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet requirements.in -o requirements.txt
	$(UV) pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet -c requirements.txt requirements-dev.in -o requirements-dev.txt

messages: $(VENV)/development  ## Collect texts to translate, and compile the catalogues
	$(BIN)/python -m elearn.messages

bench: $(VENV)/development  ## Run the benchmarks
	$(BIN)/python -m bench.learner_flow
	$(BIN)/python -m bench.answer_saving

clean:  ## Remove the environment and the demo's data
	rm -rf $(VENV) var staticfiles
