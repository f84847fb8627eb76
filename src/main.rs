//! The binary: arguments to the library, bytes to the terminal, an exit code.

fn main() {}
