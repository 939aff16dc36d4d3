//! Names of roles and groups that look alike: none may pose as another.

use crate::cx::Env;
use crate::error::Error;
use domain::problem::Code;
use domain::roles::System;
use std::iter;
use store::slugs::Kind;
use unicode_security::confusable_detection::skeleton;

/// What is given a name, or comes back with it: a role or a group.
pub(crate) struct Named<'a>(pub Kind, pub &'a str);

impl Named<'_> {
    /// Fails with `invalid_value` at the name where it poses as a role of the system or as one of
    /// `others`, the names of the environment's other roles or groups.
    pub fn free<'a>(&self, env: &Env, others: impl IntoIterator<Item = &'a str>) -> crate::Result<()> {
        match self.poses(env, others) {
            None => Ok(()),
            Some(text) => Err(Error::at(
                Code::InvalidValue,
                "/name",
                format!("{text}: choose another name"),
            )),
        }
    }

    /// The same for what comes back with the name that it had; fails with `conflict`.
    pub fn still_free<'a>(&self, env: &Env, others: impl IntoIterator<Item = &'a str>) -> crate::Result<()> {
        match self.poses(env, others) {
            None => Ok(()),
            Some(text) => Err(Error::new(
                Code::Conflict,
                format!("{text}. Give that one another name, then restore this one."),
            )),
        }
    }

    /// As what it poses, in words. One name for several is no pose, whatever its case: people see
    /// that they are called the same. The system's names belong to its roles alone.
    fn poses<'a>(&self, env: &Env, others: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let Self(kind, name) = *self;
        let system = System::ALL.into_iter().map(System::name).find(|system| {
            let another = kind == Kind::Role || !same(name, system);
            another && looks(name).eq(looks(system))
        });
        if let Some(system) = system {
            return Some(format!("{name} looks like the name of the system role {system}"));
        }
        let mine: Vec<char> = looks(name).collect();
        let other = others
            .into_iter()
            .find(|other| looks(other).eq(mine.iter().copied()) && !same(name, other))?;
        let (noun, capability) = match kind {
            Kind::Group => ("group", "groups.view"),
            Kind::Role | Kind::Capability => ("role", "roles.view"),
        };
        // Whoever may not see the other learns no more than that it is there, as of slugs.
        Some(match env.may(capability) {
            true => format!("{name} looks like the name of the {noun} {other} and is written with other letters"),
            false => format!("{name} looks like the name of another {noun}"),
        })
    }
}

/// Whether people would take one for the other.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    looks(one).eq(looks(other))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// A form in which names that look alike are equal: the skeleton of UTS 39 §4, in lower case, with
/// what capitals and slugs are told apart by as little (`i` and `l`, `m` and `rn`) made one. Made
/// letter by letter: most names differ in one of the first.
fn looks(text: &str) -> impl Iterator<Item = char> + '_ {
    text.split_whitespace()
        .flat_map(|word| skeleton(word).chain([' ']))
        .flat_map(char::to_lowercase)
        .flat_map(|ch| {
            let (first, second) = match ch {
                'i' => ('l', None),
                'm' => ('r', Some('n')),
                ch => (ch, None),
            };
            iter::once(first).chain(second)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_what_people_see() {
        for (one, other) in [
            ("О\u{440}erator", "Operator"),
            ("ОWNER", "Owner"),
            ("0wner", "OWNER"),
            ("VIewer", "Viewer"),
            ("Vlewer", "VIEWER"),
            ("AdМ1nistrator", "Administrator"),
            ("Ow\u{ad}n\u{200d}er", "Owner"),
            ("ＯＷＮＥＲ", "owner"),
            ("Support\u{2003} EMEA", "Support EMEA"),
            ("E\u{301}quipe", "Équipe"),
        ] {
            assert!(alike(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("Owner", "Viewer"),
            ("Équipe", "Equipe"),
            ("審計", "审计"),
            ("Владелец", "Owner"),
            ("", "Owner"),
        ] {
            assert!(!alike(one, other), "{one} {other}");
        }
        assert!(same("OPS", "ops") && !same("ОPS", "OPS"));
    }
}
