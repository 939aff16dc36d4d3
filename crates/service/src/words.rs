//! Instants in words, in an environment's time zone: the one formatter for screens, mails, files.

use domain::Time;
use jiff::civil::{Date, Time as ClockTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// Whether there is a time zone of this IANA name.
pub fn zone_exists(name: &str) -> bool {
    TimeZone::get(name).is_ok() && !name.starts_with('.') && !name.starts_with('/')
}

/// The names of all time zones, sorted.
pub fn zones() -> Vec<String> {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name.contains('/') || name == "UTC")
        .collect();
    names.sort();
    names
}

fn zoned(at: Time, zone: &str) -> Zoned {
    let stamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

/// `31 Dec 2026`.
pub fn day(at: Time, zone: &str) -> String {
    zoned(at, zone).strftime("%-d %b %Y").to_string()
}

/// `31 Dec 2026, 14:02`.
pub fn moment(at: Time, zone: &str) -> String {
    zoned(at, zone).strftime("%-d %b %Y, %H:%M").to_string()
}

/// `14:02` today, `Yesterday`, `12 Nov` this year, else `12 Nov 2025`.
pub fn recent(at: Time, now: Time, zone: &str) -> String {
    let (then, today) = (zoned(at, zone), zoned(now, zone));
    let days = today
        .date()
        .since(then.date())
        .map(|span| span.get_days())
        .unwrap_or(i32::MAX);
    match days {
        0 => then.strftime("%H:%M").to_string(),
        1 => "Yesterday".to_owned(),
        _ if then.year() == today.year() => then.strftime("%-d %b").to_string(),
        _ => then.strftime("%-d %b %Y").to_string(),
    }
}

/// `31 Dec` in the year of `now`, else `31 Dec 2027`.
pub fn short_day(at: Time, now: Time, zone: &str) -> String {
    let (then, today) = (zoned(at, zone), zoned(now, zone));
    let format = if then.year() == today.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    then.strftime(format).to_string()
}

/// The last day that lies in a window that ends at `to`, as [`short_day`].
pub fn short_last_day(to: Time, now: Time, zone: &str) -> String {
    short_day(Time(to.0 - 1), now, zone)
}

/// `14:02`.
pub fn time_of_day(at: Time, zone: &str) -> String {
    zoned(at, zone).strftime("%H:%M").to_string()
}

/// `2026-12-31`, as date fields want it.
pub fn date(at: Time, zone: &str) -> String {
    zoned(at, zone).strftime("%Y-%m-%d").to_string()
}

/// `1,284`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `36 members`.
pub fn members(n: i64) -> String {
    match n {
        1 => "1 member".to_owned(),
        n => format!("{} members", number(usize::try_from(n).unwrap_or(0))),
    }
}

/// `14:02:31`.
pub fn clock(at: Time, zone: &str) -> String {
    zoned(at, zone).strftime("%H:%M:%S").to_string()
}

/// The last day that lies in a window that ends at `to`: midnight belongs to the day before.
pub fn last_day(to: Time, zone: &str) -> String {
    day(Time(to.0 - 1), zone)
}

/// `5 days left`, `ends today`: for an end that is near.
pub fn left(to: Time, now: Time) -> String {
    let hours = (to.0 - now.0) / 3_600_000;
    match hours {
        ..1 => "ends within the hour".to_owned(),
        1 => "1 hour left".to_owned(),
        2..48 => format!("{hours} hours left"),
        _ => format!("{} days left", hours / 24),
    }
}

/// `Ends in 5 days`: for an end that is near.
pub fn ends_in(to: Time, now: Time) -> String {
    let hours = (to.0 - now.0) / 3_600_000;
    match hours {
        ..1 => "Ends within the hour".to_owned(),
        1 => "Ends in 1 hour".to_owned(),
        2..48 => format!("Ends in {hours} hours"),
        _ => format!("Ends in {} days", hours / 24),
    }
}

/// The last day of a window that ends at `to` and its time, as date and time fields want them; no
/// time where the whole day counts.
pub fn last_fields(to: Time, zone: &str) -> (String, String) {
    if zoned(to, zone).time() == ClockTime::midnight() {
        (date(Time(to.0 - 1), zone), String::new())
    } else {
        (date(to, zone), time_of_day(to, zone))
    }
}

/// The first day of a window and its time; no time where it begins with the day.
pub fn first_fields(from: Time, zone: &str) -> (String, String) {
    if zoned(from, zone).time() == ClockTime::midnight() {
        (date(from, zone), String::new())
    } else {
        (date(from, zone), time_of_day(from, zone))
    }
}

/// The same time of day so many days later: days in which the clocks change have other lengths.
pub fn add_days(at: Time, days: u16, zone: &str) -> Time {
    let later = zoned(at, zone).checked_add(i64::from(days).days());
    later.map_or(at.plus_days(i64::from(days)), |later| {
        Time(later.timestamp().as_millisecond())
    })
}

/// Why a date was not accepted; a sentence for the person.
pub type DateError = String;

/// The first instant of a day `YYYY-MM-DD`, or of a time `HH:MM` of it.
pub fn start_of(date: &str, time: &str, zone: &str) -> Result<Time, DateError> {
    instant(date, time, zone, false)
}

/// The instant at which a window that ends on that day ends: the beginning of the next day, or
/// the given time of that day itself.
pub fn end_of(date: &str, time: &str, zone: &str) -> Result<Time, DateError> {
    instant(date, time, zone, true)
}

fn instant(date: &str, time: &str, zone: &str, end: bool) -> Result<Time, DateError> {
    let unreadable = || "Enter a date such as 2026-12-31".to_owned();
    let mut day: Date = date.trim().parse().map_err(|_| unreadable())?;
    let clock: ClockTime = if time.trim().is_empty() {
        if end {
            day = day.checked_add(1.day()).map_err(|_| unreadable())?;
        }
        ClockTime::midnight()
    } else {
        format!("{}:00", time.trim())
            .parse()
            .map_err(|_| "Enter a time such as 17:30".to_owned())?
    };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let moment = day.to_datetime(clock).to_zoned(zone).map_err(|_| unreadable())?;
    let at = Time(moment.timestamp().as_millisecond());
    if (Time::MIN..=Time::MAX).contains(&at) {
        Ok(at)
    } else {
        Err(unreadable())
    }
}

/// `at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC)`, or with a time of day.
pub fn end(to: Time, zone: &str) -> String {
    let local = zoned(to, zone);
    let utc = zoned(to, "UTC").strftime("%H:%M").to_string();
    if local.time() == ClockTime::midnight() {
        let day = zoned(Time(to.0 - 1), zone).strftime("%a %-d %b %Y").to_string();
        format!("at the end of {day}, {zone} ({utc} UTC)")
    } else {
        format!("on {}, {zone} ({utc} UTC)", local.strftime("%a %-d %b %Y at %H:%M"))
    }
}

/// `on Tue 1 Dec 2026, Europe/Paris (30 Nov, 23:00 UTC)`.
pub fn start(from: Time, zone: &str) -> String {
    let local = zoned(from, zone);
    let utc = zoned(from, "UTC").strftime("%-d %b, %H:%M").to_string();
    let format = if local.time() == ClockTime::midnight() {
        "%a %-d %b %Y"
    } else {
        "%a %-d %b %Y at %H:%M"
    };
    format!("on {}, {zone} ({utc} UTC)", local.strftime(format))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().expect("a time")
    }

    #[test]
    fn the_end_of_a_day_is_the_next_midnight_of_the_zone() {
        assert_eq!(end_of("2026-12-31", "", "Europe/Paris"), Ok(at("2026-12-31T23:00:00Z")));
        assert_eq!(
            end_of("2026-12-31", "17:30", "Europe/Paris"),
            Ok(at("2026-12-31T16:30:00Z"))
        );
        assert_eq!(start_of("2026-12-01", "", "UTC"), Ok(at("2026-12-01T00:00:00Z")));
        // The day on which the clocks change has 25 hours.
        assert_eq!(
            start_of("2026-10-25", "", "Europe/Paris"),
            Ok(at("2026-10-24T22:00:00Z"))
        );
        assert_eq!(end_of("2026-10-25", "", "Europe/Paris"), Ok(at("2026-10-25T23:00:00Z")));
        for bad in ["", "31.12.2026", "2026-02-30", "99999-01-01", "2026-12-31T00:00"] {
            assert!(end_of(bad, "", "UTC").is_err() || bad == "2026-12-31T00:00", "{bad}");
        }
    }

    #[test]
    fn ends_are_said_as_people_mean_them() {
        let to = at("2026-12-31T23:00:00Z");
        assert_eq!(
            end(to, "Europe/Paris"),
            "at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC)"
        );
        assert_eq!(end(to, "UTC"), "on Thu 31 Dec 2026 at 23:00, UTC (23:00 UTC)");
        assert_eq!(last_day(to, "Europe/Paris"), "31 Dec 2026");
        assert_eq!(
            left(at("2026-12-05T00:00:00Z"), at("2026-12-01T00:00:00Z")),
            "4 days left"
        );
        assert_eq!(
            recent(at("2026-11-20T10:00:00Z"), at("2026-11-21T09:00:00Z"), "UTC"),
            "Yesterday"
        );
    }

    #[test]
    fn days_are_short_in_the_year_and_near_ends_are_told() {
        let now = at("2026-11-20T12:00:00Z");
        assert_eq!(short_day(at("2026-11-30T23:00:00Z"), now, "Europe/Paris"), "1 Dec");
        assert_eq!(
            short_last_day(at("2026-12-31T23:00:00Z"), now, "Europe/Paris"),
            "31 Dec"
        );
        assert_eq!(short_last_day(at("2027-03-01T00:00:00Z"), now, "UTC"), "28 Feb 2027");
        assert_eq!(ends_in(now.plus_days(5), now), "Ends in 5 days");
        assert_eq!(ends_in(now.plus_seconds(5 * 3600), now), "Ends in 5 hours");
        assert_eq!(ends_in(now.plus_seconds(60), now), "Ends within the hour");
        let fields = |date: &str, time: &str| (date.to_owned(), time.to_owned());
        let end = at("2026-12-31T23:00:00Z");
        assert_eq!(last_fields(end, "Europe/Paris"), fields("2026-12-31", ""));
        assert_eq!(last_fields(end, "UTC"), fields("2026-12-31", "23:00"));
        assert_eq!(first_fields(end, "Europe/Paris"), fields("2027-01-01", ""));
        let midnight = at("2026-10-20T22:00:00Z");
        assert_eq!(add_days(midnight, 30, "Europe/Paris"), at("2026-11-19T23:00:00Z"));
        assert_eq!(add_days(midnight, 30, "UTC"), midnight.plus_days(30));
    }

    #[test]
    fn zones() {
        assert!(zone_exists("Europe/Paris") && zone_exists("UTC") && !zone_exists("Mars/Base"));
        assert!(super::zones().len() > 300);
    }
}
