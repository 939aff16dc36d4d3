//! Rounds, medians and ratios.

use anyhow::Result;
use std::time::Duration;

/// Times of the two sides, round by round.
#[derive(Debug, Default)]
pub struct Samples {
    pub ours: Vec<f64>,
    pub limit: Vec<f64>,
}

/// What a ratio is held against.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// Told, and held against nothing.
    None,
}

impl Goal {
    /// What a line of a report ends with.
    pub fn verdict(self, ratio: f64) -> String {
        let (sign, goal, met) = match self {
            Self::AtMost(most) => ('≤', most, ratio <= most),
            Self::AtLeast(least) => ('≥', least, ratio >= least),
            Self::None => return String::new(),
        };
        format!(", goal {sign} {goal}: {}", if met { "met" } else { "MISSED" })
    }
}

/// Measures both sides in turn, `rounds` times each: A B A B.
pub async fn compare(
    rounds: usize,
    mut ours: impl AsyncFnMut(usize) -> Result<Duration>,
    mut limit: impl AsyncFnMut(usize) -> Result<Duration>,
) -> Result<Samples> {
    let mut samples = Samples::default();
    for round in 0..rounds {
        samples.ours.push(ours(round).await?.as_secs_f64() * 1000.0);
        samples.limit.push(limit(round).await?.as_secs_f64() * 1000.0);
    }
    Ok(samples)
}

/// The middle one, or the mean of the two in the middle.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

impl Samples {
    /// The median of the ratios of the rounds.
    pub fn ratio(&self) -> f64 {
        median(&mut self.ratios())
    }

    fn ratios(&self) -> Vec<f64> {
        self.ours
            .iter()
            .zip(&self.limit)
            .map(|(ours, limit)| ours / limit)
            .collect()
    }

    /// Milliseconds of our side, in the middle.
    pub fn ours(&self) -> f64 {
        median(&mut self.ours.clone())
    }

    pub fn limit(&self) -> f64 {
        median(&mut self.limit.clone())
    }

    /// One line of a report.
    pub fn line(&self, what: &str, goal: Goal) -> String {
        let mut ratios = self.ratios();
        let middle = median(&mut ratios);
        let (least, most) = (ratios.first().copied(), ratios.last().copied());
        let verdict = goal.verdict(middle);
        format!(
            "{what:<44} {:>10.3} ms, limit {:>10.3} ms, ratio {middle:.2} ({:.2} to {:.2}){verdict}",
            self.ours(),
            self.limit(),
            least.unwrap_or(f64::NAN),
            most.unwrap_or(f64::NAN),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_the_median_of_the_rounds() {
        let samples = Samples {
            ours: vec![2.0, 9.0, 3.0],
            limit: vec![1.0, 3.0, 2.0],
        };
        assert!((samples.ratio() - 2.0).abs() < 1e-9);
        assert!(samples.line("x", Goal::AtMost(2.0)).ends_with("goal ≤ 2: met"));
        assert!(samples.line("x", Goal::AtMost(1.9)).ends_with("MISSED"));
        assert!(Goal::AtLeast(20.0).verdict(19.9).ends_with("goal ≥ 20: MISSED"));
        assert!((median(&mut [4.0, 1.0]) - 2.5).abs() < 1e-9);
    }
}
