/// Tells files that are no language model by themselves: the format holds much else.
enum GGUFFileKind {
  /// Refuses such a file with what it is and what it is good for.
  static func check(_ header: GGUFHeader) throws(GGUFError) {
    guard let (what, use) = other(header) else { return }
    throw GGUFError(offset: 0, expected: "a language model, but this is \(what): it \(use)")
  }

  private static func other(_ header: GGUFHeader) -> (what: String, use: String)? {
    let architecture = header.metadata["general.architecture"]?.string ?? ""
    switch header.metadata["general.type"]?.string {
    case "mmproj": return projector(header)
    case "adapter": return adapter(header, architecture)
    case "imatrix": return fact("imatrix")
    case "vocab": return vocabulary
    default: break
    }
    if architecture == "clip" { return projector(header) }
    if header.metadata["adapter.type"] != nil { return adapter(header, architecture) }
    if header.metadata["imatrix.datasets"] != nil { return fact("imatrix") }
    if let fact = fact(architecture) { return fact }
    if header.tensors.contains(where: { tensor in imageTensors.contains { tensor.name.hasPrefix($0) } }) {
      return fact("flux")
    }
    return nil
  }

  /// A tokenizer without weights, as llama.cpp keeps some for its tests.
  static let vocabulary = (what: "a vocabulary alone", use: "has a tokenizer and no weights")

  private static func fact(_ architecture: String) -> (what: String, use: String)? {
    GGUFFacts.all?.otherFiles.first { $0.architectures.contains(architecture) }.map { ($0.what, $0.use) }
  }

  private static func projector(_ header: GGUFHeader) -> (what: String, use: String) {
    let type = header.metadata["clip.projector_type"]?.string
    let sound = header.metadata["clip.has_audio_encoder"]?.bool == true
    let image = header.metadata["clip.has_vision_encoder"]?.bool != false
    let medium = image && sound ? "images and sound" : sound ? "sound" : "images"
    return (
      "a projector (mmproj) for \(medium)\(type.map { " of type \($0)" } ?? "")",
      "is loaded beside its language model with --mmproj"
    )
  }

  private static func adapter(_ header: GGUFHeader, _ architecture: String) -> (what: String, use: String) {
    if architecture == "controlvector", let fact = fact(architecture) { return fact }
    let type = header.metadata["adapter.type"]?.string ?? "lora"
    let name = type == "lora" ? "a LoRA adapter" : "an adapter of type \(type)"
    return (
      architecture.isEmpty ? name : "\(name) for a model of architecture \(architecture)",
      "is loaded beside its base model with --lora"
    )
  }

  /// What tensors of image models are called in files that name no architecture.
  private static let imageTensors = [
    "model.diffusion_model.", "diffusion_model.", "first_stage_model.", "double_blocks.", "joint_blocks.",
  ]
}
