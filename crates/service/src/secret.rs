//! Passwords and tokens: how they are made, hashed and compared.

use crate::error::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Argon2id with 19 MiB, two passes, one lane (OWASP's floor).
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of nothing anyone knows, verified where there is no account: the same work.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm8gb25lIHNpZ25zIGluLg$CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYY";

/// Hashes passwords, at most two at a time: a storm of sign-ins must not stop everything else.
pub struct Hasher {
    permits: Semaphore,
    done: AtomicU64,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            permits: Semaphore::new(2),
            done: AtomicU64::new(0),
        }
    }
}

impl Hasher {
    /// The PHC string of a new password.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || {
            argon2()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| error.to_string())
        })
        .await?
        .map_err(Error::Internal)
    }

    /// Whether a password is right. Without a hash the same work is done and the answer is no, so
    /// that the time taken does not tell whether there is an account.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(DECOY).to_owned();
        let password = password.to_owned();
        let right = self
            .run(move || match PasswordHash::new(&hash) {
                Ok(hash) => argon2().verify_password(password.as_bytes(), &hash).is_ok(),
                Err(_) => false,
            })
            .await?;
        Ok(right && known)
    }

    /// How many hashes were computed so far.
    pub fn count(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| Error::Internal(error.to_string()))?;
        self.done.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

/// A token for people to paste or browsers to keep: 256 random bits in base 32 (lower case).
pub fn token(random: [u8; 32]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut out = String::with_capacity(52);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in random {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(LETTERS[(held << (5 - bits)) as usize & 31]));
    }
    out
}

/// What is stored of a token: SHA-256 in hex.
pub fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// Compares two digests without telling by the time taken where they differ.
pub fn same(a: &str, b: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(a.as_bytes(), b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hold_all_their_bits() {
        let mut random = [0; 32];
        let zero = token(random);
        assert_eq!(zero.len(), 52);
        for bit in 0..256 {
            random[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(token(random), zero, "bit {bit}");
            random[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[tokio::test]
    async fn passwords_and_equal_work_without_an_account() {
        let hasher = Hasher::default();
        let hash = hasher.hash("correct horse battery").await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            hasher
                .verify("correct horse battery", Some(&hash))
                .await
                .expect("verified")
        );
        assert!(
            !hasher
                .verify("correct horse batterz", Some(&hash))
                .await
                .expect("verified")
        );
        assert!(PasswordHash::new(DECOY).is_ok());
        let before = hasher.count();
        assert!(!hasher.verify("x", None).await.expect("verified"));
        assert_eq!(hasher.count(), before + 1);
    }
}
