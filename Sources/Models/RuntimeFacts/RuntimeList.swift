import Base

/// The runtimes of the field, from `catalog/runtimes.json`.
package struct RuntimeList: CatalogDocument, Equatable {
  package static let fileName = "runtimes.json"

  /// A product that is talked about and that nothing can be written for.
  package struct Absent: Sendable, Equatable {
    package let name: String
    package let reason: String
  }

  /// The list embedded in the program; nil if it could not be read, which a test excludes.
  package static let known: RuntimeList? = try? builtIn()

  /// The oldest driver of NVIDIA that runs what is built with a major version of CUDA.
  package struct CUDADriver: Sendable, Equatable {
    /// Such as `12`.
    package let cuda: String
    /// Such as `525`.
    package let minimumDriver: String
  }

  package let runtimes: [RuntimeFacts]
  package let absent: [Absent]
  /// The oldest CUDA first.
  package let cudaDrivers: [CUDADriver]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    runtimes = try node.list("runtimes", of: RuntimeFacts.init)
    absent = try node.list("absent") { row throws(JSONShapeError) in
      Absent(name: try row.required("name").string(), reason: try row.required("reason").string())
    }
    cudaDrivers = try node.list("cuda_drivers") { row throws(JSONShapeError) in
      CUDADriver(cuda: try row.required("cuda").string(), minimumDriver: try row.required("minimum_driver").string())
    }
  }

  /// The runtime with that id or name, in any case.
  package func runtime(named name: String) -> RuntimeFacts? {
    let wanted = name.lowercased()
    return runtimes.first { $0.id == wanted || $0.name.lowercased() == wanted }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    var seen: Set<String> = []
    for (index, runtime) in runtimes.enumerated() {
      let place = "/runtimes/\(index)"
      if !seen.insert(runtime.id).inserted { problems.append((place + "/id", "the runtime is there twice")) }
      if runtime.formats.isEmpty { problems.append((place + "/formats", "what does it load?")) }
      if runtime.api.isEmpty { problems.append((place + "/api", "how is it asked?")) }
      if (runtime.status == .active) != (runtime.statusSince == nil) {
        problems.append(
          (place + "/status_since", "a project that is not active has a day since when, an active one none"))
      }
      for (key, date) in [("/as_of", runtime.asOf), ("/status_since", runtime.statusSince)] {
        if let date, !CatalogDate.isDate(date) { problems.append((place + key, "expected a date, not \"\(date)\"")) }
      }
    }
    return problems
  }
}
