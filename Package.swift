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

let package = Package(
  name: "plimsoll",
  products: [.executable(name: "plimsoll", targets: ["plimsoll"])],
  targets: [
    // C: no state, no I/O beyond what the name says.
    .target(name: "CKernels"),
    .target(name: "CCatalog"),
    .target(name: "CSystem"),
    .target(name: "CNVML"),
    // Needs libpci-dev: the header is included and the library linked by name.
    .target(name: "CPCI", linkerSettings: [.linkedLibrary("pci")]),
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .systemLibrary(name: "CVulkan", providers: [.apt(["libvulkan-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),

    // Vocabulary: values only.
    module("Units"),
    module("JSONText"),
    module("HardwareModel", ["Units"]),
    module("CatalogFiles", ["CCatalog"]),
    module("ModelCatalog", ["Units", "JSONText", "CatalogFiles"]),
    module("DeviceCatalog", ["HardwareModel", "Units", "JSONText", "CatalogFiles"]),
    module("GGUFFormat", ["ModelCatalog", "Units"]),
    module("ModelImport", ["GGUFFormat", "ModelCatalog", "JSONText"]),

    // Reading.
    module("SystemAccess", ["Units", "CSystem"]),
    module(
      "HardwareProbe",
      [
        "SystemAccess", "HardwareModel", "DeviceCatalog", "JSONText", "Units", "CPCI", "CHwloc", "CVulkan", "CNVML",
        "CSystem",
      ]),
    module("MicroBench", ["SystemAccess", "HardwareModel", "JSONText", "Units", "CKernels", "CSystem"]),

    // Computing: pure, no I/O.
    module("FitCalculator", ["ModelCatalog", "HardwareModel", "DeviceCatalog", "Units"]),
    module(
      "SpeedModel",
      ["FitCalculator", "ModelCatalog", "HardwareModel", "DeviceCatalog", "CatalogFiles", "JSONText", "Units"]),
    module("Ranker", ["SpeedModel", "FitCalculator", "ModelCatalog", "HardwareModel", "DeviceCatalog", "Units"]),

    // Talking.
    module("OptionParsing", ["Units"]),
    module(
      "Reporting",
      ["Ranker", "SpeedModel", "FitCalculator", "ModelCatalog", "DeviceCatalog", "HardwareModel", "JSONText", "Units"]),
    module("OllamaClient", ["SystemAccess", "JSONText", "Units", "CCurl"]),

    // Use cases and program.
    module(
      "Commands",
      [
        "OptionParsing", "Reporting", "OllamaClient", "Ranker", "SpeedModel", "FitCalculator", "HardwareProbe",
        "MicroBench", "GGUFFormat", "ModelImport", "SystemAccess", "ModelCatalog", "DeviceCatalog", "HardwareModel",
        "JSONText",
        "Units",
      ]),
    .executableTarget(name: "plimsoll", dependencies: ["Commands", "CSystem"], swiftSettings: strict),

    .target(
      name: "TestSupport",
      dependencies: ["JSONText", "HardwareModel", "ModelCatalog", "DeviceCatalog", "SystemAccess", "Units"],
      path: "Tests/TestSupport", swiftSettings: strict),
    suite("Units", ["Units"], exclude: ["Snapshots", "Fixtures"]),
    suite("JSONText", ["JSONText"], exclude: ["Snapshots", "Fixtures"]),
    suite("SystemAccess", ["SystemAccess", "Units"], exclude: ["Snapshots", "Fixtures"]),
    suite("ModelCatalog", ["ModelCatalog", "CatalogFiles", "JSONText", "Units"], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "DeviceCatalog",
      [
        "DeviceCatalog",
        "CatalogFiles",
        "HardwareModel",
        "JSONText",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "ModelImport", ["ModelImport", "GGUFFormat", "ModelCatalog", "JSONText"], exclude: ["Snapshots", "Fixtures"]),
    suite("GGUFFormat", ["GGUFFormat", "ModelCatalog", "Units"], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "HardwareProbe",
      [
        "HardwareProbe",
        "SystemAccess",
        "HardwareModel",
        "DeviceCatalog",
        "Reporting",
        "JSONText",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "MicroBench",
      [
        "MicroBench",
        "CKernels",
        "SystemAccess",
        "HardwareModel",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "FitCalculator",
      [
        "FitCalculator",
        "ModelCatalog",
        "HardwareModel",
        "DeviceCatalog",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "SpeedModel",
      [
        "SpeedModel",
        "FitCalculator",
        "ModelCatalog",
        "HardwareModel",
        "DeviceCatalog",
        "CatalogFiles",
        "JSONText",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "Ranker",
      [
        "Ranker",
        "SpeedModel",
        "FitCalculator",
        "ModelCatalog",
        "HardwareModel",
        "DeviceCatalog",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite("OptionParsing", ["OptionParsing"], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "Reporting",
      [
        "Reporting",
        "Ranker",
        "SpeedModel",
        "FitCalculator",
        "ModelCatalog",
        "HardwareModel",
        "JSONText",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
    suite("OllamaClient", ["OllamaClient", "SystemAccess", "JSONText", "Units"], exclude: ["Snapshots", "Fixtures"]),
    suite(
      "Commands",
      [
        "Commands",
        "Reporting",
        "OptionParsing",
        "Ranker",
        "SpeedModel",
        "FitCalculator",
        "HardwareProbe",
        "MicroBench",
        "GGUFFormat",
        "SystemAccess",
        "ModelCatalog",
        "DeviceCatalog",
        "HardwareModel",
        "JSONText",
        "Units",
      ], exclude: ["Snapshots", "Fixtures"]),
  ],
  cLanguageStandard: .gnu2x
)
