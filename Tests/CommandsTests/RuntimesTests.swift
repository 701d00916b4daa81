import Base
import Commands
import TestSupport
import Testing

/// `plimsoll runtimes` from the command line on.
@Suite struct RuntimesCommandTests {
  private static func rows(_ arguments: String...) throws -> [String: JSONValue] {
    let document = try ProgramRun(["runtimes"] + arguments + ["--json"]).document()
    #expect(try SchemaCheck.findings(in: document, schema: "runtimes-list") == [])
    let rows = try #require(document["runtimes"]?.array)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"]?.string ?? "", $0) })
  }

  @Test func aCardRunsTheEnginesThatNeedOne() throws {
    let rows = try Self.rows("qwen3:8b", "--gpu", "RTX 4090", "--ram", "64GiB")
    #expect(rows.count == 12)
    for id in ["vllm", "sglang", "ollama", "llama.cpp", "lmstudio"] {
      #expect(rows[id]?["usable"] == true, "\(id)")
      let speed = try #require(rows[id]?["speed"])
      let (alone, busy) = (
        speed["decode_tokens_per_second"]?["estimate"]?.number ?? 0,
        speed["output_tokens_per_second"]?["estimate"]?.number ?? 0
      )
      #expect(alone > 20 && busy > 0, "\(id)")
    }
    #expect(rows["vllm"]?["installed"] == .null && rows["vllm"]?["running"] == .null)
    #expect(rows["tgi"]?["status"] == "archived" && rows["tgi"]?["reason"]?.string?.contains("2026-03-21") == true)
    #expect(rows["gpt4all"]?["status"] == "dormant")
    #expect(rows["llama.cpp"]?["other_ports"] == [9931])
  }

  @Test func withoutACardTheReasonIsGiven() throws {
    let rows = try Self.rows("qwen3:8b", "--gpu", "none", "--ram", "32GiB")
    #expect(rows["vllm"]?["usable"] == false && rows["vllm"]?["speed"] == .null)
    #expect(rows["vllm"]?["reason"]?.string?.contains("needs a GPU of NVIDIA, AMD or Intel, and there is none") == true)
    #expect(rows["ollama"]?["usable"] == true)
    let old = try Self.rows("qwen3:8b", "--gpu", "GTX 1080", "--ram", "32GiB")
    #expect(
      old["vllm"]?["reason"]?.string?.contains("needs compute capability 7.0, and NVIDIA GeForce GTX 1080 has 6.1")
        == true)
  }

  @Test func withoutAModelThePickIsTaken() throws {
    let run = ProgramRun("runtimes", "--gpu", "RTX 3060 12GB", "--ram", "32GiB")
    #expect(run.code == .answered && run.output.contains("one request alone"))
    #expect(run.output.contains("Tengine: ") && run.output.contains("Marooqe: "))
  }

  @Test func thisMachineIsLookedAt() throws {
    let rows = try Self.rows("qwen3:8b", "--no-bench")
    #expect(rows.values.allSatisfy { $0["installed"] != .null && $0["running"] != .null })
  }
}
