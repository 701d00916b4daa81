import Base
import Testing

@Suite struct OllamaServerTests {
  /// Most cases are those of Ollama's own test of its parser.
  @Test(arguments: [
    ("", "http://127.0.0.1:11434"), ("1.2.3.4", "http://1.2.3.4:11434"), (":1234", "http://127.0.0.1:1234"),
    ("1.2.3.4:1234", "http://1.2.3.4:1234"), ("example.com", "http://example.com:11434"),
    ("example.com:1234", "http://example.com:1234"), (":66000", "http://127.0.0.1:11434"),
    (":-1", "http://127.0.0.1:11434"), ("host:abc", "http://host:11434"), ("host:", "http://host:11434"),
    ("host:0", "http://host:0"), ("[::1]", "http://[::1]:11434"), ("[::]", "http://localhost:11434"),
    ("::1", "http://[::1]:11434"), ("fe80::1%eth0", "http://[fe80::1%eth0]:11434"), ("[::1]:1337", "http://[::1]:1337"),
    (" 1.2.3.4 ", "http://1.2.3.4:11434"), ("\"1.2.3.4\"", "http://1.2.3.4:11434"),
    (" \" 1.2.3.4 \" ", "http://1.2.3.4:11434"), ("'1.2.3.4'", "http://1.2.3.4:11434"),
    ("http://1.2.3.4", "http://1.2.3.4:80"), ("http://1.2.3.4:4321", "http://1.2.3.4:4321"),
    ("https://1.2.3.4", "https://1.2.3.4:443"), ("HTTPS://a.example:x", "https://a.example:443"),
    ("https://example.com/ollama/", "https://example.com:443/ollama"), ("ollama.com", "https://ollama.com:443"),
    ("host:1234/", "http://host:1234"), ("0.0.0.0:5000", "http://127.0.0.1:5000"),
  ])
  func readsAddressesAsOllamaDoes(text: String, address: String) {
    #expect(OllamaServer(text)?.address == address)
  }

  @Test(arguments: [
    "a b", "host\u{1}", "http://x/ y", "ftp://x", "user:secret@host:1", "1::2::3", "[::1", "[::1]x", "a;b",
  ])
  func refusesWhatIsNoAddress(text: String) {
    #expect(OllamaServer(text) == nil)
  }

  @Test func knowsThisMachine() {
    #expect(OllamaServer("localhost")?.isLoopback == true)
    #expect(OllamaServer("::1")?.isLoopback == true)
    #expect(OllamaServer("example.org")?.isLoopback == false)
  }
}
