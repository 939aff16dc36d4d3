//! The state of the list of assignments as a URL query.

use crate::assignments::{Filter, Sort, Source, State};
use crate::page::{At, LIMIT_DEFAULT, LIMIT_MAX};
use serde::{Deserialize, Serialize};

/// What the list of assignments shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assignments {
    pub filter: Filter,
    pub sort: Sort,
    pub at: At,
    pub limit: u16,
    /// Everything that matches is selected; the page's rows come ticked.
    pub select_matching: bool,
}

/// Which list of assignments an address belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of an environment.
    Environment,
    /// Those of one role, which the path names: people and services, or groups.
    Role,
}

impl Scope {
    /// The states that are shown where none is asked for.
    const fn usual(self) -> &'static [State] {
        match self {
            Self::Environment => &Assignments::USUAL,
            Self::Role => &Assignments::LIVE,
        }
    }

    /// Whose assignments are shown where it is not said.
    const fn source(self) -> Option<Source> {
        match self {
            Self::Environment => None,
            Self::Role => Some(Source::Identity),
        }
    }

    /// What such a list shows where nothing is asked for.
    pub fn start(self) -> Assignments {
        Assignments {
            filter: Filter {
                states: self.usual().to_vec(),
                source: self.source(),
                ..Filter::default()
            },
            sort: Sort::Name,
            at: At::First,
            limit: LIMIT_DEFAULT,
            select_matching: false,
        }
    }
}

impl Default for Assignments {
    fn default() -> Self {
        Scope::Environment.start()
    }
}

impl Assignments {
    /// The states that the list of an environment shows where none is asked for.
    pub const USUAL: [State; 2] = [State::Active, State::EndingSoon];
    /// Those that the list of a role shows: whatever is not over.
    pub const LIVE: [State; 4] = [State::Active, State::EndingSoon, State::Scheduled, State::NoEffect];
    /// As the value of `state`: all of them.
    pub const ANY: &'static str = "any";

    /// Reads `a=b&c=d`. Parts that cannot be read are left out and said in a sentence each.
    pub fn parse(search: &str) -> (Self, Vec<String>) {
        Self::parse_in(Scope::Environment, search)
    }

    /// The same for the list of a scope.
    pub fn parse_in(scope: Scope, search: &str) -> (Self, Vec<String>) {
        let mut query = scope.start();
        let (mut states, mut any) = (Vec::new(), false);
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
                "state" if value == Self::ANY => {
                    any = true;
                    true
                }
                "state" => State::parse(value).map(|state| states.push(state)).is_some(),
                "role" if scope == Scope::Environment => {
                    query.filter.role = Some(value.to_owned());
                    true
                }
                "source" => {
                    let source = Source::parse(value);
                    query.filter.source = source.or(query.filter.source);
                    source.is_some()
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
                // Names of other parts of the page.
                "done" => true,
                _ => false,
            };
            if !understood {
                notices.push(super::unknown(&name, value));
            }
        }
        // What was ticked says more than "any".
        if any || !states.is_empty() {
            query.filter.states = State::ALL.into_iter().filter(|one| states.contains(one)).collect();
        }
        if query.filter.states.len() == State::ALL.len() {
            query.filter.states.clear();
        }
        (query, notices)
    }

    /// Writes the query, without what is as usual; with a leading `?` unless nothing is left.
    pub fn to_search(&self) -> String {
        self.to_search_in(Scope::Environment)
    }

    /// The same for the list of a scope.
    pub fn to_search_in(&self, scope: Scope) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !self.filter.q.is_empty() {
            out.append_pair("q", &self.filter.q);
        }
        if self.filter.states.is_empty() {
            out.append_pair("state", Self::ANY);
        } else if self.filter.states != scope.usual() {
            for state in &self.filter.states {
                out.append_pair("state", state.as_str());
            }
        }
        if let Some(role) = self.filter.role.as_ref().filter(|_| scope == Scope::Environment) {
            out.append_pair("role", role);
        }
        if let Some(source) = self.filter.source.filter(|_| self.filter.source != scope.source()) {
            out.append_pair("source", source.as_str());
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
        match out.finish() {
            empty if empty.is_empty() => empty,
            search => format!("?{search}"),
        }
    }

    /// The same list from its beginning, with a change.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = Self {
            at: At::First,
            select_matching: false,
            ..self.clone()
        };
        change(&mut changed);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_its_own_text() {
        let text = "?q=ada+o%26k&state=scheduled&state=ended&role=auditor&source=group&ends=7d&sort=-to&after=ff&limit=25&select=matching";
        let (query, notices) = Assignments::parse(text);
        assert_eq!(notices, Vec::<String>::new());
        assert_eq!(query.to_search(), text);
        assert_eq!(Assignments::default().to_search(), "");
        assert_eq!(query.with(|query| query.sort = Sort::Name).at, At::First);
    }

    #[test]
    fn the_list_of_a_role_shows_what_is_not_over_of_people_and_the_role_stands_in_the_path() {
        let (mut query, notices) = Assignments::parse_in(Scope::Role, "?q=a");
        assert_eq!(
            (query.filter.states.clone(), notices),
            (Assignments::LIVE.to_vec(), Vec::new())
        );
        assert_eq!(query.filter.source, Some(Source::Identity));
        query.filter.role = Some("operator".to_owned());
        assert_eq!(query.to_search_in(Scope::Role), "?q=a");
        query.filter.source = Some(Source::Group);
        query.filter.states = Assignments::USUAL.to_vec();
        let text = query.to_search_in(Scope::Role);
        assert_eq!(text, "?q=a&state=active&state=ending_soon&source=group");
        let (again, _) = Assignments::parse_in(Scope::Role, &text);
        assert_eq!(again.to_search_in(Scope::Role), text);
        assert_eq!(Assignments::parse_in(Scope::Role, "role=x").1.len(), 1);
    }

    #[test]
    fn active_and_ending_soon_are_usual_and_any_state_is_said() {
        let states = |text: &str| Assignments::parse(text).0.filter.states;
        assert_eq!(states(""), Assignments::USUAL);
        assert_eq!(states("state=any"), []);
        assert_eq!(states("state=any&state=ended"), [State::Ended]);
        assert_eq!(states("state=ending_soon&state=active"), Assignments::USUAL);
        let all: String = State::ALL
            .iter()
            .map(|one| format!("state={}&", one.as_str()))
            .collect();
        assert_eq!(states(&all), []);
        assert_eq!(Assignments::parse("state=any").0.to_search(), "?state=any");
    }

    #[test]
    fn nonsense_is_left_out_and_said() {
        let (query, notices) = Assignments::parse("state=asleep&source=air&ends=never&limit=0&sort=age&x=y&q=");
        assert_eq!(query, Assignments::default());
        assert_eq!(notices.len(), 6);
    }
}
