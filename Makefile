# plimsoll: see `make help`.

PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# What the build needs of Debian, and what the tests need besides.
BUILD_PACKAGES := pkg-config libpci-dev libhwloc-dev libexpat1-dev libvulkan-dev libcurl4-openssl-dev libcurl4 libglpk40 libmicrohttpd-dev pci.ids
TEST_PACKAGES := mesa-vulkan-drivers libvulkan1 python3 gcc libc6-dev xz-utils strace tmux libncursesw6

BINARY := .build/release/plimsoll
# The program: optimized, without Swift's shared libraries, and small. Functions have sections of their own, so that the
# linker drops what nothing calls; nothing is exported but what the dynamic loader needs; relocations are packed, which
# glibc reads from 2.36 on; and tables for exceptions are left out.
SMALL := -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic \
  -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -T -Xlinker $(CURDIR)/packaging/no-unwind-tables.ld
# Archives of the compiler's own runtime, which the linker takes because their folder stands first: loading the shared forms
# would cost every start a millisecond. Where there are none, those are linked.
COMPILER_RUNTIME := .build/compiler-runtime
PROGRAM_BUILD := -c release --product plimsoll --static-swift-stdlib --disable-local-rpath $(SMALL) \
  -Xlinker -L$(CURDIR)/$(COMPILER_RUNTIME)
# What Package.swift writes into the program; empty outside a git checkout.
export PLIMSOLL_REVISION := $(shell git describe --always --tags --dirty=-modified 2>/dev/null)
# The long tests stand below `Verify` in each suite; they are built for speed, beside the debug build.
LONG_TESTS := '\.Verify/'
VERIFY_BUILD := --configuration release --scratch-path .build/verify -Xswiftc -enable-testing

.PHONY: help scan build test verify fuzz race bench validate validate-server validate-links validate-gpu consumers deploy-checks server-checks browser lint format install uninstall clean build-packages test-packages swift

help:
	@echo "make scan      install what is missing, build, and look at this machine"
	@echo "make test      install what is missing, build, and run the quick tests"
	@echo "make verify    run the long ones: truth, panel, recordings, fuzzing (optimized), packages"
	@echo "make fuzz      a million inputs to each parser of foreign bytes, with sanitizers (long)"
	@echo "make race      the benchmark's tests under the sanitizer of threads (long)"
	@echo "make bench     time the commands, beside a loop in Python"
	@echo "make build     build $(BINARY)"
	@echo "make install   install to PREFIX ($(PREFIX))"
	@echo "make uninstall remove what was installed"
	@echo "make validate compare predictions with llama.cpp on this machine (long; several GB)"
	@echo "make validate-server compare a real llama-server's memory with the plan (builds it, or SERVER=PATH)"
	@echo "make validate-links measure llama.cpp over two hosts behind shaped links (LLAMA=FOLDER; root)"
	@echo "make validate-gpu measure llama.cpp on an NVIDIA card and compare (LLAMA=FOLDER; 64 GB in /dev/shm)"
	@echo "make consumers give what 'emit' writes to the programs that it is for (PyPI; long)"
	@echo "make deploy-checks  run the Ansible role on three hosts behind sshd, and check the manifests (root; PyPI; long)"
	@echo "make browser   use the page of 'serve' in Chromium (Debian, PyPI; long)"
	@echo "make server-checks  give 'serve' and 'mcp' to validators, fuzzers and clients (PyPI; long)"
	@echo "make packages  the Debian package, the wheel, the archive and the image, in dist/"
	@echo "make lint      check the formatting of the source"
	@echo "make format    format the source"
	@echo "make clean     remove what was built"

scan: build
	@$(BINARY) scan || [ $$? = 3 ]

build: swift build-packages $(COMPILER_RUNTIME)
	swift build $(PROGRAM_BUILD)

# libgcc_s is the shared form of libgcc_eh.
$(COMPILER_RUNTIME): | swift
	install -d $@
	cp "$$(clang -print-file-name=libstdc++.a)" $@/libstdc++.a || true
	cp "$$(clang -print-file-name=libgcc_eh.a)" $@/libgcc_s.a || true

test: swift build-packages test-packages
	swift build --build-tests
	swift test --skip-build --skip $(LONG_TESTS)

verify: swift build-packages test-packages
	swift build $(VERIFY_BUILD) --build-tests
	swift test $(VERIFY_BUILD) --skip-build --filter $(LONG_TESTS)
	$(MAKE) --no-print-directory check-packages

# libFuzzer with the sanitizers of addresses and, for C, of undefined behaviour. FUZZ takes names of parsers and RUNS how many
# inputs each; what is found lies in .build/fuzz/found.
RUNS ?= 1000000
fuzz: swift build-packages
	PLIMSOLL_FUZZER=1 swift build -c release --product fuzzer --scratch-path .build/fuzz -Xswiftc -enable-testing \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xcc -fsanitize=fuzzer-no-link,address,undefined
	Tests/FuzzTests/fuzz.sh .build/fuzz/release/fuzzer .build/fuzz $(RUNS) $(FUZZ)

# The benchmark's threads under the sanitizer of threads, with which its tests of what it measures in time may fail.
race: swift build-packages test-packages
	swift build --build-tests --sanitize thread --scratch-path .build/race
	swift test --skip-build --sanitize thread --scratch-path .build/race --filter BenchTests > .build/race/log 2>&1 || true
	@! grep -A30 'WARNING: ThreadSanitizer' .build/race/log

# BENCH takes options of Tests/Validation/command_times.py, such as "--runs 100".
bench: build
	$(call install_missing,python3 hyperfine)
	python3 Tests/Validation/command_times.py $(BINARY) $(BENCH)

# VALIDATE takes options of Tests/Validation/validate.py, such as "--models llama-3.2-1b --quantizations Q4_K_M".
validate: build
	$(call install_missing,python3 python3-venv g++ cmake)
	python3 Tests/Validation/validate.py --program $(BINARY) $(VALIDATE)

# Takes options of Tests/Validation/server_memory.py in VALIDATE, such as "--verify", and the server in SERVER; else builds one.
validate-server: build
	$(call install_missing,python3 python3-venv g++ cmake)
	python3 Tests/Validation/server_memory.py --program $(BINARY) $(if $(SERVER),--server $(SERVER)) $(VALIDATE)

# CONSUMERS takes options of Tests/Consumers/consumers.py, such as "--only ansible". Aider wants packages of its own.
consumers: build
	$(call install_missing,python3 python3-venv git)
	python3 -m venv .build/consumers && .build/consumers/bin/pip install -q -r Tests/Consumers/requirements.txt
	python3 -m venv .build/aider && .build/aider/bin/pip install -q aider-chat
	AIDER=$(CURDIR)/.build/aider/bin/aider .build/consumers/bin/python Tests/Consumers/consumers.py $(BINARY) $(CONSUMERS)

# Debian's Ansible and PyPI's, over ssh into three network namespaces. DEPLOY takes options of Tests/Consumers/deploy_checks.py.
deploy-checks: deb
	$(call install_missing,python3 python3-venv python3-apt ansible-core openssh-server openssh-client iproute2 util-linux xz-utils)
	python3 -m venv .build/deploy-checks && .build/deploy-checks/bin/pip install -q ansible-core kubernetes-validate pyyaml
	$(SUDO) .build/deploy-checks/bin/python Tests/Consumers/deploy_checks.py $(BINARY) --deb "$$(ls -t dist/plimsoll_*.deb | head -1)" \
	  --ansible /usr/bin/ansible-playbook .build/deploy-checks/bin/ansible-playbook $(DEPLOY)

# BROWSER takes options of Tests/Browser/browser.py, such as "--only keyboard" or "--screenshots docs".
browser: build
	$(call install_missing,python3 python3-venv chromium chromium-driver fonts-dejavu-core)
	python3 -m venv .build/browser && .build/browser/bin/pip install -q -r Tests/Browser/requirements.txt
	.build/browser/bin/python Tests/Browser/browser.py $(BINARY) $(BROWSER)

# CHECKS takes options of Tests/Consumers/server_checks.py, such as "--malformed 1000".
server-checks: build
	$(call install_missing,python3 python3-venv)
	python3 -m venv .build/server-checks
	.build/server-checks/bin/pip install -q mcp openapi-spec-validator schemathesis
	.build/server-checks/bin/python Tests/Consumers/mcp_checks.py $(BINARY)
	.build/server-checks/bin/python Tests/Consumers/server_checks.py $(BINARY) $(CHECKS)

# LLAMA is the folder of llama.cpp's programs, built with -DGGML_RPC=ON; LINKS takes options of Tests/Validation/links.py.
validate-links: build
	$(call install_missing,python3 python3-venv gcc libc6-dev iproute2)
	python3 -m venv .build/validation/writer && .build/validation/writer/bin/pip install -q gguf==0.19.0 numpy
	$(SUDO) .build/validation/writer/bin/python Tests/Validation/links.py --program $(BINARY) --bin $(LLAMA) $(LINKS)

validate-gpu: build
	$(call install_missing,python3 python3-venv)
	python3 -m venv .build/validation/writer && .build/validation/writer/bin/pip install -q gguf==0.19.0 numpy
	.build/validation/writer/bin/python Tests/Validation/gpu.py --program $(BINARY) $(if $(LLAMA),--bin $(LLAMA)) $(VALIDATE)
	.build/validation/writer/bin/python Tests/Validation/gpu_report.py --program $(BINARY)

lint: swift
	swift format lint --strict --recursive Sources Tests Package.swift

format: swift
	swift format --in-place --recursive Sources Tests Package.swift

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/plimsoll"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/plimsoll"

clean:
	rm -rf .build dist

swift:
	@command -v swift >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install" >&2; exit 1; }

# Only what is missing is installed, so that a second run asks for nothing.
define install_missing
	@missing=""; for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "install these first:$$missing" >&2; exit 1; }; \
	  echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

build-packages:
	$(call install_missing,$(BUILD_PACKAGES))

test-packages:
	$(call install_missing,$(TEST_PACKAGES))

include packaging/packaging.mk
