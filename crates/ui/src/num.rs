//! Numbers in sentences.
// style: none

/// 1284 as "1,284".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 identity", "1,284 identities".
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// "51–100 of 1,284"; "10,000+" where the total is not exact. `from` counts from 1.
pub fn range(from: u64, shown: u64, total: u64, exact: bool) -> String {
    let total = format!("{}{}", grouped(total), if exact { "" } else { "+" });
    match shown {
        0 => format!("0 of {total}"),
        1 => format!("{} of {total}", grouped(from)),
        _ => format!("{}–{} of {total}", grouped(from), grouped(from + shown - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (n, words) in [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1,000"),
            (1_284, "1,284"),
            (100_000, "100,000"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(grouped(n), words);
        }
    }

    #[test]
    fn one_is_singular_and_nothing_else() {
        assert_eq!(count(1, "identity", "identities"), "1 identity");
        assert_eq!(count(0, "identity", "identities"), "0 identities");
        assert_eq!(count(1_284, "identity", "identities"), "1,284 identities");
    }

    #[test]
    fn ranges_of_a_page() {
        assert_eq!(range(51, 50, 1_284, true), "51–100 of 1,284");
        assert_eq!(range(1, 50, 10_000, false), "1–50 of 10,000+");
        assert_eq!(range(101, 1, 101, true), "101 of 101");
        assert_eq!(range(1, 0, 0, true), "0 of 0");
    }
}
