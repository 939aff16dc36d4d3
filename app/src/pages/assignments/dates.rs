//! The dates of one assignment.

use super::one::{id, missing, over};
use crate::layout::{Section, Sheet};
use crate::pages::{errors, param, search};
use crate::parts::request::Request;
use crate::paths;
use domain::assignments::Subject;
use domain::form::Sent;
use domain::screens::{AssignmentDates, AssignmentFacts};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::{Field, Input};
use ui::kv::Kv;
use ui::loaded::Loaded;
use ui::radio::{Radio, RadioGroup};

/// Lengths that are one press away.
const LENGTHS: [(&str, &str); 3] = [
    ("7d", "7 days longer"),
    ("30d", "30 days longer"),
    ("90d", "90 days longer"),
];

#[component]
pub fn Page() -> impl IntoView {
    let Some(id) = id() else { return missing() };
    let data = rpc::screens::assignment_dates(param("tenant"), param("environment"), id, search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: AssignmentDates, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let facts = &data.facts;
    let title = format!("Change dates of {} of {}", facts.role, facts.holder.name);
    let action = paths::assignment_dates(&shell, facts.assignment.id);
    let (parent, href) = match facts.assignment.subject {
        Subject::Identity(id) => (facts.holder.name.clone(), paths::identity(&shell, id)),
        Subject::Group(_) => ("Assignments".to_owned(), paths::assignments(&shell)),
    };
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell)), (parent, href)];
    let errors = sent.errors();
    if !facts.live {
        let text = format!("{}. Dates of the past do not change.", facts.state_words);
        return over(shell, title, action, crumbs, errors, text, data.back);
    }
    let cancel = data.back.clone();
    let foot = view! {
        <LinkButton href=cancel attr:data-close="">"Cancel"</LinkButton>
        <Button look=Look::Primary attr:data-busy="Changing…">"Change dates"</Button>
    }
    .into_any();
    let fields = fields(data, sent);
    view! {
        <Sheet shell section=Section::Directory title here=action.clone() crumbs errors action=action foot>{fields}</Sheet>
    }
    .into_any()
}

fn fields(data: AssignmentDates, sent: Sent) -> AnyView {
    let AssignmentDates {
        shell,
        facts,
        today,
        from,
        until,
        back,
    } = data;
    let has_end = facts.assignment.effective_to.is_some();
    let chosen = if sent.has("end") {
        sent.value("end")
    } else if has_end {
        "day".to_owned()
    } else {
        "none".to_owned()
    };
    let start = (!facts.started).then(|| days(&sent, ("from", "Starts on"), &today, from));
    let end = days(&sent, ("until", "Ends on"), &today, until);
    // Only what has an end can be made longer by days.
    let lengths = has_end.then(|| {
        LENGTHS
            .into_iter()
            .map(|(value, label)| view! { <Radio name="end" value label checked=chosen == value/> }.into_any())
            .collect::<Vec<_>>()
    });
    let hint = format!(
        "Days and times are in {}. Without a time, the whole last day counts.",
        shell.time_zone
    );
    let error = sent.error("end");
    view! {
            <Request/>
            <input type="hidden" name="back" value=back/>
            {now(&facts)}
            {start}
            <RadioGroup id="end" legend="End" column=true error>
                <Radio name="end" value="none" label="No end: until removed" checked=chosen == "none"/>
                {lengths}
                <Radio name="end" value="day" label="On a day" checked=chosen == "day">{end}</Radio>
            </RadioGroup>
            <p class="help">{hint}</p>
    }
    .into_any()
}

/// What the dates are now.
fn now(facts: &AssignmentFacts) -> AnyView {
    let starts = match (&facts.from, facts.started) {
        (Some(from), true) => format!("{from}; a start that has passed stays"),
        (Some(from), false) => from.clone(),
        (None, _) => "when it was given; that stays".to_owned(),
    };
    let ends = facts.to.clone().unwrap_or_else(|| "when it is removed".to_owned());
    let items = vec![
        ("Starts".to_owned(), starts.into_any()),
        ("Ends".to_owned(), ends.into_any()),
    ];
    view! { <Kv items/> }.into_any()
}

/// A day and, if wanted, a time of it: as they were sent, or as they are.
fn days(sent: &Sent, (id, label): (&'static str, &'static str), today: &str, now: (String, String)) -> AnyView {
    let time = format!("{id}_time");
    let as_sent = |name: &str, now: String| if sent.has(name) { sent.value(name) } else { now };
    let (value, at) = (as_sent(id, now.0), as_sent(&time, now.1));
    let (error, min) = (sent.error(id), today.to_owned());
    view! {
        <div class="when-days">
            <Field id label kind=Input::Date short=true min value error/>
            <Field id=time label="Time" kind=Input::Time short=true optional=true value=at/>
        </div>
    }
    .into_any()
}
