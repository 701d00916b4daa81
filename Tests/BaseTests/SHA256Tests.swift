import Base
import Testing

@Suite struct SHA256Tests {
  /// From FIPS 180-4's examples and NIST's test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func digestsAreThePublishedOnes(text: String, digest: String) {
    var sum = SHA256()
    sum.add(Array(text.utf8))
    #expect(sum.hexadecimal == digest)
  }

  @Test func aMillionLettersInPiecesOfAnyLength() {
    for length in [1, 63, 64, 65, 1000, 1_000_000] {
      var (sum, left) = (SHA256(), 1_000_000)
      while left > 0 {
        sum.add([UInt8](repeating: UInt8(ascii: "a"), count: min(length, left)))
        left -= min(length, left)
      }
      #expect(sum.hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
  }

  @Test func onlyLowerCaseHexadecimalIsADigest() {
    #expect(SHA256.isDigest(String(repeating: "0a", count: 32)))
    #expect(!SHA256.isDigest(String(repeating: "0A", count: 32)))
    #expect(!SHA256.isDigest("abc"))
  }

  /// The digests of the first test as `openssl dgst -binary | base64` writes them: whole groups and a rest of two bytes.
  @Test func digestsAreWrittenInBase64() {
    var sum = SHA256()
    #expect(sum.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    sum.add(Array("abc".utf8))
    #expect(sum.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }
}
