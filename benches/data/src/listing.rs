//! The bare queries of a page of the directory: its rows, its counters, the roles of its rows.

use crate::bare::{Bare, id};
use anyhow::{Context, Result};
use rusqlite::params;
use sqlx::Row;
use uuid::Uuid;

/// As `Args` of a directory: rows, and one more that shows whether the list goes on.
pub const LIMIT: u16 = 50;

/// What a page must show: ids in order, how many roles they have in all, how many people there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub ids: Vec<Uuid>,
    pub roles: usize,
    pub total: i64,
}

const ROWS: &str =
    "select i.id, i.kind, i.name, i.email, i.account_id, i.invited_at, i.accepted_at, s.since, i.last_seen_at,
      i.created_at, i.name_folded
    from identities i left join identity_suspensions s
      on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null
    where i.deleted_at is null and i.environment_id = $1 order by i.name_folded, i.id limit $2";

const COUNTER: &str = "select n from counters where environment_id = $1 and kind = 'identities'";

/// Live roles of people, direct and through the groups above theirs. `{chosen}` is each engine's way to pass a list.
const ROLES: &str = "with recursive chosen (id) as ({chosen}),
    up (identity_id, group_id, until) as (
      select m.identity_id, m.group_id, m.until from group_members m
      where m.identity_id in (select id from chosen) and m.environment_id = $1 and m.since <= $2
        and (m.until is null or m.until > $2)
      union select up.identity_id, p.parent_id, up.until from group_parents p join up on up.group_id = p.group_id
      where p.until is null and p.environment_id = $1),
    held as (
      select a.identity_id, a.role_id, 0 as through, a.effective_from, a.effective_to
      from assignments a where a.identity_id in (select id from chosen) and a.environment_id = $1
        and a.revoked_at is null and (a.effective_to is null or a.effective_to > $2)
      union all
      select up.identity_id, a.role_id, 1, a.effective_from,
        case when a.effective_to is null then up.until
             when up.until is null or a.effective_to < up.until then a.effective_to else up.until end
      from up join assignments a on a.group_id = up.group_id
      where a.revoked_at is null and a.environment_id = $1 and (a.effective_to is null or a.effective_to > $2))
    select h.identity_id, h.role_id, r.name, cast(h.through as bigint), h.effective_from, h.effective_to
    from held h join roles r on r.id = h.role_id where r.environment_id = $1
    order by h.through, r.name_folded, r.id, h.effective_from";

/// The statements, spelled for one engine.
pub struct Queries {
    roles: String,
}

impl Queries {
    pub fn new(bare: &Bare) -> Self {
        let chosen = match bare {
            Bare::Sqlite(_) => "select unhex(value) from json_each($3)",
            Bare::Postgres(_) => "select unnest($3::uuid[])",
        };
        let roles = ROLES.replace("{chosen}", chosen);
        Self {
            // A dollar begins a name on SQLite, and names are numbered as they come.
            roles: match bare {
                Bare::Sqlite(_) => roles.replace('$', "?"),
                Bare::Postgres(_) => roles,
            },
        }
    }

    /// The first page.
    pub async fn first(&self, bare: &mut Bare, environment: Uuid, now: i64) -> Result<Page> {
        let rows = self.rows(bare, environment, i64::from(LIMIT) + 1).await?;
        let ids: Vec<Uuid> = rows.into_iter().take(usize::from(LIMIT)).map(|row| row.id).collect();
        let total = self.total(bare, environment).await?;
        let held = self.roles(bare, environment, &ids, now).await?;
        let mut distinct: Vec<(Uuid, Uuid)> = held.iter().map(|held| (held.identity, held.role)).collect();
        distinct.sort_unstable();
        distinct.dedup();
        Ok(Page {
            ids,
            roles: distinct.len(),
            total,
        })
    }

    async fn rows(&self, bare: &mut Bare, environment: Uuid, limit: i64) -> Result<Vec<Person>> {
        match bare {
            Bare::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(ROWS)?;
                let rows = statement.query_map(params![environment.as_bytes().as_slice(), limit], |row| {
                    Ok(Person {
                        id: uuid(&row.get::<_, Vec<u8>>(0)?),
                        words: [row.get(1)?, row.get(2)?, row.get(10)?],
                        email: row.get(3)?,
                        account: row.get::<_, Option<Vec<u8>>>(4)?.map(|id: Vec<u8>| uuid(&id)),
                        times: [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?],
                    })
                })?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            Bare::Postgres(conn) => {
                let rows = sqlx::query(ROWS).bind(environment).bind(limit).fetch_all(conn).await?;
                let read = |row: &sqlx::postgres::PgRow| {
                    Ok(Person {
                        id: row.try_get(0)?,
                        words: [row.try_get(1)?, row.try_get(2)?, row.try_get(10)?],
                        email: row.try_get(3)?,
                        account: row.try_get(4)?,
                        times: [
                            row.try_get(5)?,
                            row.try_get(6)?,
                            row.try_get(7)?,
                            row.try_get(8)?,
                            row.try_get(9)?,
                        ],
                    })
                };
                Ok(rows.iter().map(read).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    async fn total(&self, bare: &mut Bare, environment: Uuid) -> Result<i64> {
        Ok(match bare {
            Bare::Sqlite(conn) => conn
                .prepare_cached(COUNTER)?
                .query_row([environment.as_bytes().as_slice()], |row| row.get(0))?,
            Bare::Postgres(conn) => sqlx::query_scalar(COUNTER).bind(environment).fetch_one(conn).await?,
        })
    }

    async fn roles(&self, bare: &mut Bare, environment: Uuid, ids: &[Uuid], now: i64) -> Result<Vec<Held>> {
        match bare {
            Bare::Sqlite(conn) => {
                let list: Vec<String> = ids.iter().map(|id| format!("\"{}\"", id.simple())).collect();
                let list = format!("[{}]", list.join(","));
                let mut statement = conn.prepare_cached(&self.roles)?;
                let rows = statement.query_map(params![environment.as_bytes().as_slice(), now, list], |row| {
                    Ok(Held {
                        identity: uuid(&row.get::<_, Vec<u8>>(0)?),
                        role: uuid(&row.get::<_, Vec<u8>>(1)?),
                        name: row.get(2)?,
                        numbers: [row.get(3)?, row.get(4)?, row.get(5)?],
                    })
                })?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            Bare::Postgres(conn) => {
                let query = sqlx::query(sqlx::AssertSqlSafe(self.roles.clone()));
                let rows = query.bind(environment).bind(now).bind(ids).fetch_all(conn).await?;
                let read = |row: &sqlx::postgres::PgRow| {
                    Ok(Held {
                        identity: row.try_get(0)?,
                        role: row.try_get(1)?,
                        name: row.try_get(2)?,
                        numbers: [row.try_get(3)?, row.try_get(4)?, row.try_get(5)?],
                    })
                };
                Ok(rows.iter().map(read).collect::<sqlx::Result<_>>()?)
            }
        }
    }
}

/// Read whole, as our side does.
struct Person {
    id: Uuid,
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    words: [String; 3],
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    email: Option<String>,
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    account: Option<Uuid>,
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    times: [Option<i64>; 5],
}

struct Held {
    identity: Uuid,
    role: Uuid,
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    name: String,
    #[expect(dead_code, reason = "read, so that both sides carry the same")]
    numbers: [Option<i64>; 3],
}

fn uuid(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

/// The seed's Production.
pub async fn production(bare: &mut Bare) -> Result<Uuid> {
    let ids = bare
        .ids(
            "select {hex:e.id} from environments e join tenants t on t.id = e.tenant_id
             where t.slug = 'seed' and e.slug = 'production'",
        )
        .await?;
    ids.first().copied().context("the seed has Production")
}

/// Everyone, in the order of the list.
pub async fn everyone(bare: &mut Bare, environment: Uuid) -> Result<Vec<Uuid>> {
    bare.ids(&format!(
        "select {{hex:id}} from identities where environment_id = {} and deleted_at is null order by name_folded, id",
        id(environment)
    ))
    .await
}
