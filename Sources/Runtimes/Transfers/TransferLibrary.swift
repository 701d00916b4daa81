import CCurl
import Glibc

/// libcurl, opened when it is first needed.
struct TransferLibrary {
  let handle: UnsafeMutableRawPointer
  let setopt: UnsafeMutableRawPointer
  let getinfo: UnsafeMutableRawPointer
  private let makeHandle: @convention(c) () -> UnsafeMutableRawPointer?
  private let endHandle: @convention(c) (UnsafeMutableRawPointer?) -> Void
  private let performTransfer: @convention(c) (UnsafeMutableRawPointer?) -> UInt32
  private let describe: @convention(c) (UInt32) -> UnsafePointer<CChar>?
  private let appendText: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
  private let freeList: @convention(c) (UnsafeMutableRawPointer?) -> Void

  /// Opens the library; nil when it or one of its functions is missing.
  init?() {
    guard
      let handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL)
        ?? dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL),
      let setopt = dlsym(handle, "curl_easy_setopt"), let getinfo = dlsym(handle, "curl_easy_getinfo"),
      let make = dlsym(handle, "curl_easy_init"), let end = dlsym(handle, "curl_easy_cleanup"),
      let perform = dlsym(handle, "curl_easy_perform"), let describe = dlsym(handle, "curl_easy_strerror"),
      let append = dlsym(handle, "curl_slist_append"), let free = dlsym(handle, "curl_slist_free_all")
    else { return nil }
    self.handle = handle
    self.setopt = setopt
    self.getinfo = getinfo
    makeHandle = unsafeBitCast(make, to: (@convention(c) () -> UnsafeMutableRawPointer?).self)
    endHandle = unsafeBitCast(end, to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
    performTransfer = unsafeBitCast(perform, to: (@convention(c) (UnsafeMutableRawPointer?) -> UInt32).self)
    self.describe = unsafeBitCast(describe, to: (@convention(c) (UInt32) -> UnsafePointer<CChar>?).self)
    appendText = unsafeBitCast(
      append,
      to: (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?).self)
    freeList = unsafeBitCast(free, to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
  }

  func makeTransfer() -> UnsafeMutableRawPointer? { makeHandle() }
  func end(_ transfer: UnsafeMutableRawPointer) { endHandle(transfer) }
  func perform(_ transfer: UnsafeMutableRawPointer) -> UInt32 { performTransfer(transfer) }
  func reason(_ code: UInt32) -> String { describe(code).map { String(cString: $0) } ?? "transfer error \(code)" }

  /// A list of header lines, to be freed with `free(list:)`.
  func list(_ lines: [String]) -> UnsafeMutableRawPointer? { lines.reduce(nil) { appendText($0, $1) } }
  func free(list: UnsafeMutableRawPointer?) { freeList(list) }
}
