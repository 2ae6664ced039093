// swift-tools-version: 6.2
import PackageDescription

// One name a line: the arrows between the modules stay as readable as a diagram, and
// `--explicit-target-dependency-import-check error` (see Makefile) keeps them true.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let swiftIDEUtils: Target.Dependency = .product(name: "SwiftIDEUtils", package: "swift-syntax")
let swiftParser: Target.Dependency = .product(name: "SwiftParser", package: "swift-syntax")
let swiftParserDiagnostics: Target.Dependency = .product(name: "SwiftParserDiagnostics", package: "swift-syntax")
let swiftSyntax: Target.Dependency = .product(name: "SwiftSyntax", package: "swift-syntax")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "cahier",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "cahier", targets: ["CahierCLI"]),
    .library(name: "Cahier", type: .dynamic, targets: ["Cahier"]),
    .executable(name: "cahier-bench", targets: ["CahierBench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1"),
  ],
  targets: [
    // System libraries
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // A shim over libjpeg-turbo, whose errors leave by `longjmp`
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),

    // The font of every figure, as bytes in the binary, so that figures do not depend on a machine's fonts
    .target(name: "CFont", exclude: ["Fonts"]),

    // The cell half: what a notebook's cells import
    .target(name: "CKernels"),
    .target(name: "Learning", dependencies: ["CKernels"]),
    .target(name: "Imaging", dependencies: ["CJPEG", "CPNG"]),
    .target(name: "Datasets", dependencies: ["CZlib", "Learning", "Imaging", crypto]),
    .target(name: "Runs", dependencies: ["Learning", crypto]),
    .target(name: "Figures"),
    .target(name: "CellOutput", dependencies: ["Figures"]),
    .target(name: "Cahier", dependencies: ["Learning", "Datasets", "Runs", "Figures", "CellOutput"]),

    // The tool half: what the command runs
    .target(name: "Plotting", dependencies: ["Figures", "Imaging", "CCairo", "CFont"]),
    .target(
      name: "Notebooks",
      dependencies: [
        "CCmark", "CellOutput", crypto, subprocess, swiftParser, swiftParserDiagnostics, swiftSyntax, yams,
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "CellOutput", "Figures", "Notebooks", "Plotting", crypto, mustache, subprocess, swiftIDEUtils, swiftParser,
        swiftSyntax,
      ],
      resources: [.embedInCode("HTML/Resources")]),
    .target(name: "Preview"),
    .executableTarget(
      name: "CahierCLI",
      dependencies: [
        "CellOutput", "Datasets", "Figures", "Learning", "Notebooks", "Plotting", "Preview", "Reports", "Runs",
        argumentParser, crypto,
      ],
      resources: [.embedInCode("Resources")]),

    // Measurements and tests
    .executableTarget(
      name: "CahierBench", dependencies: ["Datasets", "Imaging", "Learning", argumentParser, crypto],
      path: "Benchmarks/CahierBench"),
    .target(name: "TestSupport", dependencies: ["Imaging"]),
    .testTarget(
      name: "LearningTests", dependencies: ["CKernels", "Learning", "TestSupport"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ImagingTests", dependencies: ["Imaging", "TestSupport"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["CZlib", "Datasets", "Imaging", "Learning", "TestSupport", crypto],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "RunsTests", dependencies: ["CellOutput", "Learning", "Runs", "TestSupport"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "TestSupport"]),
    .testTarget(name: "CellOutputTests", dependencies: ["CellOutput", "Figures", "TestSupport"]),
    .testTarget(
      name: "PlottingTests", dependencies: ["Figures", "Imaging", "Plotting", "TestSupport"], exclude: ["__Snapshots__"]
    ),
    .testTarget(name: "NotebooksTests", dependencies: ["CellOutput", "Notebooks", "TestSupport"]),
    .testTarget(name: "PreviewTests", dependencies: ["Preview", "TestSupport"]),
    .testTarget(
      name: "CahierCLITests",
      dependencies: [
        "CahierCLI", "CellOutput", "Figures", "Learning", "Notebooks", "Reports", "Runs", "TestSupport", argumentParser,
      ]),
    .testTarget(
      name: "ReportsTests", dependencies: ["CellOutput", "Figures", "Notebooks", "Reports", "TestSupport", crypto]),
    .testTarget(
      name: "CahierTests",
      dependencies: ["Cahier", "CellOutput", "Datasets", "Figures", "Learning", "Runs", "TestSupport"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["CellOutput", "Figures", "Imaging", "Learning", "Runs", "TestSupport"],
      exclude: ["Fixtures", "Notebooks", "__Snapshots__"]),
  ],
  swiftLanguageModes: [.v6]
)
