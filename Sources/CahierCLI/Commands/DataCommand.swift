import ArgumentParser
import Datasets
import Foundation
import Notebooks
import Reports

struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Lists, fetches, verifies and removes public data sets.",
    discussion: """
      A cell that opens a data set fetches it when it is not there yet. Files are kept in CAHIER_CACHE, else in \
      XDG_CACHE_HOME/cahier, else in ~/.cache/cahier; a file that was put there by hand is taken as it is, after a look \
      at its digest. Folders named by CAHIER_DATA are looked in first.

      EXAMPLES
        cahier data                     which sets there are, and which are here
        cahier data fetch cifar10       fetch now what a cell would fetch later
        cahier data verify              compare every file with its digests
        cahier data where mnist
        cahier data remove cifar100
      """,
    subcommands: [
      ListDataCommand.self, FetchDataCommand.self, VerifyDataCommand.self, RemoveDataCommand.self,
      WhereDataCommand.self,
    ], defaultSubcommand: ListDataCommand.self)
}

/// The data sets that a command is about.
struct DataNames: ParsableArguments {
  @Argument(help: ArgumentHelp("cifar10, cifar100, mnist, fashion-mnist; several or none.", valueName: "set"))
  var names: [String] = []

  /// The sets named, or all.
  func sets() throws -> [KnownDataset] {
    let known = KnownDataset.all
    guard !names.isEmpty else { return known }
    return try names.map { name in
      guard let set = known.first(where: { $0.name == name.lowercased() }) else {
        throw CommandError.unknownData(
          name, nearest: nearestName(to: name, among: known.map(\.name)), known: known.map(\.name))
      }
      return set
    }
  }
}

struct ListDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the data sets that can be fetched, and says which are here.")

  func run() throws {
    let rows = KnownDataset.all.map { set in
      let state =
        switch set.state {
        case .present: "here"
        case .partial: "partly here"
        case .missing: "not here"
        }
      return [set.name, set.title, set.call, Quantities.size(bytes: set.bytes), state]
    }
    let columns: [TextTable.Column] = [
      .leading("Name"), .leading("Set"), .leading("In a cell"), .trailing("Size"), .leading("State"),
    ]
    for line in TextTable(columns: columns, rows: rows).lines { Terminal.writeResult(line) }
  }
}

struct FetchDataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Fetches data sets into the cache.",
    discussion: """
      A fetch that was interrupted goes on where it was. Proxies are taken from https_proxy.

      EXAMPLES
        cahier data fetch cifar10 mnist
      """)

  @OptionGroup var names: DataNames

  func run() async throws {
    let line = FetchLine()
    FetchEnvironment.observe { line.show($0) }
    do {
      guard !names.names.isEmpty else { throw CommandError.noDataNamed(KnownDataset.all.map(\.name)) }
      for set in try names.sets() {
        try await set.fetch()
        line.end()
        for path in set.paths { Terminal.writeResult(path) }
      }
    } catch {
      line.end()
      try reportingOneLine { throw error }
    }
  }
}

struct VerifyDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Compares the files of data sets with their digests.")

  @OptionGroup var names: DataNames

  func run() throws {
    try reportingOneLine {
      var count = 0
      for set in try names.sets() {
        for path in try set.verify() {
          Terminal.writeResult("\(path): sound")
          count += 1
        }
      }
      if count == 0 { Terminal.writeLine("There is nothing to verify in \(KnownDataset.cacheFolder).") }
    }
  }
}

struct RemoveDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Removes data sets from the cache.",
    discussion: "Only what lies in the cache's folder is removed; folders named by CAHIER_DATA stay as they are.")

  @OptionGroup var names: DataNames

  func run() throws {
    try reportingOneLine {
      guard !names.names.isEmpty else { throw CommandError.noDataNamed(KnownDataset.all.map(\.name)) }
      let removed = try names.sets().flatMap { $0.remove() }
      for path in removed { Terminal.writeResult("Removed \(path)") }
      if removed.isEmpty { Terminal.writeLine("Nothing of that is in \(KnownDataset.cacheFolder).") }
    }
  }
}

struct WhereDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "where", abstract: "Says where data sets are kept.",
    discussion: "Without a name: the cache's folder. With one: the set's files, there or not yet.")

  @OptionGroup var names: DataNames

  func run() throws {
    try reportingOneLine {
      guard !names.names.isEmpty else { return Terminal.writeResult(KnownDataset.cacheFolder) }
      for set in try names.sets() { for path in set.paths { Terminal.writeResult(path) } }
    }
  }
}
