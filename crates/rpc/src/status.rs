//! The status of a page that is not the answer of a read.

/// Tells the browser that the page under way does not exist. In the browser itself it does nothing.
pub fn not_found() {
    #[cfg(feature = "ssr")]
    crate::cx::set_status(&domain::problem::Problem::not_found("page"));
}
