//! National letters written in A-Z for a zone, by ICAO 9303-3 section 6; knows letters, not languages.
//!
//! Where the tables leave a choice, the first recommendation is taken; the exceptions of single languages (Ukrainian,
//! Serbian, ..) are left to the passport's own zone, which is preferred wherever there is one.

/// See `mrz::transliterate`.
pub(super) fn transliterate(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut last = String::new();
    let mut letters = name.chars().flat_map(char::to_uppercase).peekable();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() || is_joiner(letter) {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
            last.clear();
        } else if letter == SHADDA {
            // Written after its consonant, which it doubles.
            text.push_str(&last);
        } else {
            let written = match letters.peek().and_then(|mark| composed(letter, *mark)) {
                Some(written) => {
                    letters.next();
                    written
                }
                None if letter == TEH_MARBUTA => match letters.peek() {
                    Some(next) if next.is_alphabetic() => "XTA",
                    Some(_) | None => "XAH",
                },
                None => written(letter),
            };
            text.push_str(written);
            if !written.is_empty() {
                last.clear();
                last.push_str(written);
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

const SHADDA: char = '\u{651}';
const TEH_MARBUTA: char = '\u{629}';

/// Marks between two names that become a blank; all other marks are set aside (ICAO 9303-3 4.6).
fn is_joiner(mark: char) -> bool {
    matches!(
        mark,
        '-' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{A0}'
    )
}

/// A letter and a combining mark after it which together are more than the letter alone.
fn composed(letter: char, mark: char) -> Option<&'static str> {
    match (letter, mark) {
        ('A', '\u{308}') => Some("AE"),
        ('O', '\u{308}') => Some("OE"),
        ('U', '\u{308}') => Some("UE"),
        ('A', '\u{30A}') => Some("AA"),
        _ => None,
    }
}

/// What one upper-case letter becomes; nothing when it is no letter of the tables.
fn written(letter: char) -> &'static str {
    const LATIN: [&str; 26] = [
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R",
        "S", "T", "U", "V", "W", "X", "Y", "Z",
    ];
    match letter {
        'A'..='Z' => LATIN
            .get((letter as usize).wrapping_sub('A' as usize))
            .copied()
            .unwrap_or(""),
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => latin(letter),
        '\u{400}'..='\u{52F}' => cyrillic(letter),
        '\u{600}'..='\u{6FF}' => arabic(letter),
        _ => "",
    }
}

/// Section 6 A, and the letters of Vietnamese, Romanian, Azerbaijani and others it does not list, by their base.
#[rustfmt::skip]
fn latin(letter: char) -> &'static str {
    match letter {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ā' | 'Ă' | 'Ą' | 'Ǎ' | 'Ȁ' | 'Ȃ' | 'Ȧ' | 'Ạ'..='ặ' => "A",
        'Ä' | 'Æ' | 'Ǽ' => "AE",
        'Å' | 'Ǻ' => "AA",
        'Ɓ' | 'Ḃ' => "B",
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' | 'Ƈ' => "C",
        'Ð' | 'Ď' | 'Đ' | 'Ɖ' | 'Ɗ' | 'Ḋ' | 'Ḍ' | 'Ḏ' => "D",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ə' | 'Ɛ' | 'Ǝ' | 'Ȅ' | 'Ȇ' | 'Ȩ' | 'Ẹ'..='ệ' => "E",
        'Ƒ' | 'Ḟ' => "F",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' | 'Ǧ' | 'Ǵ' | 'Ɠ' | 'Ɣ' => "G",
        'Ĥ' | 'Ħ' | 'Ḥ' | 'Ḫ' => "H",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' | 'ı' | 'Ɨ' | 'Ǐ' | 'Ȉ' | 'Ȋ' | 'Ỉ'..='ị' => "I",
        'Ĳ' => "IJ",
        'Ĵ' | 'Ɉ' => "J",
        'Ķ' | 'Ƙ' | 'Ǩ' | 'Ḳ' => "K",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' | 'Ḷ' => "L",
        'Ǉ' => "LJ",
        'Ṁ' | 'Ṃ' => "M",
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' | 'Ŋ' | 'Ɲ' | 'Ǹ' | 'Ṅ' | 'Ṇ' => "N",
        'Ǌ' => "NJ",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ō' | 'Ŏ' | 'Ő' | 'Ơ' | 'Ɔ' | 'Ǒ' | 'Ǫ' | 'Ȍ' | 'Ȏ' | 'Ọ'..='ợ' => "O",
        'Ö' | 'Ø' | 'Œ' | 'Ǿ' | 'Ȫ' => "OE",
        'Ƥ' | 'Ṗ' => "P",
        'Ŕ' | 'Ŗ' | 'Ř' | 'Ȑ' | 'Ȓ' | 'Ṛ' => "R",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' | 'Ṡ' | 'Ṣ' => "S",
        'ß' | 'ẞ' => "SS",
        'Ţ' | 'Ť' | 'Ŧ' | 'Ț' | 'Ṫ' | 'Ṭ' => "T",
        'Þ' => "TH",
        'Ù' | 'Ú' | 'Û' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' | 'Ǔ' | 'Ȕ' | 'Ȗ' | 'Ụ'..='ự' => "U",
        'Ü' | 'Ǖ' | 'Ǘ' | 'Ǚ' | 'Ǜ' => "UE",
        'Ŵ' | 'Ẁ' | 'Ẃ' | 'Ẅ' => "W",
        'Ý' | 'Ŷ' | 'Ÿ' | 'Ƴ' | 'Ȳ' | 'Ỳ'..='ỹ' => "Y",
        'Ź' | 'Ż' | 'Ž' | 'Ƶ' | 'Ẓ' => "Z",
        _ => "",
    }
}

/// Section 6 B, and the letters of Kazakh, Kyrgyz, Tatar and Mongolian it does not list, by their base.
#[rustfmt::skip]
fn cyrillic(letter: char) -> &'static str {
    match letter {
        'А' | 'Ә' | 'Ӑ' | 'Ӓ' => "A", 'Б' => "B", 'В' => "V", 'Г' | 'Ґ' | 'Ғ' | 'Ѓ' => "G", 'Д' | 'Ђ' => "D",
        'Е' | 'Ё' | 'Э' | 'Ѐ' | 'Ӗ' => "E", 'Є' => "IE", 'Ѕ' | 'Џ' => "DZ", 'Ж' | 'Җ' | 'Ӂ' => "ZH", 'З' => "Z",
        'И' | 'Й' | 'І' | 'Ї' | 'Ѝ' => "I", 'Ј' => "J", 'К' | 'Ќ' | 'Қ' | 'Ҡ' => "K", 'Л' => "L", 'Љ' => "LJ",
        'М' => "M", 'Н' | 'Ң' | 'Ҥ' => "N", 'Њ' => "NJ", 'О' | 'Ө' => "O", 'П' => "P", 'Р' => "R", 'С' | 'Ҫ' => "S",
        'Т' => "T", 'У' | 'Ў' | 'Ѫ' | 'Ү' | 'Ұ' => "U", 'Ф' => "F", 'Х' | 'Ҳ' => "KH", 'Ц' => "TS",
        'Ч' | 'Ћ' | 'Ҷ' => "CH", 'Ш' => "SH", 'Щ' => "SHCH", 'Ъ' => "IE", 'Ы' | 'Ѵ' => "Y", 'Ю' => "IU", 'Я' => "IA",
        'Һ' => "C",
        _ => "",
    }
}

/// Section 6 C. Vowel marks, tatweel and the letters the table does not encode are set aside.
#[rustfmt::skip]
fn arabic(letter: char) -> &'static str {
    match u32::from(letter) {
        0x621 => "XE", 0x622 => "XAA", 0x623 => "XAE", 0x624 => "U", 0x625 => "I", 0x626 => "XI", 0x627 => "A",
        0x628 => "B", 0x62A => "T", 0x62B => "XTH", 0x62C => "J", 0x62D => "XH", 0x62E => "XKH", 0x62F => "D",
        0x630 => "XDH", 0x631 => "R", 0x632 => "Z", 0x633 => "S", 0x634 => "XSH", 0x635 => "XSS", 0x636 => "XDZ",
        0x637 => "XTT", 0x638 => "XZZ", 0x639 => "E", 0x63A => "G", 0x641 => "F", 0x642 => "Q", 0x643 => "K",
        0x644 => "L", 0x645 => "M", 0x646 => "N", 0x647 => "H", 0x648 => "W", 0x649 => "XAY", 0x64A => "Y",
        0x671 => "XXA", 0x679 => "XXT", 0x67C => "XRT", 0x67E => "P", 0x681 => "XKE", 0x685 => "XXH", 0x686 => "XC",
        0x688 => "XXD", 0x689 => "XDR", 0x691 => "XXR", 0x693 => "XRR", 0x696 => "XRX", 0x698 => "XJ", 0x69A => "XXS",
        0x6A9 => "XKK", 0x6AB => "XXK", 0x6AD => "XNG", 0x6AF => "XGG", 0x6BA => "XNN", 0x6BC => "XXN", 0x6BE => "XDO",
        0x6C0 => "XYH", 0x6C1 => "XXG", 0x6C2 => "XGE", 0x6C3 => "XTG", 0x6CC => "XYA", 0x6CD => "XXY", 0x6D0 => "Y",
        0x6D2 => "XYB", 0x6D3 => "XBE",
        _ => "",
    }
}
