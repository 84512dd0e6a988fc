# Two commands are all a new user needs: `make run` and `make test`. Each does its own set-up.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8050
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test prove lint bench screenshots lock clean

run: .venv/run.stamp
	$(BIN)/onemap demo --port $(PORT)

test: .venv/test.stamp
	$(BIN)/python -m tests.machine $(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not prove" $(ARGS)

prove: .venv/test.stamp
	$(BIN)/python -m tests.machine $(BIN)/python -m pytest -q -m prove $(ARGS)

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/test.stamp
	$(BIN)/python -m tests.machine $(BIN)/onemap bench stats tiles import browser audit moves $(ARGS)

screenshots: .venv/test.stamp
	$(BIN)/python -m tests.machine $(BIN)/python -m tests.screenshots

lock: .venv/test.stamp
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --group pyproject.toml:node -o requirements-node.lock

clean:
	rm -rf .venv node_modules

.venv/bin/pip:
	@command -v git >/dev/null || { echo "缺少 git，请先安装软件包：apt install git" >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "缺少 Python，请先安装软件包：apt install python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本（软件包 python3），当前为 $$($(PYTHON) -V)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 Python 虚拟环境，请先安装软件包：apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/pip requirements.lock pyproject.toml package-lock.json
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	$(BIN)/python -m dashboard.vendor
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.lock
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/python -m dashboard.vendor --tests
	@touch $@
