extension NVIDIAListing {
  private static let heading = "==============NVSMI LOG=============="

  /// The log that `nvidia-smi -q` prints as indented text, with the names that its XML form has; nil when there is none.
  static func log(inText text: String) -> XMLElement? {
    guard let rest = text.range(after: heading) else { return nil }
    var open: [(indentation: Int, element: XMLElement)] = [(-1, XMLElement(name: "nvidia_smi_log"))]
    func close(to indentation: Int) {
      while open.count > 1, let last = open.last, last.indentation >= indentation {
        open.removeLast()
        open[open.count - 1].element.children.append(last.element)
      }
    }
    for line in rest.split(separator: "\n") {
      if line.hasPrefix("#") || line.hasPrefix("=") { break }
      let indentation = line.prefix { $0 == " " }.count
      guard line.count > indentation, open.count < 32 else { continue }
      close(to: indentation)
      open.append((indentation, element(of: line)))
    }
    close(to: 0)
    return open[0].element
  }

  /// `Product Name : Tesla T4` as an element `product_name`; a line of a device, `GPU 00000000:00:09.0`, as `gpu`.
  private static func element(of line: Substring) -> XMLElement {
    let text = trimmed(line)
    if text.hasPrefix("GPU "), PCIAddress(text.dropFirst(4)) != nil {
      return XMLElement(name: "gpu", attributes: ["id": String(text.dropFirst(4))])
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    let key = trimmed(parts.first ?? "").lowercased().split(separator: " ").joined(separator: "_")
    return XMLElement(name: key, text: parts.count == 2 ? trimmed(parts[1]) : "")
  }
}
