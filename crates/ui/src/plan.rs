//! What will change, or what came of it: a small ledger of outcomes.
use leptos::prelude::*;

use crate::{
    avatar::{Avatar, AvatarSize, Shape, Standing},
    button::join,
    icon::{Glyph, Icon},
    num::grouped,
};

/// What happens to the rows of one line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Will get it.
    Add,
    /// Will lose it.
    Remove,
    /// Dates will change.
    Change,
    /// Has it already.
    Same,
    /// Has it through a group.
    Inherited,
    /// Cannot.
    Blocked,
    /// Was done.
    Done,
    /// Was left out.
    Skipped,
    /// Went wrong.
    Failed,
}

impl Outcome {
    const fn sign(self) -> (Glyph, &'static str) {
        match self {
            Self::Add => (Glyph::Plus, "is-add"),
            Self::Remove => (Glyph::Minus, ""),
            Self::Change => (Glyph::Refresh, ""),
            Self::Same | Self::Skipped => (Glyph::Equal, ""),
            Self::Inherited => (Glyph::Subset, ""),
            Self::Blocked => (Glyph::Ban, "is-blocked"),
            Self::Done => (Glyph::Check, "is-add"),
            Self::Failed => (Glyph::Close, "is-blocked"),
        }
    }
}

/// The section with its heading; children are one `PlanRows` and what follows (`Note`s in a `.plan-notes`).
#[component]
pub fn Plan(
    /// "What will change".
    #[prop(into)]
    title: String,
    /// "as of 14:02:31".
    #[prop(optional, into)]
    as_of: String,
    /// A control at the end of the heading, such as refresh.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// Rows and notes.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="plan" aria-labelledby="plan-title">
            <div class="plan-head">
                <h2 id="plan-title" tabindex="-1">{title}</h2>
                {(!as_of.is_empty()).then(|| view! { <span class="asof">{as_of}</span> })}
                {aside}
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// The lines of a plan or of a result.
#[component]
pub fn PlanRows(
    /// `PlanRow`s.
    children: Children,
) -> impl IntoView {
    view! { <div class="plan-rows">{children()}</div> }.into_any()
}

/// One outcome: sign, count, words; with children it opens and shows who.
#[component]
pub fn PlanRow(
    /// What happens.
    outcome: Outcome,
    /// To how many.
    count: u64,
    /// "will get Operator until 31 Dec".
    #[prop(into)]
    words: String,
    /// A quieter addition: "nothing changes".
    #[prop(optional, into)]
    aside: String,
    /// Open at first.
    #[prop(optional)]
    open: bool,
    /// `PlanPerson`s.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (glyph, class) = outcome.sign();
    let class = join(&["plan-row", class, if count == 0 { "is-none" } else { "" }]);
    let line = view! {
        <span class="sign"><Icon glyph/></span>
        <span class="n">{grouped(count)}</span>
        <span class="words">{words}{(!aside.is_empty()).then(|| view! { " "<span class="aside">{aside}</span> })}</span>
    };
    match children {
        Some(people) => view! {
            <details class=class open=open>
                <summary>{line}<span class="show">"Show"<Icon glyph=Glyph::ChevronRight/></span></summary>
                <ul class="plan-people" role="list">{people()}</ul>
            </details>
        }
        .into_any(),
        None => view! { <div class=class><div class="plan-line">{line}</div></div> }.into_any(),
    }
}

/// One subject of an outcome and what is to say about it.
#[component]
pub fn PlanPerson(
    /// Full name.
    #[prop(into)]
    name: String,
    /// "Suspended", "Direct, no end".
    #[prop(optional, into)]
    note: String,
    /// Kind of subject.
    #[prop(optional)]
    shape: Shape,
    /// What is special.
    #[prop(optional)]
    standing: Standing,
) -> impl IntoView {
    view! {
        <li>
            <span class="push-none who">
                <Avatar name=name.clone() shape standing size=AvatarSize::Small/>
                <span class="clip"><bdi>{name}</bdi></span>
            </span>
            <span>{note}</span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_people_does_not_pretend_to_open() {
        let html = view! { <PlanRow outcome=Outcome::Same count=3 words="already have it"/> }.to_html();
        assert!(!html.contains("<details") && !html.contains("Show"), "{html}");
        let html = view! { <PlanRow outcome=Outcome::Failed count=1_200 words="failed" open=true><PlanPerson name="Ada"/></PlanRow> }.to_html();
        assert!(
            html.contains("<details") && html.contains("1,200") && html.contains("is-blocked"),
            "{html}"
        );
    }
}
