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
    "Any two hues differ for every reader, also without red, green or blue cones", arguments: Appearance.allCases,
    ColorVision.allCases)
  func hues(appearance: Appearance, vision: ColorVision) {
    for first in 0..<Theme.hueCount {
      for second in 0..<first {
        let distance = vision.distance(
          theme.color(.series(first), appearance), theme.color(.series(second), appearance))
        #expect(distance > 18, "hues \(second) and \(first) for \(vision) readers in \(appearance)")
      }
    }
  }

  @Test(
    "Right and mistaken tiles differ for every reader, from the steps on that can be seen at all",
    arguments: Appearance.allCases, ColorVision.allCases)
  func tiles(appearance: Appearance, vision: ColorVision) {
    for step in 4...Theme.lastStep {
      let (right, wrong) = (theme.color(.rightStep(step), appearance), theme.color(.wrongStep(step), appearance))
      #expect(vision.distance(right, wrong) > 14, "step \(step) for \(vision) readers in \(appearance)")
    }
  }

  @Test("The simulation of colour vision takes apart what those readers cannot tell apart")
  func simulation() {
    let (red, green) = (Color(0xcc4444), Color(0x777722))
    #expect(ColorVision.normal.distance(red, green) > 60)
    #expect(ColorVision.deuteranopia.distance(red, green) < 25)
    #expect(ColorVision.tritanopia.distance(Color(0x2222cc), Color(0x22662f)) < 45)
    for vision in ColorVision.allCases { #expect(vision.distance(Color(0xffffff), Color(0x000000)) > 95) }
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
