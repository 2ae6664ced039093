import Foundation
import Notebooks
import Preview
import Reports

/// Renders notebooks again whenever one of their files is saved, until the task is cancelled.
struct WatchLoop {
  let jobs: [RenderJob]

  /// The exit status: a notebook's errors do not end the loop.
  func run() async -> Int32 {
    var due = jobs
    while !Task.isCancelled {
      let files = Dictionary(uniqueKeysWithValues: jobs.map { ($0, Set($0.watchedFiles)) })
      // Before rendering, so that a save while a notebook is read is not missed.
      let changes = FileWatcher(paths: Set(files.values.joined()).sorted()).changes()
      let render = Task { [due] in await Self.render(due) }
      var changed: Set<String> = []
      await withTaskCancellationHandler {
        for await paths in changes {
          changed = paths
          break
        }
      } onCancel: {
        render.cancel()
      }
      // A save ends a render that is under way: its training goes on where it was when the next one comes to it.
      render.cancel()
      let unfinished = await render.value
      due = jobs.filter { unfinished.contains($0) || !changed.isDisjoint(with: files[$0] ?? []) }
    }
    return ExitStatus.success
  }

  /// The jobs that were not done when the task was cancelled.
  private static func render(_ jobs: [RenderJob]) async -> Set<RenderJob> {
    for (index, job) in jobs.enumerated() {
      _ = await job.run()
      if Task.isCancelled { return Set(jobs[index...]) }
    }
    if jobs.contains(where: { !$0.isQuiet }) { Terminal.writeLine("Waiting for changes; Ctrl-C ends.") }
    return []
  }
}

extension RenderJob {
  /// The notebook and the files that its page takes in.
  var watchedFiles: [String] {
    let notebookFile = OutputPlace.absolute(notebook)
    guard let notebook = try? Notebook(contentsOf: notebook, overriding: overrides) else { return [notebookFile] }
    return [notebookFile] + Report.files(of: notebook)
  }
}
