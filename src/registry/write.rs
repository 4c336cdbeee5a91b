//! Writing: everything an act may do inside its transaction.

use super::read::meta;
use super::spell::SpellsBefore;
use super::{Act, Error, Look, NewCard, search};
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

    /// Records a finished card: permit (new, or as this card shows it), picture, card, seal, search. Older cards of the
    /// permit are superseded from the act's time on. [`Act::void_card`] takes all of it back.
    pub fn record_card(&mut self, card: &NewCard<'_>) -> Result<(), Error> {
        let portrait = card
            .portrait
            .map(|portrait| self.keep_portrait(portrait))
            .transpose()?;
        let look = self.keep_look(card.look)?;
        let (permit, before) = self.keep_permit(card.permit)?;
        let ended = self.end_older(permit, card.permit)?;
        self.transaction
            .prepare_cached(
                "UPDATE cards SET superseded_at = ?2 WHERE permit = ?1 AND superseded_at IS NULL",
            )?
            .execute(params![permit, self.by.at])?;
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
        self.keep_followed(id, &ended)?;
        if let Some(before) = before {
            self.keep_spells_before(id, &before)?;
        }
        self.keep_seal(id, card)?;
        self.transaction
            .prepare_cached("UPDATE permits SET newest_card = ?2 WHERE id = ?1")?
            .execute([permit, id])?;
        self.keep_words(permit, card.permit)
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

    pub(super) fn keep_portrait(&self, portrait: &Portrait) -> Result<i64, Error> {
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

    /// A picture nobody shows any more is personal data without a purpose.
    pub(super) fn drop_if_unused(&self, portrait: Option<i64>) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "DELETE FROM portraits WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM cases WHERE portrait = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM permits WHERE portrait = ?1) AND NOT EXISTS (SELECT 1 FROM cards WHERE portrait = ?1)",
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

    /// Its key, and the spells a change of it began from.
    pub(super) fn keep_permit(
        &self,
        permit: &Permit,
    ) -> Result<(i64, Option<SpellsBefore>), Error> {
        self.refuse_another(permit)?;
        self.refuse_ended(permit)?;
        let id = self.write_permit(permit)?;
        let before = self.keep_spell(id, permit)?;
        Ok((id, before))
    }

    /// The permit's columns as that permit has them, and nothing else.
    pub(super) fn write_permit(&self, permit: &Permit) -> Result<i64, Error> {
        let id = self.transaction
            .prepare_cached(
                "INSERT INTO permits (permit_no, kind, full_name, nationality, sex, passport_no, niora, birth_date, index_code, valid_from, \
                 valid_until, district, region_code, guarantor) VALUES (:permit_no, :kind, :full_name, :nationality, :sex, :passport_no, :niora, \
                 :birth_date, :index_code, :valid_from, :valid_until, :district, :region_code, :guarantor) \
                 ON CONFLICT (permit_no) DO UPDATE SET kind = excluded.kind, full_name = excluded.full_name, nationality = excluded.nationality, \
                 sex = excluded.sex, valid_from = excluded.valid_from, passport_no = excluded.passport_no, niora = excluded.niora, birth_date = excluded.birth_date, index_code = excluded.index_code, \
                 valid_until = excluded.valid_until, district = excluded.district, region_code = excluded.region_code, guarantor = excluded.guarantor \
                 RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":permit_no": permit.permit_no.as_str(),
                    ":kind": kind(permit.kind),
                    ":full_name": permit.full_name,
                    ":nationality": permit.nationality.row().code,
                    ":sex": sex(permit.sex),
                    ":passport_no": permit.passport_no,
                    ":niora": permit.niora,
                    ":birth_date": birth(permit),
                    ":index_code": permit.index_code,
                    ":valid_from": permit.valid_from.to_string(),
                    ":valid_until": permit.valid_until.card_expiry().to_string(),
                    ":district": permit.address.district,
                    ":region_code": permit.address.region_code,
                    ":guarantor": permit.guarantor.as_ref().map(|guarantor| guarantor.name.as_str()),
                },
                |row| row.get("id"),
            )?;
        Ok(id)
    }

    fn keep_seal(&self, card: i64, new: &NewCard<'_>) -> Result<(), Error> {
        let seal = new.seal;
        let status = seal
            .claims
            .status
            .as_ref()
            .ok_or_else(|| Error::Row(String::from("seals")))?;
        self.keep_status_list(&status.uri)?;
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

    /// Puts a permit into the search, as it now stands, with all its serials.
    pub(super) fn keep_words(&self, id: i64, permit: &Permit) -> Result<(), Error> {
        let mut named = vec![
            permit.full_name.as_str(),
            permit.mrz_surname.as_str(),
            permit.mrz_given_names.as_str(),
        ];
        named.extend(
            permit
                .guarantor
                .as_ref()
                .map(|guarantor| guarantor.name.as_str()),
        );
        let mut texts = vec![permit.permit_no.as_str(), permit.passport_no.as_str()];
        texts.extend(&named);
        texts.extend(permit.niora.as_deref());
        let mut statement = self
            .transaction
            .prepare_cached("SELECT serial FROM cards WHERE permit = ?1 ORDER BY id")?;
        let serials: Vec<String> = statement
            .query_map([id], |row| row.get("serial"))?
            .collect::<Result<_, _>>()?;
        texts.extend(serials.iter().map(String::as_str));
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO permit_search_texts (permit, words) VALUES (?1, ?2)",
            )?
            .execute(params![id, search::plain(&texts)])?;
        let mut statement = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO permit_search_words (word) VALUES (?1)")?;
        for word in search::spelled(&named) {
            statement.execute([word])?;
        }
        Ok(())
    }
}

/// As an MRZ writes it, with a word for the third.
pub(super) fn sex(sex: crate::mrz::Sex) -> &'static str {
    match sex {
        crate::mrz::Sex::Male => "M",
        crate::mrz::Sex::Female => "F",
        crate::mrz::Sex::Unspecified => "X",
    }
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Itas => "ITAS",
        Kind::Itap => "ITAP",
    }
}

/// All fields that are filled, by their stable ids, as JSON.
pub(super) fn fields(draft: &Draft) -> Result<String, Error> {
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
pub(super) fn birth(permit: &Permit) -> String {
    let date = permit.birth_date;
    format!(
        "{:04}-{:02}-{:02}",
        date.year,
        date.month.unwrap_or(0),
        date.day.unwrap_or(0)
    )
}
