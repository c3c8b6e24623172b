# `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run demo test build bench fuzz format lint clean

RUN_FLAGS ?=
DEMO_FLAGS ?=
BUILD := build

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /  make \1\t/p' Makefile | expand -t 20

run: build  ## install what is missing, build, start the server on http://localhost:8080 (RUN_FLAGS="--listen localhost:9000")
	@exec $(BUILD)/watchword serve --data data $(RUN_FLAGS)

demo: build $(BUILD)/.packages-demo  ## Flask, FastAPI and C++ behind one sign-in, on http://localhost:5000 (DEMO_FLAGS=--standalone: without the server)
	@python="$$(/usr/bin/python3 tools/python_environment.py)" && exec "$$python" examples/flask_fastapi/demo.py $(DEMO_FLAGS)

test: $(BUILD)/.packages-test  ## build and run every test
	@/usr/bin/python3 tools/run_tests.py

build: $(BUILD)/build.ninja  ## the program, build/watchword (release)
	@ninja -C $(BUILD) -n watchword_program | grep -q 'no work to do' || { \
	    echo "-- building; the first time takes some minutes"; ninja -C $(BUILD) watchword_program; }

bench: $(BUILD)/.packages-bench  ## measure, print the tables, store them in docs/benchmarks*.md
	@cmake --preset release -DWATCHWORD_BENCH=ON >/dev/null
	@ninja -C $(BUILD)
	@/usr/bin/python3 bench/server/bench_server.py
	@/usr/bin/python3 bench/jose/bench_jose.py
	@python="$$(/usr/bin/python3 tools/python_environment.py)" && "$$python" bench/python/bench_python.py

fuzz: $(BUILD)/.packages-test  ## each parser for FUZZ_SECONDS (20) under ASan and UBSan
	@/usr/bin/python3 tools/run_fuzzers.py

format: $(BUILD)/.packages-lint  ## clang-format everything
	@git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs clang-format-16 -i

lint: $(BUILD)/.packages-lint $(BUILD)/build.ninja  ## layers, formatting, clang-tidy
	@/usr/bin/python3 tools/check_layers.py
	@git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs clang-format-16 --dry-run -Werror
	@tools/run_clang_tidy.sh

clean:  ## remove what was built (the data folder stays)
	@rm -rf build build-*

$(BUILD)/build.ninja: CMakeLists.txt CMakePresets.json $(wildcard cmake/*.cmake) | $(BUILD)/.packages-build
	@echo "-- configuring"
	@cmake --preset release >$(BUILD)/configure.log 2>&1 || { cat $(BUILD)/configure.log; exit 1; }
	@touch $@

$(BUILD)/.packages-build: packaging/packages.txt
	@mkdir -p $(BUILD) && tools/install_packages.sh build && touch $@

$(BUILD)/.packages-test: packaging/packages.txt
	@mkdir -p $(BUILD) && tools/install_packages.sh build test && touch $@

$(BUILD)/.packages-demo: packaging/packages.txt
	@mkdir -p $(BUILD) && tools/install_packages.sh build demo && touch $@

$(BUILD)/.packages-bench: packaging/packages.txt
	@mkdir -p $(BUILD) && tools/install_packages.sh build test bench && touch $@

$(BUILD)/.packages-lint: packaging/packages.txt
	@mkdir -p $(BUILD) && tools/install_packages.sh build test lint && touch $@
