extension Architecture {
  /// Weights of the input embeddings, and as many of an output head.
  ///
  /// A number with a fraction, since a hostile file may state dimensions whose product no integer holds.
  package var embeddingWeights: Double { Double(vocabularySize) * Double(embeddingWidth) }

  /// Weights of which a token takes a row of each, and that nothing is multiplied with.
  package var lookedUpWeights: Double {
    let family = Family.named(name)
    return Globals(family.adjusted(self), family).tensors.reduce(hasTiedEmbeddings ? 0 : embeddingWeights) {
      weights, tensor in
      let shape = tensor.shape
      return tensor.isLookup ? weights + Double(shape.width) * Double(shape.rows) * Double(shape.depth) : weights
    }
  }
}
