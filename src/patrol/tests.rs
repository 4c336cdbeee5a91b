//! Round trips, arbitrary bytes and mutations; extracts and logs that were tampered with; hints.

mod light;

use super::*;
use crate::rule::PatrolRules;
use crate::seal::{Certificate, PrivateKey, Sign as _, Verdict, attest};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use light::worker;
use proptest::prelude::*;

/// 1 July 2026, noon in WIB.
const NOW: i64 = 1_782_882_000;
const TODAY: Date = date(2026, 7, 1);

fn sighting(number: u8, at: i64, serial: &str, place: Option<(i32, i32)>) -> Sighting {
    Sighting {
        id: SightingId([number; 16]),
        at,
        spot: Spot {
            text: String::from("Gerbang 3"),
            district: Some(String::from("32.16.08")),
            estate: None,
            fix: place.map(|(latitude_e6, longitude_e6)| Fix {
                latitude_e6,
                longitude_e6,
                accuracy_m: Some(10),
            }),
        },
        officer: String::from("patroli"),
        word: Word::Valid,
        reason: "in-force",
        card_serial: serial.to_owned(),
        permit_no: String::from("2C21XX0001-A"),
        status_age_s: Some(3600),
        lights: vec![],
        note: String::new(),
        photo: None,
        operation: None,
    }
}

prop_compose! {
    fn lit()(which in 0..Paper::ALL.len(), color in 0..4_usize, reason in 0..Light::REASONS.len(),
             args in prop::collection::vec((0..Light::ARGS.len(), "[^\\pC\\p{Zl}\\p{Zp}]{0,40}"), 0..4)) -> Light {
        Light {
            paper: Paper::ALL[which],
            color: Color::ALL[color],
            reason: Light::REASONS[reason],
            args: args.into_iter().map(|(name, value)| (Light::ARGS[name], value)).collect(),
        }
    }
}

prop_compose! {
    fn any_sighting()(
        id in any::<[u8; 16]>(), at in any::<i64>(), text in "[^\\pC\\p{Zl}\\p{Zp}]{0,40}", officer in "[^\\pC\\p{Zl}\\p{Zp}]{0,40}", note in "[^\\pC\\p{Zl}\\p{Zp}]{0,400}",
        codes in any::<(bool, bool, bool, bool)>(),
        fix in prop::option::of((-90_000_000..=90_000_000, -180_000_000..=180_000_000, prop::option::of(any::<u32>()))),
        which in 0..10_usize, age in prop::option::of(any::<i64>()), lights in prop::collection::vec(lit(), 0..9),
        photo in prop::collection::vec(any::<u8>(), 0..200),
    ) -> Sighting {
        let (district, estate, pictured, operated) = codes;
        Sighting {
            id: SightingId(id),
            at,
            spot: Spot {
                text,
                district: district.then(|| String::from("32.16.09")),
                estate: estate.then(|| String::from("jababeka")),
                fix: fix.map(|(latitude_e6, longitude_e6, accuracy_m)| Fix { latitude_e6, longitude_e6, accuracy_m }),
            },
            officer,
            word: Word::ALL[which],
            reason: Verdict::REASONS[which].0,
            card_serial: String::from("BKS000123"),
            permit_no: String::from("2C21XX0001-A"),
            status_age_s: age,
            lights,
            note,
            photo: pictured.then(|| [&[0xFF, 0xD8, 0xFF][..], &photo].concat()),
            operation: operated.then_some(OperationId(id)),
        }
    }
}

proptest! {
    #[test]
    fn a_sighting_comes_back_and_has_one_form(sighting in any_sighting(), at in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let bytes = sighting.to_bytes().unwrap();
        prop_assert!(Sighting::from_bytes(&bytes).unwrap() == sighting);
        prop_assert!(Sighting::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        // Whatever is read at all is written as it was read.
        let mut changed = bytes.clone();
        changed[at.index(bytes.len())] ^= change;
        if let Ok(read) = Sighting::from_bytes(&changed) {
            prop_assert_eq!(read.to_bytes().unwrap(), changed);
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_quietly(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(read) = Sighting::from_bytes(&bytes) {
            prop_assert_eq!(read.to_bytes().unwrap(), bytes.clone());
        }
        Entry::from_bytes(&bytes, Level::Team).ok();
        Terms::from_bytes(&bytes).ok();
        Chain::begin(DeviceId([0; 16])).follow(bytes.clone()).ok();
        let refused = read_extract(&bytes[..], &passphrase("x"), (&[], NOW), &mut nothing);
        prop_assert!(refused.is_err());
    }
}

fn nothing(_: Part<'_>) -> Result<(), Error> {
    Ok(())
}

proptest! {
    // Each makes the library measure this machine.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn arbitrary_headers_are_refused_quietly(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let headed = [b"age-encryption.org/v1\n", &bytes[..], b"\n--- "].concat();
        let refused = read_extract(&headed[..], &passphrase("x"), (&[], NOW), &mut nothing);
        prop_assert!(refused.is_err());
    }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn key(number: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[number; 32]).unwrap()
}

fn certificate(number: u8) -> Certificate {
    Device::certificate(&key(number), NOW - 86_400).unwrap()
}

fn person(number: u32) -> Entry {
    Entry {
        permit_no: format!("2C21XX{number:04}-A"),
        card_serial: format!("BKS{number:06}"),
        name: String::from("KIM MIN SU"),
        nationality: String::from("KOR"),
        legal_status: String::from("KITAS/C312"),
        valid_until: Some(date(2026, 8, 31)),
        photo: Some(vec![0xFF, 0xD8, 0xFF, 0xE0]),
        regency: String::from("Kabupaten Bekasi"),
        facts: worker(),
        address: String::from("Jl. Rahasia 7"),
        notes: String::from("Catatan rahasia"),
        history: vec![String::from("05-01-2026 KITAS BKS000001")],
    }
}

fn terms(level: Level, count: u64) -> Terms {
    Terms {
        issuer: String::from("https://imi.example.id"),
        level,
        until: date(2026, 7, 31),
        to: String::from("Tim PORA Cikarang"),
        made_at: NOW,
        count,
        kid: certificate(1).kid,
    }
}

fn extract(terms: &Terms) -> Vec<u8> {
    write_extract(
        Vec::new(),
        (&passphrase("kuda lari kencang"), 2),
        terms,
        &mut |number| Ok::<_, Error>(person(u32::try_from(number).unwrap())),
        &|message| attest(message, &key(1)).map_err(|error| Error::Sign(error.to_string())),
    )
    .unwrap()
}

fn read(file: &[u8], word: &str, trusted: &[Certificate], now: i64) -> Result<Vec<Entry>, Error> {
    let mut people = Vec::new();
    read_extract(file, &passphrase(word), (trusted, now), &mut |part| {
        if let Part::Entry(entry) = part {
            people.push(*entry);
        }
        Ok::<_, Error>(())
    })?;
    Ok(people)
}

#[test]
fn an_extract_comes_back_and_its_levels_hold() {
    let word = "kuda lari kencang";
    let trusted = [certificate(1)];
    let full = read(&extract(&terms(Level::Immigration, 3)), word, &trusted, NOW).unwrap();
    assert!(full == [person(0), person(1), person(2)]);
    let team = read(&extract(&terms(Level::Team, 3)), word, &trusted, NOW).unwrap();
    for entry in &team {
        assert!(entry.address.is_empty() && entry.notes.is_empty() && entry.history.is_empty());
        assert!(
            entry.facts.passport_until == Held::Untold && entry.facts.reentry_until == Held::Untold
        );
        assert!(entry.facts.principal == Held::Untold && entry.facts.dependants.is_none());
        assert!(entry.photo.is_some() && entry.facts.district.get().is_some());
    }
    // What one level holds is refused in a file of the lesser one.
    let bytes = person(0).to_bytes(Level::Immigration).unwrap();
    assert_eq!(
        Entry::from_bytes(&bytes, Level::Team).err(),
        Some(Error::Form("level"))
    );
    let lesser = person(0).to_bytes(Level::Team).unwrap();
    for secret in ["Rahasia", "rahasia", "05-01-2026", "2030-01-01"] {
        let found = lesser
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret}");
    }
}

#[test]
fn an_extract_is_refused_with_its_reason() {
    let (word, trusted) = ("kuda lari kencang", [certificate(1)]);
    let file = extract(&terms(Level::Team, 2));
    let refused = |file: &[u8], word: &str, trusted: &[Certificate], now| {
        read(file, word, trusted, now).err().unwrap()
    };
    assert_eq!(refused(&file, "kuda", &trusted, NOW), Error::Key);
    assert_eq!(refused(&file, word, &[certificate(2)], NOW), Error::Foreign);
    assert_eq!(refused(&file, word, &[], NOW), Error::Foreign);
    // Its last day is the 31st; the first second of August is too late.
    let last = NOW + 30 * 86_400 + 12 * 3600 - 1;
    assert!(read(&file, word, &trusted, last).is_ok());
    assert_eq!(
        refused(&file, word, &trusted, last + 1),
        Error::Ended(date(2026, 7, 31))
    );
    assert_eq!(refused(&file, word, &trusted, NOW - 301), Error::Early);
    assert_eq!(refused(b"hello", word, &trusted, NOW), Error::Kind);
    for at in (0..file.len()).step_by(131) {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(read(&changed, word, &trusted, NOW).is_err(), "{at}");
        assert!(read(&file[..at], word, &trusted, NOW).is_err(), "{at}");
    }
    assert!(read(&[&file[..], b"x"].concat(), word, &trusted, NOW).is_err());
    // Somebody who knows the passphrase, but not the office's key.
    let forged = write_extract(
        Vec::new(),
        (&passphrase(word), 2),
        &terms(Level::Team, 1),
        &mut |_| Ok::<_, Error>(person(7)),
        &|message| attest(message, &key(3)).map_err(|error| Error::Sign(error.to_string())),
    )
    .unwrap();
    assert_eq!(refused(&forged, word, &trusted, NOW), Error::Altered);
}

fn device(count: u64) -> Device {
    Device {
        certificate: certificate(9),
        name: String::from("Laptop 1"),
        sent_at: NOW,
        count,
    }
}

fn read_back(file: &[u8], identity: &Identity) -> Result<Vec<Sighting>, Error> {
    let mut seen = Vec::new();
    read_log(file, identity, &mut |part| {
        if let LogPart::Link(link, _) = part {
            seen.push(link.sighting);
        }
        Ok::<_, Error>(())
    })?;
    Ok(seen)
}

#[test]
fn a_log_comes_home_whole_or_not_at_all() {
    let identity = Identity::generate();
    assert_eq!(
        Identity::parse(identity.reveal().expose())
            .unwrap()
            .recipient(),
        identity.recipient()
    );
    let mut chain = Chain::begin(device(0).id());
    let scans: Vec<Sighting> = (0..3)
        .map(|n| sighting(n, NOW + i64::from(n), "BKS000001", None))
        .collect();
    let links: Vec<Vec<u8>> = scans
        .iter()
        .map(|scan| chain.add(scan).unwrap().bytes)
        .collect();
    let write = |links: &[Vec<u8>], signs: u8| {
        let count = u64::try_from(links.len()).unwrap();
        let mut next =
            |number: u64| Ok::<_, Error>(links[usize::try_from(number).unwrap()].clone());
        write_log(
            Vec::new(),
            &identity.recipient(),
            &device(count),
            &key(signs),
            &mut next,
        )
        .unwrap()
    };
    let file = write(&links, 9);
    assert!(read_back(&file, &identity).unwrap() == scans);
    assert!(read_back(&write(&[], 9), &identity).unwrap().is_empty());
    assert_eq!(
        read_back(&file, &Identity::generate()).err(),
        Some(Error::Key)
    );
    for at in (0..file.len()).step_by(67) {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(read_back(&changed, &identity).is_err(), "{at}");
        assert!(read_back(&file[..at], &identity).is_err(), "{at}");
    }
    // A link left out, turned round, or signed by another laptop.
    let gap = [links[0].clone(), links[2].clone()];
    assert_eq!(
        read_back(&write(&gap, 9), &identity).err(),
        Some(Error::Altered)
    );
    let turned = [links[1].clone(), links[0].clone()];
    assert_eq!(
        read_back(&write(&turned, 9), &identity).err(),
        Some(Error::Altered)
    );
    assert_eq!(
        read_back(&write(&links, 8), &identity).err(),
        Some(Error::Altered)
    );
    let id = device(0).id();
    assert_eq!(DeviceId::parse(&id.to_string()), Some(id));
    assert_ne!(key(8).public(), key(9).public());
}

#[test]
fn hints_by_time_and_place() {
    let rules = PatrolRules::bundled();
    // Cikarang and Bandung, about 90 km apart.
    let (cikarang, bandung) = ((-6_307_000, 107_172_000), (-6_917_000, 107_619_000));
    let first = sighting(1, NOW, "BKS000001", Some(cikarang));
    let told = |second: &Sighting| {
        let today = TODAY.checked_add(1.day()).unwrap();
        let ids = hints([&first].into_iter(), second, &rules, today);
        ids.iter().map(|hint| hint.id).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(told(&first), none);
    assert_eq!(
        told(&sighting(2, NOW + 120, "BKS000001", Some(cikarang))),
        ["again"]
    );
    assert_eq!(
        told(&sighting(2, NOW + 1800, "BKS000001", Some(bandung))),
        ["too-far"]
    );
    assert_eq!(
        told(&sighting(2, NOW + 7200, "BKS000001", Some(bandung))),
        none
    );
    assert_eq!(
        told(&sighting(2, NOW - 1800, "BKS000001", Some(bandung))),
        ["too-far"]
    );
    assert_eq!(
        told(&sighting(2, NOW + 7200, "BKS000002", None)),
        ["two-serials"]
    );
    assert_eq!(told(&sighting(2, NOW + 1800, "", Some(bandung))), none);
    // Minutes after the genuine card its forged twin, and the card itself once it was revoked: neither is the same scan again.
    let judged = |word, serial: &str| Sighting {
        word,
        ..sighting(2, NOW + 120, serial, Some(cikarang))
    };
    assert_eq!(told(&judged(Word::Forged, "BKS000001")), none);
    assert_eq!(told(&judged(Word::Revoked, "BKS000001")), none);
    assert_eq!(told(&judged(Word::Forged, "BKS000002")), none);
    let other = Sighting {
        permit_no: String::from("2C21XX0002-B"),
        ..judged(Word::Valid, "BKS000001")
    };
    assert_eq!(told(&other), none);
    // What a forged seal said of itself accuses nobody who comes after.
    let forged = Sighting {
        word: Word::Forged,
        ..sighting(1, NOW, "BKS000001", Some(cikarang))
    };
    for second in [
        sighting(2, NOW + 1800, "BKS000001", Some(bandung)),
        sighting(2, NOW + 1800, "BKS000002", None),
    ] {
        assert!(hints([&forged].into_iter(), &second, &rules, TODAY).is_empty());
    }
}

#[test]
fn no_text_can_pass_for_the_programs_own_words() {
    let astray = [
        "Laptop 1\nSidik jari: 1234",
        "\u{202E}4321",
        "a\u{200B}b",
        "\u{FEFF}a",
        "a\u{1B}[2J",
    ];
    for text in astray {
        let mut named = sighting(1, NOW, "BKS000001", None);
        named.officer = text.to_owned();
        assert_eq!(named.to_bytes(), Err(Error::Form("officer")), "{text:?}");
        // Written by a laptop that does not ask.
        named.officer = "x".repeat(text.len());
        let bytes = named.to_bytes().unwrap();
        let at = bytes
            .windows(text.len())
            .position(|part| part == named.officer.as_bytes());
        let mut hostile = bytes.clone();
        hostile[at.unwrap()..][..text.len()].copy_from_slice(text.as_bytes());
        assert_eq!(
            Sighting::from_bytes(&hostile).err(),
            Some(Error::Form("officer"))
        );
        assert!(!fit(text, 40).contains(|letter: char| letter.is_control()));
    }
    assert_eq!(fit("Jalan\nMerdeka é", 14), "Jalan Merdeka ");
    assert_eq!(fit("Jalan Merdeka é", 16), "Jalan Merdeka é");
}
