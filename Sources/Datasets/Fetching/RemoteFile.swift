/// A file of a public data set: what it is called, where it can be had, and how to know that it is the right one.
struct RemoteFile: Hashable, Sendable {
  /// Below the cache's folder, such as `mnist/train-images-idx3-ubyte.gz`.
  var path: String
  /// Addresses of the very same bytes, the first one to be asked first; https only.
  var mirrors: [String]
  /// About, in bytes: for messages and for where no server says it. Twice as much is never read.
  var bytes: Int
  /// As its makers, or those who have given it out for years, state it; in hexadecimal.
  var md5: String
  /// Where somebody states it; else the first file with the right MD5 pins its own (`DataStore.pin`).
  var sha256: String?

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  var megabytes: Int { (bytes + 500_000) / 1_000_000 }
}
