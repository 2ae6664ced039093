import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct KnownDatasetTests {
  private func mnist(_ server: LoopbackServer, _ contents: [[UInt8]]) -> KnownDataset {
    let files = zip(IDXSet.fileNames, contents).map { name, bytes in
      RemoteFile(
        path: "mnist/\(name).gz", mirrors: [server.address(name)], bytes: max(bytes.count, 100),
        md5: bytes.withUnsafeBytes { FileDigests(of: $0).md5 })
    }
    return KnownDataset(name: "mnist", title: "MNIST", call: "", files: files, missing: IDXSet.mnist.missing)
  }

  @Test("A set is missing, then partly here, then here, verified and gone")
  func life() async throws {
    try await withTemporaryFolder { folder in
      try PackedFiles.writeMNIST(to: folder + "/there", images: 2, gzipped: true)
      let contents = try IDXSet.fileNames.map {
        try Array(Data(contentsOf: URL(filePath: "\(folder)/there/\($0).gz")))
      }
      let server = try LoopbackServer { request, _ in
        let number = IDXSet.fileNames.firstIndex { request.path.hasSuffix($0) } ?? 0
        return .file(contents[number], request)
      }
      let set = mnist(server, contents)
      let store = DataStore(
        folders: DataFolders { ["CAHIER_CACHE": folder + "/cache"][$0] }, isOffline: false, policy: FetchTests.policy)
      #expect(set.state(in: store) == .missing)
      _ = try await store.fetch(set.files[2], for: set.missing)
      #expect(set.state(in: store) == .partial)
      try await set.fetch(into: store)
      #expect(set.state(in: store) == .present && server.requests.count == 4)
      let paths = IDXSet.fileNames.map { "\(folder)/cache/mnist/\($0).gz" }
      #expect(set.paths(in: store) == paths)
      let verified = try set.verify(in: store)
      #expect(verified == paths)
      let (train, test) = try await IDXSet.mnist.located(store: store)
      #expect(train.count == 2 && test.labels == [1, 2])
      // Nobody else can read what is in the cache.
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/cache")
      #expect((attributes[.posixPermissions] as? Int) == 0o700)

      try Data(contents[0].reversed()).write(to: URL(filePath: paths[0]))
      let error = #expect(throws: DatasetError.self) { try set.verify(in: store) }
      let line = "\(try #require(error))"
      #expect(line.contains("has the MD5") && line.hasSuffix("Remove it and fetch it again."))
      #expect(set.remove(from: store) == paths)
      #expect(set.state(in: store) == .missing)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cache/mnist").isEmpty)
    }
  }
}
