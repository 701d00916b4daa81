import Base
import Models

/// Models from the one on that can be worth most.
///
/// What a model can be worth on a machine takes its dimensions; what it is worth before anything is known of its speed does
/// not, and is never less. The former is found only as far as the order asks for it.
struct PromisingModels {
  private let limit: UtilityLimit
  private var models: [(model: Model, utility: Utility)] = []
  /// Those that are known by what they are worth unplaced, which is most for the last; sorted when the first is asked for.
  private var others: [Int]?
  /// Those of which it is known what they can be worth at most, the first last.
  private var limited: [(index: Int, bound: Double)] = []

  /// `capacity` is how many may be added.
  init(_ limit: UtilityLimit, capacity: Int) {
    self.limit = limit
    models.reserveCapacity(capacity)
  }

  /// How many have not been taken.
  var count: Int { (others?.count ?? models.count) + limited.count }

  mutating func add(_ model: Model) {
    models.append((model, Utility(model, useCase: limit.useCase)))
  }

  /// Takes the first; nil if what it can be worth is `unwanted`, and so whatever is worth less.
  mutating func next(unless unwanted: (Double) -> Bool) -> Model? {
    var others =
      self.others
      ?? sortedPlaces(models.count) { [models] one, other in
        models[one].utility.points < models[other].utility.points
      }
    defer { self.others = others }
    let most = [limited.last?.bound, others.last.map { models[$0].utility.points }].compactMap(\.self).max()
    guard let most, !unwanted(most) else { return nil }
    findFirst(&others)
    guard let first = limited.last, !unwanted(first.bound) else { return nil }
    limited.removeLast()
    return models[first.index].model
  }

  /// Takes those of the others that are wanted.
  mutating func take(where isWanted: (Model, Utility) -> Bool) -> [Model] {
    let left = (others ?? Array(models.indices)) + limited.map(\.index)
    let wanted = Set(left.filter { isWanted(models[$0].model, models[$0].utility) })
    others?.removeAll(where: wanted.contains)
    limited.removeAll { wanted.contains($0.index) }
    return wanted.sorted().map { models[$0].model }
  }

  /// Sees to it that the last of those with a bound is the first of all.
  private mutating func findFirst(_ others: inout [Int]) {
    while let index = others.last, limited.last.map({ models[index].utility.points >= $0.bound }) ?? true {
      others.removeLast()
      let found = (index: index, bound: limit.points(models[index].model, models[index].utility))
      var (low, high) = (0, limited.count)
      while low < high {
        let middle = (low + high) / 2
        if comesFirst(found, limited[middle]) { low = middle + 1 } else { high = middle }
      }
      limited.insert(found, at: low)
    }
  }

  private func comesFirst(_ one: (index: Int, bound: Double), _ other: (index: Int, bound: Double)) -> Bool {
    one.bound != other.bound
      ? one.bound > other.bound : models[one.index].model.id < models[other.index].model.id
  }
}
