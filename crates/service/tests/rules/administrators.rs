//! Random administrators with limited rights do random things: nobody ever comes to reach what the one who
//! acted does not hold (no escalation, whichever door).

mod acts;

use domain::assignments::Subject;
use domain::id::{AssignmentId, CapabilityId, EventId, GroupId, IdentityId, NodeId, OperationId, RoleId};
use domain::{Time, Window};
use policy::{CapIndex, Gain, NodeTree, Rights};
use service::testing::{Member, TestWorld, check_counts, on_each, rounds};
use service::{Env, Error};
use std::collections::{BTreeMap, BTreeSet};

/// Doors that the administrators share in; what opens them is what they may hand on.
const DOORS: [&str; 10] = [
    "users.view",
    "groups.view",
    "roles.view",
    "users.bulk_operations",
    "members.change_roles",
    "groups.manage",
    "roles.create",
    "roles.edit",
    "roles.delete",
    "users.suspend",
];
/// What they hold beside, each another part; two are in flight.
const BESIDE: [&str; 6] = [
    "audit.read",
    "audit.export",
    "users.delete",
    "members.remove",
    "branding.edit",
    "reports.view",
];
/// Days from now at which is looked.
const DAYS: [u16; 4] = [0, 2, 20, 400];

/// What someone can come to: a capability at a node on one of the days.
type Reach = BTreeSet<(CapabilityId, NodeId, u16)>;

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("small")
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

struct Play {
    world: TestWorld,
    env: Env,
    nodes: Vec<NodeId>,
    admins: Vec<Member>,
    /// Also the administrators.
    people: Vec<IdentityId>,
    groups: Vec<GroupId>,
    roles: Vec<RoleId>,
    capabilities: Vec<(CapabilityId, String)>,
    given: Vec<AssignmentId>,
    operations: Vec<OperationId>,
    deleted_roles: Vec<EventId>,
    deleted_groups: Vec<EventId>,
    deleted_people: Vec<EventId>,
    random: Random,
    made: usize,
}

impl Play {
    async fn new(world: TestWorld, seed: u64) -> Self {
        let mut random = Random(seed);
        let env = world.env().await;
        let emea = world.node(&env, "EMEA", None).await;
        let berlin = world.node(&env, "Berlin", Some(emea)).await;
        let apac = world.node(&env, "APAC", None).await;
        let env = world.env().await;
        let nodes = vec![env.environment.root_node_id, emea, berlin, apac];
        let support = world.group(&env, "Support", None).await;
        let inside = world.group(&env, "Inside", Some(support)).await;
        let beside = world.group(&env, "Beside", None).await;
        let groups = vec![support, inside, beside];
        let mut people = world.people(&env, 3).await;
        let mut roles = Vec::new();
        let mut admins = Vec::new();
        for (n, name) in ["Ann", "Bob", "Cid"].into_iter().enumerate() {
            let member = world.member(&env, name).await;
            let parts = [&DOORS[..], &BESIDE[n..n + 3]].concat();
            let role = world.role(&env, &format!("All of {name}"), &parts).await;
            // One of them for a time only, one below a node only for a part of it.
            let window = match n {
                1 => Window::new(None, Some(world.now().plus_days(30))),
                _ => Window::ALWAYS,
            };
            let subject = Subject::Identity(member.identity);
            world.give_at(&env, subject, role, nodes[0], window).await;
            let below = world
                .role(&env, &format!("Below of {name}"), &[BESIDE[(n + 4) % 6]])
                .await;
            world
                .give_at(&env, subject, below, random.of(&nodes), Window::ALWAYS)
                .await;
            people.push(member.identity);
            roles.extend([role, below]);
            admins.push(member);
        }
        for key in BESIDE {
            roles.push(world.role(&env, &format!("Only {key}"), &[key]).await);
        }
        world.join(&env, groups[1], &people[..2], None).await;
        let known = {
            let mut conn = world.db.db.read().await.expect("a connection");
            store::capabilities::list(&mut conn, env.id())
                .await
                .expect("the catalogue")
        };
        let used: Vec<&str> = DOORS.into_iter().chain(BESIDE).collect();
        let capabilities = known
            .into_iter()
            .filter(|one| used.contains(&one.key.as_str()))
            .map(|one| (one.id, one.key))
            .collect();
        Self {
            world,
            env,
            nodes,
            admins,
            people,
            groups,
            roles,
            capabilities,
            given: Vec::new(),
            operations: Vec::new(),
            deleted_roles: Vec::new(),
            deleted_groups: Vec::new(),
            deleted_people: Vec::new(),
            random,
            made: 0,
        }
    }

    /// What each can come to, in flight or not, now and later.
    async fn reach(&self) -> BTreeMap<IdentityId, Reach> {
        let now = self.world.now();
        let mut conn = self.world.db.db.read().await.expect("a connection");
        let list = store::capabilities::list(&mut conn, self.env.id())
            .await
            .expect("the catalogue");
        let index = CapIndex::new(list.iter().map(|one| one.id));
        let parents = store::facts::node_parents(&mut conn, self.env.id())
            .await
            .expect("nodes");
        let tree = NodeTree::at(&parents, now);
        let mut all = BTreeMap::new();
        for person in &self.people {
            let facts = store::facts::of_identity(&mut conn, self.env.id(), *person)
                .await
                .expect("facts");
            let rights = Rights::from_facts(&facts, &index, now);
            let mut reach = Reach::new();
            for (capability, _) in &self.capabilities {
                for node in &self.nodes {
                    for day in DAYS {
                        let at = now.plus_days(day.into());
                        let moment = Gain {
                            capabilities: index.set([*capability]),
                            node: *node,
                            window: Window::new(Some(at), Some(Time(at.0 + 1))),
                        };
                        if rights.covers(&moment, &tree, &index, now).is_ok() {
                            reach.insert((*capability, *node, day));
                        }
                    }
                }
            }
            all.insert(*person, reach);
        }
        all
    }
}

#[tokio::test]
async fn nobody_ever_reaches_what_the_actor_does_not_hold() {
    on_each(async |world| {
        let mut play = Play::new(world, 0x2545_f491_4f6c_dd1d).await;
        let (mut done, mut escalating) = (0, 0);
        let mut before = play.reach().await;
        for step in 0..rounds(150, 3_000) {
            let actor = play.random.below(play.admins.len());
            let (who, identity) = (play.admins[actor].who.clone(), play.admins[actor].identity);
            let own = play.world.env_as(&who, &play.env).await;
            match play.act(&own).await {
                Ok(()) => done += 1,
                Err(Error::Problem(problem)) => {
                    escalating += usize::from(problem.code == domain::problem::Code::WouldEscalate);
                }
                Err(failure) => panic!("step {step}: {failure}"),
            }
            check_counts(&play.env).await.expect("counted");
            let after = play.reach().await;
            let held = &before[&identity];
            for (person, reach) in &after {
                let had = &before[person];
                let beyond: Vec<_> = reach
                    .iter()
                    .filter(|one| !had.contains(one) && !held.contains(one))
                    .collect();
                assert!(
                    beyond.is_empty(),
                    "step {step}: {person} came to {beyond:?} by {identity}"
                );
            }
            before = after;
            if step % 20 == 19 {
                play.world.clock.advance(36_000);
                before = play.reach().await;
                check_counts(&play.env).await.expect("counted");
            }
        }
        assert!(done > 15 && escalating > 10, "{done} done, {escalating} refused");
        assert!(!play.deleted_people.is_empty(), "nobody was deleted");
        play.world.check_audit().await;
        play.world.check_counters(&play.env).await;
    })
    .await;
}
