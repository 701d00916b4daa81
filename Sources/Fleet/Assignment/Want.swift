import Base
import Models
import Ranking
import Serving

/// What the fleet is to serve.
package struct Want: Sendable {
  package enum Subject: Sendable, Equatable {
    /// A model of the catalogue, with the quantization that its name carried.
    case model(Model, recipe: String?)
    /// The best model for it that can be served.
    case useCase(UseCase)
  }

  /// Other wants have other names.
  package var name: String
  package var subject: Subject
  /// People or requests per second, and what each must get.
  package var request: ServingRequest
  package var license: Wishes.LicenseGate
  /// Models below it are not considered for a use case; on a scale to 100.
  package var minimumQuality: Double?
  package var checkpoint: String?

  package init(
    name: String, subject: Subject, request: ServingRequest, license: Wishes.LicenseGate = .any,
    minimumQuality: Double? = nil, checkpoint: String? = nil
  ) {
    (self.name, self.subject, self.request) = (name, subject, request)
    (self.license, self.minimumQuality, self.checkpoint) = (license, minimumQuality, checkpoint)
  }

  /// How much there is to serve: people, or requests per second.
  package var demand: Double {
    switch request.demand {
    case .users(let users, _): Double(users)
    case .rate(let rate): rate
    case .most: 1
    }
  }

  /// The same want of so much.
  func asking(_ amount: Double) -> ServingRequest {
    var request = request
    switch request.demand {
    case .users(_, let think): request.demand = .users(max(1, Int(amount.rounded(.up))), thinkSeconds: think)
    case .rate: request.demand = .rate(amount)
    case .most: break
    }
    return request
  }
}

/// A model that may serve a want.
struct WantedModel: Sendable {
  var want: Int
  @Shared var model: Model
  var recipe: String?
  /// For the want's use case, on a scale to 100; 0 where the model was named.
  var quality: Double

  init(want: Int, model: Model, recipe: String?, quality: Double) {
    (self.want, self.recipe, self.quality) = (want, recipe, quality)
    _model = Shared(wrappedValue: model)
  }
}
