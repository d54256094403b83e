# serve, site, test and bench set up what they need; they need Python 3.11 or newer, make, and a network for packages.

PYTHON ?= python3
BIN := .venv/bin

# The theme's notice of its end of life on each build: README.md has the date and the way out.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve site test test-all bench lock clean

serve: .venv/ready  ## the site on http://127.0.0.1:8000/, rebuilt after each edit
	$(BIN)/mkdocs serve --livereload

site: .venv/ready  ## the site as files, in site/
	$(BIN)/mkdocs build

test: .venv/ready  ## all checks; as root on Debian it installs what they need
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/debian.py
	$(BIN)/pytest

test-all:  ## the same on every page, where test takes one of each kind
	EVERY_PAGE=1 $(MAKE) test

bench: .venv/ready  ## this site and stock Material side by side: bytes, timings, build time, memory
	$(BIN)/python scripts/debian.py
	PYTHONPATH=scripts $(BIN)/python -m bench

lock: .venv/ready  ## requirements.txt anew from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --upgrade --quiet --output-file requirements.txt

clean:  ## away with all that is made
	rm -rf .venv .cache generated site site.next

.venv/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements.txt
	touch $@
