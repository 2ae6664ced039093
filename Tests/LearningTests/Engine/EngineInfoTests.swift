import Testing

@testable import Learning

@Suite struct EngineInfoTests {
  @Test("A variable that cannot be heeded gets a line that says what is computed with instead")
  func complaints() {
    let (threads, best) = (EngineInfo.threads, EngineInfo.instructionSet)
    for text in ["two", "0", "257", "-1", "1.5", " 2"] {
      #expect(
        EngineInfo.complaints(threads: text, instructionSet: nil)
          == ["CAHIER_THREADS=\(text) is no number from 1 to 256; computing with \(threads)."])
    }
    #expect(
      EngineInfo.complaints(threads: "2", instructionSet: "AVX2")
        == ["CAHIER_ISA=AVX2 is none of avx512, avx2 and portable; computing with \(best)."])
    #expect(EngineInfo.complaints(threads: "many", instructionSet: "sse").count == 2)
    for set in InstructionSet.allCases {
      #expect(
        EngineInfo.complaints(threads: nil, instructionSet: set.rawValue)
          == (set.isAvailable ? [] : ["CAHIER_ISA=\(set) is not in this processor; computing with \(best)."]))
    }
    #expect(EngineInfo.complaints(threads: nil, instructionSet: nil) == [])
    #expect(EngineInfo.complaints(threads: "256", instructionSet: "portable") == [])
  }
}
