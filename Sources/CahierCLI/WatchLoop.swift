import Foundation
import Notebooks
import Preview
import Reports

/// Renders notebooks again whenever one of their files is saved, until the task is cancelled.
struct WatchLoop {
  let jobs: [RenderJob]

  /// The exit status: a notebook's errors do not end the loop, and Ctrl-C is its regular end.
  func run() async -> Int32 {
    await withTaskGroup(of: Void.self) { group in
      for job in jobs {
        group.addTask { await Self.follow(job) }
      }
    }
    return ExitStatus.success
  }

  /// A save ends a render that is under way: its training goes on where it was when the next one comes to it.
  private static func follow(_ job: RenderJob) async {
    while !Task.isCancelled {
      let watcher = FileWatcher(paths: job.watchedFiles)
      let changes = watcher.changes()
      let render = Task { await job.run() }
      await withTaskCancellationHandler {
        let status = Task {
          let status = await render.value
          if !job.isQuiet, !render.isCancelled {
            Terminal.writeLine(
              "Waiting for changes in \(job.notebook); Ctrl-C ends. [\(status == 0 ? "done" : "with errors")]")
          }
        }
        for await _ in changes { break }
        render.cancel()
        await status.value
      } onCancel: {
        render.cancel()
      }
    }
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
