//! What to do with the dates of many assignments.

use domain::form::Sent;
use leptos::prelude::*;
use ui::field::{Field, Input};
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
    /// What else can be asked for where something ends.
    sign_out: Option<AnyView>,
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
            <Radio name="what" value="end" label="End now" checked=on_end>{sign_out}</Radio>
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
