# Two commands do it all: `make demo` and `make test`. Each sets up .venv first; a second call starts at once.
.POSIX:
.PHONY: demo test check lock clean

PYTHON = python3
BIN = .venv/bin
ROOMS = config models tasks_registry notifications reports flows web dondoc migrations
CODE = $(ROOMS) tests benchmarks

demo: .venv/ready
	$(BIN)/dondoc demo $(ARGS)

# Some containers forbid to keep compiled files: each worker and each program started would compile all anew.
test: .venv/ready
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 \
		--cov=tasks_registry --cov=notifications --cov-report=term --cov-fail-under=90 $(ARGS)

# Reads only: what it finds, a person mends.
check: .venv/ready
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_house.py

# Needs uv. Writes no index address and no host into the lock.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cần Python 3.11 trở lên (Python 3.11 or newer is needed); ví dụ: make demo PYTHON=python3.12" >&2; exit 2; }
	@echo "Đang cài đặt lần đầu, khoảng một phút … (first-time set-up)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch .venv/ready

clean:
	rm -rf .venv demo-data
