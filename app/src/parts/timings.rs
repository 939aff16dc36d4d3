//! What to do with the dates of many assignments, and what that will change.

use domain::bulk::Status;
use domain::form::Sent;
use domain::id::IdentityId;
use domain::plans::{Outcome as Planned, Plan as Judged};
use domain::problem::Code;
use leptos::prelude::*;
use ui::avatar::Standing;
use ui::field::{Field, Input};
use ui::icon::Glyph;
use ui::note::Note;
use ui::num::grouped;
use ui::plan::{Outcome, Plan, PlanPerson, PlanRow, PlanRows};
use ui::radio::{Radio, RadioGroup};

/// The fields `what`, `end`, `until`, `until_time`, `from`, `from_time` and `days`.
#[component]
pub fn What(
    sent: Sent,
    /// What is wrong, by field.
    errors: Vec<(String, String)>,
    /// The first day that can be chosen.
    today: String,
    /// In which the days are meant.
    zone: String,
) -> impl IntoView {
    let error = |id: &str| {
        errors
            .iter()
            .find(|(field, _)| field == id)
            .map(|(_, words)| words.clone())
    };
    let what = sent.value("what");
    let chosen = |value: &str, usual: bool| what == value || (what.is_empty() && usual);
    let end = match sent.value("end") {
        none if none.is_empty() => "day".to_owned(),
        end => end,
    };
    let days = match sent.value("days") {
        none if none.is_empty() => "30".to_owned(),
        days => days,
    };
    let until = day(&sent, ("until", "Ends on"), &today, error("until"));
    let from = day(&sent, ("from", "New start of those not started"), &today, error("from"));
    let hint = format!("Days and times are in {zone}. Without a time, the whole last day counts.");
    let (end_error, what_error, days_error) = (error("end"), error("what"), error("days"));
    let (on_dates, on_extend, on_end) = (chosen("dates", true), chosen("extend", false), chosen("end", false));
    let ends = view! {
        <RadioGroup id="end" legend="End" column=true error=end_error>
            <Radio name="end" value="day" label="On a day" checked=end == "day">{until}</Radio>
            <Radio name="end" value="none" label="No end: until removed" checked=end == "none"/>
            <Radio name="end" value="stay" label="Stays as it is" checked=end == "stay"/>
        </RadioGroup>
        {from}
        <p class="help">{hint}</p>
    }
    .into_any();
    view! {
        <RadioGroup id="what" legend="What to do" column=true error=what_error>
            <Radio name="what" value="dates" label="Change dates" checked=on_dates>
                <div class="stack stack-4">{ends}</div>
            </Radio>
            <Radio name="what" value="extend" label="Extend" checked=on_extend>
                <Field
                    id="days" label="Days" short=true value=days error=days_error
                    hint="Added to the end of each. One that has ended begins again for so many days."
                />
            </Radio>
            <Radio name="what" value="end" label="End now" checked=on_end/>
        </RadioGroup>
    }
    .into_any()
}

/// A day and, if wanted, a time of it.
fn day(sent: &Sent, (id, label): (&'static str, &'static str), today: &str, error: Option<String>) -> AnyView {
    let time = format!("{id}_time");
    let (value, at, min) = (sent.value(id), sent.value(&time), today.to_owned());
    view! {
        <div class="when-days">
            <Field id label kind=Input::Date short=true min value error/>
            <Field id=time label="Time" kind=Input::Time short=true optional=true value=at/>
        </div>
    }
    .into_any()
}

/// The section "What will change".
pub fn plan_section(plan: Judged, as_of: String, what: &str, me: Option<IdentityId>) -> AnyView {
    let will = match what {
        "end" => "will end now",
        "extend" => "will be extended",
        _ => "will get other dates",
    };
    let mut rows: Vec<AnyView> = Vec::new();
    if plan.summary.will == 0 {
        let outcome = if what == "end" {
            Outcome::Remove
        } else {
            Outcome::Change
        };
        rows.push(view! { <PlanRow outcome count=0 words=will/> }.into_any());
    }
    rows.extend(plan.samples.into_iter().map(|outcome| row(outcome, will, me)));
    let note = if what == "end" {
        "Takes effect now. They stay in the list as revoked."
    } else {
        "Takes effect now. What has passed does not change."
    };
    view! {
        <Plan title="What will change" as_of=format!("as of {as_of}")>
            <PlanRows>{rows}</PlanRows>
            <div class="plan-notes"><Note glyph=Glyph::History>{note}</Note></div>
        </Plan>
    }
    .into_any()
}

fn row(outcome: Planned, will: &str, me: Option<IdentityId>) -> AnyView {
    let (sign, words, aside) = match (outcome.status, outcome.code) {
        (Status::Created, _) => (Outcome::Add, "will begin again", ""),
        (Status::Updated, _) => (Outcome::Change, will, ""),
        (Status::Removed, _) => (Outcome::Remove, will, ""),
        (Status::Skipped, Some(Code::Unchanged)) => (Outcome::Same, "stay as they are", "nothing changes"),
        (Status::Skipped, code) => (Outcome::Skipped, why(code), "skipped"),
        (Status::Failed, code) => (Outcome::Blocked, why(code), ""),
    };
    let open = outcome.status == Status::Failed;
    let more = outcome.count.saturating_sub(outcome.samples.len());
    let mut people: Vec<AnyView> = outcome
        .samples
        .into_iter()
        .map(|one| {
            let mine = me.is_some() && me == one.subject.identity();
            let standing = if mine { Standing::Me } else { Standing::Usual };
            view! { <PlanPerson name=one.name note=one.detail.unwrap_or_default() standing/> }.into_any()
        })
        .collect();
    if more > 0 {
        let words = format!("and {} more", grouped(more as u64));
        people.push(view! { <li><span class="push-none muted">{words}</span></li> }.into_any());
    }
    view! { <PlanRow outcome=sign count=outcome.count as u64 words=words.to_owned() aside open>{people}</PlanRow> }
        .into_any()
}

/// Why not, after a number.
const fn why(code: Option<Code>) -> &'static str {
    match code {
        Some(Code::NotAssigned) => "have ended or were revoked",
        Some(Code::InvalidWindow) => "can’t: the dates do not fit, or it has started",
        Some(Code::AlreadyAssigned) => "can’t: another assignment lies in that time",
        Some(Code::WouldEscalate) => "can’t: gives more than you hold",
        Some(Code::Forbidden) => "can’t: not yours to change",
        Some(Code::OwnAccess) => "can’t: your own",
        Some(Code::Suspended) => "can’t: suspended",
        Some(Code::NotFound) => "not here any more",
        Some(Code::DuplicateInRequest) => "named twice",
        _ => "can’t, for another reason",
    }
}
