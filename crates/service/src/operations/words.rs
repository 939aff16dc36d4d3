//! What an operation was asked to do, in a sentence.

use crate::cx::Env;
use crate::{Result, when};
use domain::groups::Group;
use domain::plans::{DateChange, Request};
use domain::roles::Role;
use domain::screens::GroupLink;

/// What requests name.
pub(crate) struct Named {
    roles: Vec<Role>,
    groups: Vec<Group>,
}

impl Named {
    pub async fn load(env: &Env) -> Result<Self> {
        let mut conn = env.read().await?;
        Ok(Self {
            roles: store::roles::list(&mut conn, env.id()).await?,
            groups: store::groups::list(&mut conn, env.id()).await?,
        })
    }

    /// The group of a request, to go to.
    pub fn link(&self, request: &Request) -> Option<GroupLink> {
        let id = request.group_id()?;
        let group = self.groups.iter().find(|group| group.id == id)?;
        Some(GroupLink {
            id,
            name: group.name.clone(),
        })
    }

    /// The group of a request, where it is about one.
    fn group(&self, request: &Request) -> &str {
        let id = request.group_id();
        let group = self.groups.iter().find(|group| Some(group.id) == id);
        group.map_or("a group that is not here any more", |group| group.name.as_str())
    }
}

/// `Operator, until 31 Dec 2026.`
pub(crate) fn in_words(env: &Env, request: &Request, named: &Named) -> String {
    let zone = &env.environment.time_zone;
    let role = named.roles.iter().find(|role| Some(role.id) == request.role_id());
    let role = role.map(|role| role.name.as_str()).unwrap_or_default();
    match request {
        Request::Assign(asked) => match when::short(asked.window, zone) {
            Some(window) => format!("{role}, {window}."),
            None => format!("{role}, until removed."),
        },
        Request::Remove(_) => format!("{role}, taken away."),
        Request::SetDates(asked) => match asked.change {
            DateChange::Extend { days: 1 } => "Extended by 1 day.".to_owned(),
            DateChange::Extend { days } => format!("Extended by {days} days."),
            DateChange::Set {
                effective_from,
                effective_to,
            } => {
                let start = effective_from.map(|from| match from {
                    Some(from) => format!("start {}", crate::words::day(from, zone)),
                    None => "start at once".to_owned(),
                });
                let end = effective_to.map(|to| match to {
                    Some(to) => format!("end {}", crate::words::last_day(to, zone)),
                    None => "no end".to_owned(),
                });
                let parts: Vec<String> = start.into_iter().chain(end).collect();
                format!("New dates: {}.", parts.join(", "))
            }
        },
        Request::End(_) => "Ended at once.".to_owned(),
        Request::AddMembers(_) => format!("Added to {}.", named.group(request)),
        Request::RemoveMembers(_) => format!("Taken out of {}.", named.group(request)),
        Request::Suspend(_) => "Suspended.".to_owned(),
        Request::Reinstate(_) => "Reinstated.".to_owned(),
        Request::Undo(_) => "An earlier operation, undone.".to_owned(),
    }
}
