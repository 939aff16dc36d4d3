//! A new bundle of the browser side must be embedded again.

fn main() {
    println!("cargo::rerun-if-changed=../dist");
}
