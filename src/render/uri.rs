//! Shown paths as URI references (RFC 3986).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but unreserved characters and `/` is written as bytes: a colon in the first part would be read as the end of
/// a scheme.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path as a URI: relative as shown, or `file:` where the user's own argument was absolute.
pub(super) fn of_path(path: &str) -> String {
    let drive = path.split_once(":/").filter(|(drive, _)| drive.len() == 1);
    match drive {
        Some((drive, rest)) => format!("file:///{drive}:/{}", encoded(rest)),
        None if path.starts_with('/') => format!("file://{}", encoded(path)),
        None => encoded(path),
    }
}

/// Whether a path is relative, and so means something below the root of the project.
pub(super) fn is_relative(path: &str) -> bool {
    !of_path(path).starts_with("file:")
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri_whatever_is_in_it() {
        for (path, uri) in [
            ("fixtures/northwind/framework.toml", "fixtures/northwind/framework.toml"),
            ("parts/größe 部.toml", "parts/gr%C3%B6%C3%9Fe%20%E9%83%A8.toml"),
            ("a:b?#%.toml", "a%3Ab%3F%23%25.toml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("x\u{202e}\n.toml", "x%E2%80%AE%0A.toml"),
            ("/tmp/a b.toml", "file:///tmp/a%20b.toml"),
            ("C:/a b.toml", "file:///C:/a%20b.toml"),
            ("../a.toml", "../a.toml"),
        ] {
            assert_eq!(of_path(path), uri);
        }
        assert!(is_relative("../a.toml") && !is_relative("/a.toml"));
    }
}
