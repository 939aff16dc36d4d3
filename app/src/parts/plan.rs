//! What a plan will do, as a small ledger of outcomes with the people behind each.

use domain::bulk::Status;
use domain::id::IdentityId;
use domain::plans::{Action, CapabilityDelta, Outcome as Planned, Sample};
use domain::problem::Code;
use domain::screens::PlanView;
use leptos::prelude::*;
use ui::avatar::Standing;
use ui::icon::Glyph;
use ui::note::Note;
use ui::num::{count, grouped};
use ui::plan::{Outcome, Plan, PlanPerson, PlanRow, PlanRows};

/// The section "What will change". The children follow the notes.
#[component]
pub fn PlanSection(view: PlanView, me: Option<IdentityId>, children: Children) -> impl IntoView {
    let plan = view.plan;
    let (failed, others): (Vec<_>, Vec<_>) = plan
        .samples
        .into_iter()
        .partition(|outcome| outcome.status == Status::Failed);
    let mut rows: Vec<AnyView> = Vec::new();
    let (sign, will) = will(plan.action, &view.what, view.until_words.as_deref());
    if plan.summary.will == 0 {
        rows.push(view! { <PlanRow outcome=sign count=0 words=will.clone()/> }.into_any());
    }
    rows.extend(others.into_iter().map(|outcome| row(outcome, &will, plan.action, me)));
    if !failed.is_empty() {
        rows.push(blocked(failed, me));
    }
    view! {
        <Plan title="What will change" as_of=format!("as of {}", view.as_of)>
            <PlanRows>{rows}</PlanRows>
            <div class="plan-notes">
                {(plan.summary.will > 0 && matches!(plan.action, Action::Assign | Action::AddMembers)).then(|| gains(&plan.capability_delta))}
                {keeps(plan.keeps, &view.what)}
                <Note glyph=Glyph::History>{effect(plan.action, view.window_words.as_deref())}</Note>
                {children()}
            </div>
        </Plan>
    }
    .into_any()
}

/// What happens to those whom it changes.
pub fn will(action: Action, role: &str, until: Option<&str>) -> (Outcome, String) {
    match action {
        Action::Assign => {
            let until = until.map(|until| format!(" {until}")).unwrap_or_default();
            (Outcome::Add, format!("will get {role}{until}"))
        }
        Action::Remove => (Outcome::Remove, format!("will lose {role}")),
        Action::AddMembers => (Outcome::Add, format!("will be in {role}")),
        Action::RemoveMembers => (Outcome::Remove, format!("will leave {role}")),
        Action::Suspend => (Outcome::Remove, "will be suspended".to_owned()),
        Action::Reinstate => (Outcome::Add, "will be reinstated".to_owned()),
        Action::SetDates => (Outcome::Change, "will get other dates".to_owned()),
        Action::End | Action::Undo => (Outcome::Remove, "will end now".to_owned()),
    }
}

/// Of those who lose it directly, who keeps it through a group.
fn keeps(count: usize, role: &str) -> Option<AnyView> {
    let words = match count {
        0 => return None,
        1 => format!("One of them keeps {role} through a group."),
        n => format!("{} of them keep {role} through a group.", grouped(n as u64)),
    };
    Some(view! { <Note>{words}</Note> }.into_any())
}

/// When it holds; the day itself stands beside the field in which it was chosen.
fn effect(action: Action, window: Option<&str>) -> &'static str {
    match (action, window) {
        (Action::AddMembers, _) => "Takes effect now: they get every role of the group and of those above it.",
        (Action::RemoveMembers, _) => "Takes effect now. What they hold another way, they keep.",
        (Action::Suspend, _) => "Takes effect now: nothing that they hold allows anything. Roles and groups stay.",
        (Action::Reinstate, _) => "Takes effect now: what they hold has effect again.",
        (Action::Remove | Action::End | Action::Undo | Action::SetDates, _) => "Takes effect now.",
        (Action::Assign, None) => "Takes effect now, until it is removed.",
        (Action::Assign, Some(words)) if words.starts_with("Starts") => "Takes effect when it starts.",
        (Action::Assign, Some(_)) => "Takes effect now, until it ends.",
    }
}

/// What an action is about: assignments that are there, or who is in a group.
fn row(outcome: Planned, will: &str, action: Action, me: Option<IdentityId>) -> AnyView {
    let timing = matches!(action, Action::SetDates | Action::End);
    let members = action.of_members();
    let one = outcome.count == 1;
    let verb = |singular: &str, plural: &str| (if one { singular } else { plural }).to_owned();
    let (sign, words, aside) = match (outcome.status, outcome.code) {
        (Status::Created, _) if timing => (
            Outcome::Add,
            verb("has ended and will begin again", "have ended and will begin again"),
            "",
        ),
        (Status::Created, _) => (Outcome::Add, will.to_owned(), ""),
        (Status::Updated, _) => (Outcome::Change, will.to_owned(), ""),
        (Status::Removed, _) => (Outcome::Remove, will.to_owned(), ""),
        (_, Some(Code::Unchanged)) if action == Action::Suspend => (
            Outcome::Same,
            verb("is suspended already", "are suspended already"),
            "nothing changes",
        ),
        (_, Some(Code::Unchanged)) if action == Action::Reinstate => (
            Outcome::Same,
            verb("is not suspended", "are not suspended"),
            "nothing changes",
        ),
        (_, Some(Code::Unchanged)) => (
            Outcome::Same,
            verb("stays as it is", "stay as they are"),
            "nothing changes",
        ),
        (_, Some(Code::NotAssigned)) if timing => {
            (Outcome::Skipped, verb("is over already", "are over already"), "skipped")
        }
        (_, Some(Code::NotAssigned)) => (
            Outcome::Same,
            verb("does not have it", "do not have it"),
            "nothing changes",
        ),
        (_, Some(Code::AlreadyMember)) => (
            Outcome::Same,
            verb("is in it already", "are in it already"),
            "nothing changes",
        ),
        (_, Some(Code::NotMember)) => (Outcome::Same, verb("is not in it", "are not in it"), "nothing changes"),
        (_, Some(Code::Inherited)) if members => (
            Outcome::Inherited,
            verb("is in it through a group below", "are in it through groups below"),
            "skipped",
        ),
        (_, Some(Code::AlreadyAssigned)) => (
            Outcome::Same,
            verb("already has it directly", "already have it directly"),
            "nothing changes",
        ),
        (_, Some(Code::Inherited)) => (
            Outcome::Inherited,
            verb("has it through a group", "have it through a group"),
            "skipped",
        ),
        (_, code) => (Outcome::Skipped, reason(code).to_owned(), "skipped"),
    };
    let people = people(outcome.samples, outcome.count, None, me);
    view! { <PlanRow outcome=sign count=outcome.count as u64 words aside>{people}</PlanRow> }.into_any()
}

/// All that cannot be done, in one line: "can’t: 1 suspended, 1 is you".
fn blocked(outcomes: Vec<Planned>, me: Option<IdentityId>) -> AnyView {
    let total: usize = outcomes.iter().map(|outcome| outcome.count).sum();
    let parts: Vec<String> = outcomes
        .iter()
        .map(|outcome| format!("{} {}", grouped(outcome.count as u64), why(outcome.code)))
        .collect();
    let words = format!("can’t: {}", parts.join(", "));
    let people = outcomes
        .into_iter()
        .flat_map(|outcome| people(outcome.samples, outcome.count, outcome.code, me))
        .collect::<Vec<_>>();
    view! { <PlanRow outcome=Outcome::Blocked count=total as u64 words open=true>{people}</PlanRow> }.into_any()
}

fn people(samples: Vec<Sample>, count: usize, code: Option<Code>, me: Option<IdentityId>) -> Vec<AnyView> {
    let more = count.saturating_sub(samples.len());
    let mut lines: Vec<AnyView> = samples
        .into_iter()
        .map(|one| {
            let standing = match code {
                _ if me.is_some() && me == one.subject.identity() => Standing::Me,
                Some(Code::Suspended) => Standing::Off,
                Some(Code::Invited) => Standing::Invited,
                _ => Standing::Usual,
            };
            let note = one
                .detail
                .unwrap_or_else(|| code.map(|code| reason(Some(code)).to_owned()).unwrap_or_default());
            view! { <PlanPerson name=one.name note standing/> }.into_any()
        })
        .collect();
    if more > 0 {
        lines.push(
            view! { <li><span class="push-none muted">{format!("and {} more", grouped(more as u64))}</span></li> }
                .into_any(),
        );
    }
    lines
}

/// Why not, after a number.
fn why(code: Option<Code>) -> &'static str {
    match code {
        Some(Code::Suspended) => "suspended",
        Some(Code::OwnAccess) => "is you",
        Some(Code::WouldEscalate) => "would get more than you hold",
        Some(Code::Forbidden) => "not yours to change",
        Some(Code::Invited) => "invited, not yet here",
        Some(Code::NoMembership) => "not a member of the tenant",
        Some(Code::LastAdministrator) => "the last administrator",
        Some(Code::NotFound) => "not here any more",
        Some(Code::InvalidWindow) => "whose dates would not fit",
        Some(Code::AlreadyAssigned) => "with another one in that time",
        _ => "for another reason",
    }
}

/// Why not, beside a name.
fn reason(code: Option<Code>) -> &'static str {
    match code {
        Some(Code::OwnAccess) => "That’s you",
        Some(Code::WouldEscalate) => "Gives more than you hold",
        Some(Code::NotFound) => "Not here any more",
        Some(Code::DuplicateInRequest) => "named twice",
        Some(code) => code.title(),
        None => "left out",
    }
}

/// What the role brings; sensitive capabilities by name.
fn gains(delta: &CapabilityDelta) -> AnyView {
    let all = count(delta.available as u64, "capability", "capabilities");
    let flight = match delta.in_flight {
        0 => None,
        1 => Some(" One more is in flight and allows nothing yet.".to_owned()),
        n => Some(format!(
            " {} more are in flight and allow nothing yet.",
            grouped(n as u64)
        )),
    };
    let last = delta.sensitive.len().saturating_sub(1);
    let names = delta
        .sensitive
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let before = match at {
                0 => "",
                _ if at == last => " and ",
                _ => ", ",
            };
            view! { {before}<span class="medium">{name.clone()}</span> }.into_any()
        })
        .collect::<Vec<_>>();
    if names.is_empty() {
        return view! { <Note>{format!("Adds up to {all}, none of them sensitive.")}{flight}</Note> }.into_any();
    }
    view! {
        <Note glyph=Glyph::Warning>
            {format!("Adds up to {all}, {} sensitive: ", grouped(names.len() as u64))}{names}"."{flight}
        </Note>
    }
    .into_any()
}
