# newscrawl: `make crawl` crawls the bundled sample outlet, `make test` checks everything. Both set up .venv first, once.
#
#   make crawl                     the sample outlet, offline
#   make crawl SITE=https://…     a live site: finds its feeds, keeps it as an outlet in data/outlets
#   make crawl FORCE=1             the same, asking the seeds again although they are not due
#   make crawl ARGS='-a limit=10'  anything that `scrapy crawl` takes
#   make test PYTEST_ARGS='…'      anything that pytest takes
#   make test JOBS=1               one test file after another (3 at once unless told: crawls wait much)
#   make … PYTHON=/path/to/python  another Python (3.11 or later) for a .venv that does not exist yet
#
# make itself ends with 2 whenever a command fails; the command's own exit code stands in make's last line ("Error 3").

PYTHON ?=
BIN := .venv/bin
READY := .venv/.installed
SITE ?=
JOBS ?= 3
WHAT := $(if $(SITE),-a site='$(SITE)',-a outlet=sample -s NEWSCRAWL_OFFLINE=data/sample/site.warc.gz)
TABLE = --reliability docs/reliability.md --as 'make $@'
ASKED_AGAIN := $(or $(FORCE),$(force))

.PHONY: help crawl test lint bench bench-backfill bench-bombs bench-extraction crash fuzz hostile promises rounds soak

help:
	@sed -n 's/^# \{0,1\}//p; /^PYTHON/q' Makefile

crawl: $(READY)
	@$(BIN)/scrapy crawl latest $(WHAT) -s LOG_LEVEL=WARNING $(if $(ASKED_AGAIN),-a force=$(ASKED_AGAIN)) $(ARGS)

test: lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --cov $(PYTEST_ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/run.py $(ARGS)

bench-backfill: $(READY)
	@$(BIN)/python -m benchmarks.backfill $(ARGS)

bench-bombs: $(READY)
	$(BIN)/python -m benchmarks.bombs $(ARGS)

bench-extraction: $(READY)
	@$(BIN)/python -m benchmarks.extraction $(ARGS)

# The tests of promises: each writes its rows of the table in docs/reliability.md.
promises: $(READY)
	$(BIN)/python -m pytest -m "promise or thorough" -n $(JOBS) --dist loadfile --no-loadscope-reorder $(TABLE) $(PYTEST_ARGS)

crash: $(READY)
	$(BIN)/python -m pytest -m crash -n 2 tests/crash $(TABLE) $(PYTEST_ARGS)

fuzz: $(READY)
	$(BIN)/python -m pytest -m fuzz -n 2 tests/fuzz $(TABLE) $(PYTEST_ARGS)

hostile: $(READY)
	$(BIN)/python -m pytest -m hostile -n 2 tests/hostile $(TABLE) $(PYTEST_ARGS)

soak: $(READY)
	$(BIN)/python -m pytest -m soak -s tests/many $(TABLE) $(PYTEST_ARGS)

rounds: $(READY)
	$(BIN)/python -m tests.many.rounds $(ARGS)

# The stamp is written last: an installation that was cut short is done again, one that is whole is not.
$(READY): pyproject.toml constraints.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  for python in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
	    python=; \
	  done; \
	  test -n "$$python" || { echo 'newscrawl needs Python 3.11 or later; none was found. Name one: make PYTHON=/path/to/python' >&2; exit 1; }; \
	  $$python -c 'import ensurepip' 2>/dev/null || { echo "$$python can't make an environment; install its venv package (Debian, Ubuntu: python3-venv)" >&2; exit 1; }; \
	  echo "making .venv with $$python"; \
	  $$python -m venv --clear .venv; \
	}
	@echo 'installing newscrawl and its libraries into .venv (about a minute)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
