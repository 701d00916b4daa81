import Base

/// What `lspci` prints without the configuration space: its plain list, with `-n`, `-nn`, `-v`, `-k`, and `-mm`, `-vmm`.
enum PCIListing {
  /// The display and accelerator functions of a list; nil when the text is none.
  static func devices(_ text: String) -> CapturedDevices? {
    var captured = CapturedDevices()
    var isListing = false
    let records = text.contains("Slot:\t") ? self.records(text) : lines(text)
    for function in records {
      isListing = true
      if function.isAccelerator, !captured.functions.contains(where: { $0.address == function.address }) {
        captured.functions.append(function)
      }
    }
    captured.functions.sort { $0.address < $1.address }
    return isListing ? captured : nil
  }

  /// `01:00.0 VGA compatible controller [0300]: NVIDIA Corporation AD102 [GeForce RTX 4090] [10de:2684] (rev a1)`, and
  /// below it lines that stand further right.
  private static func lines(_ text: String) -> [PCIFunction] {
    var functions: [PCIFunction] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if let first = line.first, first == "\t" || first == " " {
        describe(trimmed(line), &functions)
        continue
      }
      let start = line.prefix { $0 != " " }
      guard let address = PCIAddress(start) else { continue }
      functions.append(function(address, line.dropFirst(start.count + 1)))
    }
    return functions
  }

  private static func describe(_ line: String, _ functions: inout [PCIFunction]) {
    guard !functions.isEmpty, let driver = line.range(after: "Kernel driver in use: ") else { return }
    functions[functions.count - 1].driver = String(driver)
    functions[functions.count - 1].knowsDriver = true
  }

  private static func function(_ address: PCIAddress, _ rest: Substring) -> PCIFunction {
    var function = PCIFunction(address: address, source: "lspci list")
    if rest.hasPrefix("\"") || rest.hasPrefix("Class ") {
      quoted(rest, &function)
      return function
    }
    let parts = rest.split(separator: ":", maxSplits: 1)
    let kind = parts.first ?? ""
    function.deviceClass = number(in: brackets(kind).last, parts: 1)?.first ?? classes[trimmed(kind)]
    if let plain = Hexadecimal.value(trimmed(kind), below: 1 << 16), kind.count == 4 { function.deviceClass = plain }
    var name = trimmed(parts.count == 2 ? parts[1] : "")
    // With -n the numbers stand alone, with -nn in brackets behind the names.
    let ids =
      number(in: brackets(name[...]).last { number(in: $0, parts: 2) != nil }, parts: 2)
      ?? number(in: name.split(separator: " ").first.map(String.init), parts: 2)
    if let ids { (function.vendorID, function.deviceID) = (ids[0], ids[1]) }
    if let revision = name.range(after: "(rev ") {
      function.revision = Hexadecimal.value(revision.prefix { $0 != ")" }, below: 1 << 8)
    }
    if let end = name.range(after: " (rev ") { name = String(name.dropLast(end.count + " (rev ".count)) }
    if ids == nil, !name.isEmpty { self.name(&function, name) }
    return function
  }

  /// `01:00.0 "VGA compatible controller [0300]" "NVIDIA Corporation [10de]" "AD102 [2684]" -ra1 …`.
  private static func quoted(_ rest: Substring, _ function: inout PCIFunction) {
    let fields = rest.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    guard fields.count >= 3 else { return }
    take(kind: fields[0], vendor: fields[1], device: fields[2], &function)
  }

  /// Blocks of `Slot:`, `Class:`, `Vendor:`, `Device:`.
  private static func records(_ text: String) -> [PCIFunction] {
    var functions: [PCIFunction] = []
    var fields: [String: String] = [:]
    func finish() {
      defer { fields = [:] }
      guard let address = fields["Slot"].flatMap({ PCIAddress($0) }) else { return }
      var function = PCIFunction(address: address, source: "lspci list")
      take(kind: fields["Class"] ?? "", vendor: fields["Vendor"] ?? "", device: fields["Device"] ?? "", &function)
      function.revision = fields["Rev"].flatMap { Hexadecimal.value($0, below: 1 << 8) }
      (function.driver, function.knowsDriver) = (fields["Driver"], fields["Driver"] != nil)
      functions.append(function)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let colon = line.firstIndex(of: ":") else {
        finish()
        continue
      }
      let key = String(line[..<colon])
      if fields[key] == nil { fields[key] = trimmed(line[line.index(after: colon)...]) }
    }
    finish()
    return functions
  }

  private static func take(kind: String, vendor: String, device: String, _ function: inout PCIFunction) {
    func id(_ text: String) -> Int? { number(in: brackets(text[...]).last ?? text, parts: 1)?.first }
    function.deviceClass = id(kind) ?? classes[kind.prefix { $0 != "[" }.split(separator: " ").joined(separator: " ")]
    (function.vendorID, function.deviceID) = (id(vendor), id(device))
    if function.deviceID == nil, !device.isEmpty { name(&function, "\(vendor) \(device)") }
  }

  /// Takes a name where there are no numbers; the maker stands first in it.
  private static func name(_ function: inout PCIFunction, _ name: String) {
    let makers = [("NVIDIA ", 0x10DE), ("Advanced Micro Devices", 0x1002), ("Intel ", 0x8086)]
    function.vendorID = function.vendorID ?? makers.first { name.hasPrefix($0.0) }?.1
    function.productName = name
  }

  /// The texts in square brackets.
  private static func brackets(_ text: Substring) -> [String] {
    text.split(separator: "[").dropFirst().compactMap { part in
      part.firstIndex(of: "]").map { String(part[..<$0]) }
    }
  }

  /// Four hexadecimal digits, or twice as many with a colon between.
  private static func number(in text: String?, parts count: Int) -> [Int]? {
    let parts = (text ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == count, parts.allSatisfy({ $0.count == 4 }) else { return nil }
    let numbers = parts.compactMap { Hexadecimal.value($0, below: 1 << 16) }
    return numbers.count == count ? numbers : nil
  }

  /// The names that the list of PCI ids has for the classes that matter here.
  private static let classes = [
    "VGA compatible controller": 0x0300, "XGA compatible controller": 0x0301, "3D controller": 0x0302,
    "Display controller": 0x0380, "Processing accelerators": 0x1200,
  ]
}
