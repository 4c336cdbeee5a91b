//! From the office to a reader with no office: statuses changed, keys begun and revoked, bundles given, taken and refused.

use super::*;
use crate::office::{Mark, Officer};
use crate::seal::Status;
use crate::station::{Reader, Taken};

fn second(station: &Station) -> Second {
    let officers = station.officers().unwrap();
    let keeper = |officer: &Officer| officer.login.as_str() == "serah";
    Second::known(officers.into_iter().find(keeper).unwrap())
}

pub(super) fn head(folder: &TempDir) -> Station {
    let mut station = open(folder);
    station.act_as(Duty::Head).unwrap();
    station
}

/// Permit number, serial and QR text of a card in force.
pub(super) fn card(station: &mut Station) -> (String, String, String) {
    station.act_as(Duty::Counter).unwrap();
    let row = all(station)
        .into_iter()
        .find(|row| {
            let text = text_of(station, row);
            station.verify(&Evidence::Text(text), None).word == Word::Valid
        })
        .unwrap();
    let text = text_of(station, &row);
    station.act_as(Duty::Head).unwrap();
    (row.permit_no.as_str().to_owned(), row.card_serial, text)
}

/// What the office says of a text now, and what an empty folder says that gets the office's next bundle.
#[track_caller]
fn both_say(station: &mut Station, text: &str, word: Word) {
    let evidence = Evidence::Text(text.to_owned());
    assert_eq!(station.verify(&evidence, None).word, word);
    let folder = TempDir::new().unwrap();
    let bundle = station.give_bundle(None, None).unwrap();
    let root = station.root().to_pem().unwrap();
    let clock = Clock::Fixed(NOW);
    let taken =
        Reader::import_by(folder.path(), &bundle.bytes, Some(root.as_bytes()), clock).unwrap();
    assert_eq!(taken.1, Taken::Newer);
    let reader = Reader::open_by(folder.path(), clock).unwrap();
    assert_eq!(reader.verify(&evidence, None).word, word);
}

#[test]
fn what_the_office_says_of_a_card_every_reader_says() {
    let folder = office();
    let mut station = head(&folder);
    let (permit_no, serial, text) = card(&mut station);
    let second = second(&station);
    both_say(&mut station, &text, Word::Valid);
    let mut say = |what: &str, mark, status, word| {
        let done = station.change_status(what, mark, "alasan contoh", &second);
        let done = done.unwrap();
        assert_eq!(done.cards.last(), Some(&(serial.clone(), status)));
        both_say(&mut station, &text, word);
    };
    use Status as S;
    say(&serial, Mark::Suspended, S::Suspended, Word::Suspended);
    // Lost while suspended: when it is found it is suspended still.
    say(&permit_no, Mark::Lost, S::Revoked, Word::Revoked);
    say(&serial, Mark::Found, S::Suspended, Word::Suspended);
    say(
        &serial.to_lowercase(),
        Mark::Reinstated,
        S::Valid,
        Word::Valid,
    );
    say(&permit_no, Mark::Suspended, S::Suspended, Word::Suspended);
    say(&permit_no, Mark::Reinstated, S::Valid, Word::Valid);
    say(&permit_no, Mark::Revoked, S::Revoked, Word::Revoked);
    assert!(station.audit_check(&mut |_, _| true).unwrap().is_whole());
}

#[test]
fn a_reader_may_go_to_another_thread() {
    fn check<T: Send + Sync + Clone>() {}
    check::<Reader>();
}

#[test]
fn a_status_is_changed_by_the_table_and_beside_another() {
    let folder = office();
    let mut station = head(&folder);
    let (permit_no, serial, _) = card(&mut station);
    let second = second(&station);
    let mut say = |what: &str, mark, reason: &str| {
        let done = station.change_status(what, mark, reason, &second);
        done.err().map(|error| error.id)
    };
    for mark in [Mark::Reinstated, Mark::Found] {
        assert_eq!(say(&serial, mark, "x"), Some("status-out-of-turn"));
    }
    assert_eq!(say(&serial, Mark::Revoked, " "), Some("reason-missing"));
    assert_eq!(say("2C00", Mark::Revoked, "x"), Some("target-unknown"));
    assert_eq!(say(&serial, Mark::Revoked, "x"), None);
    for mark in Mark::ALL {
        assert_eq!(say(&serial, mark, "x"), Some("status-out-of-turn"));
    }
    // The permit may still be revoked, and then gets no further card.
    assert_eq!(say(&permit_no, Mark::Revoked, "x"), None);
    let own = Second::known(station.officer.clone());
    let alone = station.change_status(&serial, Mark::Found, "x", &own);
    assert_eq!(alone.unwrap_err().id, "same-officer");
    let draft = {
        station.act_as(Duty::Counter).unwrap();
        let number = PermitNo::parse(&permit_no).unwrap();
        station.record(&number).unwrap().draft
    };
    assert_eq!(
        made(&mut station, &draft, None).err().unwrap().id,
        "run-permit-barred"
    );
}

#[test]
fn a_reader_takes_no_older_bundle_and_goes_stale() {
    let folder = office();
    let mut station = head(&folder);
    let (_, _, text) = card(&mut station);
    let root = station.root().der;
    let first = station.give_bundle(Some("tablet 1"), None).unwrap();
    station.clock = Clock::Fixed(NOW + 60);
    let later = station.give_bundle(Some("tablet 1"), None).unwrap();
    let difference = station
        .give_bundle(Some("tablet 2"), Some(later.sequence))
        .unwrap();
    assert!(difference.bytes.len() < later.bytes.len() / 2);
    let dir = TempDir::new().unwrap();
    let at = |at| Clock::Fixed(NOW + at);
    let bring = |bytes: &[u8], root: Option<&[u8]>, when| {
        Reader::import_by(dir.path(), bytes, root, at(when))
            .map(|(reader, taken)| (reader.bundle().sequence, taken))
            .map_err(|error| error.id)
    };
    assert_eq!(bring(&later.bytes, None, 60), Err("root-missing"));
    assert_eq!(bring(&later.bytes, Some(b"?"), 60), Err("root-unreadable"));
    assert_eq!(
        bring(&difference.bytes, Some(&root), 60),
        Err("bundle-base")
    );
    assert_eq!(
        bring(&later.bytes, Some(&root), -4000),
        Err("bundle-future")
    );
    assert!(!dir.path().join("root.txt").exists());
    assert_eq!(bring(&later.bytes, Some(&root), 60), Ok((2, Taken::Newer)));
    assert_eq!(bring(&later.bytes, None, 60), Ok((2, Taken::Same)));
    assert_eq!(bring(&first.bytes, None, 60), Err("bundle-older"));
    assert_eq!(bring(&difference.bytes, None, 60), Ok((3, Taken::Newer)));
    assert_eq!(bring(b"", None, 60), Err("bundle-not"));
    let other = "00".repeat(32);
    assert_eq!(
        bring(&first.bytes, Some(other.as_bytes()), 60),
        Err("root-pinned")
    );
    // An older bundle put there by hand is refused too.
    let reader = Reader::open_by(dir.path(), at(90)).unwrap();
    let evidence = Evidence::Text(text);
    assert_eq!(reader.verify(&evidence, None).word, Word::Valid);
    assert!(reader.is_current(None));
    let stale = reader.verify(&evidence, Some(NOW + 4 * DAY));
    assert_eq!((stale.word, stale.reason), (Word::Stale, "status-old"));
    fs::write(dir.path().join("trust.bundle"), &first.bytes).unwrap();
    let refused = Reader::open_by(dir.path(), at(90)).err().unwrap();
    assert_eq!(refused.id, "bundle-older");
    // Who has what, and who is to be reminded.
    let out = |station: &Station| -> Vec<(String, u64, bool)> {
        let out = station.bundles_out().unwrap().into_iter();
        out.map(|out| (out.copy.recipient, out.copy.sequence, out.remind))
            .collect()
    };
    let held = |remind| {
        vec![
            (String::from("tablet 1"), 2, remind),
            (String::from("tablet 2"), 3, remind),
        ]
    };
    assert_eq!(out(&station), held(false));
    station.clock = Clock::Fixed(NOW + 2 * DAY);
    assert_eq!(out(&station), held(true));
    assert_eq!(
        station.give_bundle(None, Some(99)).err().unwrap().id,
        "bundle-unknown"
    );
}

#[test]
fn keys_change_over_time_and_every_reader_knows_them_first() {
    let folder = office();
    let mut station = head(&folder);
    let first = station.give_bundle(None, None).unwrap().sequence;
    let present = station.keys.signer(NOW).unwrap().certificate.clone();
    station.clock = Clock::Fixed(present.use_until - 30 * DAY);
    station.jumped_s = None;
    let next = station.rotate_signer().unwrap().certificate;
    assert_eq!(station.rotate_signer().unwrap_err().id, "signer-waits");
    // It waits in a bundle of its own until it signs; the two overlap.
    assert_eq!(station.registry.newest_bundle().unwrap(), Some(first + 1));
    assert!(station.registry.is_in_bundle(next.kid).unwrap());
    let signs = |station: &Station, at| station.keys.signer(at).unwrap().certificate.kid;
    assert_eq!(signs(&station, next.use_from - 1), present.kid);
    assert_eq!(signs(&station, next.use_from), next.kid);
    assert!(next.use_from < present.use_until);
    // Near the end of the last key the next is begun without being asked.
    station.clock = Clock::Fixed(next.use_until - 10 * DAY);
    station.next_signer(station.clock.now()).unwrap();
    let third = station.signers().pop().unwrap();
    assert!(!third.signs && third.certificate.use_from < next.use_until);
    assert!(
        station
            .registry
            .is_in_bundle(third.certificate.kid)
            .unwrap()
    );
    // A key readers were not told of seals nothing.
    let untold = station.clock.now();
    let (dir, master) = (station.dir.clone(), &station.master);
    let kid = station
        .keys
        .prepare_signer(&dir, master, untold)
        .unwrap()
        .0
        .kid;
    assert_eq!(station.told_of(kid).unwrap_err().id, "signer-not-in-bundle");
}

#[test]
fn a_revoked_key_is_refused_everywhere_and_replaced_at_once() {
    let folder = office();
    let mut station = head(&folder);
    station.give_bundle(None, None).unwrap();
    let draft = {
        station.act_as(Duty::Counter).unwrap();
        station.example_draft(Kind::Itas)
    };
    let issued = made(&mut station, &draft, None).unwrap();
    station.act_as(Duty::Head).unwrap();
    both_say(&mut station, &issued.qr_text, Word::Valid);
    let refused = |station: &mut Station, kid: &str, from| {
        station.revoke_key(kid, from).err().map(|error| error.id)
    };
    assert_eq!(refused(&mut station, "00", NOW), Some("key-not-found"));
    let kid = issued.kid.as_str();
    assert_eq!(
        refused(&mut station, kid, NOW + 9),
        Some("key-revoked-later")
    );
    assert_eq!(station.revoke_key(kid, NOW).unwrap(), 1);
    assert_eq!(refused(&mut station, kid, NOW), Some("key-revoked"));
    both_say(&mut station, &issued.qr_text, Word::UnknownSigner);
    let fresh = station.keys.signer(NOW).unwrap().certificate.kid;
    assert_ne!(fresh.to_string(), issued.kid);
    assert!(station.registry.is_in_bundle(fresh).unwrap());
    // Another desk, opened before, hears of it too.
    let mut other = open(&folder);
    let evidence = Evidence::Text(issued.qr_text);
    assert_eq!(other.verify(&evidence, None).word, Word::UnknownSigner);
    assert!(!station.jwks().contains(&issued.kid));
}

#[test]
fn what_was_said_while_the_clock_stood_ahead_holds_when_it_is_put_right() {
    let folder = office();
    let mut station = head(&folder);
    let (_, serial, text) = card(&mut station);
    let second = second(&station);
    let evidence = Evidence::Text(text.clone());
    station.clock = Clock::Fixed(NOW + 2 * DAY);
    let revoked = station.change_status(&serial, Mark::Revoked, "alasan contoh", &second);
    assert_eq!(revoked.unwrap().cards, [(serial.clone(), Status::Revoked)]);
    let kid = station.keys.signer(NOW + 2 * DAY).unwrap().certificate.kid;
    station.revoke_key(&kid.to_string(), NOW + 2 * DAY).unwrap();
    station.clock = Clock::Fixed(NOW);
    station.accept_clock().unwrap();
    assert_eq!(station.clock_state().unwrap(), ClockState::Steady);
    both_say(&mut station, &text, Word::Revoked);
    let before = station.verify(&evidence, Some(NOW - 1)).word;
    assert_eq!(before, Word::Valid, "it was asked what stood then");
    let target = crate::registry::Target::Card(serial);
    let told = station
        .registry
        .statuses_of(&target, crate::registry::AsOf::Now(NOW));
    assert_eq!(told.unwrap()[0].1, Status::Revoked);
    let signs = station.keys.signer(NOW).map(|one| one.certificate.kid);
    assert_ne!(signs, Some(kid), "refused whenever that was");
}

#[test]
fn lists_stand_at_the_address_cards_point_to() {
    let folder = office();
    let mut station = head(&folder);
    let (_, _, text) = card(&mut station);
    let lists = station.give_lists().unwrap();
    let place = station.verify(&Evidence::Text(text), None).claims.unwrap();
    let place = place.status.unwrap();
    let [(uri, bytes)] = lists.as_slice() else {
        panic!("one list wanted");
    };
    assert_eq!(*uri, place.uri);
    let token = seal::StatusToken::open(bytes, &station.keys.trust()).unwrap();
    assert_eq!((token.uri.as_str(), token.issued_at), (uri.as_str(), NOW));
    assert_eq!(token.list.value(place.idx), Some(0));
}
