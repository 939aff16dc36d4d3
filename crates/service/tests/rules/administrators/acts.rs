//! What the random administrators do, through every door that gives or takes.

use super::Play;
use crate::giving;
use domain::Window;
use domain::assignments::{New, Subject};
use domain::plans::{AssignmentSelection, End, Members, Remove, Request, Selection};
use service::assignments::{self, BulkOptions, Edit};
use service::{Env, Error, groups, operations, people, plans, roles};

impl Play {
    fn window(&mut self) -> Window {
        let now = self.world.now();
        let from = self.random.of(&[None, None, Some(1), Some(10)]);
        let to = self.random.of(&[None, Some(5), Some(25), Some(500)]);
        let at = |days: Option<u16>| days.map(|days| now.plus_days(days.into()));
        let window = Window::new(at(from), at(to));
        if window.is_empty() { Window::ALWAYS } else { window }
    }

    fn subject(&mut self) -> Subject {
        if self.random.below(3) == 0 {
            Subject::Group(self.random.of(&self.groups))
        } else {
            Subject::Identity(self.random.of(&self.people))
        }
    }

    fn new_one(&mut self) -> New {
        New {
            subject: self.subject(),
            role_id: self.random.of(&self.roles),
            node_id: Some(self.random.of(&self.nodes)),
            window: self.window(),
            reason: None,
        }
    }

    fn keys(&mut self) -> Vec<String> {
        let mut keys = Vec::new();
        for (_, key) in self.capabilities.clone() {
            if self.random.below(4) == 0 {
                keys.push(key);
            }
        }
        keys
    }

    /// Something to be done to several, first as a plan.
    fn request(&mut self) -> Request {
        let some = Selection::Ids(vec![self.random.of(&self.people), self.random.of(&self.people)]);
        let (role_id, group_id) = (self.random.of(&self.roles), self.random.of(&self.groups));
        let members = |selection| Members {
            selection,
            group_id,
            revoke_sessions: false,
        };
        match self.random.below(5) {
            0 => Request::Remove(Remove {
                selection: some,
                role_id,
                node_id: None,
                revoke_sessions: false,
            }),
            1 => Request::AddMembers(members(some)),
            2 => Request::RemoveMembers(members(some)),
            3 if !self.given.is_empty() => Request::End(End {
                selection: AssignmentSelection::Ids(vec![self.random.of(&self.given)]),
                revoke_sessions: false,
            }),
            _ => Request::Assign(giving(some, role_id)),
        }
    }

    /// One random act.
    pub async fn act(&mut self, own: &Env) -> Result<(), Error> {
        self.made += 1;
        let name = format!("Made {}", self.made);
        match self.random.below(20) {
            0..=2 => {
                let new = self.new_one();
                self.given.push(assignments::assign(own, &new).await?.id);
            }
            3 => {
                let items = [self.new_one(), self.new_one(), self.new_one()];
                let done = assignments::bulk_create(own, &items, BulkOptions::default()).await?;
                self.operations.extend(done.operation_id);
                self.given
                    .extend(done.results.iter().filter_map(|one| Some(one.assignment.as_ref()?.id)));
            }
            4 if !self.given.is_empty() => {
                let id = self.random.of(&self.given);
                assignments::revoke(own, id).await?;
            }
            5 if !self.given.is_empty() => {
                let (id, window) = (self.random.of(&self.given), self.window());
                let edit = Edit {
                    effective_from: Some(window.from),
                    effective_to: Some(window.to),
                    ..Edit::default()
                };
                assignments::change(own, id, &edit).await?;
            }
            6 => {
                let (group, person) = (self.random.of(&self.groups), self.random.of(&self.people));
                let done = groups::add(own, group, vec![person]).await?;
                self.operations.extend(done.operation_id);
            }
            7 => {
                let (group, person) = (self.random.of(&self.groups), self.random.of(&self.people));
                let done = groups::take_out(own, group, vec![person]).await?;
                self.operations.extend(done.operation_id);
            }
            8 => {
                let group = self.random.of(&self.groups);
                let parents: Vec<_> = self.groups.iter().copied().map(Some).chain([None]).collect();
                let edit = groups::Edit {
                    parent_id: Some(self.random.of(&parents)),
                    ..groups::Edit::default()
                };
                groups::change(own, group, &edit).await?;
            }
            9 => {
                let new = groups::New {
                    name,
                    parent_id: Some(self.random.of(&self.groups)),
                    ..groups::New::default()
                };
                self.groups.push(groups::create(own, &new).await?.id);
            }
            10 => {
                let new = roles::New {
                    name,
                    capabilities: self.keys(),
                    assign: roles::Assign {
                        identity_ids: vec![self.random.of(&self.people)],
                        group_ids: vec![self.random.of(&self.groups)],
                    },
                    ..roles::New::default()
                };
                self.roles.push(roles::create(own, &new).await?.id);
            }
            11 => {
                let edit = roles::Edit {
                    capabilities: Some(self.keys()),
                    ..roles::Edit::default()
                };
                roles::change(own, self.random.of(&self.roles), &edit).await?;
            }
            12 => match self.random.below(4) {
                0 if self.roles.len() > 4 => {
                    let role = self.random.of(&self.roles);
                    self.deleted_roles.push(roles::remove(own, role, None).await?);
                }
                1 if self.groups.len() > 2 => {
                    let group = self.random.of(&self.groups);
                    self.deleted_groups.push(groups::remove(own, group, true).await?);
                }
                2 if !self.deleted_roles.is_empty() => {
                    let event = self.random.of(&self.deleted_roles);
                    roles::restore(own, event).await?;
                }
                _ if !self.deleted_groups.is_empty() => {
                    let event = self.random.of(&self.deleted_groups);
                    groups::restore(own, event).await?;
                }
                _ => {}
            },
            13 => people::suspend(own, self.random.of(&self.people)).await?,
            14 => people::reinstate(own, self.random.of(&self.people)).await?,
            15 if !self.operations.is_empty() => {
                let id = self.random.of(&self.operations);
                let again = match self.random.below(3) {
                    0 => operations::retry(own, id).await?,
                    _ => operations::undo(own, id).await?,
                };
                self.operations.push(again);
            }
            16 | 17 => {
                let request = self.request();
                let plan = plans::create(own, &request).await?;
                self.operations.push(plans::commit(own, plan.id, true).await?);
            }
            // Those who are no administrators: without these the play would end.
            18 => {
                let person = self.random.of(&self.people[..3]);
                match self.random.below(3) {
                    0 => {
                        people::remove_access(own, person).await?;
                    }
                    _ => self.deleted_people.push(people::delete(own, person).await?),
                }
            }
            19 if !self.deleted_people.is_empty() => {
                let event = self.random.of(&self.deleted_people);
                people::restore(own, event).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
