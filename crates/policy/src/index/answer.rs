//! The answer to one question, out of what is known.

use super::parts::{BLOCKED, Entry, MEMBER, Mask};
use super::{CapabilityRef, Index, NodeRef, PersonRef};
use domain::Time;

impl Index {
    /// May this person do this, there, then?
    pub fn allows(&self, person: PersonRef<'_>, capability: CapabilityRef, node: NodeRef, at: Time) -> bool {
        let (entries, wanted) = (person.0, Mask::of(capability.0));
        let available = self.capabilities.get(capability.0);
        if !available.is_some_and(|spans| spans.iter().any(|span| span.contains(at))) {
            return false;
        }
        for entry in entries {
            let held = match entry.place {
                // These come first: whatever is held, nothing of it has effect.
                BLOCKED if entry.span.contains(at) => return false,
                BLOCKED => false,
                MEMBER => self.groups.get(entry.what).is_some_and(|group| {
                    group.ever.meets(wanted)
                        && entry.span.contains(at)
                        && group.gives.iter().any(|grant| self.grants(grant, capability, node, at))
                }),
                _ => self.grants(entry, capability, node, at),
            };
            if held {
                return true;
            }
        }
        false
    }

    fn grants(&self, grant: &Entry, capability: CapabilityRef, node: NodeRef, at: Time) -> bool {
        let Some(role) = self.roles.get(grant.what) else {
            return false;
        };
        if !role.ever.meets(Mask::of(capability.0)) || !grant.span.contains(at) {
            return false;
        }
        let holds = || {
            let first = role.holds.partition_point(|(held, _)| *held < capability.0);
            let rest = role.holds[first..].iter();
            rest.take_while(|(held, _)| *held == capability.0)
                .any(|(_, span)| span.contains(at))
        };
        let here = || {
            let above = self.nodes.get(node.0).map_or(&[][..], |node| &node.above);
            above
                .iter()
                .any(|edge| edge.to == grant.place && edge.span.contains(at))
        };
        (role.holds_all || holds()) && here()
    }
}
