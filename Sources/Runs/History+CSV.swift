internal import Learning

extension History {
  /// One line an epoch after a line of names; what was not measured is empty.
  var csv: String {
    var lines = ["epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds"]
    for epoch in epochs {
      let values: [Double?] = [
        epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy, epoch.learningRate, epoch.seconds,
      ]
      lines.append(([String(epoch.number)] + values.map { $0.map { "\($0)" } ?? "" }).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
