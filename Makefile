# What one types. `make run` needs Python 3.11, make and the package registry; nothing here asks a question.
PYTHON ?= python3.11
PY := .venv/bin/python
RUN_READY := .venv/ready-run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
TEST_READY := .venv/ready-test-$(shell cat requirements.txt tests/requirements.txt | cksum | cut -d' ' -f1)
NOT_OURS := --ignore ".venv/*" --ignore "var/*" --ignore "tests/*" --ignore "articles/editor/node_modules/*" --ignore "articles/static/articles/editor/*"

.PHONY: run dev ready test check bench editor messages compile-messages
.DEFAULT_GOAL := run

run: $(RUN_READY)
	@$(PY) manage.py serve --prepare --end-with-parent

dev: $(RUN_READY)
	@NEWSROOM_DEBUG=1 $(PY) manage.py serve --prepare --end-with-parent --reload

ready: $(TEST_READY)

# All of them, or some: make test WITH="tests/articles -m 'not browser'"
test: $(TEST_READY)
	$(PY) -m pytest $(WITH)

bench: $(TEST_READY)
	$(PY) -m tests.bench

check: $(TEST_READY)
	$(PY) -m tests.check

# The body editor of the desk, from its sources; the only thing here that needs Node.
editor: $(RUN_READY)
	@command -v npm >/dev/null || { echo "npm was not found. Install Node.js 18 or later with npm; only who changes the editor needs it. Nothing was changed."; exit 1; }
	cd articles/editor && npm ci --no-audit --no-fund
	$(PY) manage.py editor_schema
	cd articles/editor && node build.mjs

messages: $(TEST_READY)
	$(PY) manage.py makemessages --locale vi --no-wrap --no-obsolete --add-location file $(NOT_OURS)
	$(PY) manage.py makemessages --locale vi --domain djangojs --no-wrap --no-obsolete --add-location file $(NOT_OURS)
	$(MAKE) compile-messages

compile-messages: $(TEST_READY)
	$(PY) manage.py compilemessages --locale vi

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 was not found (as $(PYTHON)). Install it, or say where it is: make run PYTHON=/path/to/python3.11. Nothing was changed."; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

$(RUN_READY): | .venv/bin/python
	@echo "Installing what the newsroom runs on (requirements.txt)"
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input -r requirements.txt
	@rm -f .venv/ready-run-*
	@touch $@

$(TEST_READY): $(RUN_READY)
	@echo "Installing what the tests need (tests/requirements.txt)"
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input -r tests/requirements.txt
	@rm -f .venv/ready-test-*
	@touch $@
