# serve, site, test and bench set up what they need; they need Python 3.11 or newer, make, and a network for packages.

PYTHON ?= python3
PORT = 8000
# By name, not by the scripts beside it: their first lines name the project's folder, which may be renamed.
VENV := .venv/bin/python

# The theme's notice of its end of life on each build: README.md has the date and the way out.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve site check test test-all bench debian lock clean anew

serve: .venv/site  ## the site on http://127.0.0.1:8000/, rebuilt after each edit; PORT=8001 for another port
	@$(VENV) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
		|| { echo "Port $(PORT) is in use, or not yours to use; name another one: make serve PORT=8001" >&2; exit 1; }
	$(VENV) -m mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

site: .venv/site  ## the site as files, in site/
	$(VENV) -m mkdocs build

# By name: pytest would read all other tests to see that they are not meant.
AUTHOR := tests/test_article.py tests/facts/test_data.py tests/facts/test_reading.py tests/figures/test_figures.py \
	tests/pages/test_site.py

check: .venv/test  ## all that an author can break, in seconds: the site is built, and looked at without a browser
	@$(VENV) -m mkdocs build --quiet
	@BUILT=1 $(VENV) -m pytest --quiet -m author $(AUTHOR)

test: debian check  ## all checks; as root on Debian it installs what they need
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m mypy
	$(VENV) -m pytest --numprocesses auto --dist worksteal -m 'not author'

test-all:  ## the same on every page, where test takes one of each kind
	EVERY_PAGE=1 $(MAKE) test

bench: debian .venv/test  ## this site and stock Material side by side: bytes, timings, build time, memory
	PYTHONPATH=scripts $(VENV) -m bench

debian: .venv/pyvenv.cfg
	@$(VENV) scripts/debian.py

COMPILE = $(VENV) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet
lock: .venv/site  ## requirements.txt and requirements-test.txt anew from pyproject.toml
	$(VENV) -m pip install --quiet uv
	$(COMPILE) --upgrade --output-file requirements.txt
	$(COMPILE) --upgrade --output-file requirements-test.txt --extra dev --constraint requirements.txt

clean:  ## away with all that is made
	rm -rf .venv .cache generated site .site.*.next .site.*.old

# pip speaks only where it fails, and without its tries. Python compiles what is used when it is first used:
# to have pip compile all of it takes longer than to build the site.
INSTALL = $(VENV) -m pip install -qq --disable-pip-version-check --retries 2 --no-compile --only-binary :all: \
	--require-hashes --requirement $< 2>.venv/said || { grep -v '^WARNING: Retrying' .venv/said; \
	echo "What $< lists could not be installed; is there a network?"; exit 1; } >&2

.venv/site: requirements.txt .venv/pyvenv.cfg
	@echo "Installing what builds the site (about 350 MB, once) …"
	@$(INSTALL)
	@touch $@

.venv/test: requirements-test.txt .venv/site
	@echo "Installing what tests it (about 380 MB, once) …"
	@$(INSTALL)
	@touch $@

# Made anew where its Python is gone, or has become another version, which does not see what was installed for the old one.
.venv/pyvenv.cfg: $(if $(shell .venv/bin/python -c 'import pip; print("usable")' 2>/dev/null),,anew)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
