//! What of a role is changed and not saved: in words, and as the bar that says so where scripts can tell.

use super::number;
use domain::roles::Holders;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::num::count;

/// What is other than saved, part by part: "2 capabilities more", "another name or description".
pub fn difference(more: u64, fewer: u64, described: bool) -> Vec<String> {
    let capabilities = |n, how| (n > 0).then(|| format!("{} {how}", count(n, "capability", "capabilities")));
    let described = described.then(|| "another name or description".to_owned());
    let parts = [capabilities(more, "more"), capabilities(fewer, "fewer"), described];
    parts.into_iter().flatten().collect()
}

/// Hidden until something is changed. `here`: the page as it is saved.
pub fn bar(here: &str, holders: Option<&Holders>) -> AnyView {
    let affects = holders.filter(|holders| holders.people > 0);
    let affects = affects.map(|holders| count(number(holders.people), "person", "people"));
    let href = here.to_owned();
    view! {
        <div class="unsaved" role="region" aria-label="Unsaved changes" data-unsaved="" data-affects=affects hidden=true>
            <p><strong>"Unsaved changes"</strong>" "<span data-changes=""></span></p>
            <div class="cluster">
                <LinkButton href attr:data-discard="">"Discard"</LinkButton>
                <Button name="intent" value="review" look=Look::Primary>"Review changes"</Button>
            </div>
        </div>
    }
    .into_any()
}
