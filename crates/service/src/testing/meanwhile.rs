//! What happens between the check of a request and its write.

use super::TestWorld;
use crate::cx::Env;
use domain::id::{IdentityId, RoleId};
use store::{Engine, Tx};

/// What someone else does while a request waits for its turn to write.
#[derive(Debug, Clone, Copy)]
pub enum Meanwhile {
    Nothing,
    /// A role comes to hold a capability.
    Gains(RoleId, &'static str),
    /// A role holds it no longer.
    Loses(RoleId, &'static str),
    Suspended(IdentityId),
}

impl TestWorld {
    /// Lets a request begin while another write is on its way, and that one be kept when the request waits for
    /// its turn: what the request saw before is not so any more when it writes.
    pub async fn meanwhile<T: Send + 'static>(
        &self,
        env: &Env,
        happens: Meanwhile,
        request: impl Future<Output = T> + Send + 'static,
    ) -> T {
        // What holds from this instant on did not hold before it.
        self.clock.advance(1);
        let mut other = self.cli().write().await.expect("a transaction").tx;
        store::environments::raise_revision(&mut other, env.id())
            .await
            .expect("the environment's lock");
        let request = tokio::spawn(request);
        self.until_it_waits(|| request.is_finished()).await;
        assert!(!request.is_finished(), "it was done without its turn");
        self.happens(env, happens, &mut other).await;
        other.commit().await.expect("kept");
        request.await.expect("no panic")
    }

    /// The same change by itself.
    pub async fn happen(&self, env: &Env, what: Meanwhile) {
        self.clock.advance(1);
        let mut tx = self.cli().write().await.expect("a transaction").tx;
        self.happens(env, what, &mut tx).await;
        tx.commit().await.expect("kept");
    }

    /// Postgres tells who wants to write to environments. SQLite tells nothing; but whoever has not come to
    /// their turn while others open the database and read it a hundred times waits for the writer.
    async fn until_it_waits(&self, over: impl Fn() -> bool) {
        for _ in 0..100 {
            if self.db.writers().await == Some(2) || over() {
                return;
            }
        }
        assert_eq!(self.db.db.engine(), Engine::Sqlite, "it waits for nobody");
    }

    async fn happens(&self, env: &Env, happens: Meanwhile, tx: &mut Tx) {
        let of_key = |key: &str| {
            let found = env.catalogue.list.iter().find(|one| one.key == key);
            found.unwrap_or_else(|| panic!("a capability {key}")).id
        };
        let now = self.now();
        let done = match happens {
            Meanwhile::Nothing => Ok(()),
            Meanwhile::Gains(role, key) => {
                store::roles::set_capabilities(tx, env.id(), role, &[of_key(key)], &[], now).await
            }
            Meanwhile::Loses(role, key) => {
                store::roles::set_capabilities(tx, env.id(), role, &[], &[of_key(key)], now).await
            }
            Meanwhile::Suspended(person) => store::identities::suspend(tx, env.id(), &[person], now)
                .await
                .map(|_| ()),
        };
        done.expect("done by someone else");
    }
}
