//! Slugs that are or were in use in an environment; none is ever used twice.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::Time;
use domain::id::EnvironmentId;
use domain::slug::Lookalike;
use uuid::Uuid;

/// What a slug names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Role,
    Group,
    Capability,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Group => "group",
            Self::Capability => "capability",
        }
    }
}

/// Whether a slug can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    Free,
    /// It, or one that looks like it, names something.
    Taken,
    /// It, or one that looks like it, named something once.
    Retired,
}

pub async fn availability(
    conn: &mut Conn,
    environment: EnvironmentId,
    kind: Kind,
    slug: &impl Lookalike,
) -> Result<Availability> {
    let row = optional!(
        conn,
        (Option<i64>,),
        "select retired_at from slugs where environment_id = $1 and kind = $2 and skeleton = $3",
        environment.0,
        kind.as_str(),
        slug.skeleton()
    )?;
    Ok(match row {
        None => Availability::Free,
        Some((None,)) => Availability::Taken,
        Some((Some(_),)) => Availability::Retired,
    })
}

/// Takes a slug for ever.
///
/// Fails with [`crate::Error::Unique`] when it, or one that looks like it, was ever used.
pub async fn take(tx: &mut Tx, environment: EnvironmentId, kind: Kind, slug: &impl Lookalike, id: Uuid) -> Result<()> {
    execute!(
        tx,
        "insert into slugs (environment_id, kind, skeleton, slug, id) values ($1, $2, $3, $4, $5)",
        environment.0,
        kind.as_str(),
        slug.skeleton(),
        slug.as_str(),
        id
    )?;
    Ok(())
}

/// Retires the slug of what was deleted, or, with no time, gives it back to what is restored.
pub async fn retire(tx: &mut Tx, environment: EnvironmentId, kind: Kind, id: Uuid, at: Option<Time>) -> Result<()> {
    execute!(
        tx,
        "update slugs set retired_at = $4 where environment_id = $1 and kind = $2 and id = $3",
        environment.0,
        kind.as_str(),
        id,
        at.map(|at| at.0)
    )?;
    Ok(())
}
