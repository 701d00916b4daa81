/// The kinds of models that published guides speak of, as patterns of catalogue ids.
enum GuideModels {
  static let mixturesOf30B =
    #"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b|gemma-4-26b-a4b-it|gpt-oss-20b|glm-4\.7-flash|nemotron-3(\.5)?-(nano|lightning).*30b-a3b|nemotron-cascade-2-30b-a3b|qwen3-30b-a3b.*2507|qwen3-coder-30b-a3b|north-mini-code.*|laguna-xs.*|lfm2-24b-a2b|granite-4\.0-h-small"#
  static let denseOf9B =
    #"qwen3\.5-9b|ornith-1\.5-9b|qwen3-8b|granite-4\.[12]-8b|ministral-3-8b|nemotron-nano-9b-v2|gemma-3n-e4b-it|rnj-1-8b-instruct|glm-4\.6v-flash-9b|falcon-h1r-7b"#
  static let newest27B =
    #"qwen3\.[68]-27b"#
  static let denseOf4B =
    #"qwen3\.5-4b|gemma-4-e4b-it|gemma-3n-e4b-it|gemma-3-4b-it|qwen3-4b(-instruct-2507|-thinking-2507)?|nemotron-3-nano-4b|spark-x2\.5-4b|granite-4\.[12]-3b|ministral-3-3b|phi-4-mini-instruct|lfm2\.5-2\.6b"#
  static let tinyMixtures =
    #"lfm2(\.5)?-8b-a1b|ling-3\.0-tiny.*|granite-4\.0-h-tiny"#
  static let codersOf30B =
    #"qwen3\.[56]-35b-a3b|ornith-1\.5-35b-a3b|qwen3-coder-30b-a3b|glm-4\.7-flash|north-mini-code.*|laguna-xs.*|gpt-oss-20b|gemma-4-26b-a4b-it|nemotron-3(\.5)?-.*30b-a3b|nemotron-cascade-2-30b-a3b"#
  static let denseOf2B =
    #"qwen3\.5-(0\.8|2)b|qwen3-1\.7b|gemma-4-e2b-it|gemma-3n-e2b-it|gemma-3-1b-it|lfm2(\.5)?-(1\.2b|2\.6b)(-thinking)?|minicpm5-[12]b|spark-x2\.5-1\.7b|granite-4\.[012](-h)?-(1b|micro|3b)|smollm3-3b|ministral-3-3b|llama-3\.2-[13]b.*|phi-4-mini-instruct"#
  static let mixturesOf80B =
    "qwen3-(coder-)?next-80b-a3b(-instruct)?|kimi-linear-48b.*"
  static let frontier =
    #"glm-5(\.[123])?|deepseek-v(3\.[12].*|4-pro)|kimi-k2.*|kimi-k3|qwen3\.8-2\.4t-a95b|nemotron-3-ultra.*|mistral-large-3-675b|cogito-2\.1-671b"#
  static let denseOf14B =
    #"gemma-4-12b-it|qwen3-14b|ministral-3-14b|nemotron-nano-12b-v2|apriel-1\.6-15b-thinker|phi-4-reasoning.*|mellum2-12b.*"#
  static let denseOf31B =
    "gemma-4-31b-it|muse-glimmer-30b"
  static let denseOf30B =
    #"qwen3\.[568]-27b|gemma-4-31b-it|muse-glimmer-30b|granite-4\.[12]-30b|devstral-small-2-24b|mistral-small-3\.2-24b|seed-oss-36b-instruct|qwen3-32b|exaone-4\.0-32b|magistral-small-2509|glm-4-32b-0414"#
  static let mixturesOf120B =
    #"gpt-oss-120b|qwen3\.5-122b-a10b|mistral-small-4-119b|nemotron-3-super.*|glm-4\.5-air|glm-4\.5v|glm-4\.6v|laguna-s-2\.1|qwen3\.8-flash-next|solar-open-100b|hunyuan-a13b.*"#
  static let mixturesOf300B =
    #"minimax-m2(\.[157])?|step-3\.5-flash|deepseek-v4-flash|glm-5\.3-flash|hy3-299b|mimo-v2-flash|qwen3-235b-a22b.*2507|qwen3\.5-397b-a17b|glm-4\.[67]|minimax-m3|qwen3-coder-480b-a35b"#
}
