import Foundation

/// The system's words for an error of Foundation's, without the layers around them and without a full stop.
public func systemReason(_ error: any Error) -> String {
  var error = error as NSError
  while let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = inner }
  if error.domain == NSPOSIXErrorDomain, let text = strerror(Int32(error.code)) { return String(cString: text) }
  switch (error as? CocoaError)?.code {
  case .fileReadNoPermission?, .fileWriteNoPermission?: return String(cString: strerror(EACCES))
  default:
    let text = error.localizedDescription
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
