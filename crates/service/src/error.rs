//! Refusals, which people see, and failures, of which they see a code and a request id only.

use domain::problem::{Code, FieldProblem, Problem};

/// Why a use case did not happen.
#[derive(Debug)]
pub enum Error {
    /// A refusal with its reason.
    Problem(Box<Problem>),
    /// A failure inside; the text is for the log.
    Internal(String),
    /// The database did not answer; trying again may help.
    Unavailable(String),
}

impl Error {
    /// What may leave the process. Failures are logged here, under `request_id`.
    pub fn into_problem(self, request_id: &str) -> Problem {
        let mut problem = match self {
            Self::Problem(problem) => *problem,
            Self::Internal(text) => {
                tracing::error!(request_id, error = text, "failure");
                Problem::new(
                    Code::Internal,
                    "Something failed inside Rolecall. The log tells more under this request id.",
                )
            }
            Self::Unavailable(text) => {
                tracing::error!(request_id, error = text, "database unavailable");
                Problem::new(
                    Code::Unavailable,
                    "The database does not answer at the moment. Try again shortly.",
                )
            }
        };
        problem.request_id = Some(request_id.to_owned());
        problem
    }

    pub fn code(&self) -> Code {
        match self {
            Self::Problem(problem) => problem.code,
            Self::Internal(_) => Code::Internal,
            Self::Unavailable(_) => Code::Unavailable,
        }
    }

    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Problem::new(code, detail).into()
    }

    pub(crate) fn at(code: Code, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Problem::at(code, pointer, detail).into()
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Problem::not_found(what).into()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Problem(problem) => problem.fmt(f),
            Self::Internal(text) | Self::Unavailable(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(text) => Self::Unavailable(text),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Collects wrong values, so that a form is sent back once with all of them.
#[derive(Default)]
pub(crate) struct Fields(Vec<FieldProblem>);

impl Fields {
    pub fn add(&mut self, pointer: &str, detail: impl Into<String>) {
        self.0.push(FieldProblem {
            pointer: pointer.to_owned(),
            code: Code::InvalidValue,
            detail: detail.into(),
        });
    }

    /// What has been checked is there; that it is not is a fault of ours.
    pub fn missing() -> Error {
        Error::Internal("checked fields are there".to_owned())
    }

    /// Takes the value, or notes why there is none.
    pub fn take<T, E: std::fmt::Display>(&mut self, pointer: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(pointer, error.to_string())).ok()
    }

    pub fn check(self) -> crate::Result<()> {
        match Problem::of_fields(self.0) {
            None => Ok(()),
            Some(problem) => Err(problem.into()),
        }
    }
}

/// Turns "no such row" into "not found", and leaves other failures as they are.
pub(crate) fn found<T>(result: store::Result<T>, what: &str) -> crate::Result<T> {
    match result {
        Err(store::Error::NoRow) => Err(Error::not_found(what)),
        other => Ok(other?),
    }
}
