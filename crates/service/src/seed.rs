//! x
pub use crate::demo::Demo as Seeded;
pub async fn create(_cx: &crate::Cx, _n: usize, _p: &mut dyn FnMut(usize)) -> crate::Result<Seeded> {
    Err(crate::Error::new(domain::Code::Conflict, "x"))
}
