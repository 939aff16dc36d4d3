//! Who is in the demo: made people and services, when each came and was last seen.

use super::people::{PARTNERS, SERVICES, WRITTEN};
use super::start::{Started, fixed};
use super::structure::{commit, created};
use super::{DANA, EMAIL, names, random::Random};
use crate::Result;
use crate::cx::Env;
use domain::Time;
use domain::bulk::Status;
use domain::email::Email;
use domain::id::IdentityId;
use domain::identities::Kind;
use domain::name::Name;
use domain::slug::Slug;
use std::collections::{HashMap, HashSet};
use store::audit::Child;
use store::identities::New;

/// How many identities Production has.
const TOTAL: usize = 250;
/// The last so many of the staff are invited and not yet here.
const INVITED: usize = 8;
/// Places in the list of staff of those who are suspended.
const SUSPENDED: [usize; 5] = [23, 61, 97, 140, 188];

/// Who came to be what.
pub(super) struct Directory {
    pub dana: IdentityId,
    /// People of the house who are neither invited nor suspended.
    pub staff: Vec<IdentityId>,
    pub partners: Vec<IdentityId>,
    pub services: Vec<IdentityId>,
    pub invited: Vec<IdentityId>,
    pub suspended: Vec<(IdentityId, Time)>,
    /// Since when each is there.
    pub came: HashMap<IdentityId, Time>,
}

/// Fills Production's directory, with one event.
pub(super) async fn import(env: &Env, started: &Started, random: &mut Random) -> Result<Directory> {
    let mut drawn = Drawn {
        env,
        new: Vec::with_capacity(TOTAL),
        seen: Vec::new(),
    };
    let now = env.cx.now();
    let dana = drawn.add(Kind::Person, DANA, EMAIL, started.since)?;
    if let Some(row) = drawn.new.last_mut() {
        row.account_id = Some(started.account_id);
    }
    drawn.seen.push((dana, now));
    let mut services = Vec::new();
    for (name, mailbox) in SERVICES {
        let id = drawn.add(Kind::Service, name, &address(mailbox), random.ago(now, 200, 700))?;
        drawn.seen.push((id, random.ago(now, 0, 2)));
        services.push(id);
    }
    let mut partners = Vec::new();
    for (name, address) in PARTNERS {
        let since = random.ago(now, 20, 200);
        partners.push(drawn.add(Kind::Person, name, address, since)?);
        drawn.look_in(random, since);
    }
    let mut staff = Vec::new();
    let mut invited = Vec::new();
    let mut suspended = Vec::new();
    let count = TOTAL - drawn.new.len();
    for (position, (name, mailbox)) in staff_names(count, random).into_iter().enumerate() {
        let comes = position >= count - INVITED;
        let since = if comes {
            random.ago(now, 0, 10)
        } else {
            random.ago(now, 60, 700)
        };
        let id = drawn.add(Kind::Person, &name, &address(&mailbox), since)?;
        if comes {
            if let Some(row) = drawn.new.last_mut() {
                row.invited = true;
            }
            invited.push(id);
        } else if SUSPENDED.contains(&position) {
            let end = random.ago(now, 3, 50);
            drawn.seen.push((id, end.plus_seconds(-random.between(600, 90_000))));
            suspended.push((id, end));
        } else {
            drawn.look_in(random, since);
            staff.push(id);
        }
    }
    let came = drawn.new.iter().map(|row| (row.id, row.created_at)).collect();
    drawn.write().await?;
    Ok(Directory {
        dana,
        staff,
        partners,
        services,
        invited,
        suspended,
        came,
    })
}

/// Fills Development's directory: some of the staff once more, as identities of their own.
pub(super) async fn import_development(
    env: &Env,
    started: &Started,
    random: &mut Random,
) -> Result<(IdentityId, Vec<IdentityId>)> {
    let mut drawn = Drawn {
        env,
        new: Vec::new(),
        seen: Vec::new(),
    };
    let now = env.cx.now();
    let dana = drawn.add(Kind::Person, DANA, EMAIL, started.since)?;
    if let Some(row) = drawn.new.last_mut() {
        row.account_id = Some(started.account_id);
    }
    drawn.seen.push((dana, now));
    let mut others = Vec::new();
    for (name, mailbox) in WRITTEN.iter().step_by(10).take(9) {
        let since = random.ago(now, 30, 400);
        others.push(drawn.add(Kind::Person, name, &address(mailbox), since)?);
        drawn.look_in(random, since);
    }
    for (name, mailbox) in &SERVICES[..2] {
        others.push(drawn.add(Kind::Service, name, &address(mailbox), random.ago(now, 30, 400))?);
    }
    drawn.write().await?;
    Ok((dana, others))
}

fn address(mailbox: &str) -> String {
    if mailbox.is_empty() {
        String::new()
    } else {
        format!("{mailbox}@northwind.test")
    }
}

/// Names with mailboxes: those that are written out, then others put together.
fn staff_names(count: usize, random: &mut Random) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = WRITTEN
        .iter()
        .map(|(name, mailbox)| ((*name).to_owned(), (*mailbox).to_owned()))
        .collect();
    let mut used: HashSet<String> = all.iter().map(|(_, mailbox)| mailbox.clone()).collect();
    while all.len() < count {
        let name = format!("{} {}", random.pick(names::FIRST), random.pick(names::LAST));
        let mailbox = Slug::from_name(&name).map(|slug| slug.as_str().replace('-', "."));
        if let Some(mailbox) = mailbox.filter(|mailbox| used.insert(mailbox.clone())) {
            all.push((name, mailbox));
        }
    }
    all
}

/// Identities before they are written.
struct Drawn<'a> {
    env: &'a Env,
    new: Vec<New>,
    seen: Vec<(IdentityId, Time)>,
}

impl Drawn<'_> {
    fn add(&mut self, kind: Kind, name: &str, address: &str, created_at: Time) -> Result<IdentityId> {
        let email = (!address.is_empty()).then(|| fixed(Email::new(address)));
        let id: IdentityId = self.env.cx.next_id();
        self.new.push(New {
            id,
            kind,
            name: fixed(Name::new(name))?,
            email: email.transpose()?,
            account_id: None,
            invited: false,
            created_at,
        });
        Ok(id)
    }

    /// Lets the one added last have been seen: most today, some long ago, some never.
    fn look_in(&mut self, random: &mut Random, since: Time) {
        let now = self.env.cx.now();
        let at = match random.below(20) {
            0..10 => random.ago(now, 0, 1),
            10..15 => random.ago(now, 1, 14),
            15..18 => random.ago(now, 14, 120),
            _ => return,
        };
        if let Some(row) = self.new.last() {
            self.seen.push((row.id, at.max(since.plus_seconds(3600))));
        }
    }

    async fn write(self) -> Result<()> {
        let env = self.env;
        let mut tx = env.write("users.create", env.root()).await?;
        store::identities::create(&mut tx.tx, env.id(), &self.new).await?;
        store::identities::set_seen(&mut tx.tx, env.id(), &self.seen).await?;
        let children = self.new.iter().map(|row| created("identity", row.id.0, None)).collect();
        commit(tx, env, "identities.imported", children).await
    }
}

/// Suspends those who are to be, each since an own day, with one event.
pub(super) async fn suspend(env: &Env, who: &[(IdentityId, Time)]) -> Result<()> {
    let mut tx = env.write("users.suspend", env.root()).await?;
    for (id, since) in who {
        store::identities::suspend(&mut tx.tx, env.id(), &[*id], *since).await?;
    }
    let children = who
        .iter()
        .map(|(id, _)| Child {
            outcome: Status::Updated.as_str().into(),
            ..created("identity", id.0, None)
        })
        .collect();
    commit(tx, env, "identities.suspended", children).await
}
