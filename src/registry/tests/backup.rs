//! Copies made while others work, and what an examination finds.

use super::*;

fn go_on(_done: u64, _of: u64) -> bool {
    true
}

#[test]
fn a_copy_is_whole_encrypted_and_of_one_moment() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let copied = bench.folder.path().join("copy.db");
    // Somebody else writes between the steps.
    let (seq, hash, _) = registry.audit_head().unwrap();
    copy(&bench.file(), &copied, &KEY, &mut |_, _| {
        registry
            .act(by("meanwhile", NOW), |act| act.put_meta("meanwhile", "1"))
            .unwrap();
        true
    })
    .unwrap();
    assert!(registry.audit_head().unwrap().0 > seq);
    let bytes = fs::read(&copied).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"KIM MINSU"));
    assert_ne!(&bytes[..16], b"SQLite format 3\0");
    let opened = Registry::open(&copied, &KEY).unwrap();
    assert_eq!(opened.audit_head().unwrap().0, seq);
    assert!(opened.has_entry(seq, &audit::hex(&hash)).unwrap());
    assert!(!opened.has_entry(seq, "00").unwrap());
    let found = opened.examine(&mut go_on).unwrap();
    assert!(
        found.audit.is_whole() && found.pages.is_empty(),
        "{found:?}"
    );
    assert_eq!((found.counts.permits, found.counts.blanks), (5, 20));
    assert_eq!(names(&opened, "contoh").len(), 5);
}

#[test]
fn a_copy_can_be_stopped_and_needs_the_key() {
    let bench = Bench::new();
    drop(bench.with(&PEOPLE));
    let copied = bench.folder.path().join("copy.db");
    let stopped = copy(&bench.file(), &copied, &KEY, &mut |_, _| false);
    assert_eq!(stopped, Err(Error::Stopped));
    let other = copy(&bench.file(), &copied, &[1; 32], &mut go_on);
    assert!(other.is_err());
}

#[test]
fn an_examination_tells_of_any_changed_page() {
    let bench = Bench::new();
    drop(bench.with(&PEOPLE));
    let whole = fs::read(bench.file()).unwrap();
    let pages = whole.len() / 4096;
    for page in [1, 2, pages / 2, pages - 1] {
        let mut changed = whole.clone();
        changed[page * 4096 + 100] ^= 1;
        fs::write(bench.file(), &changed).unwrap();
        // Where opening itself does not stumble over the page, the examination does.
        if let Ok(registry) = Registry::open(&bench.file(), &KEY) {
            let found = registry.examine(&mut go_on);
            assert!(!found.is_ok_and(|found| found.is_sound()), "page {page}");
        }
    }
    fs::write(bench.file(), &whole).unwrap();
    let registry = Registry::open(&bench.file(), &KEY).unwrap();
    assert!(registry.examine(&mut go_on).unwrap().pages.is_empty());
}
