// MD5 sums: https://www.cs.toronto.edu/~kriz/cifar.html, and torchvision's and the fashion-mnist repository's lists.
// SHA-256 sums of the Python archives: Keras's `cifar10.py` and `cifar100.py`.
extension RemoteFile {
  private static let toronto = "https://www.cs.toronto.edu/~kriz/"

  static let cifar10Binary = RemoteFile(
    path: "cifar-10-binary.tar.gz", mirrors: [toronto + "cifar-10-binary.tar.gz"], bytes: 170_052_171,
    md5: "c32a1d4ab5d03f1284b67883e8d87530")
  static let cifar10Pickle = RemoteFile(
    path: "cifar-10-python.tar.gz", mirrors: [toronto + "cifar-10-python.tar.gz"], bytes: 170_498_071,
    md5: "c58f30108f718f92721af3b95e74349a",
    sha256: "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce")
  static let cifar100Binary = RemoteFile(
    path: "cifar-100-binary.tar.gz", mirrors: [toronto + "cifar-100-binary.tar.gz"], bytes: 168_513_733,
    md5: "03b5dce01913d631647c71ecec9e9cb8")
  static let cifar100Pickle = RemoteFile(
    path: "cifar-100-python.tar.gz", mirrors: [toronto + "cifar-100-python.tar.gz"], bytes: 169_001_437,
    md5: "eb9058c3a382ffc7106e4002c42a8d85",
    sha256: "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7")

  /// Training images, training labels, test images, test labels.
  static let mnist = files(
    in: "mnist",
    mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
    sums: [
      "f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432", "9fb629c4189551a2d022fa330f9573f3",
      "ec29112dd5afa0611ce80d1b7f02629c",
    ], bytes: [9_912_422, 28_881, 1_648_877, 4_542])
  static let fashionMNIST = files(
    in: "fashion-mnist",
    mirrors: [
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ],
    sums: [
      "8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe", "bef4ecab320f06d8554ea6380940ec79",
      "bb300cfdad3c16e7a12a480ee83cd310",
    ], bytes: [26_421_880, 29_515, 4_422_102, 5_148])

  private static func files(in folder: String, mirrors: [String], sums: [String], bytes: [Int]) -> [RemoteFile] {
    zip(IDXSet.fileNames, zip(sums, bytes)).map { name, known in
      RemoteFile(
        path: "\(folder)/\(name).gz", mirrors: mirrors.map { "\($0)\(name).gz" }, bytes: known.1, md5: known.0)
    }
  }
}
