//! What the office says to readers of its seals: statuses changed beside a second officer, keys begun and revoked, trust
//! bundles and status lists given out.

use super::keys::Keys;
use super::session::refused;
use super::{ClockState, Error, Second, Settings, Station};
use crate::office::{self, Deed, Mark, OfficerId};
use crate::registry::{Act, AsOf, BundleCopy, By, NewBundle, Target};
use crate::seal::{Bundle, BundleContent, Certificate, Kid, Pin, Status, StatusList, StatusToken};

const DAY_S: i64 = 24 * 60 * 60;
/// How long a bundle is current: over a weekend, and not much longer, for a card revoked meanwhile still reads VALID.
const CURRENT_S: i64 = 3 * DAY_S;
/// A bundle older than this is worth a reminder.
const REMIND_S: i64 = DAY_S;
/// After so many seconds a reader with a network looks for a newer status list.
const TTL_S: i64 = DAY_S;
/// A new key waits until every bundle without it is no longer current: whoever reads VALID has it.
const LEAD_S: i64 = CURRENT_S;
/// The next key is begun so long before the last one ends.
const PREPARE_S: i64 = 14 * DAY_S;
/// Keys an office may begin in a year.
const MOST_KEYS: usize = 5;
const YEAR_S: i64 = 365 * DAY_S;
/// Letters of a recipient's name.
const RECIPIENT_LETTERS: usize = 80;
/// Under this key the registry keeps whom patrols write their logs for.
pub(super) const LOG_RECIPIENT: &str = "log_recipient";

/// A status that was changed, as readers with the next bundle see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// What was said.
    pub mark: Mark,
    /// Serials of the cards it touches, oldest first, and what each is now.
    pub cards: Vec<(String, Status)>,
}

/// A bundle, or a difference to an older one, to be written where its reader gets it.
pub struct BundleFile {
    /// Number of the bundle.
    pub sequence: u64,
    /// Number of the bundle it is the difference to; `None` for a whole one.
    pub since: Option<u64>,
    /// Unix seconds.
    pub issued_at: i64,
    /// From then on its verdicts are STALE.
    pub next_update: i64,
    /// What to write.
    pub bytes: Vec<u8>,
}

/// A bundle out there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleOut {
    /// Who has which, since when.
    pub copy: BundleCopy,
    /// Older than a day: its reader is to be reminded.
    pub remind: bool,
}

/// A signer of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerKey {
    /// Its certificate; the revoked say from when they are refused.
    pub certificate: Certificate,
    /// Seals are signed with it now.
    pub signs: bool,
}

impl Station {
    /// Says something of a card, by its serial, or of a permit and so of all its cards, by its number. Lost and found are said
    /// of a card: of a permit they mean its present one. It holds at once, here and in the next bundle.
    pub fn change_status(
        &mut self,
        what: &str,
        mark: Mark,
        reason: &str,
        second: &Second,
    ) -> Result<StatusChange, Error> {
        self.allow(match mark {
            Mark::Lost => Deed::ReportLost,
            Mark::Revoked | Mark::Suspended | Mark::Reinstated | Mark::Found => Deed::ChangeStatus,
        })?;
        self.on_time()?;
        let second = second.officer();
        office::may_second(&self.officer, second).map_err(|refusal| refused(&refusal))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let target = self.target(what, mark)?;
        let by = match mark {
            Mark::Revoked => self.by("status-revoke"),
            Mark::Suspended => self.by("status-suspend"),
            Mark::Reinstated => self.by("status-reinstate"),
            Mark::Lost => self.by("status-lose"),
            Mark::Found => self.by("status-find"),
        };
        self.registry.act(by, |act| {
            act.note("second", second.login.as_str());
            act.mark(&target, mark, reason, second.id)
        })?;
        let cards = self.registry.statuses_of(&target, AsOf::Now(by.at))?;
        Ok(StatusChange { mark, cards })
    }

    /// What was typed: a serial, or a permit's number. A permit is lost or found as its present card.
    fn target(&self, what: &str, mark: Mark) -> Result<Target, Error> {
        let unknown = || Error::new("target-unknown");
        let typed = what.trim().to_ascii_uppercase();
        let target = self.registry.target(&typed)?.ok_or_else(unknown)?;
        match (&target, mark) {
            (Target::Permit(permit_no), Mark::Lost | Mark::Found) => {
                let serial = self.registry.present_serial(permit_no)?;
                serial.map(Target::Card).ok_or_else(unknown)
            }
            _ => Ok(target),
        }
    }

    /// Makes the next trust bundle, as the cards stand now, and notes who gets it. With `since` it is the difference to that
    /// bundle, for a reader who holds exactly that.
    pub fn give_bundle(
        &mut self,
        recipient: Option<&str>,
        since: Option<u64>,
    ) -> Result<BundleFile, Error> {
        self.allow(Deed::GiveTrust)?;
        self.on_time()?;
        // A patrol writes its log for a key; every bundle tells which.
        self.log_recipient()?;
        let recipient = recipient.map(str::trim).filter(|name| !name.is_empty());
        if recipient.is_some_and(|name| RECIPIENT_LETTERS < name.chars().count()) {
            return Err(Error::new("recipient-long").with("most", RECIPIENT_LETTERS));
        }
        let base = since
            .map(|sequence| self.bundle_before(sequence))
            .transpose()?;
        let by = self.by("trust-bundle");
        self.next_signer(by.at)?;
        let office = self.speaker();
        let (sequence, bytes) = self.registry.act(by, |act| {
            let made = office.bundle(act, by.at)?;
            if let Some(name) = recipient {
                act.hand_out(made.0, since, name)?;
            }
            Ok::<_, Error>(made)
        })?;
        let bytes = match base {
            Some(base) => {
                Bundle::difference(&base, &bytes).ok_or_else(|| Error::new("internal"))?
            }
            None => bytes,
        };
        Ok(BundleFile {
            sequence,
            since,
            issued_at: by.at,
            next_update: by.at + CURRENT_S,
            bytes,
        })
    }

    fn bundle_before(&self, sequence: u64) -> Result<Vec<u8>, Error> {
        let known = self.registry.bundle_file(sequence)?;
        known.ok_or_else(|| Error::new("bundle-unknown").with("sequence", sequence))
    }

    /// The status lists alone, each with its address: what the office's web site serves to strangers.
    pub fn give_lists(&mut self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        self.allow(Deed::GiveTrust)?;
        self.on_time()?;
        let by = self.by("trust-lists");
        self.next_signer(by.at)?;
        let office = self.speaker();
        self.registry.act(by, |act| office.tokens(act, by.at))
    }

    /// The last bundle each recipient got, and who is to be reminded of a newer one.
    pub fn bundles_out(&self) -> Result<Vec<BundleOut>, Error> {
        self.allow(Deed::GiveTrust)?;
        let now = self.clock.now();
        let copies = self.registry.bundle_copies()?.into_iter();
        Ok(copies
            .map(|copy| BundleOut {
                remind: REMIND_S < now - copy.issued_at,
                copy,
            })
            .collect())
    }

    /// The office root: what readers pin.
    pub fn root(&self) -> Certificate {
        self.keys.root().certificate.clone()
    }

    /// The office root as a file for readers: PEM.
    pub fn root_pem(&self) -> Result<String, Error> {
        self.keys.root().certificate.to_pem().map_err(unsigned)
    }

    /// What readers who check by digits pin: SHA-256 of the root's certificate.
    pub fn pin(&self) -> Pin {
        Pin::of(&self.keys.root().certificate)
    }

    /// Every signer there was, oldest first.
    pub fn signers(&self) -> Vec<SignerKey> {
        let now = self.clock.now();
        let signing = self.keys.signer(now).map(|signer| signer.certificate.kid);
        let known = self.keys.trust().certificates.into_iter();
        known
            .map(|certificate| SignerKey {
                signs: Some(certificate.kid) == signing,
                certificate,
            })
            .collect()
    }

    /// Begins the next signer. It signs from the day on which every current bundle has it; the one before goes on until then,
    /// and its seals hold on.
    pub fn rotate_signer(&mut self) -> Result<SignerKey, Error> {
        self.allow(Deed::KeepKeys)?;
        self.on_time()?;
        let now = self.clock.now();
        self.reload_keys()?;
        let certificates = self.keys.trust().certificates;
        if let Some(waiting) = certificates.iter().find(|signer| now < signer.use_from) {
            return Err(Error::new("signer-waits").with("kid", waiting.kid));
        }
        let begun = |signer: &&Certificate| now - YEAR_S < signer.use_from;
        if MOST_KEYS <= certificates.iter().filter(begun).count() {
            return Err(Error::new("signers-too-many").with("most", MOST_KEYS));
        }
        let certificate = self.begin_signer(now + LEAD_S, self.officer.id)?;
        Ok(SignerKey {
            certificate,
            signs: false,
        })
    }

    /// Refuses all that a key signed from a moment on, and signs with it no more. A moment that stands already only moves
    /// back. How many cards must be made anew.
    pub fn revoke_key(&mut self, kid: &str, from: i64) -> Result<u64, Error> {
        self.allow(Deed::KeepKeys)?;
        self.on_time()?;
        let by = self.by("signer-revoke");
        if by.at < from {
            return Err(Error::new("key-revoked-later"));
        }
        self.reload_keys()?;
        let kid = kid.trim().to_ascii_lowercase();
        let certificates = self.keys.trust().certificates;
        let mut known = certificates.iter().map(|signer| signer.kid);
        let kid = known
            .find(|known| known.to_string() == kid)
            .ok_or_else(|| Error::new("key-not-found"))?;
        self.registry.act(by, |act| act.revoke_key(kid, from))?;
        self.refuse_keys()?;
        if self.keys.signer(by.at).is_none() {
            self.begin_signer(by.at, OfficerId::PROGRAM)?;
        } else {
            self.renew_bundle(by)?;
        }
        Ok(self.registry.sealed_from(kid, from)?)
    }

    /// What is told to readers is dated: a clock behind the newest act would date it before what was told last.
    fn on_time(&self) -> Result<(), Error> {
        match self.clock_state()? {
            ClockState::Behind(_) => Err(Error::new("trust-clock-behind")),
            ClockState::Steady | ClockState::Ahead(_) => Ok(()),
        }
    }

    /// Has the keys know which of them are refused, also by what another desk did.
    pub(super) fn refuse_keys(&mut self) -> Result<(), Error> {
        self.keys.refuse(&self.registry.revoked_keys()?);
        Ok(())
    }

    /// When the next signer is to begin; `None` while there is no need. An office nobody reads offline changes at the end of a
    /// quarter; where bundles are out the next key waits in them beforehand.
    pub(super) fn signer_due(&self, now: i64) -> Result<Option<i64>, Error> {
        let Some(present) = self.keys.signer(now) else {
            return Ok(Some(now));
        };
        let ends = present.certificate.use_until;
        let soon = ends < now + PREPARE_S && !self.keys.goes_on_after(ends);
        let read = soon && self.registry.newest_bundle()?.is_some();
        Ok(read.then(|| (now + LEAD_S).min(ends)))
    }

    /// Makes a signer, and the bundle that tells of it where bundles are out.
    pub(super) fn begin_signer(
        &mut self,
        from: i64,
        officer: OfficerId,
    ) -> Result<Certificate, Error> {
        let before = self.keys.clone();
        let begun = self.tell_signer(from, officer);
        if begun.is_ok() {
            self.anchor_days();
        } else {
            // A key nobody was told of signs nothing.
            self.keys = before;
        }
        begun
    }

    /// The key's file is in its place only when the audit says who began it.
    fn tell_signer(&mut self, from: i64, officer: OfficerId) -> Result<Certificate, Error> {
        let (certificate, waiting) = self.keys.prepare_signer(&self.dir, &self.master, from)?;
        let by = By {
            officer,
            act: "signer-new",
            at: self.clock.now(),
        };
        let kid = certificate.kid.to_string();
        let office = self.speaker();
        self.registry.act(by, |act| {
            act.note("kid", kid);
            office.again(act, by.at)
        })?;
        waiting.place()?;
        Ok(certificate)
    }

    /// A new bundle where there are any: the keys in the newest one decide what may be signed.
    fn renew_bundle(&mut self, by: By) -> Result<(), Error> {
        let office = self.speaker();
        self.registry.act(
            By {
                act: "trust-bundle",
                ..by
            },
            |act| office.again(act, by.at),
        )
    }

    /// Readers with the newest bundle know the key a seal is about to be signed with.
    pub(super) fn told_of(&self, kid: Kid) -> Result<(), Error> {
        if self.registry.is_in_bundle(kid)? {
            return Ok(());
        }
        Err(Error::new("signer-not-in-bundle").with("kid", kid))
    }

    fn speaker(&self) -> Speaker {
        Speaker {
            keys: self.keys.clone(),
            settings: self.settings.clone(),
        }
    }
}

/// Speaks for the office inside an act: signs what readers get.
struct Speaker {
    keys: Keys,
    settings: Settings,
}

impl Speaker {
    /// One signed token a list.
    fn tokens(&self, act: &Act<'_>, now: i64) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let signer = self
            .keys
            .signer(now)
            .ok_or_else(|| Error::new("signer-out-of-use"))?;
        let mut tokens = Vec::new();
        for row in act.status_lists(AsOf::Now(now))? {
            let mut list = StatusList::new(super::issue::STATUS_PLACES);
            for (idx, status) in row.entries {
                list.put(idx, status);
            }
            let token = StatusToken {
                uri: row.uri,
                issued_at: now,
                expires_at: Some(now + CURRENT_S),
                ttl_s: Some(TTL_S),
                list,
            };
            let signed = token.sign(signer).map_err(unsigned)?;
            tokens.push((token.uri, signed));
        }
        Ok(tokens)
    }

    /// The next bundle: its number and file.
    fn bundle(&self, act: &mut Act<'_>, now: i64) -> Result<(u64, Vec<u8>), Error> {
        let tokens: Vec<Vec<u8>> = self
            .tokens(act, now)?
            .into_iter()
            .map(|(_, token)| token)
            .collect();
        let mut trust = self.keys.trust();
        trust.certificates.retain(|signer| now <= signer.not_after);
        let standing = trust.certificates.iter();
        let kids: Vec<Kid> = standing
            .filter(|signer| signer.refused_from.is_none())
            .map(|signer| signer.kid)
            .collect();
        let sequence = act.newest_bundle()?.unwrap_or(0) + 1;
        let log_recipient = act.meta(LOG_RECIPIENT)?;
        let content = BundleContent {
            issuer: &self.settings.issuer_url,
            office: &self.settings.office.office,
            sequence,
            issued_at: now,
            next_update: now + CURRENT_S,
            trust: &trust,
            tokens: &tokens,
            log_recipient: log_recipient.as_deref(),
        };
        let file = content.sign(self.keys.root()).map_err(unsigned)?;
        act.keep_bundle(&NewBundle {
            sequence,
            next_update: content.next_update,
            kids: &kids,
            file: &file,
        })?;
        Ok((sequence, file))
    }

    /// The next bundle where there was one before.
    fn again(&self, act: &mut Act<'_>, now: i64) -> Result<(), Error> {
        match act.newest_bundle()? {
            Some(_) => self.bundle(act, now).map(drop),
            None => Ok(()),
        }
    }
}

fn unsigned(error: crate::seal::Error) -> Error {
    match error {
        crate::seal::Error::Device(_) => Error::new("signer-device").because(error),
        crate::seal::Error::TooLong { .. }
        | crate::seal::Error::OutOfUse { .. }
        | crate::seal::Error::Key(_)
        | crate::seal::Error::Alphabet { .. } => Error::new("key-failed").because(error),
    }
}
