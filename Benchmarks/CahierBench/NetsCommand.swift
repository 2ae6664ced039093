import ArgumentParser
import Learning

/// The nets as other libraries' scripts read them.
struct NetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nets", abstract: "Prints what a net is made of, or every net.")

  @Option var net: BenchmarkNet?

  func run() {
    for net in net.map({ [$0] }) ?? BenchmarkNet.all {
      var line = JSONLine()
      line.add("net", net.name)
      line.add("input", net.input)
      line.add("batch", net.batchSize)
      line.add("images", net.images)
      line.add("learning_rate", "\(net.learningRate)")
      line.add("decay", "\(net.decay)")
      // As they are written in Swift: names and defaults are Keras's.
      line.add("layers", net.layers.map(\.description))
      print(line)
    }
  }
}
