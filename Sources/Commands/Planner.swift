import Documents
import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

/// Plans rows of one model: the one estimator behind `fit`, `compare` and `plan`.
struct Planner {
  let machine: Machine
  let measurements: Measurements?
  /// Whether rows come with the sums behind them.
  var explains = false
  /// What the rows are judged for, and nil for general use, or what an embedding model does; vision counts the projector.
  var useCase: UseCase?
  /// False where a runtime's own placement is asked for: nothing is judged, and cards share no layers.
  var judges = true

  func rows(_ named: NamedModel, quantizations: [String], workload asked: Workload) throws -> [FitRow] {
    let calculator = FitCalculator(machine: machine)
    let speedModel = SpeedModel(machine: machine, measurements: measurements)
    try Planner.check(named.model, asked)
    let ranker = Ranker(fitCalculator: calculator, speedModel: speedModel)
    let useCase = useCase ?? (named.model.capabilities.contains(.embedding) ? .embedding : .general)
    var workload = useCase == .vision ? ranker.withRoomForPictures(asked, named.model) : asked
    if named.file?.isOllamas == true, workload.countsFirstCommand { workload.reservation = .ollama }
    let names = quantizations.isEmpty ? named.file.flatMap { _ in named.quantization.map { [$0] } } : quantizations
    let fits: [Fit]
    var tensors: [StoredTensor]?
    var checkpoints: [Quantization] = []
    if let checkpoint = named.checkpoint, let format = checkpoint.format, quantizations.isEmpty {
      fits = [try packed(checkpoint, format, workload, calculator)]
    } else if let file = named.file, names == [file.quantization] {
      let stored = file.tensors.map(StoredTensor.init)
      tensors = stored
      let tower = file.tensors.reduce(0) { GGUFTower.holds($1.name) ? $0 &+ $1.bytes : $0 }
      fits =
        calculator.fit(
          of: named.model, tensors: stored, quantization: file.quantization, workload: workload
        ).map { fit in
          var fit = fit
          if file.isOllamas {
            // What is said of llama-server's flags does not hold for a file that it cannot load.
            fit.notes.removeAll { $0 == .ollamaSplitsByLayers }
            fit.notes.append(.ollamaLayout)
          }
          if tower > 0 { fit.notes.append(.towerInFile(bytes: tower)) }
          return [fit]
        } ?? []
    } else {
      let wanted =
        names.map { Planner.quantizations($0, named.model) }
        ?? Planner.standardQuantizations(named.model, machine, calculator.plans.files(of: named.model))
      fits = calculator.fits(
        of: named.model, quantizations: wanted.filter { $0.family == .gguf }.map(\.name), workload: workload,
        advisesContext: true)
      checkpoints = wanted.filter { $0.family == .safetensors }
    }
    let files = fits.map { placed in
      let shown = useCase == .vision ? ranker.withPictures(placed, named.model) : placed
      let candidate = judges ? ranker.candidate(named.model, shown, useCase: useCase) : nil
      let fit = candidate?.fit ?? speedModel.placements(of: shown, named.model).first ?? shown
      var command = RunCommand(
        model: named.model, fit: fit, accelerators: machine.accelerators, runtimes: machine.runtimes, file: named.path,
        thinking: candidate?.thinking ?? .none)
      if named.file?.isOllamas == true { command.llamaWords = nil }
      return FitRow(
        fit: fit, speed: candidate?.speed ?? speedModel.speed(of: fit, model: named.model),
        command: command,
        explanation: explains ? calculator.explanation(of: fit, model: named.model, tensors: tensors) : nil,
        candidate: candidate)
    }
    return files
      + checkpoints.compactMap { format in
        ranker.checkpoint(named.model, format, workload: workload, useCase: useCase).map { row in
          FitRow(
            row, named.model, accelerators: machine.accelerators,
            explanation: explains ? calculator.explanation(of: row.fit, model: named.model) : nil)
        }
      }
  }

  /// The row that is worth most: of three bits and more where one of those fits, and of files that llama.cpp runs where
  /// there are any, as a ranking has them; nil where none does.
  static func best(_ rows: [FitRow]) -> FitRow? {
    let files = rows.filter { !$0.fit.isCheckpoint }
    let fitting = (files.isEmpty ? rows : files).filter { $0.fit.verdict == .fits }
    let usual = fitting.filter { !$0.fit.keepsFewBits }
    func worth(_ row: FitRow) -> Double { row.candidate?.utility.points ?? -.infinity }
    return (usual.isEmpty ? fitting : usual).max { worth($0) < worth($1) } ?? rows.first { $0.fit.verdict == .tight }
  }

  /// The row of a checkpoint whose weights are packed: as its tensors are, or else as its configuration says.
  private func packed(
    _ checkpoint: CheckpointFolder, _ format: CheckpointFormat, _ workload: Workload, _ calculator: FitCalculator
  ) throws -> Fit {
    let fit =
      checkpoint.tensors.flatMap {
        calculator.fit(of: checkpoint.model, checkpoint: $0, label: format.label, workload: workload)
      } ?? calculator.fit(of: checkpoint.model, packedAs: format, workload: workload)
    guard let fit else {
      throw Failure(
        .badData, "\(checkpoint.path): expected weights in a format whose size is known, not \"\(format.label)\"",
        hint: "with its safetensors files beside config.json it is sized by their tensors")
    }
    return fit
  }

  /// Refuses what nothing can be computed for: unknown dimensions, or a context that the model was not made for.
  static func check(_ model: Model, _ workload: Workload) throws {
    guard let architecture = model.architecture else {
      throw Failure(.failed, "the dimensions of \(model.name) are not known, so nothing can be computed for it")
    }
    if architecture.contextMaximum > 0, workload.context > ContextRule.longest(model) {
      throw Failure(
        .usage, "a context of \(workload.context) tokens is more than \(model.name) can take",
        hint: "at most --context \(ContextRule.longest(model))")
    }
  }

  /// What is shown when no quantization is asked for: all that make sense.
  private static func standardQuantizations(
    _ model: Model, _ machine: Machine, _ files: PublishedFiles
  ) -> [Quantization] {
    let experts = model.architecture?.experts != nil
    let own = model.nativeQuantization
    let plain = Quantization.all.filter { quantization in
      quantization.family == .gguf && (!quantization.isForExpertsOnly || experts)
        && (!quantization.isTernary || quantization.name == own)
    }
    let mixed = files.quantizations.filter(\.isMixed)
    // Checkpoints are for who has a card that their runtimes take.
    let cards = machine.usableCards
    let packed = model.checkpointFormats.filter { format in
      cards.contains { !Set($0.backends).isDisjoint(with: format.backends) }
    }
    let sorted = mixed.sorted { ($1.nominalBitsPerWeight, $0.name) < ($0.nominalBitsPerWeight, $1.name) }
    return plain + sorted + packed
  }

  /// The quantizations with these names; a name that checkpoints have too is theirs as well where one is published.
  private static func quantizations(_ names: [String], _ model: Model) -> [Quantization] {
    let formats = model.checkpointFormats
    return names.flatMap { name in
      let named = Quantization.named(name)
      let checkpoint = Quantization.checkpoint(named: name).flatMap { formats.contains($0) ? $0 : nil }
      return [named, checkpoint == named ? nil : checkpoint].compactMap(\.self)
    }
  }
}

extension StoredTensor {
  /// A tensor as its file's header describes it.
  init(_ tensor: GGUFTensor) {
    self.init(name: tensor.name, dimensions: tensor.dimensions, type: tensor.type.weightType, bytes: tensor.bytes)
  }
}
