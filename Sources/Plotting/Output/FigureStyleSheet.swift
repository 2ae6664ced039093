/// The style sheet that a page with figures needs, once.
public enum FigureStyleSheet {
  /// Colours of the figures' classes: light, dark by the reader's preference, either by the page's `data-theme`.
  public static var css: String { css(for: .standard) }

  static func css(for theme: Theme) -> String {
    let dark = properties(theme, .dark)
    let light = properties(theme, .light)
    // What `<use>` repeats has no ancestors there: only plain class selectors reach it.
    let classes = ColorRole.all.map {
      ".f-\($0.name){fill:var(--f-\($0.name))}.s-\($0.name){stroke:var(--f-\($0.name))}"
    }
    return """
      .figure{\(light)}
      @media (prefers-color-scheme:dark){.figure{\(dark)}}
      :root[data-theme="light"] .figure{\(light)}
      :root[data-theme="dark"] .figure{\(dark)}
      @media print{.figure,:root[data-theme] .figure{\(light)}}
      svg.figure{display:block;max-width:100%;height:auto;margin-inline:auto}
      .pixels{image-rendering:pixelated}
      svg.figure-narrow{display:none;width:100%;max-width:30rem}
      @media (max-width:\(Int(FigureRenderer.narrowPage))px){svg.figure-wide{display:none}svg.figure-narrow{display:block}}
      @container (max-width:\(Int(FigureRenderer.narrowContainer))px){svg.figure-wide{display:none}svg.figure-narrow{display:block}}
      \(classes.joined())

      """
  }

  private static func properties(_ theme: Theme, _ appearance: Appearance) -> String {
    ColorRole.all.map { "--f-\($0.name):\(theme.color($0, appearance).css)" }.joined(separator: ";")
  }
}
