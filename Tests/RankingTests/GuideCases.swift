extension GuideCase {
  /// What guides of 2026 advise for machines that people have, written down before any pick was looked at.
  static let all: [GuideCase] = [
    GuideCase(
      name: "pi5-8-general", machine: .init(gibibytes: 8, cores: 4, rate: 17), useCase: .general,
      accepts: [.init(GuideModels.denseOf2B, 4...8), .init(GuideModels.tinyMixtures, 4...5)],
      tolerates: [.init(GuideModels.denseOf4B, 4...5)],
      why: "17 GB/s: one to three billion weights, or experts of one billion, write five tokens a second and more."),
    GuideCase(
      name: "pi5-16-general", machine: .init(gibibytes: 16, cores: 4, rate: 17), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf2B, 4...8), .init(GuideModels.tinyMixtures, 4...8),
        .init(#"gemma-4-e4b-it|qwen3\.5-4b"#, 4...4),
      ],
      tolerates: [.init("qwen3-30b-a3b.*|gpt-oss-20b|lfm2-24b-a2b", 2...4)],
      why: "More memory makes it no faster: experts of one billion are what 16 GB are good for; 4 B is bearable."),
    GuideCase(
      name: "n100-16-general", machine: .init(gibibytes: 16, cores: 4, rate: 38), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf4B, 4...8), .init(GuideModels.tinyMixtures, 4...8), .init("gpt-oss-20b", 4...4),
        .init(GuideModels.denseOf2B, 5...8),
      ],
      tolerates: [.init(GuideModels.denseOf9B, 4...4)],
      why: "One channel of DDR5: 4 B writes as fast as one reads."),
    GuideCase(
      name: "laptop4c-8-general", machine: .init(gibibytes: 8, cores: 4, rate: 34), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf4B, 4...6), .init(GuideModels.denseOf2B, 4...8),
        .init(GuideModels.tinyMixtures, 4...4),
      ],
      tolerates: [.init(GuideModels.denseOf9B, 2...4)],
      why: "4 B at four bits is what stays beside a browser."),
    GuideCase(
      name: "laptop4c-8-coding", machine: .init(gibibytes: 8, cores: 4, rate: 34), useCase: .coding,
      accepts: [
        .init(
          #"qwen3\.5-4b|gemma-4-e4b-it|gemma-3n-e4b-it|gemma-3-4b-it|qwen3-4b(-instruct-2507|-thinking-2507)?|nemotron-3-nano-4b|spark-x2\.5-4b|granite-4\.[12]-3b|ministral-3-3b|phi-4-mini-instruct|lfm2\.5-2\.6b|qwen2\.5-coder-3b-instruct"#,
          4...6), .init(GuideModels.tinyMixtures, 4...4), .init(#"qwen3\.5-2b"#, 4...8),
      ],
      tolerates: [.init(#"qwen2\.5-coder-.*"#, 4...8)],
      why: "As for chat; old coder models are no help."),
    GuideCase(
      name: "laptop-irisxe-16-general", machine: .init(gpu: "Iris Xe", gibibytes: 16, cores: 4, rate: 51),
      useCase: .general,
      accepts: [
        .init(GuideModels.denseOf9B, 4...5), .init("gemma-4-12b-it", 4...4), .init("gpt-oss-20b", 4...4),
        .init(GuideModels.denseOf4B, 4...8), .init(GuideModels.tinyMixtures, 4...8),
      ],
      tolerates: [.init("gemma-4-26b-a4b-it", 2...4)],
      why: "Two channels carry 9 B at reading speed, and 16 GB hold it."),
    GuideCase(
      name: "minipc-780m-32-general", machine: .init(gpu: "Radeon 780M", gibibytes: 32, cores: 8, rate: 89),
      useCase: .general,
      accepts: [
        .init(
          #"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b|gemma-4-26b-a4b-it|glm-4\.7-flash|nemotron-3(\.5)?-.*30b-a3b|gpt-oss-20b|qwen3-30b-a3b.*2507|nemotron-cascade-2.*"#,
          4...6)
      ],
      tolerates: [
        .init(
          #"gemma-4-12b-it|qwen3-14b|ministral-3-14b|nemotron-nano-12b-v2|apriel-1\.6-15b-thinker|phi-4-reasoning.*|mellum2-12b.*|qwen3\.5-9b|ornith-1\.5-9b|qwen3-8b|granite-4\.[12]-8b|ministral-3-8b|nemotron-nano-9b-v2|gemma-3n-e4b-it|rnj-1-8b-instruct|glm-4\.6v-flash-9b|falcon-h1r-7b"#,
          4...8)
      ],
      why: "Three billion active weights from shared memory write some 20 tokens a second."),
    GuideCase(
      name: "minipc-780m-32-coding", machine: .init(gpu: "Radeon 780M", gibibytes: 32, cores: 8, rate: 89),
      useCase: .coding,
      accepts: [.init(GuideModels.codersOf30B, 4...6)],
      tolerates: [
        .init(
          #"qwen3\.5-9b|ornith-1\.5-9b|qwen3-8b|granite-4\.[12]-8b|ministral-3-8b|nemotron-nano-9b-v2|gemma-3n-e4b-it|rnj-1-8b-instruct|glm-4\.6v-flash-9b|falcon-h1r-7b|gemma-4-12b-it|qwen3-14b|ministral-3-14b|nemotron-nano-12b-v2|apriel-1\.6-15b-thinker|phi-4-reasoning.*|mellum2-12b.*"#,
          4...8)
      ],
      why: "As for chat: mixtures of 30 B made for code or not."),
    GuideCase(
      name: "ryzen-cpu-32-general", machine: .init(gibibytes: 32, cores: 8, rate: 83), useCase: .general,
      accepts: [.init(GuideModels.mixturesOf30B, 4...6)],
      tolerates: [
        .init(
          #"gemma-4-12b-it|qwen3-14b|ministral-3-14b|nemotron-nano-12b-v2|apriel-1\.6-15b-thinker|phi-4-reasoning.*|mellum2-12b.*|qwen3\.5-9b|ornith-1\.5-9b|qwen3-8b|granite-4\.[12]-8b|ministral-3-8b|nemotron-nano-9b-v2|gemma-3n-e4b-it|rnj-1-8b-instruct|glm-4\.6v-flash-9b|falcon-h1r-7b"#,
          4...6)
      ],
      why: "Dual-channel DDR5 without a card: mixtures of 30 B."),
    GuideCase(
      name: "desktop-cpu-64-general", machine: .init(gibibytes: 64, cores: 16, rate: 90), useCase: .general,
      accepts: [.init(GuideModels.mixturesOf30B, 4...8), .init(GuideModels.mixturesOf80B, 4...4)],
      tolerates: [
        .init(#"qwen3\.8-flash-next|gpt-oss-120b|mistral-small-4-119b"#, 2...4),
        .init(
          #"gemma-4-12b-it|qwen3-14b|ministral-3-14b|nemotron-nano-12b-v2|apriel-1\.6-15b-thinker|phi-4-reasoning.*|mellum2-12b.*|qwen3\.5-9b|ornith-1\.5-9b|qwen3-8b|granite-4\.[12]-8b|ministral-3-8b|nemotron-nano-9b-v2|gemma-3n-e4b-it|rnj-1-8b-instruct|glm-4\.6v-flash-9b|falcon-h1r-7b"#,
          4...8),
      ],
      why: "64 GB buy bits, or 80 B of which three are active."),
    GuideCase(
      name: "desktop-cpu-64-coding", machine: .init(gibibytes: 64, cores: 16, rate: 90), useCase: .coding,
      accepts: [.init(GuideModels.codersOf30B, 4...8), .init("qwen3-coder-next-80b-a3b", 4...4)],
      tolerates: [],
      why: "Long prompts on a processor: three billion active weights."),
    GuideCase(
      name: "vm2-24-general", machine: .init(gibibytes: 24, cores: 2, rate: 25), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf4B, 4...8), .init(GuideModels.tinyMixtures, 4...8),
        .init(GuideModels.mixturesOf30B, 4...4), .init(GuideModels.denseOf2B, 4...8),
      ],
      tolerates: [.init(GuideModels.mixturesOf30B, 3...3), .init(GuideModels.denseOf9B, 4...4)],
      why: "Two cores: 4 B or less, or a mixture at four bits, never at two."),
    GuideCase(
      name: "vm2-24-rag", machine: .init(gibibytes: 24, cores: 2, rate: 25), useCase: .rag,
      accepts: [
        .init(
          #"qwen3\.5-(0\.8|2)b|qwen3-1\.7b|gemma-4-e2b-it|gemma-3n-e2b-it|gemma-3-1b-it|lfm2(\.5)?-(1\.2b|2\.6b)(-thinking)?|minicpm5-[12]b|spark-x2\.5-1\.7b|granite-4\.[012](-h)?-(1b|micro|3b)|smollm3-3b|ministral-3-3b|llama-3\.2-[13]b.*|phi-4-mini-instruct|qwen3\.5-4b|gemma-4-e4b-it|gemma-3n-e4b-it|gemma-3-4b-it|qwen3-4b(-instruct-2507|-thinking-2507)?|nemotron-3-nano-4b|spark-x2\.5-4b|granite-4\.[12]-3b|ministral-3-3b|phi-4-mini-instruct|lfm2\.5-2\.6b"#,
          4...8), .init(GuideModels.tinyMixtures, 4...8),
      ],
      tolerates: [.init(GuideModels.mixturesOf30B, 4...4)],
      why: "Two cores read ten to thirty tokens a second: few active weights."),
    GuideCase(
      name: "epyc-512-general", machine: .init(gibibytes: 512, cores: 64, rate: 460), useCase: .general,
      accepts: [
        .init(GuideModels.mixturesOf300B, 4...8), .init(GuideModels.mixturesOf120B, 4...8),
        .init(GuideModels.frontier, 3...4),
      ],
      tolerates: [.init(GuideModels.frontier, 2...2)],
      why: "Twelve channels of DDR5 carry ten to twenty billion active weights."),
    GuideCase(
      name: "epyc-512-coding", machine: .init(gibibytes: 512, cores: 64, rate: 460), useCase: .coding,
      accepts: [
        .init(
          #"minimax-m2(\.[157])?|step-3\.5-flash|deepseek-v4-flash|glm-5\.3-flash|hy3-299b|mimo-v2-flash|qwen3-235b-a22b.*2507|qwen3\.5-397b-a17b|glm-4\.[67]|minimax-m3|qwen3-coder-480b-a35b|qwen3-coder-next-80b-a3b"#,
          4...8), .init(GuideModels.mixturesOf120B, 4...8), .init(GuideModels.frontier, 3...4),
      ],
      tolerates: [.init(GuideModels.frontier, 2...2), .init(GuideModels.newest27B, 4...8)],
      why: "As for chat, and coders of that size."),
    GuideCase(
      name: "rtx3050-6-coding", machine: .init(gpu: "RTX 3050 6GB", gibibytes: 16, cores: 6, rate: 45),
      useCase: .coding,
      accepts: [
        .init(GuideModels.denseOf4B, 4...8), .init(GuideModels.denseOf9B, 3...4), .init("gpt-oss-20b", 4...4),
        .init(GuideModels.tinyMixtures, 4...8),
      ],
      tolerates: [.init(#"qwen2\.5-coder-7b-instruct"#, 4...4), .init(GuideModels.codersOf30B, 2...3)],
      why: "6 GB hold 4 B with bits to spare, or most of 9 B."),
    GuideCase(
      name: "rtx4060-8-general", machine: .init(gpu: "RTX 4060", gibibytes: 32, cores: 8, rate: 80), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf9B, 4...5), .init("gemma-4-12b-it", 4...4), .init(GuideModels.mixturesOf30B, 4...6),
      ],
      tolerates: [.init(GuideModels.denseOf4B, 6...8)],
      why: "8 GB hold 9 B at four bits whole; more only with experts in main memory."),
    GuideCase(
      name: "rtx4060-8-vision", machine: .init(gpu: "RTX 4060", gibibytes: 32, cores: 8, rate: 80), useCase: .vision,
      accepts: [
        .init(
          #"qwen3-vl-8b-instruct|qwen3\.5-9b|qwen3\.5-4b|gemma-4-12b-it|minicpm-v-4\.5-8b|glm-4\.6v-flash-9b|qwen3-vl-4b-instruct|gemma-4-e4b-it|ornith-1\.5-9b"#,
          4...8), .init(#"gemma-4-26b-a4b-it|qwen3\.[56]-35b-a3b|qwen3-vl-30b-a3b-instruct"#, 4...6),
      ],
      tolerates: [],
      why: "Models that see as well as they write have replaced those made for pictures alone."),
    GuideCase(
      name: "laptop4060-8-16-general", machine: .init(gpu: "RTX 4060 Laptop", gibibytes: 16, cores: 8, rate: 76),
      useCase: .general,
      accepts: [
        .init(GuideModels.denseOf9B, 4...5), .init("gemma-4-12b-it", 4...4), .init("gpt-oss-20b", 4...4),
        .init("gemma-4-26b-a4b-it", 4...4),
      ],
      tolerates: [.init(#"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b"#, 3...4), .init(GuideModels.denseOf4B, 6...8)],
      why: "9 B whole on the card; a mixture of 26 B just fits over both memories."),
    GuideCase(
      name: "gtx1080-8-general", machine: .init(gpu: "GTX 1080", gibibytes: 32, cores: 6, rate: 45), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf9B, 4...5), .init(GuideModels.denseOf4B, 4...8),
        .init(GuideModels.mixturesOf30B, 4...4), .init("gemma-4-12b-it", 4...4),
      ],
      tolerates: [],
      why: "9 B at four bits writes 28 tokens a second as measured; mixtures read four bits from slow memory."),
    GuideCase(
      name: "rtx3060-12-general", machine: .init(gpu: "RTX 3060 12GB", gibibytes: 32, cores: 8, rate: 51),
      useCase: .general,
      accepts: [
        .init(GuideModels.mixturesOf30B, 4...5), .init(GuideModels.denseOf14B, 4...6),
        .init(GuideModels.denseOf9B, 5...8),
      ],
      tolerates: [.init(GuideModels.mixturesOf30B, 3...3), .init(GuideModels.denseOf9B, 4...4)],
      why: "12 GB: a mixture of 30 B with experts in main memory, or 9 to 14 B whole."),
    GuideCase(
      name: "rtx3060-12-coding", machine: .init(gpu: "RTX 3060 12GB", gibibytes: 32, cores: 8, rate: 51),
      useCase: .coding,
      accepts: [
        .init(GuideModels.codersOf30B, 4...5), .init(#"ornith-1\.5-9b|qwen3\.5-9b"#, 5...8),
        .init("gemma-4-12b-it", 4...8),
      ],
      tolerates: [.init(#"qwen2\.5-coder-14b-instruct|qwen3-14b"#, 4...5), .init(GuideModels.codersOf30B, 3...3)],
      why: "Mixtures made for code with experts in main memory, or 9 B trained for agents."),
    GuideCase(
      name: "arcb580-12-general", machine: .init(gpu: "Arc B580", gibibytes: 32, cores: 8, rate: 80), useCase: .general,
      accepts: [
        .init(GuideModels.denseOf14B, 4...6), .init(GuideModels.denseOf9B, 4...8),
        .init(GuideModels.mixturesOf30B, 4...4),
      ],
      tolerates: [.init(GuideModels.denseOf4B, 4...8)],
      why: "As other cards of 12 GB, with a young driver."),
    GuideCase(
      name: "rtx4060ti16-general", machine: .init(gpu: "RTX 4060 Ti 16GB", gibibytes: 32, cores: 8, rate: 60),
      useCase: .general,
      accepts: [
        .init("gpt-oss-20b", 4...8), .init("gemma-4-26b-a4b-it", 3...5),
        .init(#"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b|glm-4\.7-flash|nemotron-3(\.5)?-.*30b-a3b"#, 4...5),
        .init("gemma-4-12b-it", 6...8), .init(GuideModels.newest27B, 3...4), .init("qwen3-14b|ministral-3-14b", 4...8),
      ],
      tolerates: [
        .init(#"qwen3\.5-9b|ornith-1\.5-9b"#, 6...8), .init(#"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b"#, 3...3),
      ],
      why: "16 GB hold 20 B in its own format whole, or 27 B at three to four bits."),
    GuideCase(
      name: "rtx4060ti16-coding", machine: .init(gpu: "RTX 4060 Ti 16GB", gibibytes: 64, cores: 8, rate: 60),
      useCase: .coding,
      accepts: [
        .init(GuideModels.newest27B, 3...4), .init(GuideModels.codersOf30B, 4...6),
        .init("devstral-small-2-24b", 4...4), .init("qwen3-coder-next-80b-a3b", 4...4),
      ],
      tolerates: [.init(#"gemma-4-12b-it|qwen3\.5-9b|ornith-1\.5-9b"#, 6...8)],
      why: "64 GB beside the card hold an 80 B coder's experts."),
    GuideCase(
      name: "rx9070xt-16-reasoning", machine: .init(gpu: "RX 9070 XT", gibibytes: 32, cores: 8, rate: 80),
      useCase: .reasoning,
      accepts: [
        .init(#"qwen3\.[568]-27b"#, 3...4), .init(GuideModels.mixturesOf30B, 4...5),
        .init(GuideModels.denseOf14B, 5...8),
      ],
      tolerates: [.init(GuideModels.mixturesOf30B, 3...3), .init(GuideModels.denseOf9B, 6...8)],
      why: "Thoughts need speed: 27 B at three to four bits whole, or a mixture."),
    GuideCase(
      name: "arca770-16-general", machine: .init(gpu: "Arc A770 16GB", gibibytes: 32, cores: 8, rate: 60),
      useCase: .general,
      accepts: [
        .init("gpt-oss-20b|gemma-4-26b-a4b-it", 3...5), .init(GuideModels.denseOf14B, 4...8),
        .init(GuideModels.denseOf9B, 5...8), .init(GuideModels.mixturesOf30B, 4...4),
      ],
      tolerates: [.init(#"qwen3\.[568]-27b"#, 3...4)],
      why: "16 GB, but a slow runtime: mixtures or 12 to 14 B."),
    GuideCase(
      name: "t4-16-general", machine: .init(gpu: "T4", gibibytes: 32, cores: 8, rate: 60), useCase: .general,
      accepts: [
        .init("gpt-oss-20b", 4...8), .init("qwen3-14b|apriel.*|gemma-4-12b-it", 4...6),
        .init("gemma-4-26b-a4b-it", 3...4), .init(GuideModels.mixturesOf30B, 4...4),
      ],
      tolerates: [.init(GuideModels.denseOf9B, 5...8)],
      why: "320 GB/s: 20 B in its own format was measured at 42 tokens a second, dense 27 B at eight."),
    GuideCase(
      name: "rtx3090-24-general", machine: .init(gpu: "RTX 3090", gibibytes: 64, cores: 8, rate: 60), useCase: .general,
      accepts: [
        .init(GuideModels.newest27B, 4...6), .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b"#, 4...5),
        .init(GuideModels.denseOf31B, 4...4), .init("gemma-4-26b-a4b-it", 4...6),
      ],
      tolerates: [
        .init(
          #"qwen3\.5-27b|qwen3\.5-35b-a3b|glm-4\.7-flash|nemotron-3(\.5)?-.*30b-a3b|qwen3-32b|gpt-oss-20b|granite-4\.2-30b"#,
          4...6)
      ],
      why: "The 24 GB classic: 27 B at four to five bits, or 35 B of which three are active."),
    GuideCase(
      name: "rtx4090-24-coding", machine: .init(gpu: "RTX 4090", gibibytes: 64, cores: 16, rate: 80), useCase: .coding,
      accepts: [
        .init(GuideModels.newest27B, 4...6),
        .init(
          #"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b|qwen3-coder-30b-a3b|glm-4\.7-flash|north-mini-code.*|laguna-xs.*|nemotron-3(\.5)?-.*30b-a3b|nemotron-cascade-2-30b-a3b"#,
          4...5), .init("devstral-small-2-24b|gemma-4-31b-it|muse-glimmer-30b", 4...6),
      ],
      tolerates: [
        .init(#"gpt-oss-20b|gemma-4-26b-a4b-it|qwen3\.5-27b"#, 4...6), .init("qwen3-coder-next-80b-a3b", 4...4),
      ],
      why: "27 B has the most skill for code in 24 GB."),
    GuideCase(
      name: "rx7900xtx-24-general", machine: .init(gpu: "RX 7900 XTX", gibibytes: 64, cores: 8, rate: 80),
      useCase: .general,
      accepts: [
        .init(GuideModels.newest27B, 4...6), .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b|gemma-4-26b-a4b-it"#, 4...5),
        .init(GuideModels.denseOf31B, 4...4),
      ],
      tolerates: [
        .init(
          #"qwen3\.5-27b|qwen3\.5-35b-a3b|glm-4\.7-flash|gpt-oss-20b|nemotron-3(\.5)?-.*30b-a3b|granite-4\.2-30b"#,
          4...6)
      ],
      why: "As other cards of 24 GB."),
    GuideCase(
      name: "p40-24-general", machine: .init(gpu: "Tesla P40", gibibytes: 64, cores: 8, rate: 50), useCase: .general,
      accepts: [.init(GuideModels.mixturesOf30B, 4...5), .init("gemma-4-12b-it|qwen3-14b", 4...8)],
      tolerates: [.init(GuideModels.denseOf30B, 4...5)],
      why: "24 GB at 347 GB/s: mixtures, as dense 27 B writes eleven tokens a second."),
    GuideCase(
      name: "l4-24-rag", machine: .init(gpu: "L4", gibibytes: 64, cores: 8, rate: 80), useCase: .rag,
      accepts: [.init(GuideModels.mixturesOf30B, 4...5), .init(GuideModels.denseOf14B, 5...8)],
      tolerates: [.init(GuideModels.denseOf30B, 4...4), .init(GuideModels.denseOf9B, 8...16)],
      why: "Long prompts on 300 GB/s: mixtures, or 12 to 14 B with bits to spare."),
    GuideCase(
      name: "rtx4090-24-vision", machine: .init(gpu: "RTX 4090", gibibytes: 64, cores: 16, rate: 80), useCase: .vision,
      accepts: [
        .init(
          #"qwen3\.[568]-27b|gemma-4-31b-it|muse-glimmer-30b|qwen3-vl-32b-instruct|qwen2\.5-vl-32b-instruct"#, 4...6),
        .init(#"qwen3-vl-30b-a3b-instruct|qwen3\.6-35b-a3b|gemma-4-26b-a4b-it"#, 4...5),
      ],
      tolerates: [.init(#"qwen3-vl-8b-instruct|ornith-1\.5-35b-a3b"#, 6...16)],
      why: "The large models that see fit whole."),
    GuideCase(
      name: "v100-32-general", machine: .init(gpu: "V100 32GB", gibibytes: 64, cores: 16, rate: 80), useCase: .general,
      accepts: [
        .init(GuideModels.newest27B, 4...8), .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b|gemma-4-26b-a4b-it"#, 4...6),
        .init(GuideModels.denseOf31B, 4...6),
      ],
      tolerates: [
        .init(
          #"qwen3\.5-27b|glm-4\.7-flash|nemotron-3(\.5)?-.*30b-a3b|gpt-oss-20b|granite-4\.2-30b|qwen3\.5-35b-a3b"#,
          4...8)
      ],
      why: "32 GB at 900 GB/s: 27 B was measured at 31, a mixture of 35 B at 92 tokens a second."),
    GuideCase(
      name: "rtx5090-32-coding", machine: .init(gpu: "RTX 5090", gibibytes: 64, cores: 16, rate: 90), useCase: .coding,
      accepts: [
        .init(GuideModels.newest27B, 5...8),
        .init(
          #"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b|qwen3-coder-30b-a3b|glm-4\.7-flash|north-mini-code.*|laguna-xs.*"#,
          4...6), .init("gemma-4-31b-it|muse-glimmer-30b|devstral-small-2-24b", 5...8),
        .init("qwen3-coder-next-80b-a3b", 4...4),
      ],
      tolerates: [.init(GuideModels.newest27B, 4...4)],
      why: "32 GB are for more bits of 27 B: four would leave a quarter of the card idle."),
    GuideCase(
      name: "2x3090-48-coding", machine: .init(gpu: "2xRTX 3090", gibibytes: 128, cores: 16, rate: 80),
      useCase: .coding,
      accepts: [
        .init(GuideModels.newest27B, 6...16), .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b"#, 6...8),
        .init("qwen3-coder-next-80b-a3b", 3...4), .init("gemma-4-31b-it|muse-glimmer-30b|devstral-small-2-24b", 6...8),
      ],
      tolerates: [.init(#"qwen3\.5-122b-a10b|gpt-oss-120b"#, 4...4)],
      why: "48 GB are for eight bits of 27 B or four of an 80 B coder."),
    GuideCase(
      name: "2x5090-64-reasoning", machine: .init(gpu: "2xRTX 5090", gibibytes: 128, cores: 16, rate: 90),
      useCase: .reasoning,
      accepts: [
        .init(#"qwen3\.[68]-27b|gemma-4-31b-it|muse-glimmer-30b"#, 8...16), .init(GuideModels.mixturesOf30B, 8...16),
        .init(GuideModels.mixturesOf80B, 4...5),
      ],
      tolerates: [.init(#"gpt-oss-120b|qwen3\.5-122b-a10b"#, 3...4)],
      why: "64 GB are for all bits of 27 to 35 B, or 80 B."),
    GuideCase(
      name: "a100-80-general", machine: .init(gpu: "A100 80GB", gibibytes: 256, cores: 32, rate: 200),
      useCase: .general,
      accepts: [
        .init("gpt-oss-120b", 4...8),
        .init(#"qwen3\.5-122b-a10b|mistral-small-4-119b|laguna-s-2\.1|nemotron-3-super.*"#, 3...4),
        .init(GuideModels.mixturesOf80B, 4...6),
        .init(#"qwen3\.[68]-27b|gemma-4-31b-it|muse-glimmer-30b|qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b"#, 8...16),
        .init(#"glm-4\.5-air|glm-4\.6v"#, 4...4),
      ],
      tolerates: [.init(#"qwen3\.[68]-27b|qwen3\.6-35b-a3b"#, 4...6)],
      why: "80 GB: 120 B made for one such card, or 27 to 35 B at full precision."),
    GuideCase(
      name: "h100-80-coding", machine: .init(gpu: "H100", gibibytes: 256, cores: 32, rate: 300), useCase: .coding,
      accepts: [
        .init("gpt-oss-120b", 4...8), .init("qwen3-coder-next-80b-a3b", 4...6),
        .init(#"qwen3\.5-122b-a10b|laguna-s-2\.1|mistral-small-4-119b|nemotron-3-super.*"#, 3...4),
        .init(#"qwen3\.[68]-27b|qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b|muse-glimmer-30b"#, 8...16),
      ],
      tolerates: [.init("devstral-2-123b", 4...4), .init(#"qwen3\.[68]-27b|qwen3\.6-35b-a3b"#, 4...6)],
      why: "As the A100, for code."),
    GuideCase(
      name: "4x3090-96-general", machine: .init(gpu: "4xRTX 3090", gibibytes: 128, cores: 32, rate: 150),
      useCase: .general,
      accepts: [
        .init(
          #"qwen3\.5-122b-a10b|gpt-oss-120b|mistral-small-4-119b|glm-4\.5-air|glm-4\.6v|nemotron-3-super.*|laguna-s-2\.1"#,
          3...5), .init(#"qwen3\.[68]-27b|gemma-4-31b-it|muse-glimmer-30b"#, 8...16),
        .init(GuideModels.mixturesOf80B, 5...8),
      ],
      tolerates: [
        .init(#"minimax-m2.*|step-3\.5-flash|qwen3\.8-flash-next"#, 2...3),
        .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b"#, 8...16),
      ],
      why: "96 GB over four cards: 120 B at four bits, or 27 B at full precision."),
    GuideCase(
      name: "gb10-128-coding", machine: .init(gpu: "GB10", gibibytes: 128, cores: 20, rate: 273), useCase: .coding,
      accepts: [
        .init(#"qwen3\.6-35b-a3b|ornith-1\.5-35b-a3b|qwen3-coder-30b-a3b"#, 4...8),
        .init(
          #"qwen3\.5-122b-a10b|gpt-oss-120b|mistral-small-4-119b|laguna-s-2\.1|nemotron-3-super.*|glm-4\.5-air"#, 4...5),
        .init("qwen3-coder-next-80b-a3b", 4...8), .init(#"qwen3\.8-flash-next"#, 3...4),
      ],
      tolerates: [.init(GuideModels.newest27B, 4...8), .init(#"minimax-m2.*|step-3\.5-flash"#, 2...3)],
      why: "Memory rather than bandwidth: mixtures; dense 27 B is the trap."),
    GuideCase(
      name: "strix-128-general", machine: .init(gpu: "Strix Halo", gibibytes: 128, cores: 16, rate: 256),
      useCase: .general,
      accepts: [
        .init(
          #"gpt-oss-120b|qwen3\.5-122b-a10b|glm-4\.5-air|glm-4\.6v|mistral-small-4-119b|nemotron-3-super.*|laguna-s-2\.1"#,
          4...6), .init(#"qwen3\.6-35b-a3b|gemma-4-26b-a4b-it|ornith-1\.5-35b-a3b"#, 6...16),
        .init(GuideModels.mixturesOf80B, 4...8), .init(#"qwen3\.8-flash-next"#, 3...5),
      ],
      tolerates: [
        .init(#"minimax-m2.*|step-3\.5-flash"#, 2...3), .init(#"qwen3\.6-35b-a3b|gemma-4-26b-a4b-it"#, 4...5),
      ],
      why: "256 GB/s: mixtures of 120 B at four bits or 35 B at eight."),
    GuideCase(
      name: "8xh100-640-general", machine: .init(gpu: "8xH100", gibibytes: 2048, cores: 96, rate: 500),
      useCase: .general,
      accepts: [
        .init(GuideModels.frontier, 4...8),
        .init(
          #"qwen3\.5-397b-a17b|minimax-m3|deepseek-v4-flash|glm-5\.3-flash|qwen3-coder-480b-a35b|glm-4\.[67]|minimax-m2.*|hy3-299b|mimo-v2-flash"#,
          6...16),
      ],
      tolerates: [.init(#"qwen3\.5-397b-a17b|minimax-m3|deepseek-v4-flash"#, 4...5)],
      why: "640 GB hold a frontier model at four bits or 300 B at eight."),
    GuideCase(
      name: "8xb200-1440-coding", machine: .init(gpu: "8xB200", gibibytes: 2048, cores: 128, rate: 600),
      useCase: .coding,
      accepts: [
        .init(
          #"glm-5\.[123]|deepseek-v4-pro|kimi-k2\.[567].*|kimi-k3|qwen3\.8-2\.4t-a95b|deepseek-v3\.2|minimax-m3"#,
          4...16)
      ],
      tolerates: [.init(#"qwen3\.5-397b-a17b|qwen3-coder-480b.*|deepseek-v4-flash|glm-5\.3-flash"#, 8...16)],
      why: "1.4 TB hold any open frontier model in its own precision."),
    GuideCase(
      name: "laptop4c-8-embedding", machine: .init(gibibytes: 8, cores: 4, rate: 34), useCase: .embedding,
      accepts: [
        .init(
          #"nomic-embed-text-v1\.5|embeddinggemma-300m|bge-m3|bge-(small|base|large)-en-v1\.5|qwen3-embedding-0\.6b|granite-embedding.*|snowflake-arctic-embed.*|harrier-oss-v1.*|multilingual-e5.*|mxbai.*|nomic-embed-text-v2-moe|jina.*|gte.*"#,
          4...32)
      ],
      tolerates: [.init("all-minilm.*", 8...32)],
      why: "A small embedding model at full bits: hundreds of tokens a second."),
    GuideCase(
      name: "rtx4060-8-embedding", machine: .init(gpu: "RTX 4060", gibibytes: 32, cores: 8, rate: 80),
      useCase: .embedding,
      accepts: [
        .init(
          #"qwen3-embedding-(0\.6b|4b|8b)|bge-m3|embeddinggemma-300m|harrier-oss-v1.*|snowflake-arctic-embed-l-v2\.0|granite-embedding-311m.*|nomic-embed-text-v2-moe"#,
          8...32)
      ],
      tolerates: [.init("qwen3-embedding-8b", 4...6)],
      why: "The card carries the large embedding models, but not at few bits."),
  ]
}
