//! Every word a person reads, in Indonesian and English, from `resources/text/{id,en}/*.ftl`; no formatting of domain values.

/// A language of the desk and the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    /// Indonesian, as an office writes it.
    #[default]
    Id,
    /// English.
    En,
}

/// The words of one language.
pub struct Text {
    lang: Lang,
}

impl Text {
    /// Loads the embedded words of `lang`. A key missing in `lang` falls back to Indonesian, then to the key itself.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language these words are in.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of `key`, which has no arguments.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with its arguments filled in.
    pub fn with(&self, _key: &str, _args: &[(&str, &str)]) -> String {
        todo!("fluent")
    }
}
