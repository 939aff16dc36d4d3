//! What will become of one item, and how its refusal is told.

use crate::Error;
use domain::bulk::{ItemError, Status};
use domain::id::AssignmentId;
use domain::problem::{Code, Problem};

/// What will become of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Create(AssignmentId),
    Refuse {
        status: Status,
        error: ItemError,
        pointer: &'static str,
        /// The capability that the actor lacks.
        capability: Option<String>,
    },
}

impl Verdict {
    pub fn refuse(code: Code, pointer: &'static str, detail: impl Into<String>) -> Self {
        let status = match code {
            Code::AlreadyAssigned | Code::DuplicateInRequest | Code::Inherited | Code::ChangedSince => Status::Skipped,
            _ => Status::Failed,
        };
        Self::Refuse {
            status,
            error: ItemError {
                code,
                detail: detail.into(),
            },
            pointer,
            capability: None,
        }
    }

    /// The actor may not give this role there, then.
    pub fn not_allowed(problem: &Problem) -> Self {
        let mut verdict = Self::refuse(problem.code, "/role_id", problem.detail.clone());
        if let Self::Refuse { capability, .. } = &mut verdict {
            capability.clone_from(&problem.capability);
        }
        verdict
    }

    pub fn status(&self) -> Status {
        match self {
            Self::Create(_) => Status::Created,
            Self::Refuse { status, .. } => *status,
        }
    }

    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Create(_) => None,
            Self::Refuse { error, .. } => Some(error.code),
        }
    }

    /// The refusal as an error of a single request.
    pub fn into_error(self) -> Option<Error> {
        match self {
            Self::Create(_) => None,
            Self::Refuse {
                error,
                pointer,
                capability,
                ..
            } => {
                let mut problem = Problem::at(error.code, pointer, error.detail);
                problem.capability = capability;
                Some(problem.into())
            }
        }
    }
}
