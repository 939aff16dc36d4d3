//! API keys: one environment, a list of capabilities, an end.

use crate::cx::{Cx, Env, Service, Who};
use crate::error::Error;
use crate::event::{Change, Description};
use crate::snapshot::{Entered, Key};
use crate::{Result, environment, secret};
use domain::Time;
use domain::accounts::Account;
use domain::actor::ActorKind;
use domain::id::{AccountId, KeyId};
use domain::name::Name;
use domain::problem::Code;
use policy::{CapSet, Rights};
use store::Conn;

const PREFIX: &str = "rck";

/// Makes a key and returns its secret, which is stored nowhere.
///
/// Who may: the command line. `capabilities`: none means every one. `days`: until its end.
/// Fails with `unknown_capability`, or `invalid_value` for a name or number of days.
pub async fn create(env: &Env, name: &str, capabilities: Option<&[String]>, days: i64) -> Result<String> {
    env.require("api_keys.manage")?;
    let name = Name::new(name).map_err(|error| Error::at(Code::InvalidValue, "/name", error.to_string()))?;
    if !(1..=3650).contains(&days) {
        return Err(Error::at(
            Code::InvalidValue,
            "/expires",
            "A key ends after 1 to 3650 days.",
        ));
    }
    for key in capabilities.unwrap_or_default() {
        if !env.catalogue.list.iter().any(|one| one.key == *key) {
            return Err(Error::at(
                Code::UnknownCapability,
                "/capabilities",
                format!("There is no capability {key}."),
            ));
        }
    }
    let mut tx = env.write("api_keys.manage", env.root()).await?;
    let id: KeyId = env.cx.next_id();
    let token = env.cx.service.random_token();
    let actor = env.actor();
    let now = env.cx.now();
    let new = store::keys::New {
        id,
        name: name.as_str(),
        secret_hash: &secret::digest(&token),
        capabilities,
        creator_kind: actor.kind,
        creator_id: actor.id,
        now,
        expires_at: now.plus_days(days),
    };
    store::keys::create(&mut tx.tx, env.id(), new).await?;
    let event = Description::new("api_key.created")
        .target("api_key", id.0, name.as_str())
        .after(serde_json::json!({ "capabilities": capabilities, "expires_at": now.plus_days(days) }));
    let change = Change {
        touched: vec![("api_key", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(format!("{PREFIX}_{}_{token}", id.0.simple()))
}

/// The environment of a key as it may use it; `None` where there is no such key: wrong, revoked and ended
/// keys are alike.
///
/// What a key may do is kept in memory for as long as the revision of its environment stays the same; that is
/// read from the database each time.
pub async fn enter(service: &Service, key: &str, request_id: &str) -> Result<Option<Env>> {
    let Some((id, token)) = split(key) else {
        return Ok(None);
    };
    if let Some(known) = Key::current(service, id).await? {
        return Ok(who(service, &known.stored, token).map(|who| known.entered.env(service.cx(who, request_id))));
    }
    let stored = store::keys::get(&mut service.db().read().await?, id).await?;
    let Some(who) = stored.and_then(|stored| who(service, &stored, token)) else {
        return Ok(None);
    };
    let env = service.cx(who, request_id).environment_of_key().await?;
    // Read once more: the key may have been revoked before the revision that was read meanwhile.
    let stored = store::keys::get(&mut service.db().read().await?, id).await?;
    if let Some(stored) = stored {
        let entered = Entered::of(&env);
        service.snapshots().keep_key(id, Key { stored, entered });
    }
    Ok(Some(env))
}

/// Who holds a key, where the token is that of the key and the key is good.
fn who(service: &Service, stored: &store::keys::Stored, token: &str) -> Option<Who> {
    let good = secret::same(&stored.secret_hash, &secret::digest(token))
        && !stored.key.revoked
        && service.now() < stored.key.expires_at;
    good.then(|| Who::Key {
        id: stored.key.id,
        name: stored.key.name.clone(),
        environment: stored.environment_id,
    })
}

/// Whoever holds a key, by its id alone; what they may do is looked up by itself.
pub(crate) async fn by_id(conn: &mut Conn, id: KeyId) -> Result<Option<Who>> {
    Ok(store::keys::get(conn, id).await?.map(|stored| Who::Key {
        id,
        name: stored.key.name,
        environment: stored.environment_id,
    }))
}

fn split(key: &str) -> Option<(KeyId, &str)> {
    let rest = key.strip_prefix(PREFIX)?.strip_prefix('_')?;
    let (id, token) = rest.split_once('_')?;
    let id = uuid::Uuid::try_parse(id)
        .ok()
        .filter(|read| read.simple().to_string() == id)?;
    Some((KeyId(id), token))
}

/// What a key may do: its list, as far as its creator still has it, and until when it may.
pub(crate) async fn rights(env: &Env, conn: &mut Conn, id: KeyId) -> Result<(Rights, Option<Time>)> {
    let stored = store::keys::get(conn, id)
        .await?
        .filter(|stored| stored.environment_id == env.id());
    let Some(stored) = stored else {
        return Ok((Rights::NONE, None));
    };
    if stored.key.revoked || stored.key.expires_at <= env.cx.now() {
        return Ok((Rights::NONE, None));
    }
    let creator = match (stored.creator_kind, stored.creator_id) {
        (ActorKind::Account, Some(creator)) => {
            let account: Account = store::accounts::get(conn, AccountId(creator)).await?;
            environment::of_account(env, conn, &account)
                .await
                .unwrap_or(Rights::NONE)
        }
        (ActorKind::Cli, _) => Rights::Everything,
        _ => Rights::NONE,
    };
    let catalogue = &env.catalogue;
    let list = match &stored.key.capabilities {
        None => CapSet::full(catalogue.index.len()),
        Some(keys) => (0..catalogue.list.len())
            .filter(|position| keys.contains(&catalogue.list[*position].key))
            .collect(),
    };
    // The key's end ends the key, not what was given with it: that is bounded by its creator's own windows.
    Ok((
        creator.restricted_to(&list, env.root(), None),
        Some(stored.key.expires_at),
    ))
}

/// Makes a key for `<tenant>/<environment>`; for the command line.
pub async fn create_for(
    cx: &Cx,
    place: &str,
    name: &str,
    capabilities: Option<&[String]>,
    days: i64,
) -> Result<String> {
    let (tenant, environment) = place.split_once('/').ok_or_else(|| {
        Error::new(
            Code::InvalidValue,
            "Name the environment as <tenant>/<environment>, such as northwind/production.",
        )
    })?;
    let env = cx.environment(tenant, environment).await?;
    create(&env, name, capabilities, days).await
}
