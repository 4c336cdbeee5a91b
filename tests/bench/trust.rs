//! Figures of trust: bundles of small and large offices, and how fast a patrol judges what it has scanned.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use loket::seal::{
    Bundle, BundleContent, Certificate, Claims, Pin, PrivateKey, Signer, Status, StatusList,
    StatusRef, StatusToken, TrustList, Word, seal,
};

const NOW: i64 = 1_790_000_000;
const DAY_S: i64 = 86_400;
const YEAR_S: i64 = 366 * DAY_S;
const URI: &str = "https://imi.example.id/s/1";
/// Places of an office's list, as the station gives them out at random.
const PLACES: u64 = 1 << 21;
/// Cards of the offices measured.
const OFFICES: [(u64, &str); 3] = [
    (10_000, "10,000"),
    (200_000, "200,000"),
    (1_000_000, "1,000,000"),
];
/// Of a hundred cards one is revoked.
const REVOKED_IN: u64 = 100;
/// Seals judged, each with its own text.
const SEALS: u64 = 200;

/// Name, value, unit.
pub fn figures() -> Vec<(String, f64, &'static str)> {
    let (root, signer) = keys();
    let pin = Pin::of(&root.certificate);
    let mut figures = Vec::new();
    for (cards, words) in OFFICES {
        let revoked = cards / REVOKED_IN;
        let file = bundle(&root, &signer, revoked, 1);
        let later = bundle(&root, &signer, revoked + (revoked / 100).max(1), 2);
        let difference = Bundle::difference(&file, &later).expect("a difference");
        let open = || Bundle::open(&file, &pin, None, NOW).is_ok();
        let load_ms = median_ms(|| assert!(black_box(open())));
        let kilobytes = |bytes: &[u8]| bytes.len() as f64 / 1000.0;
        let of = |what: &str| format!("{what} of {words} cards, 1 % revoked");
        figures.push((of("Trust bundle"), kilobytes(&file), "kB"));
        figures.push((
            of("Its difference a day later"),
            kilobytes(&difference),
            "kB",
        ));
        figures.push((of("Load the trust bundle"), load_ms, "ms"));
    }
    let bundle = Bundle::open(&bundle(&root, &signer, 2_000, 1), &pin, None, NOW);
    let bundle = bundle.expect("a bundle");
    let texts: Vec<String> = (0..SEALS).map(|at| text(&signer, at)).collect();
    let round_ms = median_ms(|| {
        for text in &texts {
            let verdict = bundle.judge(black_box(text), NOW + 60);
            assert!(matches!(verdict.word, Word::Valid | Word::Revoked));
        }
    });
    figures.push((
        String::from("Judge scanned texts by a bundle, one core"),
        SEALS as f64 * 1000.0 / round_ms,
        "/s",
    ));
    figures
}

/// The median of five rounds, the first of which only warms up.
fn median_ms(act: impl Fn()) -> f64 {
    let mut rounds: Vec<f64> = (0..6)
        .map(|_| {
            let begin = Instant::now();
            act();
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .skip(1)
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[2]
}

fn keys() -> (Signer, Signer) {
    let key = |fill: u8| PrivateKey::from_bytes(&[fill; 32]).expect("a scalar");
    let root = Certificate::root(&key(1), "Akar", NOW - DAY_S, NOW + 30 * YEAR_S).expect("a root");
    let until = NOW + 11 * YEAR_S;
    let certificate = Certificate::signer(&key(1), &root, &key(2), "Penanda", NOW - DAY_S, until);
    let signer = |fill, certificate| Signer {
        key: Arc::new(key(fill)),
        certificate,
    };
    (signer(1, root), signer(2, certificate.expect("a signer")))
}

/// Places that follow one another as if at random, the same ones each time.
fn place(at: u64) -> u64 {
    // An odd factor and a shift mix 64 bits well enough (Steele, Lea and Flood: SplitMix).
    let mixed = (at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ mixed >> 27) % PLACES
}

/// The bundle of the first day, the second, ..
fn bundle(root: &Signer, signer: &Signer, revoked: u64, sequence: u64) -> Vec<u8> {
    let at = NOW + (i64::try_from(sequence).unwrap_or(1) - 1) * DAY_S;
    let mut list = StatusList::new(PLACES);
    for at in 0..revoked {
        list.put(place(at), Status::Revoked);
    }
    let token = StatusToken {
        uri: URI.into(),
        issued_at: at,
        expires_at: Some(at + 3 * DAY_S),
        ttl_s: Some(DAY_S),
        list,
    };
    let content = BundleContent {
        issuer: "https://imi.example.id",
        office: "KANTOR CONTOH",
        sequence,
        issued_at: at,
        next_update: at + 3 * DAY_S,
        trust: &TrustList {
            certificates: vec![signer.certificate.clone()],
        },
        tokens: &[token.sign(signer).expect("a token")],
        log_recipient: None,
    };
    content.sign(root).expect("a bundle")
}

fn text(signer: &Signer, at: u64) -> String {
    let claims = Claims {
        issuer: "https://imi.example.id".into(),
        expires_at: NOW + YEAR_S,
        issued_at: NOW,
        status: Some(StatusRef {
            idx: place(1_000_000 + at),
            uri: URI.into(),
        }),
        permit_no: format!("2C21JE{at:04}-V"),
        name: "NGUYEN THI MINH KHAI SPECIMEN".into(),
        birth_date: "19840418".into(),
        sex: 2,
        nationality: "VNM".into(),
        region: "32.73".into(),
        legal_status: "SPECIMEN KITAS/C312".into(),
        country: "IDN".into(),
        passport_no: "C1234567".into(),
        niora: Some("IMGV1A23456".into()),
        card_serial: format!("BKS{at:06}"),
    };
    seal(&claims, signer).expect("a seal").text
}
