//! What readers of seals are told: statuses changed, bundles given and taken, keys begun and revoked, verdicts with no office.

use crate::login::{second, secret};
use crate::run::{Failure, on_duty, read};
use crate::show::{Teller, status_word};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use loket::office::{Duty, Mark};
use loket::portrait::Still;
use loket::station::{self, BundleFile, Evidence, Reader, Station, StatusChange, Taken, outside};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Most bytes of a bundle or a root that is read.
const BUNDLE_BYTES: usize = 16 * 1024 * 1024;
const ROOT_BYTES: usize = 64 * 1024;

/// What is said of a card or a permit; in the next bundle at once.
#[derive(clap::Subcommand)]
pub enum StatusCommand {
    /// Withdraw for good
    Revoke(Said),
    /// Put out of force until it is reinstated
    Suspend(Said),
    /// Put in force again after a suspension
    Reinstate(Said),
    /// Its holder does not have the card any more
    Lost(Said),
    /// A lost card is back with its holder
    Found(Said),
}

/// Of what, why, and beside whom.
#[derive(clap::Args)]
pub struct Said {
    /// Number of the permit, for all its cards, or serial of one card
    #[arg(value_name = "PERMIT-OR-SERIAL")]
    what: String,
    /// Why
    #[arg(long, value_name = "R")]
    reason: String,
    /// Login of the officer who stands beside
    #[arg(long, value_name = "OFFICER")]
    second: String,
}

/// What readers of the office's seals need.
#[derive(clap::Subcommand)]
pub enum Trust {
    /// Public keys as JWKS
    Jwks,
    /// The next trust bundle: all an offline reader needs
    Bundle {
        /// The file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
        /// Who gets it, for the list of bundles out there
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Write the difference to that bundle, for who holds exactly it
        #[arg(long, value_name = "SEQ")]
        since: Option<u64>,
    },
    /// Take a bundle, or a difference, into a reader's folder; needs no office
    Import {
        /// The file
        file: PathBuf,
        /// The reader's folder [default: that of `--office`]
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
        /// The office root to pin, the first time: certificate, or digits of its SHA-256
        #[arg(long, value_name = "F")]
        root: Option<PathBuf>,
    },
    /// The status lists alone, as the office's web site serves them
    Lists {
        /// Folder for them
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Begin the next signer; it signs once every current bundle has it
    Rotate,
    /// Refuse what a key signed from a day on, for good
    RevokeKey {
        /// 16 hex digits
        kid: String,
        /// e.g. 2026-12-31, or a moment such as 2026-12-31T10:00:00+07:00
        #[arg(long, value_name = "DATE")]
        from: String,
    },
    /// The office root, for readers to pin
    Root {
        /// The PEM file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// Who has which bundle, and who is to be reminded
    Recipients,
    /// The PKCS#11 token that keeps the signers' keys
    #[command(subcommand)]
    Token(TokenCommand),
}

/// Where the keys of signers are made and kept.
#[derive(clap::Subcommand)]
pub enum TokenCommand {
    /// Make the next keys on a token; its PIN comes from a prompt or `LOKET_TOKEN_PIN`
    Use {
        /// The PKCS#11 library of its maker
        #[arg(long, value_name = "FILE")]
        module: PathBuf,
        /// The token's label
        #[arg(long, value_name = "NAME")]
        label: String,
    },
    /// Make the next keys on the computer again
    Leave,
    /// Which token it is, and whether it can be reached
    Show,
}

#[derive(Serialize)]
struct TokenJson<'a> {
    module: String,
    label: &'a str,
    makes_keys: bool,
    reached: bool,
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    mark: &'static str,
    cards: Vec<CardJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    serial: &'a str,
    status: &'static str,
}

#[derive(Serialize)]
struct BundleJson<'a> {
    file: &'a str,
    bytes: usize,
    sequence: u64,
    since: Option<u64>,
    issued_at: i64,
    next_update: i64,
    recipient: Option<&'a str>,
}

#[derive(Serialize)]
struct TakenJson<'a> {
    taken: &'static str,
    office: &'a str,
    issuer: &'a str,
    sequence: u64,
    issued_at: i64,
    next_update: i64,
    current: bool,
}

#[derive(Serialize)]
struct ListsJson {
    lists: Vec<ListJson>,
}

#[derive(Serialize)]
struct ListJson {
    uri: String,
    file: String,
}

#[derive(Serialize)]
struct SignerJson {
    kid: String,
    use_from: i64,
    use_until: i64,
}

#[derive(Serialize)]
struct RevokedJson<'a> {
    kid: &'a str,
    from: i64,
    cards: u64,
}

#[derive(Serialize)]
struct RootJson<'a> {
    file: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct RecipientsJson<'a> {
    recipients: Vec<RecipientJson<'a>>,
}

#[derive(Serialize)]
struct RecipientJson<'a> {
    recipient: &'a str,
    sequence: u64,
    issued_at: i64,
    next_update: i64,
    given_at: i64,
    remind: bool,
}

/// `status ..`.
pub fn status(
    station: &mut Station,
    command: &StatusCommand,
    teller: &Teller,
) -> Result<u8, Failure> {
    let (mark, said) = match command {
        StatusCommand::Revoke(said) => (Mark::Revoked, said),
        StatusCommand::Suspend(said) => (Mark::Suspended, said),
        StatusCommand::Reinstate(said) => (Mark::Reinstated, said),
        StatusCommand::Lost(said) => (Mark::Lost, said),
        StatusCommand::Found(said) => (Mark::Found, said),
    };
    on_duty(station, Duty::Head)?;
    let beside = second(station, &said.second, teller)?;
    let change = station.change_status(&said.what, mark, &said.reason, &beside)?;
    changed(&change, teller)?;
    Ok(0)
}

fn changed(change: &StatusChange, teller: &Teller) -> Result<(), Failure> {
    let cards = change.cards.iter().map(|(serial, status)| CardJson {
        serial,
        status: status_word(*status),
    });
    let cards: Vec<CardJson<'_>> = cards.collect();
    if teller.is_json() {
        return teller.print_json(&ChangeJson {
            mark: change.mark.id(),
            cards,
        });
    }
    let text = teller.words();
    let count = cards.len().to_string();
    let mut lines = vec![text.with(
        "trust-changed",
        &[("mark", change.mark.id()), ("count", &count)],
    )];
    lines.extend(cards.iter().map(|card| {
        let args = [("serial", card.serial), ("status", card.status)];
        text.with("trust-card", &args)
    }));
    lines.push(text.get("trust-changed-next"));
    teller.lines(&lines)
}

/// `trust ..`; the office is opened only for what needs one.
pub fn run(
    command: Trust,
    office: Option<&Path>,
    open: impl Fn(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<(), Failure> {
    match command {
        Trust::Jwks => {
            let keys = open(teller)?.jwks();
            teller.plain(&(keys + "\n"))
        }
        Trust::Bundle { out, to, since } => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            teller.spare(&out)?;
            let bundle = station.give_bundle(to.as_deref(), since)?;
            station::write_file(&out, &bundle.bytes)?;
            given(&bundle, &out, to.as_deref(), teller)
        }
        Trust::Import { file, into, root } => {
            let into = into.as_deref().or(office);
            let dir = into.ok_or(Failure::Usage("trust-no-folder"))?;
            let bytes = read(&file, BUNDLE_BYTES)?;
            let root = root.map(|root| read(&root, ROOT_BYTES)).transpose()?;
            let (reader, taken) = Reader::import(dir, &bytes, root.as_deref())?;
            told_taken(&reader, taken, teller)
        }
        Trust::Lists { out } => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            lists(&mut station, &out, teller)
        }
        Trust::Rotate => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            let signer = station.rotate_signer()?.certificate;
            let kid = signer.kid.to_string();
            if teller.is_json() {
                let (use_from, use_until) = (signer.use_from, signer.use_until);
                return teller.print_json(&SignerJson {
                    kid,
                    use_from,
                    use_until,
                });
            }
            let from = moment(signer.use_from);
            let args = [("kid", kid.as_str()), ("from", &from)];
            teller.lines(&[teller.words().with("trust-signer-begun", &args)])
        }
        Trust::RevokeKey { kid, from } => {
            let from = instant(&from)?;
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            let cards = station.revoke_key(&kid, from)?;
            if teller.is_json() {
                let kid = kid.as_str();
                return teller.print_json(&RevokedJson { kid, from, cards });
            }
            let count = cards.to_string();
            let args = [("kid", kid.as_str()), ("count", &count)];
            teller.lines(&[teller.words().with("trust-key-revoked", &args)])
        }
        Trust::Root { out } => root(&open(teller)?, &out, teller),
        Trust::Recipients => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            recipients(&station, teller)
        }
        Trust::Token(command) => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            match command {
                TokenCommand::Use { module, label } => {
                    let question = teller
                        .words()
                        .with("trust-token-ask-pin", &[("label", &label)]);
                    let pin = secret("LOKET_TOKEN_PIN", &question, teller)?;
                    station.use_token(&module, &label, &pin)?;
                }
                TokenCommand::Leave => station.leave_token()?,
                TokenCommand::Show => {}
            }
            told_token(&station, teller)
        }
    }
}

/// As it is now: the token is asked.
fn told_token(station: &Station, teller: &Teller) -> Result<(), Failure> {
    let text = teller.words();
    let Some(token) = station.token() else {
        if teller.is_json() {
            return teller.print_json(&None::<TokenJson<'_>>);
        }
        return teller.lines(&[text.get("trust-token-none")]);
    };
    let module = token.module.display().to_string();
    if teller.is_json() {
        return teller.print_json(&TokenJson {
            module,
            label: &token.label,
            makes_keys: token.makes_keys,
            reached: token.reached.is_ok(),
            why: token.reached.as_ref().err().map(|error| error.id),
        });
    }
    let makes = if token.makes_keys { "yes" } else { "no" };
    let args = [
        ("label", token.label.as_str()),
        ("module", &module),
        ("makes", makes),
    ];
    teller.lines(&[text.with("trust-token-state", &args)])?;
    token.reached?;
    teller.lines(&[text.get("trust-token-ready")])
}

fn given(
    bundle: &BundleFile,
    out: &Path,
    recipient: Option<&str>,
    teller: &Teller,
) -> Result<(), Failure> {
    let file = out.display().to_string();
    let bytes = bundle.bytes.len();
    if teller.is_json() {
        return teller.print_json(&BundleJson {
            file: &file,
            bytes,
            sequence: bundle.sequence,
            since: bundle.since,
            issued_at: bundle.issued_at,
            next_update: bundle.next_update,
            recipient,
        });
    }
    let text = teller.words();
    let (sequence, until) = (bundle.sequence.to_string(), moment(bundle.next_update));
    let made = match bundle.since {
        Some(since) => text.with(
            "trust-difference-made",
            &[
                ("since", &since.to_string()),
                ("sequence", &sequence),
                ("until", &until),
            ],
        ),
        None => text.with(
            "trust-bundle-made",
            &[("sequence", &sequence), ("until", &until)],
        ),
    };
    let size = bytes.to_string();
    let written = text.with("trust-written", &[("path", &file), ("bytes", &size)]);
    teller.lines(&[made, written])
}

fn told_taken(reader: &Reader, taken: Taken, teller: &Teller) -> Result<(), Failure> {
    let bundle = reader.bundle();
    let current = reader.is_current(None);
    if teller.is_json() {
        return teller.print_json(&TakenJson {
            taken: match taken {
                Taken::Newer => "newer",
                Taken::Same => "same",
            },
            office: &bundle.office,
            issuer: &bundle.issuer,
            sequence: bundle.sequence,
            issued_at: bundle.issued_at,
            next_update: bundle.next_update,
            current,
        });
    }
    let text = teller.words();
    let (sequence, until) = (bundle.sequence.to_string(), moment(bundle.next_update));
    let mut lines = vec![match taken {
        Taken::Newer => text.with(
            "trust-taken",
            &[
                ("sequence", &sequence),
                ("office", &bundle.office),
                ("until", &until),
            ],
        ),
        Taken::Same => text.with("trust-held", &[("sequence", &sequence)]),
    }];
    if !current {
        lines.push(text.get("trust-not-current"));
    }
    teller.lines(&lines)
}

fn lists(station: &mut Station, out: &Path, teller: &Teller) -> Result<(), Failure> {
    outside::make_folder(out)?;
    let mut lists = Vec::new();
    for (at, (uri, bytes)) in (1..).zip(station.give_lists()?) {
        let file = out.join(format!("list-{at}.cwt"));
        station::write_file(&file, &bytes)?;
        let file = file.display().to_string();
        lists.push(ListJson { uri, file });
    }
    if teller.is_json() {
        return teller.print_json(&ListsJson { lists });
    }
    let text = teller.words();
    let mut lines = Vec::new();
    for list in &lists {
        lines.push(text.with("trust-lists-written", &[("uri", &list.uri)]));
        lines.push(text.with("trust-file", &[("path", &list.file)]));
    }
    teller.lines(&lines)
}

fn root(station: &Station, out: &Path, teller: &Teller) -> Result<(), Failure> {
    teller.spare(out)?;
    let pem = station.root_pem()?;
    station::write_file(out, pem.as_bytes())?;
    let (file, sha256) = (out.display().to_string(), station.pin().to_string());
    if teller.is_json() {
        return teller.print_json(&RootJson {
            file: &file,
            sha256,
        });
    }
    let text = teller.words();
    teller.lines(&[
        text.with("trust-root-written", &[("pin", &sha256)]),
        text.with("trust-file", &[("path", &file)]),
    ])
}

fn recipients(station: &Station, teller: &Teller) -> Result<(), Failure> {
    let out = station.bundles_out()?;
    if teller.is_json() {
        let recipients = out.iter().map(|out| RecipientJson {
            recipient: &out.copy.recipient,
            sequence: out.copy.sequence,
            issued_at: out.copy.issued_at,
            next_update: out.copy.next_update,
            given_at: out.copy.at,
            remind: out.remind,
        });
        let recipients = recipients.collect();
        return teller.print_json(&RecipientsJson { recipients });
    }
    let text = teller.words();
    let mut lines: Vec<String> = out
        .iter()
        .map(|out| {
            let key = if out.remind {
                "trust-recipient-remind"
            } else {
                "trust-recipient"
            };
            let (sequence, when) = (out.copy.sequence.to_string(), moment(out.copy.issued_at));
            let args = [
                ("recipient", out.copy.recipient.as_str()),
                ("sequence", &sequence),
                ("when", &when),
            ];
            text.with(key, &args)
        })
        .collect();
    if lines.is_empty() {
        lines.push(text.get("trust-no-recipients"));
    }
    teller.lines(&lines)
}

/// `verify FILE --bundle F --root F`: a verdict with no office at all. A folder that holds a bundle has pinned its root.
pub fn verify(
    file: &Path,
    (bundle, root): (&Path, Option<&Path>),
    at: Option<i64>,
    teller: &Teller,
) -> Result<u8, Failure> {
    let reader = if bundle.is_dir() {
        Reader::open(bundle)?
    } else {
        let root = root.ok_or(Failure::Usage("trust-no-root"))?;
        let (bundle, root) = (read(bundle, BUNDLE_BYTES)?, read(root, ROOT_BYTES)?);
        Reader::new(&bundle, &root)?
    };
    let evidence = Evidence::File(read(file, Still::MAX_BYTES)?);
    let at = at.unwrap_or_else(|| reader.now());
    let verdict = reader.verify(&evidence, Some(at));
    let told = teller.verdict(&verdict, Some(at)).and_then(|()| {
        let Some(status) = verdict.status.filter(|_| !teller.is_json()) else {
            return Ok(());
        };
        let when = moment(status.as_of);
        teller.lines(&[teller
            .words()
            .with("trust-status-as-of", &[("when", &when)])])
    });
    match told {
        Ok(()) | Err(Failure::Gone) => Ok(verdict.word.exit_code()),
        Err(failure) => Err(failure),
    }
}

/// A day in WIB or a moment, as Unix seconds.
fn instant(text: &str) -> Result<i64, Failure> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment.as_second());
    }
    let bad = || Failure::Usage("trust-bad-date");
    let day: Date = text.parse().map_err(|_date| bad())?;
    let start = Offset::constant(7).to_timestamp(day.at(0, 0, 0, 0));
    start.map(Timestamp::as_second).map_err(|_range| bad())
}

/// Day and time in WIB.
fn moment(at: i64) -> String {
    let moment = Timestamp::from_second(at).unwrap_or(Timestamp::MAX);
    Offset::constant(7)
        .to_datetime(moment)
        .strftime("%d-%m-%Y %H:%M")
        .to_string()
}
