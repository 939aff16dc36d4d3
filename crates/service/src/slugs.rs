//! Slugs of roles and groups, keys of own capabilities: never used twice.

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use domain::name::Name;
use domain::problem::Code;
use domain::slug::{Lookalike, Slug};
use store::Conn;
use store::slugs::{Availability, Kind};

/// The slug that was chosen, or one from the name.
pub(crate) fn wanted(fields: &mut Fields, name: Option<&Name>, chosen: Option<&str>) -> Option<Slug> {
    if let Some(slug) = chosen.map(str::trim).filter(|slug| !slug.is_empty()) {
        return fields.take("/slug", Slug::new(slug));
    }
    let made = name.and_then(|name| Slug::from_name(name.as_str()));
    if made.is_none() && name.is_some() {
        fields.add("/slug", "Write a slug: none can be made from this name");
    }
    made
}

/// The noun, what its name in addresses is called, and where that stands in a request.
const fn words(kind: Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Role => ("role", "slug", "/slug"),
        Kind::Group => ("group", "slug", "/slug"),
        Kind::Capability => ("capability", "key", "/key"),
    }
}

/// Why a slug that is being written cannot be had, in a sentence.
pub(crate) async fn refused(env: &Env, kind: Kind, text: &str) -> Result<Option<String>> {
    let slug = match Slug::new(text.trim()) {
        Ok(slug) => slug,
        Err(invalid) => return Ok(Some(invalid.to_string())),
    };
    match free(&mut env.read().await?, env, kind, &slug).await {
        Ok(()) => Ok(None),
        Err(Error::Problem(problem)) => Ok(Some(problem.detail)),
        Err(failure) => Err(failure),
    }
}

/// Whether a slug or key can be had; if not, what to do.
///
/// Fails with `slug_taken`, `slug_retired`.
pub(crate) async fn free(conn: &mut Conn, env: &Env, kind: Kind, slug: &impl Lookalike) -> Result<()> {
    let (noun, called, pointer) = words(kind);
    match store::slugs::availability(conn, env.id(), kind, slug).await? {
        Availability::Free => Ok(()),
        Availability::Taken => Err(taken(kind, slug)),
        Availability::Retired => Err(Error::at(
            Code::SlugRetired,
            pointer,
            format!(
                "{}, or one that looks like it, belonged to a {noun} that was deleted. A {called} is never used twice: choose another",
                slug.as_str()
            ),
        )),
    }
}

pub(crate) fn taken(kind: Kind, slug: &impl Lookalike) -> Error {
    let (noun, called, pointer) = words(kind);
    Error::at(
        Code::SlugTaken,
        pointer,
        format!(
            "{}, or one that looks like it, is the {called} of another {noun}: choose another",
            slug.as_str()
        ),
    )
}
