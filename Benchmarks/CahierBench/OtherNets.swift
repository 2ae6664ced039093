import Learning

/// Nets unlike the tutorials', such as users write: each has one thing that could be slow.
extension BenchmarkNet {
  static let others: [BenchmarkNet] = [
    BenchmarkNet(
      name: "lenet", input: [28, 28, 1], batchSize: 128, images: 20_000,
      layers: [
        Conv2D(filters: 6, kernelSize: 5, padding: .same, activation: .tanh), AveragePooling2D(2),
        Conv2D(filters: 16, kernelSize: 5, activation: .tanh), AveragePooling2D(2), Flatten(),
        Dense(120, activation: .tanh), Dense(84, activation: .tanh), Dense(10, activation: .softmax),
      ]),
    BenchmarkNet(
      name: "kernels-5x5", batchSize: 64, images: 4000,
      layers: [
        Conv2D(filters: 32, kernelSize: 5, padding: .same, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 64, kernelSize: 5, padding: .same, activation: .relu), MaxPooling2D(2), Flatten(),
        Dense(128, activation: .relu), Dense(10, activation: .softmax),
      ]),
    BenchmarkNet(
      name: "kernels-1x1", batchSize: 64, images: 4000,
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu),
        Conv2D(filters: 64, kernelSize: 1, activation: .relu), Conv2D(filters: 32, kernelSize: 1, activation: .relu),
        MaxPooling2D(2), Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: .relu),
        Conv2D(filters: 128, kernelSize: 1, activation: .relu), Conv2D(filters: 10, kernelSize: 1),
        GlobalAveragePooling2D(), Activation(.softmax),
      ]),
    BenchmarkNet(
      name: "strides-2", batchSize: 64, images: 6000,
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu),
        Conv2D(filters: 32, kernelSize: 3, strides: 2, padding: .same, activation: .relu),
        Conv2D(filters: 64, kernelSize: 3, strides: 2, padding: .same, activation: .relu),
        Conv2D(filters: 128, kernelSize: 3, strides: 2, padding: .same, activation: .relu), Flatten(),
        Dense(10, activation: .softmax),
      ]),
    twoBlocks(name: "channels-24", channels: 24, images: 6000),
    twoBlocks(name: "channels-48", channels: 48, images: 3000),
    twoBlocks(name: "channels-96", channels: 96, images: 1500),
    BenchmarkNet(
      name: "batch-normalization", batchSize: 64, images: 4000,
      layers: normalized(32) + normalized(32) + [MaxPooling2D(2)] + normalized(64) + [MaxPooling2D(2)]
        + normalized(128) + [GlobalAveragePooling2D(), Dense(10, activation: .softmax)]),
    BenchmarkNet(
      name: "average-pooling", batchSize: 64, images: 6000,
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu), AveragePooling2D(2),
        Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: .relu),
        AveragePooling2D(3, strides: 2, padding: .same),
        Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: .relu), GlobalAveragePooling2D(),
        Dense(10, activation: .softmax),
      ]),
    activated(name: "leaky-relu", by: .leakyReLU()),
    activated(name: "tanh", by: .tanh),
    BenchmarkNet(name: "images-64x64", input: [64, 64, 3], batchSize: 32, images: 1000, layers: fourBlocks),
    BenchmarkNet(name: "images-96x96", input: [96, 96, 3], batchSize: 32, images: 500, layers: fourBlocks),
    BenchmarkNet(name: "batch-1", batchSize: 1, images: 400, layers: threeConvolutions),
    BenchmarkNet(name: "batch-7", batchSize: 7, images: 1400, layers: threeConvolutions),
    BenchmarkNet(name: "batch-100", batchSize: 100, images: 5000, layers: threeConvolutions),
    BenchmarkNet(name: "batch-1024", batchSize: 1024, images: 10_240, layers: threeConvolutions),
    BenchmarkNet(
      name: "wide-dense", batchSize: 128, images: 5000,
      layers: [
        Flatten(), Dense(2048, activation: .relu), Dropout(0.3), Dense(2048, activation: .relu), Dropout(0.3),
        Dense(10, activation: .softmax),
      ]),
  ]

  /// `channels-N` for any N from 1 to 1024: how time grows with the number of channels.
  static func withChannels(_ name: String) -> BenchmarkNet? {
    guard name.hasPrefix("channels-"), let channels = Int(name.dropFirst("channels-".count)),
      (1...1024).contains(channels)
    else { return nil }
    return twoBlocks(name: name, channels: channels, images: max(128, 1 << 22 / (channels * channels + 512)))
  }

  private static func twoBlocks(name: String, channels: Int, images: Int) -> BenchmarkNet {
    func convolution() -> any Layer {
      Conv2D(filters: channels, kernelSize: 3, padding: .same, activation: .relu)
    }
    return BenchmarkNet(
      name: name, batchSize: 64, images: images,
      layers: [
        convolution(), convolution(), MaxPooling2D(2), convolution(), convolution(), MaxPooling2D(2),
        GlobalAveragePooling2D(), Dense(10, activation: .softmax),
      ])
  }

  private static func normalized(_ filters: Int) -> [any Layer] {
    [
      Conv2D(filters: filters, kernelSize: 3, padding: .same, useBias: false), BatchNormalization(),
      Activation(.relu),
    ]
  }

  private static func activated(name: String, by activation: ActivationFunction) -> BenchmarkNet {
    BenchmarkNet(
      name: name, batchSize: 64, images: 5000,
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: activation), MaxPooling2D(2),
        Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: activation), MaxPooling2D(2), Flatten(),
        Dense(128, activation: activation), Dense(10, activation: .softmax),
      ])
  }

  private static let fourBlocks: [any Layer] =
    [16, 32, 64, 128].flatMap { filters -> [any Layer] in
      [Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2)]
    } + [Flatten(), Dense(128, activation: .relu), Dense(10, activation: .softmax)]
}
