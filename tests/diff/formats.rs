//! The three formats: reviewed output, hostile text, and the exit code.
