//! The directory's state as a URL query: what is read from it and the links that change it.

mod assignments;

pub use assignments::{Assignments, Scope};

use crate::id::IdentityId;
use crate::identities::{Filter, Sort, Status};
use crate::page::{At, LIMIT_DEFAULT, LIMIT_MAX};
use serde::{Deserialize, Serialize};

/// What the directory shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Directory {
    pub filter: Filter,
    pub sort: Sort,
    pub at: At,
    pub limit: u16,
    /// Everything that matches is selected; the page's rows come ticked.
    pub select_matching: bool,
    /// Whose roles are shown beside the list.
    pub peek: Option<IdentityId>,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            sort: Sort::Name,
            at: At::First,
            limit: LIMIT_DEFAULT,
            select_matching: false,
            peek: None,
        }
    }
}

/// Days within which something ends, as the filter offers them.
pub const ENDS: [u16; 4] = [1, 7, 30, 90];
/// Rows per page, as the pager offers them.
pub const LIMITS: [u16; 4] = [25, 50, 100, 200];

impl Directory {
    /// Reads `a=b&c=d`. Parts that cannot be read are left out and said in a sentence each.
    pub fn parse(search: &str) -> (Self, Vec<String>) {
        let mut query = Self::default();
        let mut notices = Vec::new();
        for (name, value) in form_urlencoded::parse(search.trim_start_matches('?').as_bytes()) {
            let value = value.as_ref();
            if value.is_empty() {
                continue;
            }
            let understood = match name.as_ref() {
                "q" => {
                    query.filter.q = value.chars().take(200).collect();
                    true
                }
                "status" => match Status::parse(value) {
                    Some(status) => {
                        if !query.filter.status.contains(&status) {
                            query.filter.status.push(status);
                        }
                        true
                    }
                    None => false,
                },
                "role" => {
                    query.filter.role = Some(value.to_owned());
                    true
                }
                "group" => {
                    query.filter.group = Some(value.to_owned());
                    true
                }
                "members" => {
                    query.filter.direct = value == "direct";
                    query.filter.direct
                }
                "ends" => match value.trim_end_matches('d').parse() {
                    Ok(days @ 1..=3650) => {
                        query.filter.ends_within = Some(days);
                        true
                    }
                    _ => false,
                },
                "sort" => Sort::parse(value).map(|sort| query.sort = sort).is_some(),
                "after" => {
                    query.at = At::After(value.to_owned());
                    true
                }
                "before" => {
                    query.at = At::Before(value.to_owned());
                    true
                }
                "limit" => match value.parse() {
                    Ok(limit @ 1..=LIMIT_MAX) => {
                        query.limit = limit;
                        true
                    }
                    _ => false,
                },
                "select" => {
                    query.select_matching = value == "matching";
                    query.select_matching
                }
                "peek" => value.parse().map(|id| query.peek = Some(id)).is_ok(),
                // Names of other parts of the page.
                "done" => true,
                _ => false,
            };
            if !understood {
                notices.push(unknown(&name, value));
            }
        }
        query.filter.status.sort_by_key(|status| *status as u8);
        (query, notices)
    }

    /// Writes the query, without what is as usual; with a leading `?` unless nothing is left.
    pub fn to_search(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !self.filter.q.is_empty() {
            out.append_pair("q", &self.filter.q);
        }
        for status in &self.filter.status {
            out.append_pair("status", status.as_str());
        }
        if let Some(role) = &self.filter.role {
            out.append_pair("role", role);
        }
        if let Some(group) = &self.filter.group {
            out.append_pair("group", group);
        }
        if self.filter.direct {
            out.append_pair("members", "direct");
        }
        if let Some(days) = self.filter.ends_within {
            out.append_pair("ends", &format!("{days}d"));
        }
        if self.sort != Sort::default() {
            out.append_pair("sort", self.sort.as_str());
        }
        match &self.at {
            At::First => {}
            At::After(cursor) => {
                out.append_pair("after", cursor);
            }
            At::Before(cursor) => {
                out.append_pair("before", cursor);
            }
        }
        if self.limit != LIMIT_DEFAULT {
            out.append_pair("limit", &self.limit.to_string());
        }
        if self.select_matching {
            out.append_pair("select", "matching");
        }
        if let Some(id) = self.peek {
            out.append_pair("peek", &id.to_string());
        }
        with_mark(out.finish())
    }

    /// The query as a form without scripts should have sent it: without fields that were left as they
    /// were. None where there are no such fields. What means nothing stays, so that it is still said.
    pub fn tidied(search: &str) -> Option<String> {
        let limit = LIMIT_DEFAULT.to_string();
        let as_usual = |(name, value): &(String, String)| {
            value.is_empty()
                || (name == "sort" && value == Sort::default().as_str())
                || (name == "limit" && *value == limit)
        };
        let all = pairs(search);
        let kept: Vec<_> = all.iter().filter(|pair| !as_usual(pair)).cloned().collect();
        (kept.len() < all.len()).then(|| written(kept))
    }

    /// The same page of the list with someone beside it, or with nobody.
    pub fn peeking(&self, id: Option<IdentityId>) -> Self {
        Self {
            peek: id,
            ..self.clone()
        }
    }

    /// The same list from its beginning, with a change.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = Self {
            at: At::First,
            select_matching: false,
            peek: None,
            ..self.clone()
        };
        change(&mut changed);
        changed
    }
}

/// A query of one name and value, with its `?`.
pub fn of(name: &str, value: &str) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair(name, value);
    format!("?{}", out.finish())
}

fn with_mark(query: String) -> String {
    if query.is_empty() { query } else { format!("?{query}") }
}

/// Names and values as a query, with its mark unless there are none.
pub fn written(pairs: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> String {
    with_mark(
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish(),
    )
}

/// What is said of a part of an address that cannot be read.
pub fn unknown(name: &str, value: &str) -> String {
    let clipped: String = value.chars().take(40).collect();
    format!("The part “{name}={clipped}” of the address means nothing here and was left out.")
}

/// What is said of a cursor in an address that was made for another list.
pub const OTHER_LIST: &str = "The page in the address belongs to another list, so the list starts at its beginning.";

/// Names and values of a query, as they come.
pub fn pairs(search: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(search.trim_start_matches('?').as_bytes())
        .into_owned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_its_own_text() {
        let text = "?q=ada+o%26k&status=active&status=suspended&role=auditor&group=support&members=direct&ends=7d&sort=-name&after=ff&limit=25";
        let (query, notices) = Directory::parse(text);
        assert_eq!(notices, Vec::<String>::new());
        assert_eq!(query.to_search(), text);
        assert_eq!(query.filter.q, "ada o&k");
        assert_eq!(query.with(|query| query.sort = Sort::Name).at, At::First);
        assert_eq!(Directory::default().to_search(), "");
    }

    #[test]
    fn fields_left_as_they_were_leave_the_address() {
        let tidied = |search: &str| Directory::tidied(search);
        assert_eq!(tidied("?q=&role=&status=&sort=name&limit=50").as_deref(), Some(""));
        assert_eq!(tidied("q=a%26b&role=&x=y").as_deref(), Some("?q=a%26b&x=y"));
        for kept in ["", "?q=a", "sort=-name&limit=25", "?status=asleep"] {
            assert_eq!(tidied(kept), None, "{kept}");
        }
    }

    #[test]
    fn nonsense_is_left_out_and_said() {
        let (query, notices) = Directory::parse("status=asleep&ends=never&limit=0&sort=age&x=y&q=");
        assert_eq!(query, Directory::default());
        assert_eq!(notices.len(), 5);
    }
}
