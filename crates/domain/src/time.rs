//! Instants in milliseconds and half-open windows of them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Written as ISO 8601 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// The text is no ISO 8601 instant with a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTime;

impl fmt::Display for InvalidTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is ISO 8601 with a zone, such as 2026-12-31T23:59:59Z")
    }
}

impl std::error::Error for InvalidTime {}

impl Time {
    /// The first and the last instant that is accepted: years 0000 to 9999.
    pub const MIN: Self = Self(-62_167_219_200_000);
    pub const MAX: Self = Self(253_402_300_799_999);

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.clamp(Self::MIN.0, Self::MAX.0);
        let moment = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).map_err(|_| fmt::Error)?;
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second()
        )?;
        match at.rem_euclid(1000) {
            0 => f.write_str("Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}

impl FromStr for Time {
    type Err = InvalidTime;

    /// Reads RFC 3339 with any offset. Parts of a millisecond are cut off.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidTime)?;
        let millis = i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000_000)).map_err(|_| InvalidTime)?;
        let at = Self(millis);
        if (Self::MIN..=Self::MAX).contains(&at) {
            Ok(at)
        } else {
            Err(InvalidTime)
        }
    }
}

impl Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Half-open `[from, to)`. An absent `from` has always begun, an absent `to` never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Window {
    pub from: Option<Time>,
    pub to: Option<Time>,
}

impl Window {
    pub const ALWAYS: Self = Self { from: None, to: None };

    pub fn new(from: Option<Time>, to: Option<Time>) -> Self {
        Self { from, to }
    }

    pub fn contains(self, at: Time) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    pub fn is_empty(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to <= from)
    }

    pub fn overlaps(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// The time that both windows have in common; may be empty.
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: match (self.to, other.to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// Whether all of `other` lies in `self`.
    pub fn covers(self, other: Self) -> bool {
        self.from.is_none_or(|from| other.from.is_some_and(|at| from <= at))
            && self.to.is_none_or(|to| other.to.is_some_and(|at| at <= to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for (text, canonical) in [
            ("2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z"),
            ("2026-12-31T23:59:59Z", "2026-12-31T23:59:59Z"),
            ("2026-05-01T02:00:00+02:00", "2026-05-01T00:00:00Z"),
            ("2026-05-01T00:00:00.1234567Z", "2026-05-01T00:00:00.123Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(text.parse::<Time>().map(|at| at.to_string()), Ok(canonical.to_owned()));
        }
        for bad in [
            "",
            "2026-05-01",
            "2026-05-01T00:00:00",
            "2026-02-30T00:00:00Z",
            "now",
            "1767225600",
        ] {
            assert_eq!(bad.parse::<Time>(), Err(InvalidTime), "{bad}");
        }
    }

    #[test]
    fn windows_are_half_open() {
        let window = Window::new(Some(Time(10)), Some(Time(20)));
        assert!(!window.contains(Time(9)) && window.contains(Time(10)));
        assert!(window.contains(Time(19)) && !window.contains(Time(20)));
        assert!(!window.overlaps(Window::new(Some(Time(20)), None)));
        assert!(window.overlaps(Window::new(None, Some(Time(11)))));
        assert!(Window::ALWAYS.covers(window) && !window.covers(Window::ALWAYS));
        assert!(window.covers(window));
    }
}
