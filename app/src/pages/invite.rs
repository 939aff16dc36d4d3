//! Inviting one person, with what they get at once; and the link, which is shown this once.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::parts::when::When;
use crate::paths;
use domain::assignments::REASON_MAX;
use domain::form::Sent;
use domain::screens::{self, Choice, InvitationMade, Invite};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::{Field, Input};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::select::{self, Select};
use ui::tag::EnvTag;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::invite_page(param("tenant"), param("environment"));
    let sent = use_context::<Sent>().unwrap_or_default();
    let made = use_context::<InvitationMade>();
    view! { <Loaded data error=errors::view let:data>{view(data, sent, made)}</Loaded> }.into_any()
}

/// `made`: the invitation that was made just now.
pub fn view(data: Invite, sent: Sent, made: Option<InvitationMade>) -> AnyView {
    let shell = data.shell;
    let directory = paths::directory(&shell);
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    if let Some(made) = made {
        return done(shell, made, crumbs);
    }
    let here = paths::invite(&shell);
    let environment = shell.environment.name.clone();
    let gets = gets(data.roles, data.groups, data.today, &shell.time_zone, &sent);
    view! {
        <Shell shell section=Section::Directory title="Invite" here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Invite a person"</h1>
                    <p class="muted">"They choose a password by a link that you send them. Until then nothing that they hold has effect."</p>
                </div>
                <div class="head-actions"><EnvTag name=environment/></div>
            </header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <Field id="name" label="Name" autofocus=!sent.has("name") value=sent.value("name") error=sent.error("name")/>
                <Field
                    id="email" label="E-mail" kind=Input::Email value=sent.value("email") error=sent.error("email")
                    hint="They sign in with it. No message is sent: you get the link."
                />
                {gets}
                <div class="form-foot">
                    <Button look=Look::Primary icon=Some(Glyph::Mail)>"Invite"</Button>
                    <LinkButton href=directory>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

/// Role, group and dates; what one may not give is not asked.
fn gets(roles: Vec<Choice>, groups: Vec<Choice>, today: String, zone: &str, sent: &Sent) -> AnyView {
    if roles.is_empty() && groups.is_empty() {
        let text = "You may invite, but give no roles: someone else has to.";
        return view! { <Notice text tone=Tone::Info/> }.into_any();
    }
    let role = (!roles.is_empty()).then(|| {
        let choices = choices(roles);
        view! {
            <Select
                id="role" label="Role" choices optional=true blank="No role yet" value=sent.value("role") error=sent.error("role")
            />
        }
    });
    let group = (!groups.is_empty()).then(|| {
        let choices = choices(groups);
        view! {
            <Select
                id="group" label="Group" choices optional=true blank="No group yet" value=sent.value("group") error=sent.error("group")
                hint="Roles by group are easier to keep in order than roles of single people."
            />
        }
    });
    let reason = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    view! {
        {role}
        {group}
        <When sent=sent.clone() today time_zone=zone.to_owned() error=sent.error("when") echo=None/>
        <Field id="reason" label="Reason" optional=true maxlength=reason value=sent.value("reason") error=sent.error("reason")/>
    }
    .into_any()
}

fn choices(of: Vec<Choice>) -> Vec<select::Choice> {
    let choice = |one: Choice| select::Choice::new(one.slug, format!("{}{}", "\u{2003}".repeat(one.depth), one.name));
    of.into_iter().map(choice).collect()
}

/// What came of it, and the link.
pub fn done(shell: screens::Shell, made: InvitationMade, crumbs: Vec<(String, String)>) -> AnyView {
    let title = format!("{} is invited", made.name);
    let here = paths::invitation(&shell, made.id);
    let (person, again) = (paths::identity(&shell, made.id), paths::invite(&shell));
    let link = match made.link {
        Some(link) => {
            let hint = format!(
                "Send it to {} yourself. It is shown this once, works once, and until {}.",
                made.email, made.until
            );
            view! { <Field id="link" label="Link" mono=true readonly=true value=link hint/> }.into_any()
        }
        None => {
            let text = "This was sent before, and a link is shown only once. Make a new one if it is lost.";
            let href = here.clone();
            view! { <Notice text tone=Tone::Info/><p><a class="link" href=href>"New link"</a></p> }.into_any()
        }
    };
    let gets = made
        .gets
        .into_iter()
        .map(|words| view! { <li>{words}</li> }.into_any())
        .collect::<Vec<_>>();
    let gets = (!gets.is_empty()).then(|| {
        view! { <div><h2 class="h3">"What they will have"</h2><ul class="lines" role="list">{gets}</ul></div> }
    });
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <div class="form stack">
                {link}
                {gets}
                <div class="form-foot">
                    <LinkButton href=person look=Look::Primary>"Done"</LinkButton>
                    <LinkButton href=again>"Invite another"</LinkButton>
                </div>
            </div>
        </Shell>
    }
    .into_any()
}
