/// Follows symbolic links as the kernel does, but below a root that no link leads out of.
package enum LinkWalk {
  /// As many links as the kernel follows.
  private static let mostLinks = 40

  /// The path below the root that `path` comes to; nil when its links loop.
  ///
  /// `target` tells where a path below the root points, as written in the link, or nil when it is no link.
  package static func resolve(
    _ path: String, followingLast: Bool = true, target: (String) -> String?
  ) -> String? {
    var pending = path.split(separator: "/").map(String.init).reversed() as [String]
    var (resolved, links) = ([String](), 0)
    while let step = pending.popLast() {
      if step == "." { continue }
      if step == ".." {
        _ = resolved.popLast()
        continue
      }
      let candidate = "/" + (resolved + [step]).joined(separator: "/")
      if followingLast || !pending.isEmpty, let target = target(candidate) {
        links += 1
        guard links <= mostLinks else { return nil }
        if target.hasPrefix("/") { resolved = [] }
        pending += target.split(separator: "/").map(String.init).reversed()
      } else {
        resolved.append(step)
      }
    }
    return "/" + resolved.joined(separator: "/")
  }
}
