//! The dates of a form: "now", "for a limited time", "start later", and what they come to.

use crate::error::Error;
use crate::{Result, words};
use domain::form::Sent;
use domain::problem::{Code, FieldProblem, Problem};
use domain::{Time, Window};

/// Reads the fields `when`, `length`, `until`, `until_time`, `from` and `from_time`.
///
/// Fails with `invalid_window` and a pointer to the field.
pub fn read(sent: &Sent, zone: &str, now: Time) -> Result<Window> {
    let at = |field: &str, detail: String| -> Error {
        let mut problem = Problem::new(Code::InvalidWindow, detail.clone());
        problem.errors.push(FieldProblem {
            pointer: format!("/{field}"),
            code: Code::InvalidWindow,
            detail,
        });
        problem.into()
    };
    let until = |wanted: bool| -> Result<Option<Time>> {
        let (date, time) = (sent.value("until"), sent.value("until_time"));
        if date.trim().is_empty() {
            return if wanted {
                Err(at("until", "Choose the day on which it ends".to_owned()))
            } else {
                Ok(None)
            };
        }
        words::end_of(&date, &time, zone)
            .map(Some)
            .map_err(|detail| at("until", detail))
    };
    let window = match sent.value("when").as_str() {
        "" | "now" => Window::ALWAYS,
        "limited" => {
            let to = match sent.value("length").as_str() {
                "8h" => Some(now.plus_seconds(8 * 3600)),
                "1d" => Some(now.plus_days(1)),
                "7d" => Some(now.plus_days(7)),
                "30d" => Some(now.plus_days(30)),
                _ => until(true)?,
            };
            Window::new(None, to)
        }
        "later" => {
            let (date, time) = (sent.value("from"), sent.value("from_time"));
            if date.trim().is_empty() {
                return Err(at("from", "Choose the day on which it starts".to_owned()));
            }
            let from = words::start_of(&date, &time, zone).map_err(|detail| at("from", detail))?;
            // A start that has passed starts now: nothing is granted backwards.
            Window::new(Some(from).filter(|from| now < *from), until(false)?)
        }
        _ => return Err(at("when", "Choose when it holds".to_owned())),
    };
    if window.is_empty() {
        let from = window.from.map_or_else(String::new, |from| words::day(from, zone));
        return Err(at("until", format!("The end must be after {from}, when it starts")));
    }
    if window.to.is_some_and(|to| to <= now) {
        return Err(at("until", "The end must be in the future".to_owned()));
    }
    Ok(window)
}

/// What a window means, in words: `Starts on …`, `Ends at the end of …`. `None` for always.
pub fn in_words(window: Window, zone: &str) -> Option<String> {
    let start = window.from.map(|from| format!("Starts {}", words::start(from, zone)));
    let end = window.to.map(|to| format!("Ends {}", words::end(to, zone)));
    match (start, end) {
        (None, None) => None,
        (start, end) => Some(format!(
            "{}.",
            start.into_iter().chain(end).collect::<Vec<_>>().join(". ")
        )),
    }
}

/// `from 1 Dec 2026 until 31 Dec 2026`. `None` for always.
pub fn short(window: Window, zone: &str) -> Option<String> {
    let start = window.from.map(|from| format!("from {}", words::day(from, zone)));
    let end = window.to.map(|to| format!("until {}", words::last_day(to, zone)));
    match (start, end) {
        (None, None) => None,
        (start, end) => Some(start.into_iter().chain(end).collect::<Vec<_>>().join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(values: &[(&str, &str)]) -> Sent {
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Sent { values, problem: None }
    }

    fn at(text: &str) -> Time {
        text.parse().expect("a time")
    }

    #[test]
    fn forms_come_to_windows() {
        let now = at("2026-11-20T12:00:00Z");
        let window =
            |values: &[(&str, &str)]| read(&sent(values), "Europe/Paris", now).map_err(|error| error.to_string());
        assert_eq!(window(&[]), Ok(Window::ALWAYS));
        assert_eq!(
            window(&[("when", "limited"), ("length", "7d")]),
            Ok(Window::new(None, Some(now.plus_days(7))))
        );
        assert_eq!(
            window(&[("when", "limited"), ("length", "until"), ("until", "2026-12-31")]),
            Ok(Window::new(None, Some(at("2026-12-31T23:00:00Z"))))
        );
        assert_eq!(
            window(&[
                ("when", "later"),
                ("from", "2026-12-01"),
                ("until", "2026-12-31"),
                ("until_time", "17:00")
            ]),
            Ok(Window::new(
                Some(at("2026-11-30T23:00:00Z")),
                Some(at("2026-12-31T16:00:00Z"))
            ))
        );
        for wrong in [
            &[("when", "limited")][..],
            &[("when", "limited"), ("until", "2026-11-01")],
            &[("when", "later")],
            &[("when", "later"), ("from", "2026-12-31"), ("until", "2026-12-01")],
            &[("when", "later"), ("from", "soon")],
            &[("when", "whenever")],
        ] {
            assert!(window(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn windows_in_words() {
        let window = Window::new(None, Some(at("2026-12-31T23:00:00Z")));
        assert_eq!(
            in_words(window, "Europe/Paris").as_deref(),
            Some("Ends at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC).")
        );
        assert_eq!(short(window, "Europe/Paris").as_deref(), Some("until 31 Dec 2026"));
        assert_eq!(in_words(Window::ALWAYS, "UTC"), None);
    }
}
