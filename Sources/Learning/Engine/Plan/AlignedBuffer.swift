/// Floats on a 64-byte boundary, zero at first, that live as long as the buffer.
final class AlignedBuffer {
  let floats: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    // Kernels may read a vector past the last float that counts.
    let padded = (count + 15) / 16 * 16 + 16
    let raw = UnsafeMutableRawPointer.allocate(byteCount: padded * MemoryLayout<Float>.size, alignment: 64)
    floats = raw.initializeMemory(as: Float.self, repeating: 0, count: padded)
    self.count = count
  }

  deinit { floats.deallocate() }
}
