//! Sightings that came home, each once, and the laptops they came from.

use super::read::unreadable;
use super::{Act, Error, Registry};
use crate::patrol::{DeviceId, OperationId, Sighting, SightingId};
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

/// Which sightings; every filter that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SightingQuery {
    /// Of that permit.
    pub permit_no: Option<String>,
    /// In that kecamatan, by its code.
    pub district: Option<String>,
    /// Of that operation.
    pub operation: Option<OperationId>,
    /// With that verdict, by its word's id.
    pub word: Option<String>,
    /// From that second on.
    pub from: Option<i64>,
    /// Before that second.
    pub until: Option<i64>,
    /// Rows wanted; 0: only the count.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u32,
}

/// One sighting as a list shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct SightingRow {
    /// Without its picture.
    pub sighting: Sighting,
    /// There is a picture; see `Registry::sighting_photo`.
    pub has_photo: bool,
    /// Name of the laptop it came from.
    pub device: String,
}

/// Sightings newest first, and how many there are in all.
#[derive(Clone, Default)]
pub struct Sightings {
    /// As many as were asked for.
    pub rows: Vec<SightingRow>,
    /// In all.
    pub total: u64,
}

/// How often cards were seen in one kecamatan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictCount {
    /// Its code; `None` where none was told.
    pub district: Option<String>,
    /// Sightings.
    pub sightings: u64,
    /// Different permits among them.
    pub permits: u64,
    /// Of the sightings, those whose verdict was not VALID.
    pub not_valid: u64,
}

/// A laptop and how far its log has come home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Of its certificate.
    pub device: DeviceId,
    /// As its team named it.
    pub name: String,
    /// X.509 DER.
    pub certificate: Vec<u8>,
    /// When the office first took its log, Unix seconds.
    pub first_at: i64,
    /// When it last did.
    pub last_at: i64,
    /// Links that have come home.
    pub links: u64,
    /// Hash of the last of them.
    pub head: [u8; 32],
}

const WHERE: &str = "(:permit IS NULL OR s.permit_no = :permit) AND (:district IS NULL OR s.district = :district) \
     AND (:operation IS NULL OR s.operation = :operation) AND (:word IS NULL OR s.word = :word) \
     AND (:from IS NULL OR :from <= s.at) AND (:until IS NULL OR s.at < :until)";

impl Registry {
    /// Sightings newest first.
    pub fn sightings(&self, query: &SightingQuery) -> Result<Sightings, Error> {
        let operation = query.operation.map(|operation| operation.0);
        let asked: [(&str, &dyn ToSql); 6] = [
            (":permit", &query.permit_no),
            (":district", &query.district),
            (":operation", &operation),
            (":word", &query.word),
            (":from", &query.from),
            (":until", &query.until),
        ];
        let sql = format!("SELECT count(*) AS n FROM sightings s WHERE {WHERE}");
        let total: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row(&asked[..], |row| row.get("n"))?;
        let sql = format!(
            "SELECT s.body, s.photo IS NOT NULL AS has_photo, d.name FROM sightings s JOIN devices d ON d.id = s.device \
             WHERE {WHERE} ORDER BY s.at DESC, s.id DESC LIMIT :limit OFFSET :offset"
        );
        let mut asked = asked.to_vec();
        asked.extend([
            (":limit", &query.limit as &dyn ToSql),
            (":offset", &query.offset),
        ]);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement
            .query_map(&asked[..], sighting_row)?
            .collect::<Result<_, _>>()?;
        Ok(Sightings {
            rows,
            total: u64::try_from(total).unwrap_or(0),
        })
    }

    /// Counts by kecamatan of what the query finds, most first.
    pub fn sightings_by_district(
        &self,
        query: &SightingQuery,
    ) -> Result<Vec<DistrictCount>, Error> {
        let sql = format!(
            "SELECT s.district, count(*) AS sightings, count(DISTINCT nullif(s.permit_no, '')) AS permits, \
             sum(s.word <> 'VALID') AS not_valid FROM sightings s WHERE {WHERE} GROUP BY s.district ORDER BY sightings DESC, s.district"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let count = |row: &Row<'_>, column| row.get::<_, u32>(column).map(u64::from);
        let rows = statement.query_map(
            named_params! {
                ":permit": query.permit_no,
                ":district": query.district,
                ":operation": query.operation.map(|operation| operation.0),
                ":word": query.word,
                ":from": query.from,
                ":until": query.until,
            },
            |row| {
                Ok(DistrictCount {
                    district: row.get("district")?,
                    sightings: count(row, "sightings")?,
                    permits: count(row, "permits")?,
                    not_valid: count(row, "not_valid")?,
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Picture of a card as it was seen.
    pub fn sighting_photo(&self, id: SightingId) -> Result<Option<Vec<u8>>, Error> {
        let found = self
            .connection
            .prepare_cached("SELECT photo FROM sightings WHERE sighting = ?1")?
            .query_row([&id.0[..]], |row| row.get("photo"))
            .optional()?;
        Ok(found.flatten())
    }

    /// Laptops whose logs the office takes, by name.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, name, certificate, first_at, last_at, links, head FROM devices ORDER BY name, id",
        )?;
        let rows = statement.query_map([], device_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The laptop of that certificate.
    pub fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, Error> {
        of_id(&self.connection, device)
    }
}

fn of_id(connection: &Connection, device: DeviceId) -> Result<Option<DeviceRow>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT device, name, certificate, first_at, last_at, links, head FROM devices WHERE device = ?1",
        )?
        .query_row([&device.0[..]], device_row)
        .optional()?)
}

impl Act<'_> {
    /// The laptop of that certificate, as this act sees it.
    pub fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, Error> {
        of_id(&self.transaction, device)
    }

    /// Keeps a laptop as it now stands; it is known by its certificate.
    pub fn keep_device(&mut self, row: &DeviceRow) -> Result<i64, Error> {
        let links = i64::try_from(row.links).map_err(|_many| Error::Row(String::from("links")))?;
        Ok(self
            .transaction
            .prepare_cached(
                "INSERT INTO devices (device, name, certificate, first_at, last_at, links, head) \
                 VALUES (:device, :name, :certificate, :first_at, :last_at, :links, :head) \
                 ON CONFLICT (device) DO UPDATE SET name = excluded.name, last_at = excluded.last_at, links = excluded.links, head = excluded.head \
                 RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":device": &row.device.0[..],
                    ":name": row.name,
                    ":certificate": row.certificate,
                    ":first_at": row.first_at,
                    ":last_at": row.last_at,
                    ":links": links,
                    ":head": &row.head[..],
                },
                |row| row.get("id"),
            )?)
    }

    /// Keeps a sighting; `false` when it is there already.
    pub fn keep_sighting(&mut self, device: i64, sighting: Sighting) -> Result<bool, Error> {
        let mut sighting = sighting;
        let photo = sighting.photo.take();
        let body = sighting
            .to_bytes()
            .map_err(|_bounds| Error::Row(String::from("sightings")))?;
        let kept = self
            .transaction
            .prepare_cached(
                "INSERT INTO sightings (sighting, device, at, permit_no, serial, word, district, operation, body, photo) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (sighting) DO NOTHING",
            )?
            .execute(params![
                &sighting.id.0[..],
                device,
                sighting.at,
                sighting.permit_no,
                sighting.card_serial,
                sighting.word.id(),
                sighting.spot.district,
                sighting.operation.map(|operation| operation.0),
                body,
                photo,
            ])?;
        Ok(kept == 1)
    }
}

fn sighting_row(row: &Row<'_>) -> rusqlite::Result<SightingRow> {
    let body = row.get_ref("body")?.as_blob()?;
    Ok(SightingRow {
        sighting: Sighting::from_bytes(body).map_err(|_form| unreadable("body"))?,
        has_photo: row.get("has_photo")?,
        device: row.get("name")?,
    })
}

fn device_row(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    let links: i64 = row.get("links")?;
    Ok(DeviceRow {
        device: DeviceId(row.get("device")?),
        name: row.get("name")?,
        certificate: row.get("certificate")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
        links: u64::try_from(links).map_err(|_negative| unreadable("links"))?,
        head: row.get("head")?,
    })
}
