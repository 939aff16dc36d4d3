//! The one place that asks the machine for the time and for new ids.

use domain::Time;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    fn now(&self) -> Time;
}

/// New ids.
pub trait Ids: Send + Sync {
    /// An id that sorts after those made before (RFC 9562, version 7).
    fn next(&self) -> Uuid;
    /// Random bytes that nobody can guess.
    fn random(&self) -> [u8; 32];
}

/// The clock of the process.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        #[expect(clippy::disallowed_methods, reason = "this is the place that the rule points to")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Ids from the process clock and the system's random numbers.
#[derive(Default)]
pub struct SystemIds {
    state: std::sync::Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Millisecond and count of the last id.
    last: (i64, u16),
    /// Random bytes that no id has yet: asking the system for eight at a time costs more than all else.
    pool: Vec<[u8; 8]>,
}

impl State {
    /// How many ids' random parts are asked for at once.
    const POOL: usize = 128;

    fn random(&mut self) -> [u8; 8] {
        if self.pool.is_empty() {
            let bytes = random_bytes::<{ 8 * Self::POOL }>();
            self.pool.extend(bytes.as_chunks::<8>().0);
        }
        self.pool.pop().unwrap_or_else(random_bytes)
    }
}

impl Ids for SystemIds {
    fn next(&self) -> Uuid {
        let now = SystemClock.now().0;
        let ((millis, count), random) = {
            let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            // 12 bits count the ids of one millisecond, so that ids rise even when the clock does not.
            state.last = match state.last {
                (at, 0xfff) if now <= at => (at + 1, 0),
                (at, count) if now <= at => (at, count + 1),
                _ => (now, 0),
            };
            (state.last, state.random())
        };
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&count.to_be_bytes());
        bytes[8..].copy_from_slice(&random);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Uuid::from_bytes(bytes)
    }

    fn random(&self) -> [u8; 32] {
        random_bytes()
    }
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without random numbers nothing here is safe: better to stop.
    getrandom::fill(&mut bytes).expect("the system's source of random numbers works");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_are_version_7() {
        let ids = SystemIds::default();
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        let random: std::collections::HashSet<&[u8]> = made.iter().map(|id| &id.as_bytes()[8..]).collect();
        assert_eq!(random.len(), made.len(), "no random part is used twice");
        assert!(
            made.iter()
                .all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122)
        );
    }
}
