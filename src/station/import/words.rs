//! What lists call their columns: words of headers in Indonesian and English to the field they mean.

use super::Target;
use crate::permit::Field;

/// How alike a header and a phrase must be, of 100.
const ALIKE: u32 = 75;

/// Words that say nothing about which field it is.
#[rustfmt::skip]
const IDLE: &[&str] = &[
    "and", "asing", "dan", "data", "date", "foreigner", "holder", "in", "lengkapnya", "of", "or", "orang", "pemegang",
    "the", "wna", "yang", "yyyy",
];

/// Abbreviations and other words for the same, each with the word the phrases below use.
#[rustfmt::skip]
const SAME: &[(&str, &str)] = &[
    ("address", "alamat"), ("alm", "alamat"), ("birth", "lahir"), ("birthdate", "lahir"), ("birthday", "lahir"),
    ("citizenship", "kewarganegaraan"), ("city", "kota"), ("country", "negara"), ("desa", "kelurahan"),
    ("district", "kecamatan"), ("dob", "lahir"), ("employer", "penjamin"), ("entry", "masuk"), ("exp", "berlaku"),
    ("expire", "berlaku"), ("expired", "berlaku"), ("expires", "berlaku"), ("expiry", "berlaku"),
    ("gender", "kelamin"), ("guarantor", "penjamin"), ("hingga", "sampai"), ("idx", "indeks"), ("index", "indeks"),
    ("issue", "terbit"), ("issued", "terbit"), ("jab", "jabatan"), ("jen", "jenis"), ("jk", "kelamin"),
    ("jns", "jenis"), ("kab", "kabupaten"), ("kebangsaan", "kewarganegaraan"), ("kec", "kecamatan"),
    ("kel", "kelurahan"), ("ket", "catatan"), ("keterangan", "catatan"), ("kewarganegaraaan", "kewarganegaraan"),
    ("kitap", "izin"), ("kitas", "izin"), ("itap", "izin"), ("itas", "izin"), ("izintinggal", "izin"),
    ("ijin", "izin"), ("kwn", "kewarganegaraan"), ("lhr", "lahir"), ("lgkp", "lengkap"), ("name", "nama"),
    ("nationality", "kewarganegaraan"), ("nm", "nama"), ("nmr", "nomor"), ("no", "nomor"), ("nomer", "nomor"),
    ("note", "catatan"), ("notes", "catatan"), ("num", "nomor"), ("number", "nomor"), ("occupation", "pekerjaan"),
    ("pasport", "paspor"), ("pass", "paspor"), ("passport", "paspor"), ("passpor", "paspor"), ("pek", "pekerjaan"),
    ("penerbit", "terbit"), ("penerbitan", "terbit"), ("dikeluarkan", "terbit"), ("pengeluaran", "terbit"),
    ("permit", "izin"), ("pkj", "pekerjaan"), ("place", "tempat"), ("pob", "tempat lahir"), ("position", "jabatan"),
    ("postal", "pos"), ("postcode", "kode pos"), ("kodepos", "kode pos"), ("prov", "provinsi"),
    ("propinsi", "provinsi"), ("province", "provinsi"), ("regency", "kabupaten"), ("relig", "agama"),
    ("religion", "agama"), ("remark", "catatan"), ("remarks", "catatan"), ("sd", "sampai"), ("sex", "kelamin"),
    ("sponsor", "penjamin"), ("sponsorship", "penjamin"), ("stay", "tinggal"), ("street", "jalan"),
    ("subdistrict", "kecamatan"), ("temp", "tempat"), ("tgl", "tanggal"), ("tg", "tanggal"), ("tggl", "tanggal"),
    ("tmp", "tempat"), ("tmpt", "tempat"), ("tpt", "tempat"), ("ttl", "tempat tanggal lahir"), ("type", "jenis"),
    ("until", "sampai"), ("valid", "berlaku"), ("village", "kelurahan"), ("warganegara", "kewarganegaraan"),
    ("wn", "kewarganegaraan"), ("zip", "pos"), ("zipcode", "kode pos"),
];

/// What columns are called, in the words left after [`SAME`] and [`IDLE`]; our own labels and ids among them.
#[rustfmt::skip]
const PHRASES: &[(Target, &[&str])] = &[
    (Target::Kind, &[
        "jenis izin", "jenis izin tinggal", "izin tinggal", "jenis", "kind", "jenis dokumen", "kind izin",
    ]),
    (Target::Birth, &["tempat tanggal lahir", "tempat lahir tanggal"]),
    of(Field::Mrz, &[
        "mrz", "paspor mrz", "zona baca mesin paspor mrz", "zona paspor", "zona mrz", "machine readable zone",
        "paspor machine readable zone mrz",
    ]),
    of(Field::FullName, &["nama", "nama lengkap", "full nama", "nama sesuai paspor", "nama paspor"]),
    of(Field::Sex, &["kelamin", "jenis kelamin", "j k", "l p", "lp", "m f"]),
    of(Field::BirthPlace, &["tempat lahir", "kota lahir", "lahir tempat", "kota kelahiran", "tempat kelahiran"]),
    of(Field::BirthDate, &["tanggal lahir", "lahir", "tanggal kelahiran"]),
    of(Field::Nationality, &["kewarganegaraan", "warga negara", "negara", "negara asal", "bangsa"]),
    of(Field::CivilStatus, &[
        "status perkawinan", "status nikah", "status kawin", "perkawinan", "civil status", "marital status",
        "status sipil",
    ]),
    of(Field::Religion, &["agama"]),
    of(Field::Nik, &["nik", "nomor nik", "nomor induk kependudukan", "population nomor nik"]),
    of(Field::PassportNo, &["nomor paspor", "paspor", "paspor nomor", "nomor dokumen perjalanan"]),
    of(Field::PassportExpiry, &[
        "berlaku paspor", "paspor berlaku sampai", "masa berlaku paspor", "paspor berlaku", "tanggal berlaku paspor",
        "tanggal habis paspor", "habis berlaku paspor", "paspor sampai", "berlaku paspor sampai", "akhir paspor",
        "tanggal akhir paspor",
    ]),
    of(Field::PassportCountry, &[
        "negara terbit paspor", "negara paspor", "paspor negara", "paspor terbit negara", "issuing negara",
        "paspor issuing negara", "issuing state", "paspor issuing state", "paspor terbit by",
        "state that terbit paspor",
    ]),
    of(Field::PermitNo, &[
        "nomor izin", "nomor izin tinggal", "izin nomor", "nomor dokim", "nomor dokumen imigrasi",
        "nomor dokumen izin", "tinggal izin nomor", "nomor register izin",
    ]),
    of(Field::IndexCode, &[
        "indeks", "indeks visa", "kode indeks", "indeks kode", "indeks izin", "kode visa", "indeks code",
        "visa indeks",
    ]),
    of(Field::Niora, &["niora", "nomor niora", "nomor induk"]),
    of(Field::IssueSeq, &["terbit ke", "perpanjangan ke", "ke", "terbit seq", "terbit nomor", "terbit sequence"]),
    of(Field::ValidFrom, &[
        "berlaku mulai", "mulai berlaku", "tanggal mulai", "berlaku dari", "berlaku from", "tanggal mulai berlaku",
        "berlaku sejak", "izin berlaku mulai", "izin mulai",
    ]),
    of(Field::ValidUntil, &[
        "berlaku sampai", "berlaku", "masa berlaku", "tanggal berlaku", "tanggal habis", "tanggal akhir",
        "berlaku izin", "habis berlaku", "izin berlaku sampai", "sampai", "tanggal berlaku sampai",
        "berlaku izin sampai", "masa berlaku izin", "masa berlaku izin tinggal", "izin berlaku", "sampai tanggal",
    ]),
    of(Field::ReportDue, &[
        "wajib lapor berikutnya", "wajib lapor", "lapor", "report due", "next report", "tanggal lapor",
        "next report due",
    ]),
    of(Field::ReentryNo, &[
        "nomor izin masuk kembali", "reentry nomor", "nomor imk", "re masuk izin nomor", "re masuk nomor",
        "nomor merp", "reentry izin nomor",
    ]),
    of(Field::ReentryUntil, &[
        "izin masuk kembali sampai", "reentry sampai", "imk sampai", "berlaku imk", "re masuk sampai",
        "re masuk izin sampai", "masa berlaku imk", "reentry izin sampai",
    ]),
    of(Field::EntryDate, &[
        "tanggal masuk", "masuk", "tanggal kedatangan", "tanggal tiba", "tanggal masuk indonesia", "arrival",
    ]),
    of(Field::EntryPlace, &[
        "tempat masuk", "tempat masuk tpi", "tpi", "masuk tempat", "port masuk", "masuk port", "bandara",
        "masuk point",
    ]),
    of(Field::VisaNo, &["nomor visa", "visa", "visa nomor"]),
    of(Field::Street, &[
        "alamat", "jalan", "jalan nomor", "alamat rumah", "alamat tinggal", "alamat domisili", "alamat jalan",
        "domisili", "alamat indonesia",
    ]),
    of(Field::RtRw, &["rt rw", "rtrw", "neighbourhood rt rw"]),
    of(Field::Village, &["kelurahan", "kelurahan kelurahan", "kelurahan kelurahan kelurahan", "urban kelurahan"]),
    of(Field::District, &["kecamatan", "kecamatan kecamatan"]),
    of(Field::Regency, &["kota kabupaten", "kabupaten kota", "kota", "kabupaten", "kabupaten kota kabupaten"]),
    of(Field::Province, &["provinsi"]),
    of(Field::Postcode, &["kode pos", "pos", "pos code", "pos kode"]),
    of(Field::Occupation, &["pekerjaan", "jabatan", "pekerjaan jabatan", "profesi", "job", "job title"]),
    of(Field::GuarantorName, &[
        "nama penjamin", "penjamin", "penjamin nama", "perusahaan", "nama perusahaan", "pemberi kerja", "company",
        "perusahaan penjamin",
    ]),
    of(Field::GuarantorAddress, &["alamat penjamin", "penjamin alamat", "alamat perusahaan"]),
    of(Field::GuarantorId, &[
        "nib nik penjamin", "nik penjamin", "nib penjamin", "nib", "penjamin id", "penjamin nib nik", "penjamin nik",
        "penjamin nib", "nomor induk berusaha",
    ]),
    of(Field::IssuePlace, &[
        "tempat terbit", "terbit tempat", "kantor terbit", "kantor imigrasi", "tempat terbit izin",
    ]),
    of(Field::IssueDate, &["tanggal terbit", "terbit", "terbit tanggal", "tanggal terbit izin"]),
    of(Field::Notes, &["catatan"]),
];

const fn of<'a>(field: Field, phrases: &'a [&'a str]) -> (Target, &'a [&'a str]) {
    (Target::Field(field), phrases)
}

/// What a header may mean: targets and how sure each is, of 100; the surest first.
pub(super) fn meanings(header: &str) -> Vec<(u32, Target)> {
    let words = words(header);
    if words.is_empty() || words.len() > 12 {
        return Vec::new();
    }
    let plain = plain(header).concat();
    let mut found: Vec<(u32, Target)> = Vec::new();
    for (target, phrases) in PHRASES {
        let own_id = match target {
            Target::Field(field) => field.id().replace('_', "") == plain,
            Target::Kind | Target::Birth => false,
        };
        let best = phrases.iter().map(|phrase| likeness(&words, phrase)).max();
        let best = if own_id { 100 } else { best.unwrap_or(0) };
        if best >= ALIKE {
            found.push((best, *target));
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    found
}

/// Twice the words in common over all words; as one word, where the blanks were left out.
fn likeness(words: &[String], phrase: &str) -> u32 {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let mut free = vec![true; phrase.len()];
    let mut common = 0_u32;
    for word in words {
        let place = phrase
            .iter()
            .zip(&free)
            .position(|(other, free)| *free && is_alike(word, other));
        if let Some(free) = place.and_then(|place| free.get_mut(place)) {
            *free = false;
            common += 1;
        }
    }
    let all = u32::try_from(words.len() + phrase.len()).unwrap_or(u32::MAX);
    let by_words = 200 * common / all.max(1);
    if by_words < 100 && words.concat() == phrase.concat() {
        // The same letters, parted otherwise: surer than a word too few, less sure than the name itself.
        return 99;
    }
    by_words
}

/// The same but for a slip of the finger in a long word.
fn is_alike(one: &str, other: &str) -> bool {
    let slips = match one.len().min(other.len()) {
        0..=5 => 0,
        6..=9 => 1,
        _ => 2,
    };
    one == other || (slips > 0 && distance(one, other) <= slips)
}

/// Letters to change, add or take away to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut last = at + 1;
        let mut next = vec![last];
        for (pair, known) in row.windows(2).zip(&other) {
            let (diagonal, above) = (pair.first(), pair.last());
            let change = diagonal.map_or(0, |cost| cost + usize::from(letter != *known));
            let skip = above.map_or(0, |cost| cost + 1);
            last = change.min(skip).min(last + 1);
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The words of a header: small letters without accents, abbreviations written out, idle words set aside.
fn words(header: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in plain(header) {
        let same = SAME.iter().find(|(short, _)| *short == word);
        let long = same.map_or(word.as_str(), |(_, long)| long);
        words.extend(long.split(' ').map(str::to_owned));
    }
    let told: Vec<String> = words
        .iter()
        .filter(|word| !IDLE.contains(&word.as_str()))
        .cloned()
        .collect();
    if told.is_empty() { words } else { told }
}

/// Small letters and digits without accents, parted at other signs and where a capital follows a small letter. What stands
/// between brackets explains the form of what is asked for, as in `Tanggal lahir (DD/MM/YYYY)`.
fn plain(header: &str) -> Vec<String> {
    let header = match header.split_once('(') {
        // An abbreviation alone, as in `Zone (MRZ)`, says as much as the words before it.
        Some((before, inside))
            if before.chars().any(char::is_alphanumeric) && inside.contains(['/', '-', '.']) =>
        {
            before
        }
        Some(_) | None => header,
    };
    let header = header
        .replace("s/d", "sampai")
        .replace("s.d", "sampai")
        .replace("'s ", " ");
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in header.chars() {
        let new = !letter.is_alphanumeric() || (small && letter.is_uppercase());
        if new && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        small = letter.is_lowercase();
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase().map(without_accent));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        letter => letter,
    }
}
