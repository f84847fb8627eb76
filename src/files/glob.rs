//! Patterns of paths: `*` and `?` within a name, `**` for any number of folders.
//!
//! Our own, because it is smaller than the glue to a crate: `globset` brings a regex engine, `glob` walks by itself and
//! follows links, and neither is needed for three wildcards.

/// Whether a name or path part is a pattern.
pub fn is_wild(part: &str) -> bool {
    part.contains(['*', '?'])
}

/// Whether path parts match pattern parts. Hidden names match only a part that begins with a dot itself.
pub fn matches(pattern: &[&str], path: &[&str]) -> bool {
    wild(pattern, path, |part| *part == "**", |part, name| part_matches(part, name))
}

fn part_matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    wild(&pattern, &name, |&c| c == '*', |&c, &d| c == '?' || c == d)
}

/// Matches with a wildcard for any run, going back to the last wildcard only: that is enough, and keeps the worst case
/// at the product of the lengths.
fn wild<T>(pattern: &[T], text: &[T], star: impl Fn(&T) -> bool, same: impl Fn(&T, &T) -> bool) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(here) = text.get(t) {
        match pattern.get(p) {
            Some(part) if star(part) => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(part) if same(part, here) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((after, from)) = retry else { return false };
                retry = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(star)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_wildcards_match_what_they_promise() {
        let cases = [
            ("*.toml", "a.toml", true),
            ("*.toml", "a.toml.bak", false),
            ("*.toml", "x/a.toml", false),
            ("*.toml", ".a.toml", false),
            ("?.toml", "é.toml", true),
            ("?.toml", ".toml", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXcXb", false),
            ("**/a.toml", "a.toml", true),
            ("**/a.toml", "x/y/a.toml", true),
            ("x/**/a.toml", "y/a.toml", false),
            ("x/**", "x/y/z", true),
            ("**/x/*.toml", "x/y/x/b.toml", true),
            ("**/x/*.toml", "x/y/b.toml", false),
        ];
        for (pattern, path, expected) in cases {
            let (parts, names): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
            assert_eq!(matches(&parts, &names), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn many_wildcards_do_not_take_forever() {
        let (pattern, name) = ("*a".repeat(200) + "b", "a".repeat(5000));
        assert!(!matches(&[&pattern], &[&name]));
    }
}
