// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

/// A Swift module of plimsoll; the arrows of docs/architecture.md are these dependency lists.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// A test suite; fixtures and snapshots lie beside the tests and are read through `#filePath`.
func suite(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

/// The parsers of foreign bytes with inputs that they know: tested with changed ones, and for `make fuzz` a program that
/// libFuzzer drives instead, which ordinary builds do not know.
func fuzzing(forLibFuzzer: Bool) -> Target {
  let modules: [Target.Dependency] = [
    "Commands", "Documents", "Runtimes", "Options", "Economics", "Memory", "Probe", "Bench", "Models", "Machines",
    "Base",
    "TestSupport",
  ]
  return forLibFuzzer
    ? .executableTarget(
      name: "fuzzer", dependencies: modules, path: "Tests/FuzzTests",
      exclude: ["Corpus", "FuzzTests.swift", "Verify.swift", "fuzz.sh"],
      swiftSettings: strict)
    : .testTarget(
      name: "FuzzTests", dependencies: modules, exclude: ["Corpus", "Fuzzer", "fuzz.sh"], swiftSettings: strict)
}

/// What the Makefile's `git describe` told; null in the program when something else builds it.
let revision: [CSetting] =
  Context.environment["PLIMSOLL_REVISION"].flatMap {
    $0.isEmpty ? nil : [.define("PLIMSOLL_REVISION", to: "\"\($0)\"")]
  } ?? []

let package = Package(
  name: "plimsoll",
  products: [.executable(name: "plimsoll", targets: ["plimsoll"])],
  targets: [
    // C: no state, no I/O beyond what the name says.
    .target(name: "CKernels"),
    .target(name: "CCatalog"),
    .target(name: "CPage", dependencies: ["CCatalog"]),
    .target(name: "CSystem", cSettings: revision),
    .target(name: "CNVML"),
    .target(name: "CGLPK"),
    .target(name: "CNcurses"),
    // Needs libpci-dev: the header is included and the library linked by name.
    .target(name: "CPCI", linkerSettings: [.linkedLibrary("pci")]),
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CVulkan", providers: [.apt(["libvulkan-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CMicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

    // Units, JSON, files: what everything rests on.
    module("Base", ["CSystem", "CCatalog", "CPage"]),

    // Vocabulary: values only.
    module("Machines", ["Base"]),
    module("Architectures"),
    module("Models", ["Architectures", "Base"]),

    // Reading.
    module("Probe", ["Machines", "Base", "CPCI", "CHwloc", "CExpat", "CVulkan", "CNVML", "CSystem"]),
    module("Bench", ["Machines", "Base", "CKernels", "CSystem"]),

    // Computing: pure, no I/O.
    module("Memory", ["Models", "Architectures", "Machines", "Base"]),
    module("Speed", ["Memory", "Models", "Machines", "Base"]),
    module("Serving", ["Speed", "Memory", "Models", "Architectures", "Machines", "Base"]),
    module("Ranking", ["Serving", "Speed", "Memory", "Models", "Machines", "Base"]),
    module("Solver", ["CGLPK"]),
    module("Fleet", ["Solver", "Ranking", "Serving", "Speed", "Memory", "Models", "Machines", "Base"]),
    module("Economics", ["Models", "Base"]),

    // Talking.
    module("Options", ["Base"]),
    module(
      "Documents",
      [
        "Economics", "Fleet", "Ranking", "Serving", "Speed", "Memory", "Models", "Architectures", "Machines", "Base",
      ]),
    module(
      "Emit", ["Documents", "Economics", "Ranking", "Serving", "Speed", "Memory", "Models", "Machines", "Base"]),
    module("Runtimes", ["Base", "CCurl"]),
    module("Web", ["Base", "CMicrohttpd"]),

    // Use cases and program.
    module(
      "Commands",
      [
        "Options", "Documents", "Emit", "Runtimes", "Web", "Economics", "Fleet", "Solver", "Ranking", "Serving",
        "Speed", "Memory", "Probe",
        "Bench",
        "Models",
        "Machines", "Base", "CNcurses",
      ]),
    .executableTarget(name: "plimsoll", dependencies: ["Commands", "CSystem"], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Models", "Machines", "Base"], path: "Tests/TestSupport",
      swiftSettings: strict),
    fuzzing(forLibFuzzer: Context.environment["PLIMSOLL_FUZZER"] != nil),
    suite("Base", ["Base"]),
    suite("Machines", ["Machines", "Base"]),
    suite("Models", ["Models", "Architectures", "Base"]),
    suite("Probe", ["Probe", "Machines", "Documents", "Base"]),
    suite("Bench", ["Bench", "CKernels", "Machines", "Base"]),
    suite("Memory", ["Memory", "Models", "Architectures", "Machines", "Base"]),
    suite("Speed", ["Speed", "Memory", "Models", "Machines", "Base"], exclude: ["Fixtures"]),
    suite(
      "Serving", ["Serving", "Speed", "Memory", "Models", "Machines", "Base"], exclude: ["Fixtures"]),
    suite(
      "Ranking", ["Documents", "Ranking", "Serving", "Speed", "Memory", "Models", "Machines", "Base"],
      exclude: ["Snapshots"]),
    suite("Fleet", ["Fleet", "Solver", "Ranking", "Serving", "Memory", "Models", "Machines", "Base"]),
    suite("Economics", ["Economics", "Models", "Base"]),
    suite("Options", ["Options"], exclude: ["Snapshots"]),
    suite("Documents", ["Documents", "Economics", "Ranking", "Speed", "Memory", "Models", "Machines", "Base"]),
    suite("Runtimes", ["Runtimes", "Base"]),
    suite("Web", ["Web", "Base"]),
    suite(
      "Commands",
      [
        "Commands", "Documents", "Emit", "Solver", "Options", "Ranking", "Speed", "Memory", "Probe", "Bench", "Models",
        "Machines",
        "Base",
      ],
      exclude: ["Snapshots"]),
  ],
  cLanguageStandard: .gnu2x
)
