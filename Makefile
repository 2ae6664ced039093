# Cahier's tasks. README explains the two that a user needs: `make report` and `make test`.

PREFIX ?= /usr/local
NOTEBOOK := notebooks/quickstart.md

# Tests run one after the other: many of them train or open a browser, and each of those wants all cores.
# One configuration for reports, tests and benchmarks: `make test` after `make report` compiles only the tests.
CONFIGURATION := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
BUILD := .build/release

.PHONY: help report build test install uninstall format lint record record-pages bench clean
.PHONY: kill-test test-shapes verify-bits verify-functions sanitize mutations fuzz

help:
	@echo "make report    build Cahier and render $(NOTEBOOK)"
	@echo "make test      build and run all tests"
	@echo "make install   copy cahier and its library to PREFIX ($(PREFIX))"
	@echo "make format    format the Swift code; make lint only checks it"
	@echo "make bench     measure training, kernels and rendering, one JSON line each"
	@echo "make kill-test kill a training at 200 random moments and look whether anything was lost"
	@echo "make verify-bits, verify-functions, test-shapes, sanitize, mutations, fuzz"
	@echo "               check the engine and the readers thoroughly: see CONTRIBUTING.md"

report:
	@scripts/require-swift
	@scripts/install-packages build
	@scripts/announce-build
	@swift build $(CONFIGURATION)
	@$(BUILD)/cahier render --reproducible $(NOTEBOOK)
	@echo
	@echo "The report is output/quickstart.html: open it in a browser."
	@echo "For a notebook of your own: $(BUILD)/cahier new mine && $(BUILD)/cahier render mine.md"

build:
	@scripts/require-swift
	@scripts/install-packages build
	@scripts/announce-build
	@swift build $(CONFIGURATION)

test:
	@scripts/require-swift
	@scripts/install-packages build test
	@scripts/install-page-checkers .build/page-checkers
	@scripts/announce-build
	@swift build $(CONFIGURATION)
	@swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest --no-parallel

install: build
	@scripts/install $(BUILD) "$(DESTDIR)$(PREFIX)"

uninstall:
	rm -rf "$(DESTDIR)$(PREFIX)/bin/cahier" "$(DESTDIR)$(PREFIX)/lib/cahier"

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks

lint:
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks

# After a change of arithmetic, data or the quickstart itself: the report and the record that the tests compare with.
record: build
	@rm -rf notebooks/.cahier/quickstart notebooks/.cahier/runs Tests/EndToEndTests/Fixtures/quickstart.record.json
	@$(BUILD)/cahier render --reproducible $(NOTEBOOK)
	@swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest --filter EndToEndTests.QuickstartTests || true
	@$(MAKE) --no-print-directory record-pages
	@git status --short output Tests/EndToEndTests/Fixtures

# After a change of how pages or figures look: the pictures of whole pages that the tests compare with. Look at them.
record-pages: build
	@scripts/install-packages test
	@rm -f Tests/EndToEndTests/__Snapshots__/*.png
	@swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest \
	  --filter EndToEndTests.ScreenshotTests/pages || true
	@git status --short Tests/EndToEndTests/__Snapshots__

bench: build
	@Benchmarks/run $(BUILD)

# The engine's long checks: CONTRIBUTING.md says what each one does and how long it takes.
verify-bits: build
	@RELEASE=$(BUILD)/cahier-bench scripts/verify-bits $(DATA)

verify-functions:
	@mkdir -p .build-kernels
	@clang -O2 -ISources/CKernels/include Sources/CKernels/*.c Tests/Kernels/functions_check.c \
	  -o .build-kernels/functions_check -lm -lpthread
	@.build-kernels/functions_check $(or $(STEP),1)

test-shapes:
	@scripts/engine-package .build-engine
	@CAHIER_TEST_SHAPES=$(or $(SHAPES),10000) swift test --package-path .build-engine -c release \
	  -Xswiftc -enable-testing --disable-testable-imports --disable-xctest --filter RandomShapesTests

sanitize:
	@scripts/sanitize

mutations:
	@scripts/mutations

# Every reader of files, five seconds each; SECONDS_EACH=600 for long.
fuzz:
	@scripts/fuzz

# Kills a training 200 times (KILLS=…) at random moments, and compares what it comes to with one that never stopped.
kill-test: build
	@CAHIER_KILLS=$(or $(KILLS),200) swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest \
	  --filter EndToEndTests.KillTests

clean:
	swift package clean
