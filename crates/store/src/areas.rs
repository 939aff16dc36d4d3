//! What areas of own capabilities are called.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::id::EnvironmentId;
use domain::name::Name;
use uuid::Uuid;

/// Gives an area of own capabilities a name; `id` is that of its first. The id that it has from now on.
pub async fn rename(tx: &mut Tx, environment: EnvironmentId, id: Uuid, key: &str, name: &Name) -> Result<Uuid> {
    let (id,): (Uuid,) = one!(
        tx,
        (Uuid,),
        "insert into capability_areas (environment_id, id, key, name) values ($1, $2, $3, $4)
         on conflict (environment_id, key) do update set name = excluded.name
         returning id",
        environment.0,
        id,
        key,
        name.as_str()
    )?;
    Ok(id)
}

/// What areas are called: key and name, also of those in which nothing is left.
pub async fn names(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<(String, String)>> {
    all!(
        conn,
        (String, String),
        "select key, name from capability_areas where environment_id = $1 order by key",
        environment.0
    )
}
