//! Whether there is room for a build: a full disk shows itself late, and as anything but that.

use std::path::Path;

use crate::{places, proc};

/// With less than this free it is told, in KiB.
const LITTLE: u64 = 8 * 1024 * 1024;

/// Says so when the disk is too full for a fresh build. It may do all the same: most may be built already.
pub fn look() {
    let Ok(target) = places::target() else { return };
    let Some(place) = target.ancestors().find(|place| place.exists()) else {
        return;
    };
    if let Some(note) = free(place).and_then(|free| note(place, free)) {
        println!("{note}");
    }
}

fn note(place: &Path, free: u64) -> Option<String> {
    (free < LITTLE).then(|| {
        format!(
            "Note: {} GB are free in {}; a fresh build with its tests may need more. If something fails for want of room, \
             make some, or set CARGO_TARGET_DIR to a folder on another disk.",
            free / (1024 * 1024),
            place.display()
        )
    })
}

/// Free KiB, as far as the system tells.
fn free(place: &Path) -> Option<u64> {
    let said = proc::capture(proc::command("df").arg("-Pk").arg(place)).ok()?;
    available(&said)
}

/// The fourth column of the last line, as POSIX lays down.
fn available(said: &str) -> Option<u64> {
    said.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_too_full_is_told() {
        let said =
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 263174212 90000000 2097152 35% /\n";
        let free = available(said).unwrap();
        let told = note(Path::new("/target"), free).unwrap();
        assert!(told.contains("2 GB are free in /target"), "{told}");
        assert_eq!(note(Path::new("/target"), LITTLE), None);
        assert!(super::free(Path::new("/")).is_some());
    }
}
