/// Reads a whole JSON text (RFC 8259) into a `JSONValue`; what is read field by field is read through a `JSONNode`.
package enum JSONParser {
  /// The value of the JSON text in `bytes`, which must be UTF-8.
  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    try JSONNode(parsing: bytes).value
  }

  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    try JSONNode(parsing: bytes).value
  }

  package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue { try parse(Array(text.utf8)) }
}
