import Glibc

/// A library opened by name in the child process; it is never closed, for some drivers do not survive that.
struct DriverLibrary {
  private let handle: UnsafeMutableRawPointer

  /// A failure with its text, such as the loader's complaint.
  struct Failure: Error, Equatable {
    var reason: String
  }

  /// Opens the first of `names` that can be.
  init(_ names: [String]) throws(Failure) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        return
      }
    }
    throw Failure(reason: dlerror().map { String(cString: $0) } ?? "\(names.first ?? "library") cannot be opened")
  }

  /// The function with the first of `symbols` that the library has, as a C function of the given type.
  func function<Function>(_ symbols: String..., as type: Function.Type) -> Function? {
    for symbol in symbols {
      if let address = dlsym(handle, symbol) { return unsafeBitCast(address, to: type) }
    }
    return nil
  }
}
