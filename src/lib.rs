//! **Loket** is the card-issuance station of an immigration office. Counter staff take the applicant's picture, fill in
//! the stay permit, and issue its card (KITAS or KITAP) with a signed QR; anyone with the office's public key checks the
//! card with no network.
//!
//! These pages are the architecture document. Change them in the commit that changes what they say.
//!
//! # A card's way
//!
//! The centre is a pipeline of values. Everything in it is a pure function; only the station knows files and the clock.
//!
//! ```text
//! passport zone ─ mrz ─┐
//! keystrokes ──────────┴─> Draft ── permit, rule ──> Permit ──> Claims ── seal ──> Seal ─┐
//! camera, file ── portrait ──> Portrait ─────────────────────────────────────────────────┤
//! template ──────────────────────────────────────────────────────────────────────── card ┴─> Card (two Drawings)
//!                                                                                           │ print
//!    registry <── one transaction ── station ── decode back: QR and MRZ <── proof raster <── Pdf
//! ```
//!
//! The preview is the print: the screen shows the rasterised PDF, so there is no second painter, and a card whose QR or
//! MRZ does not read back from its own raster is never let go.
//!
//! # A case's way
//!
//! ```text
//! counter: DRAFT ── submit ──> SUBMITTED ── approve ──> APPROVED ── issue ──> IN_PRODUCTION ── check ──> READY ── hand over ──> HANDED_OVER
//!            ^                  │  another officer        │ a digest of every    │ a numbered blank:
//!            └──── return ──────┘  sees the exact card    │ printed field; any   │ good, or spoiled beside a
//!                                                         │ change voids it      │ second officer: another blank
//! ```
//!
//! [`office`] has the tables of what may follow what, for a case and for a blank, and of who may do what. Every verb of the
//! [`station`] asks them first, for the officer who logged in through [`station::Door`].
//!
//! # Away from the office
//!
//! ```text
//! office: registry ── every card that is not valid ──> status lists, signed by the signer ─┐
//!         signers, revoked keys, next update ──────────────────────────────────────────────┴─> trust bundle, signed by the root
//!                                                                                                │ USB stick, telephone
//! reader: pinned root ── newest bundle, never an older one <─────────────────────────────────────┘
//!                           └── a text, a picture ──> Verdict
//! ```
//!
//! [`station::Reader`] judges with [`seal::Bundle`] alone: no registry, no network. What the office says of a card
//! ([`station::Station::change_status`]) stands in the next bundle; a bundle past its next update makes no verdict VALID.
//!
//! A [`station::Patrol`] is such a reader with a memory. It may take along an extract of the registry, as much as its level
//! holds, and judges a holder's papers by it ([`patrol::lights`]). Each scan is sealed and synced
//! before it is told, then noted as a link of a chain; the chain travels home closed for the office alone, and there each
//! [`patrol::Sighting`] counts once.
//!
//! # A portrait's way
//!
//! ```text
//! resources/rules/portrait.toml ── Limits ── age, ground ──> Demand ─┐
//! camera ── frame after frame ──> Watcher ── Sight: guidance, green since ── the still that was taken ─┐
//! file ── Still::decode ───────────────────────────────────────> Assistant::study ── Study: faces, Crop, Checks
//!                                                                    └── Made: source, frame, balance, flaws ──> accept_as ──> Portrait
//! ```
//!
//! Four networks in `resources/models` find face, points, expression and ground. Every check stands by itself, with its range
//! from the rules; there is no total. Exposure, shadow and sharpness are measured relative to the face, so that skin tone
//! changes no verdict: `loket-cli portrait fairness` shows it. The portrait's own file tells what was done to it, and
//! [`station::Station::judge`] repeats the flaws it tells. A photo of a photo looks like a person to these networks; it is told
//! where its edges or its dots are seen.
//!
//! # At a print shop
//!
//! ```text
//! office: a run's cards, made again from the registry ──> job, signed by the signer, closed for one shop
//!                                                            │ until its last day
//! shop: pinned root ── folder, sealed ── prints ── good or spoiled, card by card
//!                                                            │ then nothing of it is left there but the log
//! office: job's digest and serials must agree <── return, signed by the shop, closed for the office
//! ```
//!
//! [`station::Shop`] is that folder. A card at a shop is a card of its run whose outcome is awaited; a return says it through
//! the same tables as an officer does, and spoils beside the same second officer.
//!
//! # The audit's chain
//!
//! [`registry::Registry::act`] is one transaction. A hook of the connection notes every row it writes; the entry that ends
//! the act holds who, when, what, about which record, and the SHA-256 of each of those rows, and is hashed together with
//! the entry before. So a row cannot be changed, added or taken away without the chain saying which, and no table can be
//! forgotten: one that is not listed stops the act. Once a day the head of the chain is signed and printed.
//!
//! # The rooms, in reading order
//!
//! | room | its one noun | hides |
//! |---|---|---|
//! | [`permit`] | the record: `Draft` may be wrong, `Permit` cannot be | formats, names of places and nations |
//! | [`mrz`] | zones of ICAO 9303 | alphabet, check digits, transliteration, truncation |
//! | [`rule`] | dated rules | table format, dates in force, what is only a warning |
//! | [`portrait`] | the picture on the card | decoders, face networks, crop arithmetic, quality measures, JPEG |
//! | [`camera`] | the latest frame | devices, formats, threads, unplugging |
//! | [`seal`] | the signed QR | CBOR, COSE, base45, QR masks, X.509 |
//! | [`drawing`] | things at places in millimetres | fonts, fitting text |
//! | [`card`] | both sides of a card | templates, positions, SPECIMEN |
//! | [`mod@print`] | PDF, and its pixels | PDF writing and rasterising |
//! | [`patrol`] | the sighting of a card | wire format, lights, encryption of what travels |
//! | [`shop`] | a print shop's job | wire format of jobs and returns |
//! | [`document`] | an A4 page of words, tables and bars | page breaks, column widths |
//! | [`place`] | a point on the earth | the schematic map, NMEA, gpsd, serial ports |
//! | [`office`] | duties, the way of a case, the stock of blanks | separation of duties, conservation |
//! | [`token`] | a signing key that cannot be taken out | PKCS#11 |
//! | [`vault`] | the office's key in its slots | password hashing, authenticated encryption |
//! | [`table`] | a list as a file | CSV, XLSX, encodings, formula injection |
//! | [`registry`] | what the office keeps | SQL, encryption, migrations, search, spells, the audit's chain |
//! | [`station`] | the verbs of the office | order of acts, transactions, clock, files |
//! | [`sound`] | a tone | loudspeakers |
//! | [`text`] | words for people | Fluent |
//! | [`desk`] | the screens | egui |
//!
//! # Who may import whom
//!
//! ```text
//!              mrz  drawing  portrait  camera  sound  text  office  vault  table   (nothing of ours)
//! permit    -> mrz            rule, seal -> permit           print, document, place -> drawing           token -> seal
//! patrol    -> permit rule seal
//! shop      -> patrol seal
//! card      -> drawing mrz permit portrait seal
//! registry  -> mrz office patrol permit portrait seal shop
//! station   -> all above but camera and sound
//! desk      -> station office patrol shop permit place rule seal portrait camera sound mrz text, and card for what it shows
//! loket     -> desk station camera text         loket-cli -> station office patrol shop permit place portrait rule seal text
//! ```
//!
//! `tests/it/tidy.rs` keeps this table, the owner of each foreign crate, and the size of files.
//!
//! # What is absent, on purpose
//!
//! * `permit`, `rule`, `patrol`, `shop`, `seal`, `mrz`, `card` and `drawing` do no I/O and read no clock: today and the contents of files are arguments.
//! * Nothing under `desk` opens a file, a socket, a device or a database; it asks a lane of the [`station::Worker`].
//! * Below `desk` nothing names egui; below `print` nothing names PDF; outside `registry` nothing names SQL.
//! * Domain types are not `Serialize`. What is stored or sent has its own `...Row`, `...Wire` or `...File` struct.
//! * Every write to the registry is one transaction through one function; there is no other write path.
//! * No name, number, picture or key stands in a log line, an error text or a `Debug`.
//! * Nothing here talks to a network, but for gpsd on the same computer.
//!
//! # Threads
//!
//! Named and joined: the window's own, `station` (owns the desk's SQLite connection; on patrol, the laptop's folder, and a shop's in a shop), `press` (pure work: pictures, files), `look` (faces),
//! `long` (lists, proofs, backups; a connection of its own while it works), `camera`, `gps`, `sound`. Screens keep an [`station::Ask`]
//! and poll it; a panic in a lane fails that one question and the lane goes on.
//!
//! # Where to add
//!
//! * **A field:** `permit::Field` and its check, its words in `resources/text`, its place in `resources/cards/*.toml`, its box in `desk/screen/intake.rs`.
//! * **A rule:** a row in `resources/rules`, with source and dates, and a dated case beside the others.
//! * **A card template:** a file like `resources/cards/kitas.toml`; `Template::parse` says what is wrong with it.
//! * **A screen:** a file in `desk/screen`, a line in the shell's match, its words, its keyboard flow in the tests.
//! * **A verb:** a method of [`station::Station`], then its command in `bin/loket-cli` and its place in a screen.

pub mod camera;
pub mod card;
pub mod desk;
pub mod document;
pub mod drawing;
pub mod mrz;
pub mod office;
pub mod patrol;
pub mod permit;
pub mod place;
pub mod portrait;
pub mod print;
pub mod registry;
pub mod rule;
pub mod seal;
pub mod shop;
pub mod sound;
pub mod station;
pub mod table;
pub mod text;
pub mod token;
pub mod vault;
