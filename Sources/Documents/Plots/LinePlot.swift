/// Lines over one quantity, for a terminal or as SVG.
package struct LinePlot: Sendable {
  package struct Line: Sendable {
    package var name: String
    /// From left to right.
    package var points: [(x: Double, y: Double)]

    package init(name: String, points: [(x: Double, y: Double)]) { (self.name, self.points) = (name, points) }

    /// The height at a place between the first and the last point, straight between points; nil outside.
    func height(at x: Double) -> Double? {
      guard let first = points.first, let last = points.last, x >= first.x, x <= last.x else { return nil }
      for (left, right) in zip(points, points.dropFirst()) where x <= right.x {
        let width = right.x - left.x
        return width > 0 ? left.y + (right.y - left.y) * (x - left.x) / width : right.y
      }
      return last.y
    }
  }

  /// A place worth a word.
  package struct Mark: Sendable {
    package var x: Double
    package var name: String

    package init(x: Double, name: String) { (self.x, self.name) = (x, name) }
  }

  package var title: String
  var xName: String
  var yName: String
  package var lines: [Line]
  package var marks: [Mark]
  /// How values at the axes are written.
  var xText: @Sendable (Double) -> String
  var yText: @Sendable (Double) -> String

  package init(
    title: String, xName: String, yName: String, lines: [Line], marks: [Mark] = [],
    xText: @escaping @Sendable (Double) -> String, yText: @escaping @Sendable (Double) -> String
  ) {
    (self.title, self.xName, self.yName) = (title, xName, yName)
    (self.lines, self.marks) = (lines, marks)
    (self.xText, self.yText) = (xText, yText)
  }

  /// The right edge and the top; both axes begin at zero.
  var reach: (x: Double, y: Double) {
    let points = lines.flatMap(\.points)
    return (max(points.map(\.x).max() ?? 1, 1e-9), max(points.map(\.y).max() ?? 1, 1e-9))
  }
}
