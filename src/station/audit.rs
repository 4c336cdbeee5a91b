//! The audit as the office reads it: daily anchors signed, the chain proven, entries listed and written out.

use super::keys::Keys;
use super::{Error, Station, clock, file};
use crate::office::Deed;
use crate::registry::{self, AuditProof, AuditQuery, AuditRow, BreakKind, Notary, Registry};
use crate::seal;
use crate::table::{self, Cell, Writer};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::io::BufWriter;
use std::path::Path;

/// Signs the head of each day with the signer in use when the next day begins.
pub(super) fn notary(keys: &Keys) -> Notary {
    let signers = keys.copies();
    Notary {
        day_of: clock::day_of,
        sign: Box::new(move |head, now| {
            let signer = signers.iter().rev().find(|signer| {
                signer.certificate.use_from <= now && now < signer.certificate.use_until
            })?;
            let signature = seal::attest(&head.message(), signer.key.as_ref()).ok()?;
            Some((signer.certificate.kid, signature.to_vec()))
        }),
    }
}

/// Tells of every anchor that none of the office's keys has signed.
pub(super) fn signatures(
    registry: &Registry,
    keys: &Keys,
    proof: &mut AuditProof,
) -> Result<(), Error> {
    let trust = keys.trust();
    for anchor in registry.anchors()? {
        let signed = trust.certificates.iter().any(|certificate| {
            certificate.kid == anchor.kid
                && seal::is_attested(&anchor.head.message(), &anchor.signature, certificate)
        });
        if !signed {
            let row = Some(("anchors", anchor.id));
            proof.tell(anchor.head.seq, BreakKind::Signature, row);
        }
    }
    Ok(())
}

impl Station {
    /// Walks the whole chain, compares every row with it, and checks every anchor and its signature. Calls
    /// `progress(done, of)`; stops when that answers `false`.
    pub fn audit_check(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<AuditProof, Error> {
        self.allow(Deed::ReadAudit)?;
        let mut proof = self.registry.audit_check(progress)?;
        signatures(&self.registry, &self.keys, &mut proof)?;
        Ok(proof)
    }

    /// Entries, newest first, and how many there are in all. The first page of a list stands in the audit itself: whose
    /// records were read is read here.
    pub fn audit(&mut self, query: &AuditQuery) -> Result<(Vec<AuditRow>, u64), Error> {
        self.allow(Deed::ReadAudit)?;
        if query.offset == 0 {
            self.registry.act(self.by("audit-view"), |act| {
                note(act, query);
                Ok::<_, registry::Error>(())
            })?;
        }
        Ok(self.registry.audit(query)?)
    }

    /// Writes every entry asked for, oldest first, as CSV; `limit` and `offset` do not count. Calls `progress(done, of)`;
    /// stops when that answers `false`, and leaves no file. Returns how many.
    pub fn audit_export(
        &mut self,
        query: &AuditQuery,
        path: &Path,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<u64, Error> {
        /// Entries between two reports.
        const EVERY: u64 = 512;
        self.allow(Deed::ReadAudit)?;
        let header = [
            "seq", "time", "officer", "act", "record", "detail", "before", "after", "hash",
        ];
        file::sweep_lists(path, self.clock.now());
        let none = AuditQuery {
            limit: 0,
            offset: 0,
            ..query.clone()
        };
        let of = self.registry.audit(&none)?.1;
        let (waiting, file) = file::Waiting::begin(path, file::Readers::Owner)?;
        let unwritten = |error: table::Error| {
            if let table::Error::Write(error) = error {
                Error::writing(path, &error)
            } else {
                Error::new("table-write").because(error)
            }
        };
        let mut writer = Writer::csv(BufWriter::new(file), &header).map_err(unwritten)?;
        let mut count = 0_u64;
        self.registry.audit_each(query, &mut |row| {
            if count.is_multiple_of(EVERY) && !progress(count, of) {
                return Err(Error::new("stopped"));
            }
            count += 1;
            writer.row(&cells(row)).map_err(unwritten)
        })?;
        let file = writer.finish().map_err(unwritten)?.into_inner();
        file.map_err(|error| Error::writing(path, error.error()))?
            .sync_all()
            .map_err(|error| Error::writing(path, &error))?;
        self.registry.act(self.by("audit-export"), |act| {
            note(act, query);
            act.note("count", count.to_string());
            Ok::<_, registry::Error>(())
        })?;
        waiting.place()?;
        Ok(count)
    }
}

/// What was asked for, so that the audit tells it.
fn note(act: &mut registry::Act<'_>, query: &AuditQuery) {
    let texts = [
        ("login", query.login.clone()),
        ("act", query.act.clone()),
        ("record", query.record.clone()),
        ("from", query.from.map(moment)),
        ("until", query.until.map(moment)),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            act.note(name, value);
        }
    }
}

fn cells(row: &AuditRow) -> [Cell<'_>; 9] {
    let detail: Vec<String> = row
        .detail
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    [
        Cell::Whole(row.seq),
        Cell::text(moment(row.at)),
        Cell::text(row.login.as_deref().unwrap_or("")),
        Cell::text(row.act.as_str()),
        Cell::text(row.record.as_str()),
        Cell::text(detail.join("; ")),
        Cell::text(row.before.as_str()),
        Cell::text(row.after.as_str()),
        Cell::text(row.hash.as_str()),
    ]
}

/// In WIB, e.g. `2026-11-23T10:00:00+07:00`.
fn moment(at: i64) -> String {
    let moment = Timestamp::from_second(at).unwrap_or(Timestamp::MAX);
    format!(
        "{}+07:00",
        Offset::constant(7)
            .to_datetime(moment)
            .strftime("%Y-%m-%dT%H:%M:%S")
    )
}
