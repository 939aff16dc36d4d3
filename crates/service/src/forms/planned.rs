//! Forms that are judged before they are done: shown, judged, done, or judged again.
//!
//! One path for every such form: what differs is how its fields become a request.

use super::selection;
use crate::cx::Env;
use crate::error::Error;
use crate::plans::{self, Request};
use crate::{Result, when};
use domain::assignments::{REASON_MAX, ThroughGroup};
use domain::form::Sent;
use domain::id::{OperationId, PlanId};
use domain::plans::{Assign, Remove};
use domain::problem::Code;

/// What such a form leads to.
pub enum Next {
    /// The page is shown again, with what was sent and perhaps a plan.
    Show(Sent),
    /// It is done.
    Done(OperationId),
}

/// One of these forms.
pub struct Planned {
    /// The fields on which the plan depends: it is for the form that it was made from.
    pub(super) fields: &'static [&'static str],
    /// The field without which there is nothing to judge yet.
    pub(super) first: &'static str,
    /// The capability without which the page is not there.
    pub(super) needs: &'static str,
    pub(super) request: fn(&Env, &Sent) -> Result<Request>,
}

/// Giving a role: `role when length from from_time until until_time reason through_group`.
pub const ASSIGN: Planned = Planned {
    fields: &[
        "role",
        "when",
        "length",
        "from",
        "from_time",
        "until",
        "until_time",
        "reason",
        "through_group",
    ],
    first: "role",
    needs: "members.change_roles",
    request: assign,
};

/// Taking a role away: `role`, and `sessions`, which signs out.
pub const REMOVE: Planned = Planned {
    fields: &["role", "sessions"],
    first: "role",
    needs: "members.change_roles",
    request: remove,
};

impl Planned {
    /// One step. `intent` is `start`, `search`, `preview`, `live`, `enter` or `commit`; the selection
    /// is `id`s, or `scope=matching` with `filter`, `shown` and `exclude`; for commit `plan` and
    /// `apply`.
    pub async fn step(&self, env: &Env, mut sent: Sent) -> Result<Next> {
        env.require(self.needs)?;
        let outcome = match sent.value("intent").as_str() {
            "preview" => self.preview(env, &mut sent).await,
            "live" => {
                self.live(env, &mut sent).await?;
                Ok(())
            }
            // The Enter key: in the search of roles it searches, in every other field it previews.
            "enter" if sent.value("role_q") == sent.value("searched") => self.preview(env, &mut sent).await,
            "commit" => return self.commit(env, sent).await,
            _ => Ok(()),
        };
        if let Err(error) = outcome {
            sent.problem = Some(shown(env, error)?);
        }
        Ok(Next::Show(sent))
    }

    async fn preview(&self, env: &Env, sent: &mut Sent) -> Result<()> {
        sent.values
            .retain(|(name, _)| !matches!(name.as_str(), "plan" | "planned"));
        let fields = self.told(sent);
        let plan = plans::create(env, &(self.request)(env, sent)?).await?;
        sent.values.push(("plan".to_owned(), plan.id.to_string()));
        sent.values.push(("planned".to_owned(), fields));
        Ok(())
    }

    /// A preview while the form is being filled in: what is missing is said, and is no mistake yet.
    async fn live(&self, env: &Env, sent: &mut Sent) -> Result<()> {
        if let Err(error) = self.preview(env, sent).await {
            let problem = shown(env, error)?;
            let words = match sent.value(self.first).as_str() {
                "" => String::new(),
                _ => problem.detail,
            };
            sent.values.push(("waiting".to_owned(), words));
        }
        Ok(())
    }

    async fn commit(&self, env: &Env, mut sent: Sent) -> Result<Next> {
        let plan: Option<PlanId> = sent.value("plan").parse().ok();
        let Some(plan) = plan else {
            self.preview_again(env, &mut sent).await?;
            return Ok(Next::Show(sent));
        };
        if sent.value("planned") != self.told(&sent) {
            self.preview_again(env, &mut sent).await?;
            let text = "The form was changed after the preview. This is what it would do now.";
            sent.problem = sent
                .problem
                .take()
                .or(Some(domain::Problem::new(Code::PlanChanged, text)));
            return Ok(Next::Show(sent));
        }
        match plans::commit(env, plan, sent.value("apply") == "rest").await {
            Ok(operation) => Ok(Next::Done(operation)),
            Err(error) => {
                let code = error.code();
                let problem = shown(env, error)?;
                if matches!(
                    code,
                    Code::PlanChanged | Code::PlanExpired | Code::NotFound | Code::Conflict
                ) {
                    // The people see what it would do now, and why it did not happen.
                    self.preview_again(env, &mut sent).await?;
                }
                sent.problem = sent.problem.take().or(Some(problem));
                Ok(Next::Show(sent))
            }
        }
    }

    async fn preview_again(&self, env: &Env, sent: &mut Sent) -> Result<()> {
        if let Err(error) = self.preview(env, sent).await {
            sent.problem = Some(shown(env, error)?);
        }
        Ok(())
    }

    /// What the plan depends on, as one short text.
    fn told(&self, sent: &Sent) -> String {
        let values: Vec<String> = self.fields.iter().map(|name| sent.value(name)).collect();
        crate::secret::digest(&values.join("\n"))[..16].to_owned()
    }
}

/// A refusal that belongs into the form; failures and missing rights are pages of their own.
pub(super) fn shown(env: &Env, error: Error) -> Result<domain::Problem> {
    match error {
        Error::Problem(problem) if !matches!(problem.code, Code::Forbidden | Code::Unauthorized) => Ok(*problem),
        Error::Problem(problem) if problem.code == Code::Forbidden && !problem.errors.is_empty() => Ok(*problem),
        other => {
            tracing::debug!(request_id = env.cx.request_id(), "a form leads to an error page");
            Err(other)
        }
    }
}

fn role<T: std::str::FromStr>(sent: &Sent) -> Result<T> {
    sent.value("role")
        .parse()
        .map_err(|_| Error::at(Code::InvalidValue, "/role", "Choose a role"))
}

fn assign(env: &Env, sent: &Sent) -> Result<Request> {
    let role_id = role(sent)?;
    let window = when::read(sent, &env.environment.time_zone, env.cx.now())?;
    let reason = domain::name::free_text(&sent.value("reason"), REASON_MAX)
        .map_err(|_| Error::at(Code::InvalidValue, "/reason", "A reason has at most 500 characters"))?;
    let through_group = if sent.value("through_group") == "grant" {
        ThroughGroup::Grant
    } else {
        ThroughGroup::Skip
    };
    Ok(Request::Assign(Assign {
        selection: selection(sent),
        role_id,
        node_id: None,
        window,
        reason,
        through_group,
    }))
}

fn remove(_: &Env, sent: &Sent) -> Result<Request> {
    Ok(Request::Remove(Remove {
        role_id: role(sent)?,
        selection: selection(sent),
        node_id: None,
        revoke_sessions: signs_out(sent),
    }))
}

/// Whether those who lose something are to be signed out: the field `sessions`.
pub(super) fn signs_out(sent: &Sent) -> bool {
    sent.value("sessions") == "yes"
}
