extension CIFARVariant {
  var missing: MissingSet {
    MissingSet(
      name: name,
      files: "\(binaryArchive.name) (\(binaryArchive.megabytes) MB, MD5 \(binaryArchive.md5)) or \(pickleArchive.name) "
        + "(\(pickleArchive.megabytes) MB, MD5 \(pickleArchive.md5))",
      address: "https://www.cs.toronto.edu/~kriz/cifar.html", content: "\(binaryFolder) or \(pickleFolder)")
  }

  static let cifar10 = CIFARVariant(
    name: "CIFAR-10", classNames: CIFAR10.classNames, labelBytes: 1, labelByte: 0, labelKey: "labels",
    binaryFolder: "cifar-10-batches-bin", pickleFolder: "cifar-10-batches-py",
    trainingFiles: (1...5).map { "data_batch_\($0)" }, testFile: "test_batch", imagesPerTrainingFile: 10_000,
    imagesPerTestFile: 10_000, binaryArchive: .cifar10Binary, pickleArchive: .cifar10Pickle)

  static func cifar100(_ labels: CIFAR100.Labels) -> CIFARVariant {
    CIFARVariant(
      name: "CIFAR-100", classNames: labels == .fine ? CIFAR100.fineClassNames : CIFAR100.coarseClassNames,
      labelBytes: 2, labelByte: labels == .fine ? 1 : 0, labelKey: labels == .fine ? "fine_labels" : "coarse_labels",
      binaryFolder: "cifar-100-binary", pickleFolder: "cifar-100-python", trainingFiles: ["train"], testFile: "test",
      imagesPerTrainingFile: 50_000, imagesPerTestFile: 10_000, binaryArchive: .cifar100Binary,
      pickleArchive: .cifar100Pickle)
  }
}
