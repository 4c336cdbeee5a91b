//! The report of an operation as a workbook: one row a card checked, then one a person not found.

use super::Gathered;
use super::paper::{Scribe, area_name, coordinate, verdict_key};
use crate::patrol::{Checked, Measure, Resident, Standing};
use crate::station::numbers::nation;
use crate::station::{Error, clock};
use crate::table::{self, Cell};
use crate::text::{Lang, Text};

pub(super) fn workbook(gathered: &Gathered, lang: Lang) -> Result<Vec<u8>, Error> {
    let report = gathered.report();
    let scribe = Scribe {
        text: Text::new(lang),
        operation: &gathered.operation,
        report: &report,
    };
    let head = [
        "operation-column-time",
        "operation-column-district",
        "operation-column-estate",
        "operation-column-place",
        "operation-column-lat",
        "operation-column-lon",
        "operation-column-officer",
        "operation-column-verdict",
        "operation-column-standing",
        "operation-column-permit",
        "operation-column-serial",
        "operation-column-name",
        "operation-column-nationality",
        "operation-column-guarantor",
        "operation-column-wrong",
        "operation-column-days",
        "operation-column-measure",
        "operation-column-rupiah",
        "operation-column-scans",
        "operation-column-note",
    ]
    .map(|key| scribe.get(key));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut rows: Vec<Vec<Cell<'_>>> = report.checked.iter().map(|one| scribe.row(one)).collect();
    for holder in report.expected.iter().flat_map(|one| &one.not_found) {
        let mut row = vec![Cell::Empty; head.len()];
        let cells = [
            (8, scribe.get("operation-not-seen")),
            (9, holder.permit_no.clone()),
            (11, holder.full_name.clone()),
            (12, nation(&holder.nationality, lang)),
            (13, holder.guarantor.clone()),
        ];
        for (at, words) in cells {
            if let Some(cell) = row.get_mut(at) {
                *cell = Cell::text(words);
            }
        }
        rows.push(row);
    }
    let sheet = scribe.get("operation-sheet");
    table::xlsx(&sheet, &head, rows).map_err(|error| Error::new("internal").because(error))
}

impl Scribe<'_> {
    fn row(&self, one: &Checked<'_>) -> Vec<Cell<'static>> {
        let (sighting, holder) = (one.sighting, one.resident);
        let at = coordinate(one);
        let of = |part: fn(&Resident) -> &String| {
            Cell::text(holder.map_or_else(String::new, |holder| part(holder).clone()))
        };
        let area =
            |code: &Option<String>| Cell::text(code.as_deref().map_or_else(String::new, area_name));
        let (days, measure, rupiah) = match one.overstay {
            Some(overstay) => (
                Cell::Whole(overstay.days.into()),
                Cell::text(self.get(&format!("measure-{}", overstay.measure.id()))),
                match overstay.measure {
                    Measure::Charge { rupiah, .. } => {
                        Cell::Whole(i64::try_from(rupiah).unwrap_or(i64::MAX))
                    }
                    Measure::AskOfficer | Measure::Deport => Cell::Empty,
                },
            ),
            None => (Cell::Empty, Cell::Empty, Cell::Empty),
        };
        let wrong = if one.standing == Standing::Incomplete {
            self.wrong(one)
        } else {
            String::new()
        };
        vec![
            Cell::text(
                clock::moment(sighting.at)
                    .strftime("%Y-%m-%d %H:%M")
                    .to_string(),
            ),
            area(&sighting.spot.district),
            area(&sighting.spot.estate),
            Cell::text(sighting.spot.text.clone()),
            at.map_or(Cell::Empty, |at| Cell::Number(at.lat_deg())),
            at.map_or(Cell::Empty, |at| Cell::Number(at.lon_deg())),
            Cell::text(sighting.officer.clone()),
            Cell::text(self.get(&format!("verdict-{}", verdict_key(sighting.word.id())))),
            Cell::text(self.get(&format!("standing-{}", one.standing.id()))),
            Cell::text(sighting.permit_no.clone()),
            Cell::text(sighting.card_serial.clone()),
            of(|holder| &holder.full_name),
            Cell::text(holder.map_or_else(String::new, |holder| {
                nation(&holder.nationality, self.text.lang())
            })),
            of(|holder| &holder.guarantor),
            Cell::text(wrong),
            days,
            measure,
            rupiah,
            Cell::Whole(i64::try_from(one.times).unwrap_or(i64::MAX)),
            Cell::text(sighting.note.clone()),
        ]
    }
}
