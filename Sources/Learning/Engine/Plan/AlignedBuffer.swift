internal import CKernels

/// Floats on a 64-byte boundary, zero at first, that live as long as the buffer.
final class AlignedBuffer {
  let floats: UnsafeMutablePointer<Float>
  let count: Int
  private let allocated: Int

  init(count: Int) {
    // Kernels may read a vector past the last float that counts.
    allocated = (count + 15) / 16 * 16 + 16
    floats = ck_allocate(allocated)
    self.count = count
  }

  deinit { ck_free(floats, allocated) }
}
