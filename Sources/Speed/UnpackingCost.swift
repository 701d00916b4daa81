import Memory
import Models

extension DeviceWork {
  /// Bits per weight up to which unpacking costs nothing, and from which on all of it.
  private static let unpackedBits = (least: 4.5, most: 5.0)

  /// What an operation costs on formats that take unpacking, between 1 and `factor`.
  ///
  /// It grows with the mean bits of these formats, so that fewer bits are never slower.
  func unpackingCost(_ factor: Double) -> Double {
    guard factor != 1 else { return 1 }
    var (multiplyAdds, bytes) = (0.0, 0.0)
    for part in weights where !part.type.isPlain {
      multiplyAdds += Double(part.multiplyAddsPerToken)
      bytes += Double(part.bytesPerToken)
    }
    guard multiplyAdds > 0 else { return 1 }
    let (least, most) = Self.unpackedBits
    return 1 + (factor - 1) * min(1, max(0, (8 * bytes / multiplyAdds - least) / (most - least)))
  }
}

extension TensorType {
  /// Formats of four bits whose weights take little to unpack.
  var isPlain: Bool {
    switch self {
    case .q4_0, .iq4_NL, .mxfp4, .nvfp4: true
    default: false
    }
  }
}
