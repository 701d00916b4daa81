import Memory
import Machines
import Models
import TestSupport
import Testing
import Base

@testable import Speed

@Suite struct ProcessorRatesTests {
  private static func measurements(read: Double = 30e9, plain: Double = 200e9, quick: Double = 1) -> Measurements {
    func kernel(_ name: String, _ phase: Measurements.Kernel.Phase, _ bytes: Double, _ operations: Double)
      -> Measurements.Kernel
    {
      Measurements.Kernel(
        name: name + "_avx512vnni", quantization: name, phase: phase, bytesPerSecond: Self.exactly(bytes),
        operationsPerSecond: Self.exactly(operations))
    }
    let formats = ["Q4_K", "Q6_K", "Q8_0", "Q4_0", "IQ4_NL", "F16", "BF16", "F32"]
    let kernels = formats.flatMap {
      [kernel($0, .decode, read * quick, 1e11), kernel($0, .prefill, 1e9, plain * quick)]
    }
    return Measurements(
      cpu: Measurements.CPU(
        threads: 2, memoryReadBytesPerSecond: exactly(read), singleThreadReadBytesPerSecond: exactly(read / 2),
        kernels: kernels, isNoisy: false), elapsedSeconds: 0.5)
  }

  private static func exactly(_ value: Double) -> Spread { Spread(median: value, low: value, high: value) }

  private static let machine = TestMachine.live()

  private static func share(_ type: TensorType, weights: Int = 1_000_000_000, head: Int = 0) -> DeviceShare {
    var work = DeviceWork(weights: [
      DeviceWork.Weights(
        type: type, bytesPerToken: weights / type.blockElements * type.blockBytes, multiplyAddsPerToken: weights,
        headMultiplyAdds: head)
    ])
    work.cacheBytesPerContextToken = 100_000
    work.attentionMultiplyAddsPerContextToken = 100_000
    return DeviceShare(
      id: "cpu", backend: .cpu,
      memory: MemoryDemand(weightsBytes: 0, kvCacheBytes: 0, recurrentBytes: 0, computeBytes: 0, overheadBytes: 0),
      budgetBytes: 1 << 30, layers: 20, work: work)
  }

  /// A format that is not measured has a rate of its own, and fewer bits never decode slower than twice the bits.
  @Test(arguments: TensorType.allCases.filter { $0 != .i32 })
  func everyFormatHasRates(type: TensorType) throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    #expect(rates.decode.formatBytesPerSecond[type] != nil && rates.prefill.formatOperationsPerSecond[type] != nil)
    #expect(rates.isMeasured)
    let seconds = rates.decode.seconds(Self.share(type), depth: 0)
    #expect(seconds <= rates.decode.seconds(Self.share(.f32), depth: 0))
  }

  @Test func betterMeasurementsAreNeverSlower() throws {
    let workload = Workload(context: 4096)
    let slow = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    for better in [
      Self.measurements(read: 60e9), Self.measurements(plain: 400e9), Self.measurements(quick: 1.5),
    ] {
      let fast = try #require(ProcessorRates.rates(Self.machine, better))
      for type in [TensorType.q4_K, .q8_0, .f16, .iq3_S] {
        let share = Self.share(type)
        #expect(fast.decode.seconds(share, depth: 2048) <= slow.decode.seconds(share, depth: 2048))
        #expect(fast.prefill.seconds(share, workload: workload) <= slow.prefill.seconds(share, workload: workload))
      }
    }
  }

  /// The runtime computes the output head for the last token of a prompt, not for all.
  @Test func promptsCountTheHeadOnce() throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    let all = rates.prefill.seconds(Self.share(.q8_0), workload: Workload())
    let once = rates.prefill.seconds(Self.share(.q8_0, head: 500_000_000), workload: Workload())
    #expect(once < all * 0.6)
  }

  @Test func depthCostsWhatTheCacheHolds() throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    let share = Self.share(.q4_K)
    let added = rates.decode.seconds(share, depth: 2000) - rates.decode.seconds(share, depth: 1000)
    let attention = 2e5 / rates.decode.attentionOperationsPerSecond
    #expect(abs(added - 1000 * (1e5 / rates.decode.cacheBytesPerSecond + attention)) < 1e-9)
  }

  /// Rows of the cache that lie apart cost time besides their bytes, which more threads share; within a window only its own.
  @Test func rowsThatLieApartWaitOneByOne() throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    var share = Self.share(.q4_K)
    let together = rates.decode.seconds(share, depth: 2000)
    share.work.keyRowsPerContextToken = 100
    let apart = rates.decode.seconds(share, depth: 2000)
    #expect(abs(apart - together - 2000 * 100 * rates.decode.keyRowSeconds) < 1e-9)
    #expect(rates.decode.keyRowSeconds > 0)
    (share.work.keyRowsPerContextToken, share.work.windowKeyRowsPerContextToken) = (0, 100)
    share.work.windowTokens = 500
    let windowed = rates.decode.seconds(share, depth: 2000)
    #expect(abs(windowed - together - 500 * 100 * rates.decode.keyRowSeconds) < 1e-9)
  }

  /// What is measured of attention replaces the constants: a row, each number of it, and the wait for rows that lie apart.
  @Test func measuredAttentionDecidesWhatDepthCosts() throws {
    var measurements = Self.measurements()
    // 10 ns a row and 0.25 ns a number; rows alone wait 30 ns, of which reading 4 × 64 bytes takes 8.5 and 4 × 128 17.1.
    func figure(_ width: Int, _ heads: Int, _ nanoseconds: Double) -> Measurements.Attention {
      Measurements.Attention(headWidth: width, sharingHeads: heads, cellsPerSecond: Self.exactly(1e9 / nanoseconds))
    }
    let shares = SpeedConstants.builtIn.processor?.measured.attentionShare ?? 0
    measurements.cpu.attention = [
      figure(64, 1, 56), figure(64, 4, 26 + 7.5), figure(128, 1, 72), figure(128, 4, 42 + 7.5),
    ]
    let costs = try #require(AttentionCosts(measurements.cpu, share: 1))
    #expect(abs(costs.queryRowSeconds - 10e-9) < 1e-12 && abs(costs.multiplyAddSeconds - 0.125e-9) < 1e-14)
    #expect(abs(costs.keyRowSeconds - (30 - 12.8) * 1e-9) < 1e-12)
    let rates = try #require(ProcessorRates.rates(Self.machine, measurements))
    #expect(abs(rates.decode.queryRowSeconds * shares - costs.queryRowSeconds) < 1e-12)
    measurements.cpu.attention.removeLast(2)
    #expect(AttentionCosts(measurements.cpu, share: 1) == nil, "one width tells nothing of the other")
  }

  /// Formats with fast products of large matrices lose more with experts than those without.
  @Test func expertsCostPromptsMost() throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements()))
    func slowdown(_ type: TensorType) -> Double {
      var share = Self.share(type)
      let plain = rates.prefill.seconds(share, workload: Workload())
      share.work.expertLayers = 20
      return rates.prefill.seconds(share, workload: Workload()) / plain
    }
    #expect(slowdown(.q6_K) > 1.05)
    #expect(slowdown(.q4_K) > slowdown(.q6_K) && slowdown(.f16) > slowdown(.iq4_XS))
  }

  /// What an instruction set has of its own replaces the others' constants, and nothing else changes.
  @Test func kernelsOfAnInstructionSetHaveConstantsOfTheirOwn() throws {
    var measurements = Self.measurements()
    let usual = try #require(ProcessorRates.rates(Self.machine, measurements))
    for index in measurements.cpu.kernels.indices { measurements.cpu.kernels[index].name += "_avx2" }
    let own = try #require(ProcessorRates.rates(Self.machine, measurements))
    let share = Self.share(.q8_0)
    #expect(own.prefill.seconds(share, workload: Workload()) > usual.prefill.seconds(share, workload: Workload()) * 1.1)
    #expect(own.prefill.formatOperationsPerSecond[.q8_0] == 200e9 * 0.95)
    #expect(own.decode.formatBytesPerSecond[.q4_K] == usual.decode.formatBytesPerSecond[.q4_K])
    #expect(own.decode.layers.each == usual.decode.layers.each)
  }

  /// What llama.cpp reaches of kernels that it was never compared with may be anything: the band is wider, and says why.
  @Test func kernelsThatNobodyComparedWidenTheBand() throws {
    func rates(_ kernels: String) throws -> DeviceRates {
      var measurements = Self.measurements()
      for index in measurements.cpu.kernels.indices { measurements.cpu.kernels[index].name = "dot_\(kernels)" }
      return try #require(ProcessorRates.rates(Self.machine, measurements))
    }
    let usual = try rates("avx2")
    for known in ["avxvnni", "avx512vnni", "avx512bf16"] {
      let same = try rates(known)
      #expect(same.unmeasured.isEmpty && same.decode.bands.dense == usual.decode.bands.dense)
    }
    for name in ["dotprod", "i8mm", "scalar"] {
      let wider = try rates(name)
      #expect(wider.unmeasured == [.kernels(name)])
      for (bands, narrow) in [(wider.decode.bands, usual.decode.bands), (wider.prefill.bands, usual.prefill.bands)] {
        #expect(bands.dense.slower > narrow.dense.slower && bands.dense.faster > narrow.dense.faster)
      }
    }
  }

  /// Every token of a prompt changes the recurrent states.
  @Test func promptsTakeLongerWithRecurrentStates() throws {
    let rates = try #require(ProcessorRates.rates(Self.machine, Self.measurements())).prefill
    var share = Self.share(.q8_0)
    let without = rates.seconds(share, workload: Workload(promptTokens: 512))
    share.work.recurrentBytesPerToken = 40_000_000
    let added = rates.seconds(share, workload: Workload(promptTokens: 512)) - without
    #expect(abs(added - 512 * 40e6 / rates.recurrentBytesPerSecond) < 1e-9 && added > 0)
  }
}
