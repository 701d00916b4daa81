import Base
import Machines
import Testing

@Suite struct GPUTableTests {
  let table = GPUTable.builtIn

  @Test func theEmbeddedTableCanBeRead() throws {
    let file = try #require(EmbeddedFile.named("gpus.json"))
    let table = try GPUTable(document: file.bytes)
    #expect(table.gpus.count > 600)
    #expect(table.npus.count >= 6)
    #expect(Set(table.gpus.map(\.id)).count == table.gpus.count)
    #expect(table.gpus.allSatisfy { $0.pciIDs.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{4}:[0-9a-f]{4}/) != nil } })
  }

  @Test(arguments: [
    ("RTX 4090", "nvidia-geforce-rtx-4090"), ("rtx4090", "nvidia-geforce-rtx-4090"),
    ("4090", "nvidia-geforce-rtx-4090"), ("GeForce RTX 4090 Laptop GPU", "nvidia-geforce-rtx-4090-mobile"),
    ("4090 laptop", "nvidia-geforce-rtx-4090-mobile"), ("RTX 4090 D", "nvidia-geforce-rtx-4090-d"),
    ("rtx 3060 12gb", "nvidia-geforce-rtx-3060-12-gb"), ("rtx 3060 12g", "nvidia-geforce-rtx-3060-12-gb"),
    ("RTX 3060 8 GB", "nvidia-geforce-rtx-3060-8-gb"),
    ("RTX 3060", "nvidia-geforce-rtx-3060-12-gb"), ("3060ti", "nvidia-geforce-rtx-3060-ti"),
    ("RTX 4070 Ti SUPER", "nvidia-geforce-rtx-4070-ti-super"), ("RTX 2080 Max-Q", "nvidia-geforce-rtx-2080-max-q"),
    ("NVIDIA GeForce RTX 2080 with Max-Q Design", "nvidia-geforce-rtx-2080-max-q"),
    ("NVIDIA A100-SXM4-80GB", "nvidia-a100-sxm4-80-gb"), ("A100 40GB PCIe", "nvidia-a100-pcie-40-gb"),
    ("NVIDIA H100 80GB HBM3", "nvidia-h100-sxm5-80-gb"), ("H200", "nvidia-h200-sxm-141-gb"),
    ("Tesla V100-SXM2-16GB", "nvidia-tesla-v100-sxm2-16-gb"), ("T4", "nvidia-tesla-t4"),
    ("A6000", "nvidia-rtx-a6000"), ("RTX 6000 Ada Generation", "nvidia-rtx-6000-ada-generation"),
    ("Quadro RTX 6000", "nvidia-quadro-rtx-6000"), ("7900 XTX", "amd-radeon-rx-7900-xtx"),
    ("Radeon RX 7900 XT", "amd-radeon-rx-7900-xt"), ("AMD Instinct MI300X", "amd-radeon-instinct-mi300x"),
    ("MI50", "amd-radeon-instinct-mi50"), ("W7900", "amd-radeon-pro-w7900"), ("8060S", "amd-radeon-8060s"),
    ("Radeon 780M", "amd-radeon-780m"), ("Intel(R) Arc(TM) A770 Graphics", "intel-arc-a770"),
    ("B580", "intel-arc-b580"), ("M4 Max", "apple-m4-max"), ("m2 ultra", "apple-m2-ultra"),
    ("Apple M4 Max 32c", "apple-m4-max-32-core"), ("Apple M3 Max 40-core GPU", "apple-m3-max-40-core"),
    ("Jetson AGX Orin 64GB", "nvidia-jetson-agx-orin-64-gb"), ("DGX Spark", "nvidia-gb10"),
    ("AMD Radeon 780M (Z1 Extreme)", "amd-radeon-780m"), ("M2 Ultra 76-Core GPU 192GB", "apple-m2-ultra"),
    ("GTX 1650 Ti", "nvidia-geforce-gtx-1650-ti-mobile"),
  ])
  func findsTheProductThatIsMeant(_ name: String, _ id: String) throws {
    #expect(try table.named(name).gpu.id == id)
  }

  @Test(arguments: [
    ("RTX 4099", "NVIDIA GeForce RTX 4090"), ("Radeon RX 7900 XTZ", "AMD Radeon RX 7900 XTX"),
    ("Aple M4 Pro", "Apple M4 Pro"), ("RTX 4090 96GB", "NVIDIA GeForce RTX 4090"),
  ])
  func namesTheNearestForWhatItDoesNotKnow(_ name: String, _ nearest: String) throws {
    let error = #expect(throws: UnknownGPU.self) { try table.named(name) }
    #expect(error?.nearest.contains(nearest) == true, "\(error?.nearest ?? [])")
  }

  @Test(arguments: ["", "GeForce", "9", "RTX", "laptop", "🙂", "(", "[", "GPU 8GB"])
  func rejectsWhatNamesNothing(_ name: String) {
    #expect(throws: UnknownGPU.self) { try table.named(name) }
  }

  @Test func everyNameOfTheTableFindsItsOwnProduct() throws {
    for gpu in table.gpus {
      #expect(try table.named(gpu.name).gpu.id == gpu.id)
    }
  }
}
