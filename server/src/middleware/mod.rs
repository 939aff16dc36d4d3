//! What happens to every request before and after its handler.

pub mod client;
pub mod headers;
pub mod origin;
pub mod request_id;
pub mod session;
pub mod tracked;
