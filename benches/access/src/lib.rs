//! Questions to ask, and what the plain rules answer.

pub mod client;
pub mod facts;
pub mod state;

use anyhow::{Result, ensure};
use domain::Time;
use domain::id::IdentityId;
use service::access::{Question, explain};
use service::{Env, access};

/// Numbers that look random and are the same each time (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (below as u64)).unwrap_or(0)
    }
}

/// Which people are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Everyone as often as everyone else.
    Uniform,
    /// Four questions of five are about a hundredth of them.
    Skewed,
}

/// Questions about those people, about half of which are answered yes.
///
/// Capabilities are drawn by how often they are held: a first draw asks about all, and what is allowed and what is
/// not is then mixed half and half.
pub async fn questions(env: &Env, people: &[IdentityId], count: usize, keys: Keys) -> Result<Vec<Question>> {
    let capabilities: Vec<String> = service::capabilities::list(env)
        .await?
        .into_iter()
        .map(|one| one.key)
        .collect();
    let mut dice = Dice(7);
    let few = (people.len() / 100).max(1);
    let mut yes = Vec::new();
    let mut no = Vec::new();
    while yes.len() < count / 2 || no.len() < count / 2 {
        let drawn: Vec<Question> = (0..1000)
            .map(|_| {
                let among = match keys {
                    Keys::Skewed if dice.roll(5) > 0 => few,
                    Keys::Skewed | Keys::Uniform => people.len(),
                };
                Question {
                    identity_id: people[dice.roll(among)],
                    capability: capabilities[dice.roll(capabilities.len())].clone(),
                    node_id: None,
                    at: None,
                }
            })
            .collect();
        let answers = access::check_all(env, &drawn, None).await?;
        for (question, answer) in drawn.into_iter().zip(answers.allowed) {
            match answer {
                Ok(true) => yes.push(question),
                Ok(false) => no.push(question),
                Err(problem) => anyhow::bail!("{}", problem.detail),
            }
        }
    }
    yes.truncate(count / 2);
    no.truncate(count / 2);
    // One after the other, so that no prediction of what comes next is right.
    Ok(yes.into_iter().zip(no).flat_map(|(yes, no)| [yes, no]).collect())
}

/// Sees that answers are those of the rules over the rows as the database has them. How many were allowed.
pub async fn compare_answers(env: &Env, questions: &[Question], at: Time) -> Result<usize> {
    let asked: Vec<Question> = questions
        .iter()
        .map(|question| Question {
            at: Some(at),
            ..question.clone()
        })
        .collect();
    let mut allowed = 0;
    for part in asked.chunks(access::CHECKS_MAX) {
        let answers = access::check_all(env, part, None).await?;
        for (question, answer) in part.iter().zip(answers.allowed) {
            let decided = explain(env, question).await?.decision.allowed;
            ensure!(
                answer == Ok(decided),
                "{question:?} is {answer:?}, and by the rows {decided}"
            );
            allowed += usize::from(decided);
        }
    }
    Ok(allowed)
}
