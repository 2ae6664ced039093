import TestSupport

/// What a browser sees in a page laid out at one width.
struct PageLook: Decodable {
  var width: Int
  /// As wide as the page's content; more than `width` means sideways scrolling.
  var contentWidth: Int
  /// The elements that stick out on the right without a scroller of their own around them.
  var tooWide: [String]
  var title: String
  var language: String
  var text: String
  var headings: [String]
  /// Ids that stand twice.
  var repeatedIds: [String]
  /// Links within the page that lead nowhere.
  var brokenLinks: [String]
  /// Pictures and drawings without a name for those who cannot see them.
  var nameless: [String]
  var pictures: Int
  var drawings: Int
  /// Elements that run, load or embed something.
  var active: [String]
  /// Attributes that a strict policy forbids: handlers and styles.
  var forbiddenAttributes: [String]
  /// What the page would load from elsewhere.
  var outside: [String]

  /// The page at each width.
  static func looks(at page: Page, widths: [Int]) async throws -> [PageLook] {
    try await Chromium().inspect(page.html, widths: widths, with: script)
  }

  private static let script = """
    d => {
      const all = [...d.querySelectorAll("*")], root = d.documentElement, width = root.clientWidth;
      const brief = e => e.outerHTML.slice(0, 120);
      const isScroller = e => ["auto", "scroll", "hidden", "clip"].includes(d.defaultView.getComputedStyle(e).overflowX);
      const isHeld = e => { for (let p = e.parentElement; p && p !== d.body; p = p.parentElement) if (isScroller(p)) return true; };
      const ids = all.map(e => e.id).filter(i => i), links = [...d.querySelectorAll("a[href^='#']")];
      const named = e => {
        const label = (e.getAttribute("aria-labelledby") || "").split(" ").map(i => d.getElementById(i)?.textContent || "").join("");
        return (e.getAttribute("alt") || e.getAttribute("aria-label") || label).trim() || e.getAttribute("aria-hidden") === "true"
          || (e.closest("svg") !== e && e.closest("svg"));
      };
      return {
        width, contentWidth: root.scrollWidth,
        tooWide: all.filter(e => e.closest("body") && e.getBoundingClientRect().right > width + 1 && !isHeld(e)).map(brief),
        title: d.title, language: root.lang, text: d.body.innerText.replace(/\\s+/g, " ").trim(),
        headings: [...d.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(e => e.tagName[1] + " " + e.textContent.trim()),
        repeatedIds: ids.filter((id, i) => ids.indexOf(id) !== i),
        brokenLinks: links.filter(a => !d.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)))).map(brief),
        nameless: [...d.querySelectorAll("img, svg, [role=img]")].filter(e => !named(e)).map(brief),
        pictures: d.querySelectorAll("img").length, drawings: d.querySelectorAll("svg").length,
        active: [...d.querySelectorAll("script,iframe,object,embed,link:not([href^='data:']),base,form,video,audio,foreignObject")].map(brief),
        forbiddenAttributes: all.flatMap(e => [...e.attributes].filter(a => /^(on|style$)/i.test(a.name)).map(a => a.name + " in " + brief(e))),
        outside: all.flatMap(e => [...e.attributes].filter(a => e.tagName !== "A" && e.tagName !== "a"
          && /^(src|srcset|href|xlink:href|poster|data|action)$/i.test(a.name) && !/^(#|data:)/.test(a.value)).map(a => a.name + " in " + brief(e))),
      };
    }
    """
}
