import Testing

@testable import Plotting

struct ThemeTests {
  private let theme = Theme.standard

  @Test("Text stands out from its page by at least 4.5:1", arguments: Appearance.allCases)
  func text(appearance: Appearance) {
    let paper = theme.color(.paper, appearance)
    let roles = [ColorRole.ink, .muted, .right, .wrong] + (0..<Theme.hueCount).map(ColorRole.series)
    for role in roles { #expect(theme.color(role, appearance).contrast(to: paper) >= 4.5, "\(role) in \(appearance)") }
  }

  @Test("Text on every tile of a heat map stands out by at least 4.5:1", arguments: Appearance.allCases)
  func tiles(appearance: Appearance) {
    for step in 0...Theme.lastStep {
      let text = theme.color(Theme.text(onStep: step), appearance)
      for role in [ColorRole.rightStep(step), .wrongStep(step)] {
        #expect(theme.color(role, appearance).contrast(to: text) >= 4.5, "\(role) in \(appearance)")
      }
    }
  }

  @Test("A larger share is always further from the page", arguments: Appearance.allCases)
  func order(appearance: Appearance) {
    let paper = theme.color(.paper, appearance)
    for role in [ColorRole.rightStep, ColorRole.wrongStep] {
      let contrasts = (0...Theme.lastStep).map { theme.color(role($0), appearance).contrast(to: paper) }
      #expect(contrasts == contrasts.sorted())
    }
  }

  @Test("Text on the bars of shares stands out by at least 4.5:1", arguments: Appearance.allCases)
  func bars(appearance: Appearance) {
    let ink = theme.color(.ink, appearance)
    for hue in 0..<Theme.hueCount {
      let bar = theme.color(.track, appearance).mixed(with: theme.color(.series(hue), appearance), 0.3)
      #expect(bar.contrast(to: ink) >= 4.5)
    }
  }

  @Test(
    "The blue and orange of right and wrong differ for readers without red, green or blue cones",
    arguments: Appearance.allCases)
  func colorBlind(appearance: Appearance) {
    // Viénot, Brettel & Mollon 1999 for protan and deutan vision, on linear light.
    let matrices: [[[Double]]] = [
      [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
      [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    ]
    let (first, second) = (theme.color(.series(0), appearance), theme.color(.series(1), appearance))
    for matrix in matrices {
      let seen = [first, second].map { color in
        matrix.map { $0[0] * color.red + $0[1] * color.green + $0[2] * color.blue }
      }
      let distance = zip(seen[0], seen[1]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
      #expect(distance > 0.3)
    }
  }

  @Test("The style sheet has both appearances, forced and by preference, and a rule for every role")
  func styleSheet() {
    let css = FigureStyleSheet.css
    #expect(css.contains("@media (prefers-color-scheme:dark)"))
    #expect(css.contains(":root[data-theme=\"dark\"] .figure{--f-paper:#15181c"))
    #expect(css.contains(":root[data-theme=\"light\"] .figure{--f-paper:#fff"))
    for role in ColorRole.all {
      #expect(css.contains(".f-\(role.name){fill:var(--f-\(role.name))}"))
      #expect(css.contains(".s-\(role.name){stroke:var(--f-\(role.name))}"))
    }
    #expect(css.utf8.count < 12_000)
  }
}
