-- What the office was told of a holder's papers besides the card: NULL where nobody told, empty where there is none. 'principal'
-- is the number of the permit a dependant's stay follows.
CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    permit INTEGER NOT NULL UNIQUE REFERENCES permits (id),
    sktt_on TEXT,
    address_on TEXT,
    rptka TEXT,
    guarantor_until TEXT,
    principal TEXT
) STRICT;
CREATE INDEX papers_principal ON papers (principal) WHERE principal IS NOT NULL;

-- Laptops of patrols whose logs the office takes: their certificates, and how far each one's log has come home.
CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    device BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    certificate BLOB NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    links INTEGER NOT NULL,
    head BLOB NOT NULL
) STRICT;

-- Where cards were seen, each once however often its log came home. 'body' is the sighting without its picture; what is asked
-- for by column stands beside it.
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY,
    sighting BLOB NOT NULL UNIQUE,
    device INTEGER NOT NULL REFERENCES devices (id),
    at INTEGER NOT NULL,
    permit_no TEXT NOT NULL,
    serial TEXT NOT NULL,
    word TEXT NOT NULL,
    district TEXT,
    operation BLOB,
    body BLOB NOT NULL,
    photo BLOB
) STRICT;
CREATE INDEX sightings_at ON sightings (at);
CREATE INDEX sightings_permit_no ON sightings (permit_no, at);
CREATE INDEX sightings_serial ON sightings (serial, at);
CREATE INDEX sightings_district ON sightings (district, at);
CREATE INDEX sightings_operation ON sightings (operation, at) WHERE operation IS NOT NULL;
