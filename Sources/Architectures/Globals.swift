/// What a model has outside its layers, or in all of them alike.
package struct Globals: Sendable {
  package var embeddingWidth: Int
  package var vocabularySize: Int
  package var hasTiedEmbeddings: Bool
  /// Encoders see the whole text at once and keep nothing.
  package var isEncoder: Bool
  package var norm = Norm()
  package var input = Input()
  package var head = Head()
  /// Tensors beside input embedding, output head and last norm.
  package var tensors: [GlobalTensor] = []
  package var recipe: Recipe

  package struct Norm: Sendable {
    /// Subtracts the mean too; such norms never overwrite their input.
    package var subtractsMean = false
    package var hasBias = false
  }

  /// What becomes of tokens before the first layer.
  package struct Input: Sendable {
    /// Numbers that say where a token is; four for images with rows and columns.
    package var positionsPerToken = 1
    package var scalesEmbeddings = false
    /// Encoders add the embedding of the token's type, and that of its position.
    package var addsTokenTypes = false
    package var addsPositions = false
    package var hasNorm = false
    /// Width of each layer's own embedding of a token, computed for all layers at once; 0: none.
    package var perLayerWidth = 0
  }

  /// What follows the last layer.
  package struct Head: Sendable {
    package var hasNorm = true
    /// F32 numbers of the last norm.
    var normNumbers: Int?
    /// Rows that are asked for are picked after the last norm, not in the last layer.
    package var cropsLate = false
    /// Operations on the logits.
    package var logitOperations = 0
  }

  /// What quantization recipes ask of a model as a whole.
  package struct Recipe: Sendable {
    /// Query heads per key/value head of the first layer.
    package var groupedQueries: Int
    /// What llama.cpp takes for a Llama of 70 billion weights.
    package var is70B = false
    /// MXFP4 is for experts only; otherwise for all stacked matrices.
    package var onlyExpertsAreMXFP4 = false
  }
}
