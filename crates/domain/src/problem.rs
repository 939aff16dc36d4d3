//! One error for people and programs: a sentence that tells what to do, and a stable code.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $status:literal, $title:literal;)*) => {
        /// What went wrong, as a stable word for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A short title that does not change from case to case (RFC 9457 §3.1.3).
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    Unauthorized = "unauthorized", 401, "Sign in or send a valid key";
    NotFound = "not_found", 404, "Not found";
    Forbidden = "forbidden", 403, "Not allowed";
    WouldEscalate = "would_escalate", 403, "This would give more than you hold";
    Malformed = "malformed", 400, "The request cannot be read";
    UnknownField = "unknown_field", 400, "Unknown field";
    WrongType = "wrong_type", 400, "Wrong type";
    DuplicateKey = "duplicate_key", 400, "The same key twice";
    InvalidCursor = "invalid_cursor", 400, "The cursor belongs to another list";
    UnsupportedMediaType = "unsupported_media_type", 415, "Wrong media type";
    TooLarge = "too_large", 413, "The request is too large";
    TooManyItems = "too_many_items", 413, "Too many items";
    InvalidValue = "invalid_value", 422, "A value is not accepted";
    InvalidWindow = "invalid_window", 422, "The dates are not accepted";
    NodeRequired = "node_required", 422, "A node is required";
    UnknownCapability = "unknown_capability", 422, "Unknown capability";
    Suspended = "suspended", 422, "Suspended";
    IdempotencyMismatch = "idempotency_mismatch", 422, "The key was used for another request";
    AlreadyAssigned = "already_assigned", 409, "Already assigned";
    DuplicateInRequest = "duplicate_in_request", 409, "Twice in one request";
    EmailTaken = "email_taken", 409, "The address is in use";
    SlugTaken = "slug_taken", 409, "The slug is in use";
    SlugRetired = "slug_retired", 409, "The slug was used before";
    PlanChanged = "plan_changed", 409, "Something changed since the plan";
    PlanExpired = "plan_expired", 409, "The plan has expired";
    ChangedSince = "changed_since", 409, "Changed in the meantime";
    NotAssigned = "not_assigned", 409, "Not assigned";
    Unchanged = "unchanged", 409, "Nothing to change";
    Inherited = "inherited", 409, "Held through a group";
    AlreadyMember = "already_member", 409, "Already a member";
    NotMember = "not_member", 409, "Not a member";
    GroupCycle = "group_cycle", 409, "A group inside itself";
    HasSubgroups = "has_subgroups", 409, "The group has sub-groups";
    OwnAccess = "self", 409, "Not on yourself";
    Invited = "invited", 409, "Invited, not yet here";
    NoMembership = "no_membership", 409, "Not a member of the tenant";
    LastAdministrator = "last_administrator", 409, "The last administrator";
    AlreadyRestored = "already_restored", 409, "Restored already";
    UndoExpired = "undo_expired", 409, "Too late to undo";
    PreconditionFailed = "precondition_failed", 412, "Changed in the meantime";
    PreconditionRequired = "precondition_required", 428, "Say what the change is based on";
    Conflict = "conflict", 409, "In conflict with the present state";
    RateLimited = "rate_limited", 429, "Too many tries";
    MethodNotAllowed = "method_not_allowed", 405, "Not with this method";
    Unavailable = "unavailable", 503, "Not available at the moment";
    Internal = "internal", 500, "An error inside Rolecall";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == text)
            .ok_or_else(|| serde::de::Error::custom("unknown code"))
    }
}

/// One wrong value: where (a JSON pointer, RFC 6901), what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub pointer: String,
    pub code: Code,
    pub detail: String,
}

/// A refusal or failure. Never holds anything internal: what a person must not see does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: Code,
    /// A sentence that tells what to do.
    pub detail: String,
    /// The capability that is missing, for `forbidden` and `would_escalate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// Who can give it, by name: `Ada Okafor or Bo Chen`. Told on pages only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Under which the logs tell more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            capability: None,
            ask: None,
            errors: Vec::new(),
            request_id: None,
        }
    }

    /// A wrong value at `pointer`.
    pub fn at(code: Code, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(code, detail.clone());
        problem.errors.push(FieldProblem {
            pointer: pointer.into(),
            code,
            detail,
        });
        problem
    }

    /// Several wrong values at once, so that a form need not be sent once for each of them.
    /// `None` when there are none.
    pub fn of_fields(errors: Vec<FieldProblem>) -> Option<Self> {
        let first = errors.first()?;
        Some(Self {
            errors: errors.clone(),
            ..Self::new(first.code, first.detail.clone())
        })
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(
            Code::NotFound,
            format!("There is no such {what}, or it is not yours to see."),
        )
    }

    pub fn forbidden(capability: &str) -> Self {
        let mut problem = Self::new(
            Code::Forbidden,
            format!("You need {capability} to do this. Ask an administrator of this environment."),
        );
        problem.capability = Some(capability.to_owned());
        problem
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_and_each_is_used_once() {
        let mut seen: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
        for code in Code::ALL {
            let text = serde_json::to_string(code).expect("a code is text");
            assert_eq!(serde_json::from_str::<Code>(&text).ok(), Some(*code));
            assert!((400..600).contains(&code.status()), "{code}");
        }
    }
}
