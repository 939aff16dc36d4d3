//! x
pub struct Demo {
    pub email: String,
    pub password: String,
}
pub async fn create(_cx: &crate::Cx) -> crate::Result<Demo> {
    Err(crate::Error::new(domain::Code::Conflict, "x"))
}
