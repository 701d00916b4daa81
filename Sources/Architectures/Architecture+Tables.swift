extension Architecture {
  /// Weights of the input embeddings, and as many of an output head.
  ///
  /// A number with a fraction, since a hostile file may state dimensions whose product no integer holds.
  package var embeddingWeights: Double { Double(vocabularySize) * Double(embeddingWidth) }

  /// Weights of which a token takes a row, and that nothing is multiplied with.
  package var lookedUpWeights: Double {
    var weights = hasTiedEmbeddings ? 0 : embeddingWeights
    if let part = gemma3n { weights += perLayerWeights(width: part.perLayerWidth, vocabulary: part.perLayerVocabulary) }
    if let part = gemma4 { weights += perLayerWeights(width: part.perLayerWidth, vocabulary: vocabularySize) }
    return weights
  }

  private func perLayerWeights(width: Int, vocabulary: Int) -> Double {
    Double(width) * Double(layerCount) * Double(vocabulary)
  }
}
