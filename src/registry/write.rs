//! Writing: everything an act may do inside its transaction.

use super::read::{meta, number};
use super::{Act, DraftId, Error, Look, NewCard, search};
use crate::permit::{Draft, Field, Kind, Permit};
use crate::portrait::Portrait;
use rusqlite::{OptionalExtension as _, named_params, params};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

impl Act<'_> {
    /// Keeps a word of the office about itself.
    pub fn put_meta(&mut self, key: &str, value: &str) -> Result<(), Error> {
        self.transaction
            .prepare_cached("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")?
            .execute([key, value])?;
        Ok(())
    }

    /// What the office keeps of itself under `key`, as this act sees it.
    pub fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        meta(&self.transaction, key)
    }

    /// Saves a draft: a new one when `id` is `None`.
    pub fn save_draft(
        &mut self,
        id: Option<DraftId>,
        draft: &Draft,
        portrait: Option<&Portrait>,
    ) -> Result<DraftId, Error> {
        let portrait = portrait
            .map(|portrait| self.keep_portrait(portrait))
            .transpose()?;
        let before = id.map(|id| self.portrait_of(id)).transpose()?.flatten();
        let fields = fields(draft)?;
        let values = named_params! {
            ":id": id.map(|id| id.0),
            ":kind": kind(draft.kind),
            ":full_name": draft.get(Field::FullName),
            ":permit_no": draft.get(Field::PermitNo),
            ":fields": fields,
            ":portrait": portrait,
            ":saved_at": self.at,
        };
        let sql = if id.is_none() {
            "INSERT INTO drafts (id, kind, full_name, permit_no, fields, portrait, saved_at) \
             VALUES (:id, :kind, :full_name, :permit_no, :fields, :portrait, :saved_at)"
        } else {
            "UPDATE drafts SET kind = :kind, full_name = :full_name, permit_no = :permit_no, fields = :fields, portrait = :portrait, \
             saved_at = :saved_at WHERE id = :id"
        };
        self.transaction.prepare_cached(sql)?.execute(values)?;
        let saved = id.unwrap_or_else(|| DraftId(self.transaction.last_insert_rowid()));
        self.drop_if_unused(before)?;
        Ok(saved)
    }

    /// Removes a draft and its picture, unless a card shows it.
    pub fn delete_draft(&mut self, id: DraftId) -> Result<(), Error> {
        let portrait = self.portrait_of(id)?;
        self.transaction
            .prepare_cached("DELETE FROM drafts WHERE id = ?1")?
            .execute([id.0])?;
        self.drop_if_unused(portrait)
    }

    /// Takes the next number of the office's series of serials.
    pub fn take_serial(&mut self) -> Result<i64, Error> {
        let serial = number(&self.transaction, "serial_next", 1)?;
        self.put_meta("serial_next", &(serial + 1).to_string())?;
        Ok(serial)
    }

    /// Records a finished card: permit (new, or as this card shows it), picture, card, seal, search. Older cards of the
    /// permit are superseded from the act's time on.
    pub fn record_card(&mut self, card: &NewCard<'_>) -> Result<(), Error> {
        let portrait = card
            .portrait
            .map(|portrait| self.keep_portrait(portrait))
            .transpose()?;
        let look = card.look.map(|look| self.keep_look(look)).transpose()?;
        let permit = self.keep_permit(card)?;
        let older: Option<i64> = self
            .transaction
            .prepare_cached("SELECT newest_card FROM permits WHERE id = ?1")?
            .query_row([permit], |row| row.get("newest_card"))?;
        self.transaction
            .prepare_cached(
                "UPDATE cards SET superseded_at = ?2 WHERE permit = ?1 AND superseded_at IS NULL",
            )?
            .execute(params![permit, self.at])?;
        self.transaction
            .prepare_cached("INSERT INTO cards (serial, permit, kind, fields, portrait, issued_at, look) VALUES (:serial, :permit, :kind, :fields, :portrait, :issued_at, :look)")?
            .execute(named_params! {
                ":serial": card.serial,
                ":permit": permit,
                ":kind": kind(card.permit.kind),
                ":fields": fields(card.fields)?,
                ":portrait": portrait,
                ":issued_at": card.seal.claims.issued_at,
                ":look": look,
            })?;
        let id = self.transaction.last_insert_rowid();
        self.keep_seal(id, card)?;
        self.transaction
            .prepare_cached("UPDATE permits SET newest_card = ?2 WHERE id = ?1")?
            .execute([permit, id])?;
        self.index(permit, id, older, card)
    }

    /// Notes the time of the act and keeps everything. A clock that ran back does not turn the registry's back.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let last = number(&self.transaction, "last_act", 0)?;
        if last < self.at {
            self.put_meta("last_act", &self.at.to_string())?;
        }
        Ok(self.transaction.commit()?)
    }

    fn keep_look(&self, look: &Look) -> Result<i64, Error> {
        let mut find = self
            .transaction
            .prepare_cached("SELECT id FROM looks WHERE sha256 = ?1")?;
        if let Some(id) = find
            .query_row([&look.digest[..]], |row| row.get("id"))
            .optional()?
        {
            return Ok(id);
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO looks (sha256, template, issuer, emblem) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                &look.digest[..],
                look.template,
                look.issuer,
                look.emblem.as_deref()
            ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    fn keep_portrait(&self, portrait: &Portrait) -> Result<i64, Error> {
        let jpeg: &[u8] = portrait.jpeg();
        let digest: [u8; 32] = Sha256::digest(jpeg).into();
        let mut find = self
            .transaction
            .prepare_cached("SELECT id FROM portraits WHERE sha256 = ?1")?;
        if let Some(id) = find
            .query_row([&digest[..]], |row| row.get("id"))
            .optional()?
        {
            return Ok(id);
        }
        self.transaction
            .prepare_cached("INSERT INTO portraits (sha256, jpeg) VALUES (?1, ?2)")?
            .execute(params![&digest[..], jpeg])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// The picture of a draft that must be there.
    fn portrait_of(&self, id: DraftId) -> Result<Option<i64>, Error> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT portrait FROM drafts WHERE id = ?1")?;
        statement
            .query_row([id.0], |row| row.get("portrait"))
            .optional()?
            .ok_or(Error::NotFound("draft"))
    }

    /// A picture nobody shows any more is personal data without a purpose.
    fn drop_if_unused(&self, portrait: Option<i64>) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "DELETE FROM portraits WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM drafts WHERE portrait = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM cards WHERE portrait = ?1)",
            )?
            .execute([portrait])?;
        Ok(())
    }

    /// Refuses a permit whose number stands there already for somebody else, or in another spelling.
    fn refuse_another(&self, permit: &Permit) -> Result<(), Error> {
        let mut find = self.transaction.prepare_cached(
            "SELECT passport_no = :passport OR birth_date = :birth OR coalesce(niora = :niora, 0) AS same FROM permits WHERE permit_no = :permit",
        )?;
        for spelling in permit.permit_no.spellings() {
            let same: Option<bool> = find
                .query_row(
                    named_params! {
                        ":passport": permit.passport_no,
                        ":birth": birth(permit),
                        ":niora": permit.niora,
                        ":permit": spelling.as_str(),
                    },
                    |row| row.get("same"),
                )
                .optional()?;
            if same.is_some_and(|same| !same || spelling != permit.permit_no) {
                return Err(Error::Taken("permit"));
            }
        }
        Ok(())
    }

    fn keep_permit(&self, card: &NewCard<'_>) -> Result<i64, Error> {
        let permit = card.permit;
        self.refuse_another(permit)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO permits (permit_no, kind, full_name, nationality, passport_no, niora, birth_date, index_code, valid_until, district, \
                 region_code, guarantor) VALUES (:permit_no, :kind, :full_name, :nationality, :passport_no, :niora, :birth_date, :index_code, \
                 :valid_until, :district, :region_code, :guarantor) \
                 ON CONFLICT (permit_no) DO UPDATE SET kind = excluded.kind, full_name = excluded.full_name, nationality = excluded.nationality, \
                 passport_no = excluded.passport_no, niora = excluded.niora, birth_date = excluded.birth_date, index_code = excluded.index_code, \
                 valid_until = excluded.valid_until, district = excluded.district, region_code = excluded.region_code, guarantor = excluded.guarantor \
                 RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":permit_no": permit.permit_no.as_str(),
                    ":kind": kind(permit.kind),
                    ":full_name": permit.full_name,
                    ":nationality": permit.nationality.row().code,
                    ":passport_no": permit.passport_no,
                    ":niora": permit.niora,
                    ":birth_date": birth(permit),
                    ":index_code": permit.index_code,
                    ":valid_until": permit.valid_until.card_expiry().to_string(),
                    ":district": permit.address.district,
                    ":region_code": permit.address.region_code,
                    ":guarantor": permit.guarantor.as_ref().map(|guarantor| guarantor.name.as_str()),
                },
                |row| row.get("id"),
            )
            .map_err(Error::from)
    }

    fn keep_seal(&self, card: i64, new: &NewCard<'_>) -> Result<(), Error> {
        let seal = new.seal;
        let status = seal
            .claims
            .status
            .as_ref()
            .ok_or_else(|| Error::Row(String::from("seals")))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO seals (card, kid, status_idx, status_uri, expires_at, cose, text) \
                 VALUES (:card, :kid, :status_idx, :status_uri, :expires_at, :cose, :text)",
            )?
            .execute(named_params! {
                ":card": card,
                ":kid": seal.kid.0,
                ":status_idx": i64::try_from(status.idx).map_err(|_too_large| Error::Row(String::from("seals")))?,
                ":status_uri": status.uri,
                ":expires_at": seal.claims.expires_at,
                ":cose": seal.cose,
                ":text": seal.text,
            })?;
        Ok(())
    }

    fn index(
        &self,
        permit: i64,
        id: i64,
        older: Option<i64>,
        card: &NewCard<'_>,
    ) -> Result<(), Error> {
        let mut texts = vec![
            card.permit.permit_no.as_str(),
            card.permit.full_name.as_str(),
            card.permit.mrz_surname.as_str(),
            card.permit.mrz_given_names.as_str(),
            card.permit.passport_no.as_str(),
        ];
        texts.extend(card.permit.niora.as_deref());
        texts.extend(
            card.permit
                .guarantor
                .as_ref()
                .map(|guarantor| guarantor.name.as_str()),
        );
        let mut serials: Vec<String> = Vec::new();
        if let Some(older) = older {
            self.transaction
                .prepare_cached("DELETE FROM permit_search WHERE rowid = ?1")?
                .execute([older])?;
            let mut statement = self.transaction.prepare_cached(
                "SELECT serial FROM cards WHERE permit = ?1 AND id <> ?2 ORDER BY id",
            )?;
            serials = statement
                .query_map([permit, id], |row| row.get("serial"))?
                .collect::<Result<_, _>>()?;
        }
        texts.extend(serials.iter().map(String::as_str));
        texts.push(card.serial);
        texts.dedup();
        let (grams, starts) = search::tokens(&texts);
        self.transaction
            .prepare_cached("INSERT INTO permit_search (rowid, grams, starts) VALUES (?1, ?2, ?3)")?
            .execute(params![id, grams, starts])?;
        Ok(())
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Itas => "ITAS",
        Kind::Itap => "ITAP",
    }
}

/// All fields that are filled, by their stable ids, as JSON.
fn fields(draft: &Draft) -> Result<String, Error> {
    let filled: BTreeMap<&str, &str> = Field::ALL
        .into_iter()
        .map(|field| (field.id(), draft.get(field)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    serde_json::to_string(&filled).map_err(|_json| Error::Row(String::from("fields")))
}

/// SHA-256 over the parts, each after its length.
pub(super) fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut all = Sha256::new();
    for part in parts {
        all.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        all.update(part);
    }
    all.finalize().into()
}

/// `YYYY-MM-DD` with `00` for what is unknown.
fn birth(permit: &Permit) -> String {
    let date = permit.birth_date;
    format!(
        "{:04}-{:02}-{:02}",
        date.year,
        date.month.unwrap_or(0),
        date.day.unwrap_or(0)
    )
}
