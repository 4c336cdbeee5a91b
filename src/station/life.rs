//! One record's whole life: its cases, cards and blanks, the person's other permits, and everything anybody did or looked at.

use super::{Error, Record, Station};
use crate::office::Deed;
use crate::permit::{Field, PermitNo};
use crate::registry::{self, AuditRow, BlankRow, CaseRow, Twin};

/// One record's whole life.
#[derive(Clone)]
pub struct Life {
    /// As it stands: fields, picture, cards.
    pub record: Record,
    /// Its cases, oldest first.
    pub cases: Vec<CaseRow>,
    /// The blanks its cards stand on, spoiled ones too, in the order of the cards.
    pub blanks: Vec<BlankRow>,
    /// Other permits with this person's passport or NIORA.
    pub others: Vec<Twin>,
    /// What was done and looked at, oldest first: who, when, what.
    pub entries: Vec<AuditRow>,
}

impl Station {
    /// A permit's whole life; the look at it stands in the audit, and in the life of the next look.
    pub fn life(&mut self, permit_no: &PermitNo) -> Result<Life, Error> {
        self.allow(Deed::ReadRecords)?;
        let found = self.registry.permit(permit_no)?;
        self.registry.act(self.by("permit-life"), |act| {
            act.about(format!("permit:{}", permit_no.as_str()));
            Ok::<_, registry::Error>(())
        })?;
        let cases = self.registry.cases_of(permit_no.as_str())?;
        let others = self.registry.twins(
            permit_no.as_str(),
            found.draft.get(Field::PassportNo),
            found.draft.get(Field::Niora),
        )?;
        let mut records = vec![format!("permit:{}", permit_no.as_str())];
        records.extend(cases.iter().map(|case| case.id.record()));
        let mut blanks = Vec::with_capacity(found.cards.len());
        for card in &found.cards {
            records.push(format!("card:{}", card.serial));
            records.push(format!("blank:{}", card.serial));
            blanks.extend(self.registry.blank(&card.serial)?);
        }
        Ok(Life {
            record: Record {
                draft: found.draft,
                portrait: found.portrait,
                cards: found.cards,
            },
            cases,
            blanks,
            others,
            entries: self.registry.trail(&records)?,
        })
    }
}
