//! Forms as people send them, with or without scripts: read, done or given back with what is wrong.

use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::plans::{self, Request};
use crate::sessions::{Origin, SignedIn};
use crate::{Result, identities, setup, when};
use domain::assignments::{REASON_MAX, ThroughGroup};
use domain::form::Sent;
use domain::id::{IdentityId, OperationId, PlanId};
use domain::identities::{Identity, Kind};
use domain::plans::{Assign as Assigning, Selection};
use domain::problem::Code;
use domain::query;
use domain::tenants::Tenant;
use std::collections::HashSet;

/// The setup form. Fields: `token name email password organisation time_zone`.
pub async fn setup(cx: &Cx, sent: &Sent, origin: &Origin) -> Result<(SignedIn, Tenant)> {
    let form = setup::Form {
        token: sent.value("token").trim().to_owned(),
        name: sent.value("name"),
        email: sent.value("email"),
        password: sent.value("password"),
        organisation: sent.value("organisation"),
        time_zone: sent.value("time_zone"),
    };
    setup::complete(cx, &form, origin).await
}

/// The form for a new identity. Fields: `kind name email`.
pub async fn new_identity(env: &Env, sent: &Sent) -> Result<Identity> {
    let kind = match sent.value("kind").as_str() {
        "" => Kind::Person,
        text => Kind::parse(text).ok_or_else(|| Error::at(Code::InvalidValue, "/kind", "Choose person or service"))?,
    };
    let email = sent.value("email");
    let new = identities::New {
        name: sent.value("name"),
        email: (!email.trim().is_empty()).then_some(email),
        kind,
    };
    identities::create(env, &new).await
}

/// What the assign form leads to.
pub enum Assign {
    /// The page is shown again, with what was sent and perhaps a plan.
    Show(Sent),
    /// It is done.
    Done(OperationId),
}

/// The assign form. `intent` is `start`, `search`, `preview`, `live`, `enter` or `commit`; the selection is
/// `id`s, or `scope=matching` with `filter`, `shown` and `exclude`; then `role when … reason
/// through_group`, and for commit `plan` and `apply`.
pub async fn assign(env: &Env, mut sent: Sent) -> Result<Assign> {
    env.require("members.change_roles")?;
    let outcome = match sent.value("intent").as_str() {
        "preview" => preview(env, &mut sent).await,
        "live" => {
            live(env, &mut sent).await?;
            Ok(())
        }
        // The Enter key: in the search of roles it searches, in every other field it previews.
        "enter" if sent.value("role_q") == sent.value("searched") => preview(env, &mut sent).await,
        "commit" => return commit(env, sent).await,
        _ => Ok(()),
    };
    if let Err(error) = outcome {
        sent.problem = Some(shown(env, error)?);
    }
    Ok(Assign::Show(sent))
}

/// A refusal that belongs into the form; failures and missing rights are pages of their own.
fn shown(env: &Env, error: Error) -> Result<domain::Problem> {
    match error {
        Error::Problem(problem) if !matches!(problem.code, Code::Forbidden | Code::Unauthorized) => Ok(*problem),
        Error::Problem(problem) if problem.code == Code::Forbidden && !problem.errors.is_empty() => Ok(*problem),
        other => {
            tracing::debug!(request_id = env.cx.request_id(), "a form leads to an error page");
            Err(other)
        }
    }
}

async fn preview(env: &Env, sent: &mut Sent) -> Result<()> {
    sent.values
        .retain(|(name, _)| !matches!(name.as_str(), "plan" | "planned"));
    let fields = fields(sent);
    let request = request(env, sent)?;
    let plan = plans::create(env, &request).await?;
    sent.values.push(("plan".to_owned(), plan.id.to_string()));
    sent.values.push(("planned".to_owned(), fields));
    Ok(())
}

/// A preview while the form is being filled in: what is missing is said, and is no mistake yet.
async fn live(env: &Env, sent: &mut Sent) -> Result<()> {
    if let Err(error) = preview(env, sent).await {
        let problem = shown(env, error)?;
        let words = match sent.value("role").as_str() {
            "" => String::new(),
            _ => problem.detail,
        };
        sent.values.push(("waiting".to_owned(), words));
    }
    Ok(())
}

async fn commit(env: &Env, mut sent: Sent) -> Result<Assign> {
    let plan: Option<PlanId> = sent.value("plan").parse().ok();
    let Some(plan) = plan else {
        preview_again(env, &mut sent).await?;
        return Ok(Assign::Show(sent));
    };
    if sent.value("planned") != fields(&sent) {
        preview_again(env, &mut sent).await?;
        let text = "The form was changed after the preview. This is what it would do now.";
        sent.problem = sent
            .problem
            .take()
            .or(Some(domain::Problem::new(Code::PlanChanged, text)));
        return Ok(Assign::Show(sent));
    }
    match plans::commit(env, plan, sent.value("apply") == "rest").await {
        Ok(operation) => Ok(Assign::Done(operation)),
        Err(error) => {
            let code = error.code();
            let problem = shown(env, error)?;
            if matches!(
                code,
                Code::PlanChanged | Code::PlanExpired | Code::NotFound | Code::Conflict
            ) {
                // The people see what it would do now, and why it did not happen.
                preview_again(env, &mut sent).await?;
            }
            sent.problem = sent.problem.take().or(Some(problem));
            Ok(Assign::Show(sent))
        }
    }
}

/// What the plan depends on, as one text: a plan is for the form that it was made from.
fn fields(sent: &Sent) -> String {
    const NAMES: [&str; 9] = [
        "role",
        "when",
        "length",
        "from",
        "from_time",
        "until",
        "until_time",
        "reason",
        "through_group",
    ];
    let values: Vec<String> = NAMES.iter().map(|name| sent.value(name)).collect();
    crate::secret::digest(&values.join("\n"))[..16].to_owned()
}

async fn preview_again(env: &Env, sent: &mut Sent) -> Result<()> {
    if let Err(error) = preview(env, sent).await {
        sent.problem = Some(shown(env, error)?);
    }
    Ok(())
}

fn request(env: &Env, sent: &Sent) -> Result<Request> {
    let role = sent.value("role");
    let role_id = role
        .parse()
        .map_err(|_| Error::at(Code::InvalidValue, "/role", "Choose a role"))?;
    let window = when::read(sent, &env.environment.time_zone, env.cx.now())?;
    let reason = domain::name::free_text(&sent.value("reason"), REASON_MAX)
        .map_err(|_| Error::at(Code::InvalidValue, "/reason", "A reason has at most 500 characters"))?;
    let through_group = if sent.value("through_group") == "grant" {
        ThroughGroup::Grant
    } else {
        ThroughGroup::Skip
    };
    Ok(Request::Assign(Assigning {
        selection: selection(sent),
        role_id,
        node_id: None,
        window,
        reason,
        through_group,
    }))
}

/// Who is selected, as the list or the assign page sent it. Ids that are none are left out.
pub fn selection(sent: &Sent) -> Selection {
    let ids = |name: &str| -> Vec<IdentityId> { sent.all(name).filter_map(|text| text.parse().ok()).collect() };
    if sent.value("scope") != "matching" {
        let mut seen = HashSet::new();
        return Selection::Ids(ids("id").into_iter().filter(|id| seen.insert(*id)).collect());
    }
    let (query, _) = query::Directory::parse(&sent.value("filter"));
    let ticked: HashSet<IdentityId> = ids("id").into_iter().collect();
    let unticked = ids("shown").into_iter().filter(|id| !ticked.contains(id));
    let mut exclude: Vec<IdentityId> = ids("exclude").into_iter().chain(unticked).collect();
    exclude.sort_unstable();
    exclude.dedup();
    Selection::Matching {
        filter: query.filter,
        exclude,
    }
}
