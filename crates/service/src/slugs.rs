//! Slugs of roles and groups: made from the name unless chosen, and never used twice.

use crate::Result;
use crate::cx::{Env, Tx};
use crate::error::{Error, Fields};
use domain::name::Name;
use domain::problem::Code;
use domain::slug::Slug;
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

const fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "role",
        Kind::Group => "group",
    }
}

/// Whether a slug can be had; if not, what to do.
///
/// Fails with `slug_taken`, `slug_retired`.
pub(crate) async fn free(tx: &mut Tx, env: &Env, kind: Kind, slug: &Slug) -> Result<()> {
    match store::slugs::availability(&mut tx.tx, env.id(), kind, slug).await? {
        Availability::Free => Ok(()),
        Availability::Taken => Err(taken(kind, slug)),
        Availability::Retired => Err(Error::at(
            Code::SlugRetired,
            "/slug",
            format!(
                "{slug}, or one that looks like it, belonged to a {} that was deleted. A slug is never used twice: choose another",
                noun(kind)
            ),
        )),
    }
}

pub(crate) fn taken(kind: Kind, slug: &Slug) -> Error {
    Error::at(
        Code::SlugTaken,
        "/slug",
        format!(
            "{slug}, or one that looks like it, is the slug of another {}: choose another",
            noun(kind)
        ),
    )
}
