@testable import Learning

/// The three nets that Cahier's notebooks reproduce, for `[32, 32, 3]` and ten classes.
enum ReferenceNets: String, CaseIterable, Sendable {
  case simple, vgg, dropout

  /// - Parameter dropout: false keeps the dropout layers at rate 0, so that every layer keeps its place.
  func layers(dropout: Bool) -> [any Layer] {
    func drop(_ rate: Double) -> any Layer { Dropout(dropout ? rate : 0) }
    switch self {
    case .simple:
      let blocks: [[any Layer]] = [16, 32, 64, 128, 256].map { filters in
        [
          Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2), drop(0.3),
        ]
      }
      return blocks.flatMap { $0 } + [Flatten(), Dense(128, activation: .relu), Dense(10, activation: .softmax)]
    case .vgg:
      return [
        Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 64, kernelSize: 3, activation: .relu),
        MaxPooling2D(2), drop(0.25), Conv2D(filters: 128, kernelSize: 3, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 128, kernelSize: 3, activation: .relu), MaxPooling2D(2), drop(0.25), Flatten(),
        Dense(1024, activation: .relu), drop(0.5), Dense(10, activation: .softmax),
      ]
    case .dropout:
      return [
        Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 32, kernelSize: 3, activation: .relu),
        MaxPooling2D(2), drop(0.5), Conv2D(filters: 32, kernelSize: 3, activation: .relu), MaxPooling2D(2), drop(0.5),
        Flatten(), Dense(128, activation: .relu), drop(0.5), Dense(10, activation: .softmax),
      ]
    }
  }
}
