//! Forms of numbers: permit, NIORA, NIK, neighbourhood.

/// Upper case without blanks.
pub(super) fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// `A`-`Z` and `0`-`9` alone, not empty.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Digits alone, not empty.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letters(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A permit number: `[0-9A-Z]{8,16}(-[A-Z]{1,2})?`.
pub(super) fn permit_no(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let (body, tail) = match text.split_once('-') {
        Some((body, tail)) => (body, Some(tail)),
        None => (text.as_str(), None),
    };
    let tail_holds = tail.is_none_or(|tail| tail.len() <= 2 && is_letters(tail));
    let holds = (8..=16).contains(&body.len()) && is_plain(body) && tail_holds;
    holds.then_some(text)
}

/// See `PermitNo::spellings`.
pub(super) fn spellings(number: &str) -> Vec<String> {
    let bare = number.replace('-', "");
    let hyphened = (1..=2).filter_map(|tail| {
        let (body, tail) = bare.split_at_checked(bare.len().checked_sub(tail)?)?;
        permit_no(&format!("{body}-{tail}"))
    });
    permit_no(&bare).into_iter().chain(hyphened).collect()
}

/// The shape real numbers are known to have: `2[CD]\d{1,2}[A-Z]{2}\d{4,6}-?[A-Z]{1,2}`.
pub(super) fn has_usual_shape(permit_no: &str) -> bool {
    let Some(rest) = permit_no
        .strip_prefix("2C")
        .or_else(|| permit_no.strip_prefix("2D"))
    else {
        return false;
    };
    let (digits, rest) = run(rest, |byte| byte.is_ascii_digit());
    let (office, rest) = run(rest, |byte| byte.is_ascii_uppercase());
    let (serial, rest) = run(rest, |byte| byte.is_ascii_digit());
    let series = rest.strip_prefix('-').unwrap_or(rest);
    (1..=2).contains(&digits)
        && office == 2
        && (4..=6).contains(&serial)
        && series.len() <= 2
        && is_letters(series)
}

/// How many bytes at the start are of a kind, and what follows.
fn run(text: &str, of_kind: impl Fn(u8) -> bool) -> (usize, &str) {
    let length = text.bytes().take_while(|byte| of_kind(*byte)).count();
    (length, text.get(length..).unwrap_or(""))
}

/// RT and RW as `003/007`; also typed `3/7`, `RT 3 RW 7`, `003007`.
pub(super) fn rt_rw(text: &str) -> Option<String> {
    let bare = text.to_uppercase().replace("RT", " ").replace("RW", " ");
    let allowed =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '/' | '.' | ':' | '-');
    if !bare.chars().all(allowed) {
        return None;
    }
    let parts: Vec<&str> = bare
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let (rt, rw) = match parts.as_slice() {
        [rt, rw] => (*rt, *rw),
        [both] if both.len() == 6 => both.split_at_checked(3)?,
        _ => return None,
    };
    (rt.len() <= 3 && rw.len() <= 3).then(|| format!("{rt:0>3}/{rw:0>3}"))
}

/// What a NIK tells of its holder.
pub(super) struct NikBirth {
    pub(super) day: i8,
    pub(super) month: i8,
    /// In the century.
    pub(super) year: i16,
    /// A woman's day is written 40 higher.
    pub(super) is_woman: bool,
}

/// Day, month and year of birth of a NIK of 16 digits.
pub(super) fn nik_birth(nik: &str) -> Option<NikBirth> {
    let part = |from, to| nik.get(from..to);
    let day: i8 = part(6, 8)?.parse().ok()?;
    let is_woman = day > 40;
    Some(NikBirth {
        day: if is_woman { day - 40 } else { day },
        month: part(8, 10)?.parse().ok()?,
        year: part(10, 12)?.parse().ok()?,
        is_woman,
    })
}
