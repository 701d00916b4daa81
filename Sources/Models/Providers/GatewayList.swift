import Base

/// How gateways name providers of hosted models, from `catalog/gateways.json`.
package struct GatewayList: CatalogDocument, Equatable {
  package static let fileName = "gateways.json"

  package struct Gateway: Sendable, Equatable {
    /// As `catalog/prices.json` names it.
    package let provider: String
    /// LiteLLM's prefix, such as `openai`.
    package let litellm: String
    /// The environment variable that holds the key.
    package let keyVariable: String
    /// The address that speaks OpenAI's API.
    package let base: String
  }

  /// The list embedded in the program; nil if it could not be read, which a test excludes.
  package static let known: GatewayList? = try? builtIn()

  package let asOf: String
  package let gateways: [Gateway]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    asOf = try node.required("as_of").string()
    gateways = try node.list("gateways") { row throws(JSONShapeError) in
      Gateway(
        provider: try row.required("provider").string(), litellm: try row.required("litellm").string(),
        keyVariable: try row.required("key_variable").string(), base: try row.required("base").string())
    }
  }

  package subscript(provider: String) -> Gateway? { gateways.first { $0.provider == provider } }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    gateways.indices.filter { index in !gateways[index].base.hasPrefix("https://") }.map {
      ("/gateways/\($0)/base", "keys are sent there: expected an address of https")
    }
  }
}
