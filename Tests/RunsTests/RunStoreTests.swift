import Foundation
import Learning
import Synchronization
import TestSupport
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  @Test("A state comes back bit for bit, with infinities, NaN and -0")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let store = RunStore(folder: folder + "/.cahier/runs")
      #expect(try store.state(of: Fixture.recipe) == nil)
      try store.save(Fixture.state(epochs: 2), of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 2)))
      try store.save(Fixture.state(epochs: 3, isFinished: true), of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 3, isFinished: true)))
    }
  }
}
