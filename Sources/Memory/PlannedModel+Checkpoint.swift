import Models

extension FitCalculator {
  /// The row of a checkpoint for vLLM and its kind, in equal parts on these cards, with its largest context.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - format: the checkpoint's format.
  ///   - workload: context, cache types and the rest.
  ///   - budgets: what the engine may take of each card, in bytes by the cards' ids; nil: the fewest cards that hold it.
  /// - Returns: the row; nil for a model without known dimensions.
  package func fit(
    of model: Model, checkpoint format: Quantization, workload: Workload, budgets: [String: Int]?
  ) -> Fit? {
    planned(model, workload: workload)?.checkpoint(format, budgets)
  }

  /// What a checkpoint in a format takes, in bytes; nil for a model without known dimensions.
  package func weightsBytes(of model: Model, checkpoint format: Quantization, workload: Workload) -> Int? {
    planned(model, workload: workload)?.weights(format).totalBytes
  }
}

extension PlannedModel {
  fileprivate func checkpoint(_ format: Quantization, _ budgets: [String: Int]?) -> Fit {
    let pools = budgets.map(pools.limited) ?? pools
    let weights = weights(format)
    var search = PlacementSearch(
      plan: entry.plan, weights: weights, workload: workload, pools: pools, quantization: format, needs: entry.needs)
    if let budgets { search.cardCounts = [budgets.count] }
    let row = RowCache.Row(
      bitsPerWeight: weights.bitsPerWeight, weightsBytes: weights.totalBytes, result: search.best())
    var fit = calculator.fit(model, row, format, workload, notes, files[format])
    var contexts = contexts(pools)
    if fit.verdict != .tooLarge { fit.largestContext = contexts.largest(weights, format) }
    return fit
  }
}

extension Fit {
  /// Whether it is a checkpoint's row, which vLLM and its kind run on GPUs alone.
  package var isCheckpoint: Bool {
    workload.reservation == .vllm || Quantization.named(quantization)?.family == .safetensors
  }
}
