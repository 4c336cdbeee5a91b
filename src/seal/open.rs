//! From a text to a verdict: form, then signature, then the signer's period of use, then the office's word, then the clock.

use super::envelope::Envelope;
use super::{
    Certificate, Claims, Kid, Status, StatusAt, StatusRef, TrustList, Verdict, Word, certificate,
    claims, envelope,
};

/// How far a reader's clock may run behind the signer's.
pub(super) const CLOCK_SKEW_S: i64 = 300;

pub(super) const REASONS: [(&str, Word); 33] = [
    ("in-force", Word::Valid),
    ("in-force-status-unknown", Word::Valid),
    ("past-expiry", Word::Expired),
    ("signer-ended", Word::Expired),
    ("status-revoked", Word::Revoked),
    ("status-suspended", Word::Suspended),
    ("status-superseded", Word::Superseded),
    ("status-old", Word::Stale),
    ("not-in-registry", Word::Stale),
    ("registry-unread", Word::Stale),
    ("status-later", Word::Stale),
    ("status-missing", Word::Stale),
    ("clock-behind", Word::Stale),
    ("bad-signature", Word::Forged),
    ("signed-out-of-use", Word::Forged),
    ("unknown-kid", Word::UnknownSigner),
    ("no-key-fits", Word::UnknownSigner),
    ("other-algorithm", Word::UnknownSigner),
    ("signer-revoked", Word::UnknownSigner),
    ("not-base45", Word::NotASeal),
    ("not-zlib", Word::NotASeal),
    ("too-large", Word::NotASeal),
    ("not-cose", Word::NotASeal),
    ("critical-header", Word::NotASeal),
    ("unsigned", Word::NotASeal),
    ("not-claims", Word::NotASeal),
    ("no-claim-169", Word::NotASeal),
    ("no-times", Word::NotASeal),
    ("text-too-long", Word::NotASeal),
    ("no-code", Word::Unreadable),
    ("file-too-large", Word::Unreadable),
    ("not-a-picture", Word::Unreadable),
    ("damaged", Word::Unreadable),
];

fn plain(reason: &'static str) -> Verdict {
    let word = REASONS
        .iter()
        .find(|(known, _)| *known == reason)
        .map_or(Word::NotASeal, |(_, word)| *word);
    Verdict {
        word,
        reason,
        claims: None,
        kid: None,
        status: None,
    }
}

pub(super) fn no_code() -> Verdict {
    plain("no-code")
}

pub(super) fn open(
    text: &str,
    trust: &TrustList,
    now: i64,
    status: &dyn Fn(&StatusRef) -> Option<StatusAt>,
    max_status_age_s: i64,
) -> Verdict {
    match envelope::unpack(text).and_then(|bytes| Envelope::read(&bytes)) {
        Ok(envelope) => judge(&envelope, trust, now, status, max_status_age_s),
        Err(reason) => plain(reason),
    }
}

fn judge(
    envelope: &Envelope,
    trust: &TrustList,
    now: i64,
    status: &dyn Fn(&StatusRef) -> Option<StatusAt>,
    max_status_age_s: i64,
) -> Verdict {
    let payload = match claims::read(&envelope.payload) {
        Ok(payload) => payload,
        Err(reason) => return plain(reason),
    };
    let kid = envelope
        .kid
        .as_deref()
        .and_then(|kid| kid.try_into().ok())
        .map(Kid);
    let verdict = |reason| Verdict {
        claims: Some(payload.claims.clone()),
        kid,
        ..plain(reason)
    };
    let signer = match signer_of(envelope, kid, trust) {
        Ok(signer) => signer,
        Err(reason) => return verdict(reason),
    };
    let claims = &payload.claims;
    if let Err(reason) = in_use(signer, claims.issued_at) {
        return Verdict {
            kid: Some(signer.kid),
            ..verdict(reason)
        };
    }
    let known = claims.status.as_ref().and_then(status);
    let begins_at = payload
        .not_before
        .map_or(claims.issued_at, |at| at.max(claims.issued_at));
    let reason = reason_now(claims, begins_at, signer, known, now, max_status_age_s);
    Verdict {
        kid: Some(signer.kid),
        status: known,
        ..verdict(reason)
    }
}

/// The certificate whose key signed, or the reason id why there is none.
pub(super) fn signer_of<'a>(
    envelope: &Envelope,
    kid: Option<Kid>,
    trust: &'a TrustList,
) -> Result<&'a Certificate, &'static str> {
    if !envelope.is_es256 {
        return Err("other-algorithm");
    }
    // A kid is a hint (RFC 9052 3.1); without one every key is tried, and two certificates may share one.
    let named = |certificate: &&Certificate| envelope.kid.is_none() || Some(certificate.kid) == kid;
    let candidates = trust.certificates.iter().filter(named);
    let mut keys = candidates
        .filter_map(|certificate| Some((certificate, certificate::seal_key(certificate)?)))
        .peekable();
    let nobody = match (&envelope.kid, keys.peek()) {
        (None, _) => "no-key-fits",
        (Some(_), None) => "unknown-kid",
        (Some(_), Some(_)) => "bad-signature",
    };
    keys.find(|(_, key)| envelope.is_signed_by(key))
        .map(|(certificate, _)| certificate)
        .ok_or(nobody)
}

/// Whether that key may have signed then: in its period of use, and before the moment from which it is refused.
pub(super) fn in_use(signer: &Certificate, at: i64) -> Result<(), &'static str> {
    if at < signer.use_from || signer.use_until < at {
        return Err("signed-out-of-use");
    }
    match signer.refused_from {
        Some(from) if from <= at => Err("signer-revoked"),
        Some(_) | None => Ok(()),
    }
}

/// Why a genuine seal has the word it has now. The office's last word goes before the clock.
fn reason_now(
    claims: &Claims,
    begins_at: i64,
    signer: &Certificate,
    known: Option<StatusAt>,
    now: i64,
    max_status_age_s: i64,
) -> &'static str {
    match known.map(|known| known.status) {
        Some(Status::Revoked) => return "status-revoked",
        Some(Status::Superseded) => return "status-superseded",
        Some(Status::Suspended | Status::Valid) | None => {}
    }
    // RFC 8392 3.1.4: on or after exp is too late.
    if claims.expires_at <= now {
        return "past-expiry";
    }
    if signer.not_after < now {
        return "signer-ended";
    }
    match known {
        Some(StatusAt {
            status: Status::Suspended,
            ..
        }) => "status-suspended",
        _ if now.saturating_add(CLOCK_SKEW_S) < begins_at => "clock-behind",
        Some(StatusAt { as_of, .. }) if max_status_age_s < now.saturating_sub(as_of) => {
            "status-old"
        }
        Some(_) => "in-force",
        None => "in-force-status-unknown",
    }
}
