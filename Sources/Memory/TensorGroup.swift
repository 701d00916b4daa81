import Architectures
import Models

/// Equal tensors over some layers.
///
/// Holds numbers only, no references: groups are looked at for every row. The layers are the inventory's `places`.
struct TensorGroup: Sendable {
  var role: TensorRole
  var site: TensorSite
  /// Row length: the input width of the matrix.
  var width: Int
  /// Rows of one tensor, over all its experts.
  var rows: Int
  /// Number of experts in the tensor; 0 when it is none of the routed experts'.
  var experts: Int
  /// True for a three-dimensional tensor.
  var isStacked: Bool
  /// Where the inventory's `places` say which layers have one.
  var place: Int
  /// Tensors in the group.
  var count: Int
  /// Tensors per layer.
  var multiplicity: Int
  /// How often each predicate of the recipes holds over the layers.
  var hits = PredicateCounts()
  /// Looked up by row and not multiplied with.
  var isLookup: Bool
  /// The type in a real file; nil: a recipe decides.
  var fixedType: TensorType?
  /// Bytes of one tensor in a format that is not known.
  var fixedBytes: Int?

  var elements: Int { Saturating.multiply(Saturating.multiply(width, rows), count) }
}

/// The layers that have a tensor, and what recipes ask about them.
struct Places: Sendable {
  /// Empty for tensors outside the layers.
  var layers: LayerList
  /// The index that recipes ask about, per layer: a running count or the layer's number; empty where none asks.
  var positions: [Int] = []
  /// The running count where it differs from the position.
  var runningPositions: [Int] = []
  var positionTotal = 0
  var runningTotal = 0

  init(_ layers: LayerList = LayerList()) { self.layers = layers }

  /// Whether the predicate holds for the tensor of the layer at `index` of the list.
  func satisfies(_ predicate: LayerPredicate, at index: Int) -> Bool {
    if predicate == .never { return false }
    if predicate == .always { return true }
    guard index < positions.count else { return false }
    let position = positions[index]
    return predicate.holds(
      index: position, of: positionTotal, running: runningPositions.isEmpty ? position : runningPositions[index],
      runningTotal: runningTotal)
  }

  /// How often `predicates` hold.
  func hits(_ predicates: [LayerPredicate]) -> PredicateCounts {
    var hits = PredicateCounts()
    for predicate in predicates {
      switch predicate {
      case .never: hits[predicate] = 0
      case .always: hits[predicate] = positions.count
      default: hits[predicate] = positions.indices.count { satisfies(predicate, at: $0) }
      }
    }
    return hits
  }
}

/// Layers of one kind, in order.
struct LayerList: Sendable, Equatable {
  var indices: [Int]
  init(_ indices: [Int] = []) { self.indices = indices }
  var isEmpty: Bool { indices.isEmpty }
}

/// Conditions on a layer that recipes ask for.
enum LayerPredicate: Int, Sendable, CaseIterable {
  case never, always
  /// `i < n/8`, on the layer's number.
  case firstEighth
  /// `i < n/16`.
  case firstSixteenth
  /// The first and last eighth and every third layer between.
  case moreBits
  case firstTwo, firstFour
  /// Not in the first or last eighth.
  case middle
  /// `i < n/8` on the running count of such tensors.
  case runningFirstEighth

  func holds(index: Int, of count: Int, running: Int, runningTotal: Int) -> Bool {
    switch self {
    case .never: false
    case .always: true
    case .firstEighth: index < count / 8
    case .firstSixteenth: index < count / 16
    case .moreBits: index < count / 8 || index >= 7 * count / 8 || (index - count / 8) % 3 == 2
    case .firstTwo: index < 2
    case .firstFour: index < 4
    case .middle: index >= count / 8 && index < 7 * count / 8
    case .runningFirstEighth: running < runningTotal / 8
    }
  }
}

/// How many tensors of a group satisfy each predicate; there are no more than layers, a few thousand at most.
struct PredicateCounts: Sendable {
  private var counts = SIMD16<UInt16>()

  subscript(predicate: LayerPredicate) -> Int {
    get { Int(counts[predicate.rawValue]) }
    set { counts[predicate.rawValue] = UInt16(clamping: newValue) }
  }
}
