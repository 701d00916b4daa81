import Base
import Models

/// A published file as JSON.
package enum ArtefactWriter {
  package static func artefact(_ artefact: Artefact) -> JSONValue {
    .object([
      "runtime_format": .string(artefact.format.rawValue), "repository": .string(artefact.repository),
      "file": artefact.file.map(JSONValue.string), "label": .string(artefact.label),
      "bytes": artefact.bytes.map(JSONValue.integer), "exact": .bool(artefact.isSizeExact),
      "sha256": artefact.sha256.map(JSONValue.string), "split_count": .integer(artefact.splitCount),
      "certainty": .string(artefact.certainty.rawValue), "as_of": artefact.asOf.map(JSONValue.string),
      "quantization_aware": .bool(artefact.isQuantizationAware),
    ])
  }
}
