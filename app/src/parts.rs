//! Widgets that know what they show: values of the domain in, views out.

pub mod affected;
pub mod assignment;
pub mod capabilities;
pub mod carried;
pub mod deleted;
pub mod find;
pub mod group;
pub mod held_roles;
pub mod identity;
pub mod log;
pub mod more;
pub mod plan;
pub mod planned;
pub mod request;
pub mod role_picker;
pub mod scopes;
pub mod selected;
pub mod sign_out;
pub mod slug;
pub mod sources;
pub mod subjects;
pub mod timings;
pub mod ways;
pub mod when;
