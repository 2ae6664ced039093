import ArgumentParser
import Learning

/// Single convolutions, pass by pass.
struct KernelsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Times convolutions, a line for each shape, algorithm and pass.",
    discussion: """
      GFLOP/s are counted as the convolution is defined, so that Winograd's method, which multiplies less, may exceed \
      the processor's peak. Shapes that it does not suit are measured directly only.
      """)

  @Option(help: "Images in the batch.") var batch: Int = 64
  @Option(help: "Threads to compute with (default: as many as there are cores).")
  var threads: Int = EngineInfo.threads
  @Option(help: "Instructions to compute with: avx512, avx2 or portable (default: the best there is).")
  var isa: InstructionSet = EngineInfo.instructionSet
  @Option(help: "Measure only the shape that is named so, such as 32x32x32-64-3x3.") var shape: String?
  @Option(help: "How often to do each, of which the median counts.") var repeats: Int = 5

  /// The tutorials' convolutions but their first, and others: 1x1, 5x5, stride 2, odd channels.
  static let shapes: [ConvolutionProbe.Shape] = [
    .init(size: 30, channels: 32, filters: 32, kernel: 3), .init(size: 30, channels: 32, filters: 64, kernel: 3),
    .init(size: 16, channels: 16, filters: 32, kernel: 3), .init(size: 14, channels: 64, filters: 128, kernel: 3),
    .init(size: 8, channels: 32, filters: 64, kernel: 3), .init(size: 6, channels: 128, filters: 128, kernel: 3),
    .init(size: 4, channels: 64, filters: 128, kernel: 3), .init(size: 32, channels: 24, filters: 24, kernel: 3),
    .init(size: 32, channels: 48, filters: 48, kernel: 3), .init(size: 32, channels: 96, filters: 96, kernel: 3),
    .init(size: 16, channels: 32, filters: 64, kernel: 5), .init(size: 32, channels: 32, filters: 64, kernel: 1),
    .init(size: 32, channels: 32, filters: 32, kernel: 3, stride: 2),
    .init(size: 16, channels: 64, filters: 128, kernel: 3, stride: 2),
  ]

  func validate() throws {
    guard batch >= 1, threads >= 1, repeats >= 1 else {
      throw ValidationError("--batch, --threads and --repeats must be at least 1.")
    }
    guard isa.isAvailable else { throw ValidationError("This processor has no \(isa).") }
    guard shape == nil || Self.shapes.contains(where: { name($0) == shape }) else {
      throw ValidationError("The shapes are \(Self.shapes.map(name).joined(separator: ", ")).")
    }
  }

  func run() {
    for shape in Self.shapes where self.shape == nil || self.shape == name(shape) {
      for usesWinograd in [false, true] {
        guard
          let probe = ConvolutionProbe(
            shape, batchSize: batch, threads: threads, instructionSet: isa, usesWinograd: usesWinograd,
            repeats: repeats)
        else { continue }
        for pass in ConvolutionProbe.Pass.allCases {
          let seconds = probe.seconds(pass)
          var line = JSONLine()
          line.add("bench", "kernels")
          line.add("shape", name(shape))
          line.add("pass", pass.rawValue)
          line.add("algorithm", usesWinograd ? "winograd" : "direct")
          line.add("batch", batch)
          line.add("threads", threads)
          line.add("isa", isa.rawValue)
          line.add("seconds", seconds, places: 6)
          line.add("gflops", shape.operations * Double(batch) / seconds / 1e9, places: 1)
          print(line)
        }
      }
    }
  }

  /// Image, filters and kernel, and the stride where there is one: `32x32x3-16-3x3`, `32x32x32-32-3x3s2`.
  private func name(_ shape: ConvolutionProbe.Shape) -> String {
    "\(shape.size)x\(shape.size)x\(shape.channels)-\(shape.filters)-\(shape.kernel)x\(shape.kernel)"
      + (shape.stride > 1 ? "s\(shape.stride)" : "")
  }
}
