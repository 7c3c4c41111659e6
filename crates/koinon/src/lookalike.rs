//! Names that are easily taken for one another: a warning before a partner is pinned, never a verdict.
//!
//! ```text
//! hea1th.example  ~ health.example      a digit or pair of letters that looks like a letter (1 l i, 0 o, 5 s, 8 b, rn m, vv w, cl d)
//! heаlth          ~ health              a letter of another script that looks like ours (Cyrillic, Greek)
//! health.examp1e  ~ health.example      one letter put in, left out, changed or swapped
//! xn--...                               a name in another script, of which only its `xn--` form is seen here
//! ```
//! In: two names. Out: which names there are (`commands::partner`). The rule is small so that it can be told to whoever asks why; Unicode's own table of
//! confusables (UTS 39) has 6,000 rows, and origins are ASCII.

/// Names of fewer characters are not compared letter by letter: all short names are one letter from each other.
const CLOSE_FROM: usize = 6;
/// Names are compared up to so many characters.
const CHARACTERS_MAX: usize = 200;

/// Why one may be taken for the other, as the words between their names; none where they are the same or far from each other.
pub(crate) fn alike(one: &str, other: &str) -> Option<&'static str> {
    let [one, other] = [one, other].map(|name| name.chars().take(CHARACTERS_MAX).collect::<String>().to_lowercase());
    if one == other {
        return None;
    }
    let [seen, seen_other] = [&one, &other].map(|name| skeleton(name));
    if seen == seen_other {
        return Some("reads the same as");
    }
    let [seen, seen_other]: [Vec<char>; 2] = [seen, seen_other].map(|name| name.chars().collect());
    (seen.len().max(seen_other.len()) >= CLOSE_FROM && is_one_off(&seen, &seen_other)).then_some("differs by one letter from")
}

/// Whether a part of an origin is the `xn--` form of a name in another script.
pub(crate) fn is_of_another_script(origin: &str) -> bool {
    origin.split(['.', '/', ':']).any(|part| part.starts_with("xn--"))
}

/// What a hurried reader sees: like letters as one letter, dots, hyphens and spaces as nothing.
fn skeleton(name: &str) -> String {
    let single = |c: char| match c {
        '0' | 'о' | 'ο' => Some('o'),
        '1' | 'l' | '|' | 'і' | 'ι' | 'ı' => Some('i'),
        '5' | 'ѕ' => Some('s'),
        '8' => Some('b'),
        'а' | 'α' => Some('a'),
        'е' => Some('e'),
        'р' | 'ρ' => Some('p'),
        'с' => Some('c'),
        'х' | 'χ' => Some('x'),
        'у' | 'γ' => Some('y'),
        'ν' => Some('v'),
        'κ' => Some('k'),
        'ј' => Some('j'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    let letters: String = name.chars().filter_map(single).collect();
    [("rn", "m"), ("vv", "w"), ("ci", "d")].iter().fold(letters, |letters, (pair, letter)| letters.replace(pair, letter))
}

/// Whether one letter put in, left out, changed, or swapped with its neighbour makes one the other.
fn is_one_off(one: &[char], other: &[char]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (rest, rest_other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    let without = |letters: &[char], count: usize| letters.get(count..).map(<[char]>::to_vec);
    let is_swapped = matches!((rest, rest_other), ([a, b, tail @ ..], [c, d, tail_other @ ..]) if (a, b) == (d, c) && tail == tail_other);
    is_swapped
        || (without(rest, 1).is_some() && without(rest, 1) == without(rest_other, 1))
        || without(rest, 1).is_some_and(|left| left == rest_other)
        || without(rest_other, 1).is_some_and(|left| left == rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_a_hurried_reader_confuses_are_alike() {
        for (one, other) in [
            ("hea1th.example", "health.example"),
            ("c0ast.example", "coast.example"),
            ("rnarina.example", "marina.example"),
            ("north-isle.example", "northisle.example"),
            ("Ministry of Heаlth", "Ministry of Health"),
            ("health.exarnple", "health.example"),
            ("clock.example", "dock.example"),
        ] {
            assert_eq!(alike(one, other), Some("reads the same as"), "{one}");
        }
        for (one, other) in [
            ("helth.example", "health.example"),
            ("healthh.example", "health.example"),
            ("heatlh.example", "health.example"),
            ("heulth.example", "health.example"),
            ("health.example", "health.example/a"),
        ] {
            assert_eq!(alike(one, other), Some("differs by one letter from"), "{one}");
        }
        for (one, other) in [
            ("north.example", "south.example"),
            ("qma", "qna"),
            ("health.example", "health.example"),
            ("a", ""),
            ("calmere.example", "neravia.example"),
        ] {
            assert_eq!(alike(one, other), None, "{one}");
        }
        assert!(is_of_another_script("a.xn--mgbh0fb.example") && !is_of_another_script("axn--.example"));
    }

    proptest! {
        #[test]
        fn being_alike_goes_both_ways_and_any_one_change_is_seen(name in "[a-z]{6,12}\\.example", at in 0..6_usize, letter in "[a-z]") {
            let mut changed: Vec<char> = name.chars().collect();
            changed[at] = letter.chars().next().unwrap();
            let changed: String = changed.into_iter().collect();
            prop_assert_eq!(alike(&name, &changed), alike(&changed, &name));
            // A change may make or break a pair that reads as one letter, which is more than one change to a reader.
            let has_pair = |name: &str| ["rn", "vv", "ci", "cl"].iter().any(|pair| name.contains(pair));
            prop_assert!(name == changed || alike(&name, &changed).is_some() || has_pair(&name) || has_pair(&changed));
        }
    }
}
