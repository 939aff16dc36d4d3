//! Refusals in words.

use domain::problem::Code;

/// The sentence of a refusal that lies in the data.
pub(crate) fn detail(code: Code) -> &'static str {
    match code {
        Code::NotFound => "There is no such person, group, role, node or assignment, or it is not yours to see.",
        Code::Suspended => "Suspended: reinstate the person first.",
        Code::AlreadyAssigned => "Already has this role in that time, so nothing changes.",
        Code::Inherited => "Has it through a group.",
        Code::AlreadyMember => "Is in this group already, so nothing changes.",
        Code::NotMember => "Is not in this group (any more), so nothing changes.",
        Code::DuplicateInRequest => "Stands in this request before.",
        Code::NotAssigned => "Does not have this role (any more), so nothing changes.",
        Code::Unchanged => "Has these dates already, so nothing changes.",
        Code::OwnAccess => "That is you: take your own role away by itself.",
        Code::WouldEscalate => "This would give or take more than you hold.",
        Code::Forbidden => "You need members.change_roles there to do this.",
        Code::InvalidWindow => "The end must be in the future and after the start, and a start that has passed stays.",
        Code::NodeRequired => "Say at which node; this environment has several.",
        Code::TooLarge => "A reason has at most 500 characters.",
        Code::InvalidValue => "A reason has no control characters.",
        Code::ChangedSince => "Changed in the meantime, so it was left as it is.",
        _ => "In conflict with the present state.",
    }
}
