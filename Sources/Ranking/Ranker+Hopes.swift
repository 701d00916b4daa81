import Base
import Memory
import Models

extension Ranker {
  /// A file that may be taken, what it is worth but for the wait, and what it is worth at most.
  typealias Hope = (quantization: Quantization, utility: Utility, most: Double)

  /// The files of a model, those that lose least first.
  func hopes(
    _ model: Model, _ planned: PlannedModel, _ quantizations: [Quantization], _ useCase: UseCase
  ) -> [Hope] {
    let limit = utilityLimit(useCase, planned.workload)
    let work = limit.work(of: model)
    let unquantized = Utility(model, useCase: useCase)
    let hopes: [Hope] = quantizations.map { quantization in
      let nominal = quantization.nominalBitsPerWeight
      let bits = planned.bitsPerWeight(quantization) ?? nominal
      var utility = unquantized
      utility.quantizationLoss = Utility.quantizationLoss(
        model, planned.files.kind, quantization.name, bits,
        isQuantizationAware: planned.files.isQuantizationAware(quantization))
      // Where tables that are looked up have more bits than the rest, so has the average.
      return (quantization, utility, limit.points(utility, model, work, bitsPerWeight: min(bits, nominal)))
    }
    return sortedPlaces(hopes.count) { (hopes[$1].utility.points, $0) < (hopes[$0].utility.points, $1) }
      .map { hopes[$0] }
  }
}
