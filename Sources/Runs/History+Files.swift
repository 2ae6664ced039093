public import Learning

extension History {
  /// One line an epoch after a line of names; what was not measured is empty.
  public var csv: String {
    var lines = ["epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds"]
    for epoch in epochs {
      let values: [Double?] = [
        epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy, epoch.learningRate, epoch.seconds,
      ]
      lines.append(([String(epoch.number)] + values.map { $0.map { "\($0)" } ?? "" }).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One JSON object a line, one line an epoch.
  func jsonLines() throws -> String {
    try epochs.map { String(decoding: try JSON.encoder().encode($0), as: UTF8.self) + "\n" }.joined()
  }
}
