//! Lists: their queries, read as strictly as bodies.

use super::answer::Refusal;
use axum::http::Uri;
use domain::page::{LIMIT_DEFAULT, LIMIT_MAX, Page};
use domain::problem::{Code, Problem};
use service::Env;
use uuid::Uuid;

/// The query of a list: each name known, single ones once.
pub struct Query<'a> {
    env: &'a Env,
    pairs: Vec<(String, String)>,
}

impl<'a> Query<'a> {
    /// Reads a query that may have these names; those in `many` more than once.
    pub fn read(env: &'a Env, uri: &Uri, single: &[&str], many: &[&str]) -> Result<Self, Refusal> {
        let pairs = domain::query::pairs(uri.query().unwrap_or_default());
        for (position, (name, _)) in pairs.iter().enumerate() {
            let name = name.as_str();
            if many.contains(&name) {
                continue;
            }
            let problem = if !single.contains(&name) {
                Problem::at(
                    Code::UnknownField,
                    format!("/{name}"),
                    format!("This list has no parameter {name}."),
                )
            } else if pairs[..position].iter().any(|(earlier, _)| earlier == name) {
                Problem::at(
                    Code::DuplicateKey,
                    format!("/{name}"),
                    format!("The parameter {name} came twice."),
                )
            } else {
                continue;
            };
            return Err(Refusal::new(env, problem));
        }
        Ok(Self { env, pairs })
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether something is to be done: `true` or `false`, which it is where the name is absent.
    pub fn flag(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.one(name, |text| text.parse().ok())?.unwrap_or(false))
    }

    /// All values of a name, each read by `read`.
    pub fn all<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refusal> {
        self.pairs
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| read(value).ok_or_else(|| self.wrong(name)))
            .collect()
    }

    /// One value, read by `read`.
    pub fn one<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
        self.text(name)
            .map(|value| read(value).ok_or_else(|| self.wrong(name)))
            .transpose()
    }

    fn wrong(&self, name: &str) -> Refusal {
        let problem = Problem::at(
            Code::WrongType,
            format!("/{name}"),
            format!("The parameter {name} has a value that it cannot have."),
        );
        Refusal::new(self.env, problem)
    }

    pub fn after(&self) -> Option<&str> {
        self.text("after")
    }

    /// Rows of a page: 50 unless said, at most 200.
    pub fn limit(&self) -> Result<u16, Refusal> {
        let limit = self.one("limit", |text| {
            text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit))
        })?;
        Ok(limit.unwrap_or(LIMIT_DEFAULT))
    }
}

/// A page of a list that is read whole: roles, groups, nodes. Its cursors are ids.
///
/// Fails with `invalid_cursor` where the row of the cursor is not in the list (any more).
pub fn page<T>(query: &Query<'_>, items: Vec<T>, id: impl Fn(&T) -> Uuid) -> Result<Page<T>, Refusal> {
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let start = match query.after() {
        None => 0,
        Some(cursor) => {
            let place = items.iter().position(|item| id(item).simple().to_string() == cursor);
            let gone = || {
                let text = "This cursor belongs to another list. Start again without it.";
                Refusal::new(query.env, Problem::new(Code::InvalidCursor, text))
            };
            place.ok_or_else(gone)? + 1
        }
    };
    let limit = usize::from(query.limit()?);
    let more = items.len() > start + limit;
    let items: Vec<T> = items.into_iter().skip(start).take(limit).collect();
    Ok(Page {
        next: items.last().filter(|_| more).map(|last| id(last).simple().to_string()),
        items,
        previous: None,
        total,
        total_exact: true,
    })
}
