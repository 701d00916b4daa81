import Base

/// The files by which the Vulkan loader finds drivers, in the loader's own places.
enum VulkanManifests {
  /// The manifests that are there: those that variables name, in place of the usual folders or beside them, or those in
  /// the usual folders.
  static func files(environment: [String: String]) -> [String] {
    func named(_ variable: String) -> [String] { environment[variable]?.split(separator: ":").map(String.init) ?? [] }
    let only = [named("VK_DRIVER_FILES"), named("VK_ICD_FILENAMES")].first { !$0.isEmpty }
    return ((only ?? usualPlaces(environment)) + named("VK_ADD_DRIVER_FILES")).flatMap { place in
      guard !place.hasSuffix(".json") else { return SystemRoot.live.exists(place) ? [place] : [] }
      return SystemRoot.live.names(in: place).filter { $0.hasSuffix(".json") }.map { place + "/" + $0 }
    }
  }

  private static func usualPlaces(_ environment: [String: String]) -> [String] {
    var places = ["/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/usr/share/vulkan/icd.d"]
    places += environment["XDG_DATA_DIRS"]?.split(separator: ":").map { $0 + "/vulkan/icd.d" } ?? []
    if let home = environment["XDG_DATA_HOME"] { places.append(home + "/vulkan/icd.d") }
    if let home = environment["HOME"] { places.append(home + "/.local/share/vulkan/icd.d") }
    return places
  }

  /// The driver that a manifest names: a path, or a name that the dynamic loader looks for.
  static func library(of manifest: String) -> String? {
    guard let bytes = try? SystemRoot.live.bytes(manifest, limit: 1 << 16).get(),
      let name = (try? JSONParser.parse(bytes))?["ICD"]?["library_path"]?.string
    else { return nil }
    // A path that is not absolute begins at the manifest.
    guard name.contains("/"), !name.hasPrefix("/"), let slash = manifest.lastIndex(of: "/") else { return name }
    return manifest[...slash] + name
  }
}
