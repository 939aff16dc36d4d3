//! Numbers of live rows, so that an unfiltered list need not count.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::id::EnvironmentId;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Identities,
    Assignments,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Identities => "identities",
            Self::Assignments => "assignments",
        }
    }
}

/// Adds `n` (which may be negative).
pub async fn add(tx: &mut Tx, environment: EnvironmentId, kind: Kind, n: i64) -> Result<()> {
    execute!(
        tx,
        "insert into counters (environment_id, kind, n) values ($1, $2, $3)
         on conflict (environment_id, kind) do update set n = counters.n + excluded.n",
        environment.0,
        kind.as_str(),
        n
    )?;
    Ok(())
}

pub async fn get(conn: &mut Conn, environment: EnvironmentId, kind: Kind) -> Result<i64> {
    let row = optional!(
        conn,
        (i64,),
        "select n from counters where environment_id = $1 and kind = $2",
        environment.0,
        kind.as_str()
    )?;
    Ok(row.map_or(0, |(n,)| n))
}
