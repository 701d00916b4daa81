import Glibc

/// Work on a thread of its own.
package enum BackgroundThread {
  /// Starts a thread, which must be joined or detached; nil when there is none to be had.
  package static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(Work(body))
    let error = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, retained.toOpaque())
    if error == 0 { return thread }
    retained.release()
    return nil
  }

  /// What a thread is given.
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
