import CKernels
import Foundation
import Testing

@testable import Learning

/// The engine's own exponential, logarithm and hyperbolic tangent.
@Suite struct EngineFunctionsTests {
  enum Function: CaseIterable, Sendable { case exponential, logarithm, tanh }

  @Test("exp, log and tanh are within 2 ulp over the whole range of Float", arguments: Function.allCases)
  func error(_ function: Function) {
    var worst = (error: 0.0, at: Float(0))
    // Every 4999th float, from each side of zero to infinity: a prime, so that all low bits come up.
    let places = stride(from: UInt32(0), through: 0x7f80_0000, by: 4999).flatMap {
      [Float(bitPattern: $0), -Float(bitPattern: $0)]
    }
    let results = apply(function, to: places, .portable)
    for (x, y) in zip(places, results) {
      let exact = reference(function, Double(x))
      if exact.isNaN || abs(exact) > Double(Float.greatestFiniteMagnitude) {
        if exact.isNaN ? !y.isNaN : y != Float(exact) { worst = (.infinity, x) }
        continue
      }
      let error = abs(Double(y) - exact) / Double(max(Float(exact).ulp, .leastNonzeroMagnitude))
      if !(error <= worst.error) { worst = (error, x) }
    }
    #expect(worst.error <= 2, "\(function) is off by \(worst.error) ulp at \(worst.at)")
  }

  @Test("exp, log and tanh have the same bits on every path", arguments: Function.allCases)
  func bits(_ function: Function) {
    let places = stride(from: UInt32(0), through: .max - 49_999, by: 49_999).map { Float(bitPattern: $0) }
    let expected = apply(function, to: places, .portable).map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
    for set in InstructionSet.allCases where set.isAvailable {
      #expect(apply(function, to: places, set).map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern } == expected, "\(set)")
    }
  }

  @Test("A product that the portable path rounds once has the bits of the instruction")
  func fusedMultiplyAdd() {
    // Momentum's step is fma(a, slot, -(rate * gradient)): with a rate of 1 it is one fused operation on given numbers.
    let stream = RandomStream(seed: 4, purpose: .data, index: 0)
    let bits = (0..<48_000).map { stream.bits($0) }
    for factor in [Float(0x1.fffffep-1), 3, 0x1p-100, 0x1.8p-126, 1e30] {
      var update = ck_update(kind: CK_MOMENTUM, rate: 1, a: factor, b: 0, epsilon: 0, decay: 0)
      let outcomes = InstructionSet.allCases.filter(\.isAvailable).map { set in
        let (weights, gradient, slot) = (
          AlignedBuffer(count: 16_000), AlignedBuffer(count: 16_000), AlignedBuffer(count: 16_000)
        )
        for place in 0..<16_000 {
          // Exponents close to each other, so that sums cancel, and some denormal ones.
          slot.floats[place] = Float(bitPattern: bits[place] & 0x83ff_ffff | (bits[place + 16_000] & 7) << 26)
          gradient.floats[place] = slot.floats[place] * factor * (1 + Float(bits[place + 32_000] & 3) * 0x1p-23)
        }
        set.kernels.update(&update, weights.floats, gradient.floats, 0, 1, slot.floats, slot.floats, 16_000)
        return (0..<16_000).map { place in
          let result = slot.floats[place]
          return result.isNaN ? 0x7fc0_0000 : result.bitPattern
        }
      }
      for outcome in outcomes { #expect(outcome == outcomes[0], "factor \(factor)") }
    }
  }

  @Test("A register block's sums that nearly tie, cancel or leave the range have the bits of the instruction")
  func fusedMultiplyAddInBlocks() {
    // Four rows of c, a and sixteen b: c * 1, then a * b + c, where a * b is half a unit of c's last place but for a hair,
    // or cancels it, anywhere in the range.
    let stream = RandomStream(seed: 6, purpose: .data, index: 0)
    let axis = WindowAxis.forward(inputs: 1, outputs: 1, taps: 1, stride: 1, padding: 0)
    var product = ck_product(
      rows: axis.pointers, columns: axis.pointers, outputColumns: 1, tapRows: 1, tapColumns: 1, depth: 2, width: 16,
      images: 4)
    let (x, w, y) = (AlignedBuffer(count: 8), AlignedBuffer(count: 32), AlignedBuffer(count: 64))
    let hairs: [Float] = [-0x1p-23, 0, 0x1p-23, 0x1p-22]
    for round in 0..<2000 {
      let bits = (0..<64).map { stream.bits(round * 64 + $0) }
      let exponent = [1, 25, 60, 120, 127, 200, 250][Int(bits[63] % 7)]
      // Products of a few steps around half a unit, or of c's own size.
      let step = round % 3 == 2 ? 1 : Float(sign: .plus, exponent: -24, significand: 1)
      for row in 0..<4 {
        let c = Float(bitPattern: bits[row] & 0x807f_ffff | UInt32(exponent) << 23)
        x.floats[2 * row] = c
        x.floats[2 * row + 1] = Float(sign: c.sign, exponent: c.exponent, significand: 1) * step * (1 + hairs[row])
      }
      for lane in 0..<16 {
        w.floats[lane] = 1
        w.floats[16 + lane] = (bits[4 + lane] & 1 == 0 ? 1 : -1) * (1 + hairs[lane % 4])
        if lane > 12 { w.floats[16 + lane] *= Float(bitPattern: bits[20 + lane] & 0x007f_ffff | 127 << 23) }
      }
      for set in InstructionSet.allCases where set.isAvailable {
        set.kernels.product(
          &product, ck_view(data: x.floats, row: 8, column: 8, image: 2), w.floats, nil, CK_STORE,
          ck_view(data: y.floats, row: 64, column: 64, image: 16), 0, 1, 0, 1)
        for place in 0..<64 {
          let (c, a) = (x.floats[place / 16 * 2], x.floats[place / 16 * 2 + 1])
          let expected = c.addingProduct(a, w.floats[16 + place % 16])
          guard y.floats[place].bitPattern != expected.bitPattern else { continue }
          Issue.record("\(set): \(a) * \(w.floats[16 + place % 16]) + \(c) is \(expected), not \(y.floats[place])")
          return
        }
      }
    }
  }

  @Test(
    "A register block's sums that leave the range on their way, and near no tie, have the bits of the instruction",
    arguments: [
      // Twice 0.7 of the least float is twice the least float where every step is rounded, and once where none is.
      [(Float(0x1.666666p-100), Float(0x1p-49)), (0x1.666666p-100, 0x1p-49), (0, 1)],
      // Infinite for good, where doubles would come back.
      [(0x1.8p127, 1), (0x1.8p127, 1), (-0x1.8p127, 1)],
      [(1, 0x1.8p127), (-1, -0x1.8p127), (-1, 0x1.8p127)],
      // A product alone that is too small, on a sum that is not.
      [(0x1p-126, 1), (0x1.666666p-100, 0x1p-49), (0x1.666666p-100, 0x1p-49)],
    ])
  func blocksBeyondTheRange(steps: [(x: Float, w: Float)]) {
    let axis = WindowAxis.forward(inputs: 1, outputs: 1, taps: 1, stride: 1, padding: 0)
    var product = ck_product(
      rows: axis.pointers, columns: axis.pointers, outputColumns: 1, tapRows: 1, tapColumns: 1,
      depth: Int32(steps.count), width: 16, images: 4)
    let (x, w, y) = (AlignedBuffer(count: 16), AlignedBuffer(count: 16 * steps.count), AlignedBuffer(count: 64))
    for (k, step) in steps.enumerated() {
      for row in 0..<4 { x.floats[4 * row + k] = step.x }
      for lane in 0..<16 { w.floats[16 * k + lane] = step.w }
    }
    let expected = steps.reduce(Float(0)) { $0.addingProduct($1.x, $1.w) }
    for set in InstructionSet.allCases where set.isAvailable {
      set.kernels.product(
        &product, ck_view(data: x.floats, row: 16, column: 16, image: 4), w.floats, nil, CK_STORE,
        ck_view(data: y.floats, row: 64, column: 64, image: 16), 0, 1, 0, 1)
      #expect((0..<64).allSatisfy { y.floats[$0].bitPattern == expected.bitPattern }, "\(set): \(y.floats[0])")
    }
  }

  private func apply(_ function: Function, to places: [Float], _ set: InstructionSet) -> [Float] {
    let count = (places.count + 15) / 16 * 16
    let (x, y) = (AlignedBuffer(count: count), AlignedBuffer(count: count))
    x.floats.update(from: places, count: places.count)
    switch function {
    case .exponential: set.kernels.exponential(x.floats, y.floats, count)
    case .logarithm: set.kernels.logarithm(x.floats, y.floats, count)
    case .tanh: set.kernels.activation(CK_TANH, 0, x.floats, y.floats, count)
    }
    return Array(UnsafeBufferPointer(start: y.floats, count: places.count))
  }

  private func reference(_ function: Function, _ x: Double) -> Double {
    switch function {
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .tanh: Foundation.tanh(x)
    }
  }
}
