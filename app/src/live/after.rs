//! After something was done in the dialog: the list shows it, the selection is what is left to do,
//! and a copy of the result stays for a while.

use super::{dom, refresh, selection, toast};
use web_sys::Element;

/// `result`: the sheet that said what came of it.
pub fn done(result: &Element) {
    let said = |name: &str| result.get_attribute(name).unwrap_or_default();
    let failed = said("data-failed");
    selection::table::keep_only(failed.split_whitespace());
    refresh::list();
    toast::show(toast::Message {
        title: said("data-toast"),
        text: said("data-toast-text"),
        href: said("data-toast-href"),
        link: String::new(),
        well: failed.is_empty(),
    });
    // Where the bar went away with the focus, it goes to where the list begins.
    let lost = dom::focused().is_none_or(|element| {
        let hidden = element
            .closest("[data-bar=off] .bulk, [hidden]")
            .ok()
            .flatten()
            .is_some();
        element.tag_name() == "BODY" || hidden
    });
    if lost {
        selection::table::focus_last();
    }
}
