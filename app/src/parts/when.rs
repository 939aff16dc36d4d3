//! From when until when: now, for a limited time, or later.

use domain::form::Sent;
use leptos::prelude::*;
use ui::field::{Field, Input};
use ui::radio::{Preset, Radio, RadioGroup};

/// Lengths that are one press away, and the end as a day.
const LENGTHS: [(&str, &str); 5] = [
    ("8h", "8 hours"),
    ("1d", "1 day"),
    ("7d", "7 days"),
    ("30d", "30 days"),
    ("until", "Until…"),
];

/// The fields `when`, `length`, `from`, `from_time`, `until` and `until_time`. The end belongs to
/// two choices, so it stands once, below both.
#[component]
pub fn When(
    sent: Sent,
    /// The first day that can be chosen.
    today: String,
    /// In which the days are meant.
    time_zone: String,
    /// What is wrong with the choice as a whole.
    error: Option<String>,
    /// What was chosen, in words: "Ends at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC)."
    echo: Option<String>,
) -> impl IntoView {
    let when = sent.value("when");
    let length = sent.value("length");
    let length = if length.is_empty() { "7d".to_owned() } else { length };
    let presets = LENGTHS
        .into_iter()
        .map(|(value, label)| view! { <Preset name="length" value label checked=length == value/> }.into_any())
        .collect::<Vec<_>>();
    let day_hint = format!("Days and times are in {time_zone}. Without a time, the whole last day counts.");
    let from = days(&sent, "from", "Starts on", &today);
    let until = days(&sent, "until", "Ends on", &today);
    let now = !matches!(when.as_str(), "limited" | "later");
    view! {
        <RadioGroup id="when" legend="When" error>
            <Radio name="when" value="now" label="Now, until removed" checked=now/>
            <Radio name="when" value="limited" label="For a limited time" checked=when == "limited">
                <div class="inline-fields">
                    <span class="cluster" role="group" aria-label="Length">{presets}</span>
                </div>
            </Radio>
            <Radio name="when" value="later" label="Start later" checked=when == "later">{from}</Radio>
            <div class="when-end">
                {until}
                <p class="help">{day_hint}</p>
            </div>
            <p class="help when-echo" data-swap="when-echo">{echo}</p>
        </RadioGroup>
    }
    .into_any()
}

/// A day and, if wanted, a time of it.
fn days(sent: &Sent, id: &str, label: &'static str, today: &str) -> AnyView {
    let time = format!("{id}_time");
    let (value, error, at) = (sent.value(id), sent.error(id), sent.value(&time));
    let (id, min) = (id.to_owned(), today.to_owned());
    view! {
        <div class="when-days">
            <Field id label kind=Input::Date short=true min value error/>
            <Field id=time label="Time" kind=Input::Time short=true optional=true value=at/>
        </div>
    }
    .into_any()
}
