import CellOutput
import Foundation
import Testing

@Suite("What the tool tells a program about training, and what a program answers")
struct TrainingPolicyTests {
  @Test(
    "A policy reads what it wrote",
    arguments: [TrainingPolicy.auto, .again(labels: []), .again(labels: ["train", "fig-a,b"]), .never, .why])
  func roundTrip(_ policy: TrainingPolicy) {
    #expect(TrainingPolicy(policy.text) == policy)
  }

  @Test("Anything else is no policy")
  func unknown() {
    #expect(TrainingPolicy("always") == nil)
    #expect(TrainingPolicy("") == .auto)
  }

  @Test("Training again means the cells that are named, or all")
  func again() {
    #expect(TrainingPolicy.again(labels: []).trainsAgain(label: nil))
    #expect(TrainingPolicy.again(labels: ["a"]).trainsAgain(label: "a"))
    #expect(!TrainingPolicy.again(labels: ["a"]).trainsAgain(label: "b"))
    #expect(!TrainingPolicy.again(labels: ["a"]).trainsAgain(label: nil))
    #expect(!TrainingPolicy.auto.trainsAgain(label: "a"))
  }

  @Test("A change is told in words")
  func changes() {
    #expect("\(KeyChange(part: "learning rate", old: "0.001", new: "0.01"))" == "learning rate 0.001 -> 0.01")
    #expect(
      "\(KeyChange(part: "layer 3", old: "Dense(128)", new: "Dense(256)"))" == "layer 3: Dense(128) -> Dense(256)")
    #expect("\(KeyChange(part: "layer 3", old: nil, new: "Dropout(0.5)"))" == "layer 3: Dropout(0.5) added")
    #expect("\(KeyChange(part: "loss scale", old: "2", new: nil))" == "loss scale 2 removed")
    #expect("\(KeyChange(part: "training data", old: nil, new: nil))" == "training data changed")
  }

  @Test("A note of a record from before runs had names is still read")
  func earlierNote() throws {
    let text = #"{"epochs":3,"stoppedEarly":true,"volatile":{"reused":true,"seconds":2,"imagesPerSecond":9}}"#
    let note = try CellMessage.decoder.decode(TrainingNote.self, from: Data(text.utf8))
    #expect(
      note
        == TrainingNote(epochs: 3, stoppedEarly: true, volatile: .init(reused: true, seconds: 2, imagesPerSecond: 9)))
  }
}
