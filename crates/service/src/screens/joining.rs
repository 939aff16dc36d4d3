//! The pages that put people into a group and take them out.

use super::affected::several;
use super::planned::{plan_of, subjects, told};
use super::{as_tree, shell};
use crate::cx::Env;
use crate::groups::Forest;
use crate::{Result, forms};
use domain::form::Sent;
use domain::id::{GroupId, IdentityId};
use domain::plans::Selection;
use domain::screens::{Join, Leave, LeaveChoice};
use std::collections::HashMap;

/// The group that the page of a group fixed, by the field `via`.
fn fixed(all: &Forest, sent: &Sent) -> Option<(GroupId, String, String)> {
    let via = sent.value("via");
    let group = all.iter().find(|group| group.slug.as_str() == via)?;
    Some((group.id, group.slug.to_string(), group.name.clone()))
}

/// The page that puts people into a group, for what was sent, or for what the address says.
pub async fn join_page(env: &Env, search: &str, sent: Option<&Sent>) -> Result<Join> {
    env.require("groups.manage")?;
    let sent = &told(search, sent);
    let all = Forest::from(store::groups::list(&mut env.read().await?, env.id()).await?);
    Ok(Join {
        shell: shell(env).await?,
        group: fixed(&all, sent),
        groups: as_tree(&all),
        subjects: subjects(env, forms::selection(sent)).await?,
        missing: sent.all("missing").map(str::to_owned).collect(),
        several: several(env, sent).await?,
        plan: plan_of(env, sent).await?,
    })
}

/// The page that takes people out of a group, for what was sent, or for what the address says.
pub async fn leave_page(env: &Env, search: &str, sent: Option<&Sent>) -> Result<Leave> {
    env.require("groups.manage")?;
    let sent = &told(search, sent);
    let all = Forest::from(store::groups::list(&mut env.read().await?, env.id()).await?);
    let subjects = subjects(env, forms::selection(sent)).await?;
    let group = fixed(&all, sent);
    let choices = match (&subjects, &group) {
        (Some(subjects), None) => choices(env, &all, &subjects.selection).await?,
        _ => Vec::new(),
    };
    Ok(Leave {
        shell: shell(env).await?,
        group,
        choices,
        subjects,
        plan: plan_of(env, sent).await?,
    })
}

/// The groups that someone of a selection is in themselves, most first.
async fn choices(env: &Env, all: &Forest, selection: &Selection) -> Result<Vec<LeaveChoice>> {
    let mut conn = env.read().await?;
    let people: Vec<IdentityId> = crate::plans::chosen(env, &mut conn, selection).await?;
    let groups: Vec<GroupId> = all.iter().map(|group| group.id).collect();
    let mut counts: HashMap<GroupId, usize> = HashMap::new();
    for part in people.chunks(10_000) {
        for way in store::groups::ways(&mut conn, env.id(), &groups, part, env.cx.now()).await? {
            *counts.entry(way.group_id).or_default() += 1;
        }
    }
    let mut choices: Vec<LeaveChoice> = all
        .iter()
        .filter_map(|group| {
            Some(LeaveChoice {
                slug: group.slug.to_string(),
                path: all.path(group.id),
                count: *counts.get(&group.id)?,
            })
        })
        .collect();
    choices.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.path.cmp(&b.path)));
    Ok(choices)
}
