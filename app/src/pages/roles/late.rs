//! Two people at one role: what the other one changed meanwhile, and one's own changes on top of it.

use domain::form::Sent;
use domain::screens::RoleScreen;
use leptos::prelude::*;

/// What was sent, moved on to what is saved now.
pub struct Late {
    pub ticked: Vec<String>,
    pub name: String,
    pub description: String,
    /// What the other one changed, in words.
    theirs: Vec<String>,
}

/// `None` where nobody was faster.
pub fn late(sent: &Sent, data: &RoleScreen) -> Option<Late> {
    if !sent.has("tag") || sent.value("tag") == data.tag {
        return None;
    }
    let role = &data.head.role;
    let old = role.description.clone().unwrap_or_default();
    let begun: Vec<&str> = sent.all("was").collect();
    let wanted: Vec<&str> = sent.all("capability").collect();
    let catalogue = || data.areas.iter().flat_map(|area| &area.capabilities);
    let keeps = |key: &String| match (begun.contains(&key.as_str()), wanted.contains(&key.as_str())) {
        (false, true) => true,
        (true, false) => false,
        _ => role.capabilities.contains(key),
    };
    let names = |of: &dyn Fn(&String) -> bool| {
        let names = catalogue().filter(|one| of(&one.key)).map(|one| one.name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let added = names(&|key| role.capabilities.contains(key) && !begun.contains(&key.as_str()));
    let removed = names(&|key| !role.capabilities.contains(key) && begun.contains(&key.as_str()));
    let mut theirs = Vec::new();
    for (what, names) in [("added", added), ("taken away", removed)] {
        theirs.extend((!names.is_empty()).then(|| format!("{what}: {names}")));
    }
    // Forms send their line ends as they see fit.
    let sent = |name: &str| sent.value(name).replace("\r\n", "\n");
    let (was_name, was_description) = (sent("was_name"), sent("was_description"));
    theirs.extend((was_name != role.name).then(|| format!("its name is {} now", role.name)));
    theirs.extend((was_description != old).then(|| "another description".to_owned()));
    let own = |typed: String, was: &str, now: &str| if typed.trim() == was { now.to_owned() } else { typed };
    Some(Late {
        ticked: catalogue()
            .map(|one| &one.key)
            .filter(|key| keeps(key))
            .cloned()
            .collect(),
        name: own(sent("name"), &was_name, &role.name),
        description: own(sent("description"), &was_description, &old),
        theirs,
    })
}

impl Late {
    pub fn words(&self) -> String {
        let theirs = match self.theirs.is_empty() {
            true => String::new(),
            false => format!(" ({})", self.theirs.join("; ")),
        };
        format!(
            "Someone changed this role in the meantime{theirs}. Your own changes are kept below, on top of that: look at them, then save."
        )
    }
}

/// From what the changes of a form began.
pub fn began(data: &RoleScreen) -> AnyView {
    let role = &data.head.role;
    let held = role.capabilities.iter();
    let held: Vec<_> = held
        .map(|key| view! { <input type="hidden" name="was" value=key.clone()/> })
        .collect();
    view! {
        <input type="hidden" name="tag" value=data.tag.clone()/>
        <input type="hidden" name="was_name" value=role.name.clone()/>
        <input type="hidden" name="was_description" value=role.description.clone().unwrap_or_default()/>
        {held}
    }
    .into_any()
}
