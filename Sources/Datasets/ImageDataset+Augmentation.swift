public import Learning

extension ImageDataset {
  /// The same images, to be changed anew in every epoch that trains on them.
  ///
  ///     let train = cifar.train.augmented {
  ///       HorizontalFlip()
  ///       RandomCrop(padding: 4)
  ///     }
  ///
  /// Transforms are made in this order; what they draw is a function of the model's seed, the epoch and the image's place
  /// in the set. Pixels, labels and fingerprint stay as they are: validation, evaluation and figures see the images
  /// unchanged, but for fixed transforms such as `Normalize`. Called again, it replaces what was said before; with no
  /// transform, it takes it back.
  public func augmented(@AugmentationBuilder _ transforms: () -> [any ImageTransform]) -> ImageDataset {
    let transforms = transforms()
    return ImageDataset(
      name: name, origin: origin, licenceNote: licenceNote, classNames: classNames, labels: labels, storage: storage,
      order: order, augmentation: transforms.isEmpty ? nil : Augmentation(transforms))
  }
}
