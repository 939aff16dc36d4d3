//! Names the state of the icon sprite, so that its address changes exactly when the drawing does.
use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let sprite = root.join("../../style/icons.svg");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", sprite.display());
    println!("cargo:rustc-env=ICONS_REV={:016x}", fnv1a(&fs::read(sprite)?));
    Ok(())
}

/// FNV-1a, 64 bits: short, stable, and enough to tell two drawings apart.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
