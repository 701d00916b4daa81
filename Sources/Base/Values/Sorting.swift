/// Sorting by places.
///
/// The standard library's own of this name would be in the program once more for each kind of element that is sorted: half a
/// megabyte.
extension Sequence {
  /// The elements in order, those of which neither comes before the other as they stood.
  package func sorted(by comesFirst: (Element, Element) throws -> Bool) rethrows -> [Element] {
    let elements = Array(self)
    return try sortedPlaces(elements.count) { try comesFirst(elements[$0], elements[$1]) }.map { elements[$0] }
  }
}

/// The places of so many elements in order; quicker than sorting the elements, since it knows their type.
@inline(never)
package func sortedPlaces(_ count: Int, by comesFirst: (Int, Int) throws -> Bool) rethrows -> [Int] {
  var places = Array(0..<count)
  try places.sort(by: comesFirst)
  return places
}
