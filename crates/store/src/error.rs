//! What can go wrong in the database.

/// A failed database call. Its text is for logs, never for people outside.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A unique index refused a row.
    #[error("a row with these values exists already: {0}")]
    Unique(String),
    /// A row that must be there is not.
    #[error("no such row")]
    NoRow,
    /// A row holds what this release cannot read.
    #[error("a row makes no sense: {0}")]
    Corrupt(String),
    /// No connection became free in time, or the database is gone.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// The file or server cannot be used as it is; the sentence tells what to do.
    #[error("{0}")]
    Unusable(String),
    #[error(transparent)]
    Driver(sqlx::Error),
}

impl Error {
    pub(crate) fn corrupt(what: &str, value: impl std::fmt::Debug) -> Self {
        Self::Corrupt(format!("{what}: {value:?}"))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NoRow,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::Database(ref inner) if inner.is_unique_violation() => Self::Unique(inner.message().to_owned()),
            other => Self::Driver(other),
        }
    }
}
