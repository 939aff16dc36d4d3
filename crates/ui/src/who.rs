//! A subject in a list: shape, name, one quiet line.
use leptos::prelude::*;

use crate::{
    avatar::{Avatar, AvatarSize, Shape, Standing},
    button::given,
};

/// Shape, name and a quiet line. The name stands in `<bdi>`, so that a name in another direction keeps its line in order.
#[component]
pub fn Who(
    /// Full name.
    #[prop(into)]
    name: String,
    /// Where the name leads; plain text without.
    #[prop(optional_no_strip, into)]
    href: Option<String>,
    /// E-mail, kind, or what else tells two of one name apart.
    #[prop(optional, into)]
    sub: String,
    /// Language of the name, where it is known.
    #[prop(optional, into)]
    lang: String,
    /// Kind of subject.
    #[prop(optional)]
    shape: Shape,
    /// What is special; `Me` adds "(you)".
    #[prop(optional)]
    standing: Standing,
    /// How large the shape is.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let you = (standing == Standing::Me).then(|| view! { " "<span class="faint">"(you)"</span> });
    let words = view! { <bdi lang=given(lang)>{name.clone()}</bdi>{you} };
    let title = match href {
        Some(href) => view! { <a class="who-name" href=href>{words}</a> }.into_any(),
        None => view! { <span class="who-name">{words}</span> }.into_any(),
    };
    view! {
        <span class="who">
            <Avatar name shape standing size/>
            <span class="who-text">{title}{(!sub.is_empty()).then(|| view! { <span class="who-sub">{sub}</span> })}</span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_isolated_and_escaped() {
        let html = view! { <Who name="<i>محمد" href="/x".to_string() sub="m@x.test" lang="ar"/> }.to_html();
        assert!(html.contains("<bdi lang=\"ar\">&lt;i&gt;محمد</bdi>"), "{html}");
        assert!(
            html.contains("class=\"who-name\" href=\"/x\"") || html.contains("href=\"/x\" class=\"who-name\""),
            "{html}"
        );
    }
}
