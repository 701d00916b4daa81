import Base
import Testing

@testable import Probe

/// A recording has no identifier of a device, and a selection by identifiers still selects the same devices.
@Suite struct IdentifierTests {
  private static let document: JSONValue = .object([
    "nvml": .object([
      "devices": .array([
        .object(["index": 0, "uuid": "GPU-aaaa1111-2222"]),
        .object([
          "index": 1, "uuid": "GPU-bbbb1111-2222", "mig_instances": .array([.object(["uuid": "MIG-cccc1111"])]),
        ]),
      ])
    ])
  ])

  @Test func theSelectionStaysTheSame() throws {
    let identifiers = DeviceIdentifiers(in: Self.document)
    let text = JSONWriter.text(identifiers.replaced(in: Self.document))
    #expect(!text.contains("1111"))
    let report = try #require(DriverReport(document: identifiers.replaced(in: Self.document)))
    let uuids = report.nvml.devices.map { [$0.uuid].compactMap(\.self) + $0.instances.compactMap(\.uuid) }
    let original = try #require(DriverReport(document: Self.document))
    let real = original.nvml.devices.map { [$0.uuid].compactMap(\.self) + $0.instances.compactMap(\.uuid) }
    for selection in ["GPU-bbbb", "MIG-cccc1111", "1,GPU-aaaa1111-2222", "GPU-dddd", "GPU-AAAA,GPU-bbbb1111-2222", ""] {
      let recorded = identifiers.replaced(inList: selection)
      #expect(!recorded.contains("1111") && !recorded.contains("dddd"))
      let before = VisibleDevices.hiding(real, variables: ["V"], environment: ["V": selection])
      let after = VisibleDevices.hiding(uuids, variables: ["V"], environment: ["V": recorded])
      #expect(before == after, "\(selection)")
    }
  }
}
