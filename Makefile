# Two commands for every newcomer: `make demo` and `make test`. Needs Python 3.11 or newer, and nothing else.

PYTHON ?= python3
export UV_PYTHON := $(shell $(PYTHON) -c 'import sys; print(sys.executable)')
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
unexport VIRTUAL_ENV
BIN := .venv/bin
UV := .run/uv/bin/uv

.PHONY: demo test test-database manual prove audit check clean
.DEFAULT_GOAL := demo

demo: .venv/ready
	@KRAAMKRING_END_WITH_PARENT=1 exec $(BIN)/kraamkring demo $(DEMO)

# Every check runs, also after one has failed; the last lines are those of the tests.
test: .venv/ready
	@failed=0; $(MAKE) --no-print-directory check || failed=1; \
	echo "== tests (pytest)"; $(BIN)/pytest -n 2 $(TESTS) || failed=1; \
	exit $$failed

test-database: .venv/ready
	@echo "== tests that need PostgreSQL ($(if $(DATABASE_URL),the one of DATABASE_URL,embedded))"
	@$(BIN)/pytest -n 2 -m database $(TESTS)

# Prints docs/protocols and docs/schemas from cards, facts and spec tables.
manual: .venv/ready
	@$(BIN)/python -m tests.spec.manual

prove: .venv/ready
	@$(BIN)/python -m tests.prove

# Known advisories about the packages of uv.lock; says so when it cannot ask.
audit: .venv/ready
	@$(BIN)/python -m tests.audit

check: .venv/ready
	@failed=""; \
	run() { label="$$1"; echo "== $$label"; shift; "$$@" || failed="$$failed $$label;"; }; \
	run "lint (ruff check)" $(BIN)/ruff check .; \
	run "layout (ruff format)" $(BIN)/ruff format --check .; \
	run "types (mypy)" $(BIN)/mypy; \
	run "imports (import-linter)" $(BIN)/lint-imports --no-cache; \
	run "templates (djlint)" $(BIN)/djlint --quiet --lint kraamkring/doors; \
	if [ -n "$$failed" ]; then echo "== checks failed:$$failed" >&2; exit 1; fi

clean:
	rm -rf .venv .run/uv .run/logs .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build test-results
	find kraamkring tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@echo "Kept: the data in .run (remove it yourself if you mean it)."

# uv comes through pip into a place of its own; nothing of the system changes.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Kraamkring needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Another one: make PYTHON=python3.12")'
	@echo "== installing uv into .run/uv (once)"
	@mkdir -p .run
	@$(PYTHON) -m venv .run/uv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .run/uv
	@.run/uv/bin/python -m pip --version >/dev/null 2>&1 && .run/uv/bin/python -m pip install --quiet uv \
		|| $(PYTHON) -m pip --python .run/uv/bin/python install --quiet uv \
		|| { echo "kraamkring: this Python has no pip; install it first (Debian: apt install python3-venv)." >&2; exit 2; }

.venv/ready: $(UV) pyproject.toml uv.lock
	@echo "== installing Kraamkring and what it needs into .venv (as locked)"
	@$(UV) sync --locked
	@touch $@
