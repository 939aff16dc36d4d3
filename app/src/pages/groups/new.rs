//! A new group.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::group::choices;
use crate::parts::request::Request;
use crate::parts::slug::SlugSaid;
use crate::paths;
use domain::form::Sent;
use domain::groups::DESCRIPTION_MAX;
use domain::screens::NewGroup;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::select::Select;
use ui::textarea::TextArea;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::new_group(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: NewGroup, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (groups, here) = (paths::groups(&shell), paths::new_group(&shell));
    let crumbs = vec![("Groups".to_owned(), groups.clone())];
    let max = u32::try_from(DESCRIPTION_MAX).unwrap_or(u32::MAX);
    let parent = if sent.has("parent") {
        sent.value("parent")
    } else {
        data.parent
    };
    let place = (!data.groups.is_empty()).then(|| {
        let choices = choices(data.groups);
        view! {
            <Select
                id="parent" label="Lies in" choices value=parent optional=true blank="No other group" error=sent.error("parent")
                hint="Its members are then members of that group, too, and get its roles."
            />
        }
    });
    let asks = paths::slug_asks(&shell, "groups");
    view! {
        <Shell shell section=Section::Groups title="Create group" here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1">"Create group"</h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true data-slugs=asks>
                <Request/>
                <Field id="name" label="Name" value=sent.value("name") error=sent.error("name")/>
                <Field
                    id="slug" label="Slug" mono=true optional=true value=sent.value("slug") error=sent.error("slug")
                    hint="Made from the name where it is left empty. It never changes and is never used again."
                />
                <SlugSaid/>
                <TextArea id="description" label="Description" optional=true rows=2 maxlength=max value=sent.value("description") error=sent.error("description")/>
                {place}
                <div class="form-foot">
                    <Button look=Look::Primary attr:data-busy="Creating…">"Create group"</Button>
                    <LinkButton href=groups look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
