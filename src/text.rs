//! Every word a person reads, in Indonesian and English, from `resources/text/{id,en}/*.ftl`; no formatting of domain values.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

#[cfg(test)]
mod tests;

/// A language of the desk and the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    /// Indonesian, as an office writes it.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// `id` or `en`, as settings and file names write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language of that code, any case; `None` for all others.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Id, Self::En]
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(code.trim()))
    }
}

/// The embedded files of one language. A new file is one line here.
macro_rules! files {
    ($lang:literal) => {
        files!(
            $lang:
            "backup",
            "capture",
            "card",
            "cetak",
            "cli",
            "custody",
            "desk",
            "duty",
            "field",
            "finding", "numbers", "office",
            "patrol",
            "patroli",
            "picture",
            "place",
            "portrait",
            "print",
            "records",
            "run",
            "seal",
            "search",
            "shop",
            "station",
            "stock",
            "table",
            "trust"
        )
    };
    ($lang:literal: $($name:literal),*) => {
        [$(include_str!(concat!("../resources/text/", $lang, "/", $name, ".ftl"))),*]
    };
}

const INDONESIAN: &[&str] = &files!("id");
const ENGLISH: &[&str] = &files!("en");

/// The words of one language. `Send` and `Sync`; loading takes about a millisecond, so keep one.
pub struct Text {
    lang: Lang,
    /// The language asked for, then Indonesian where that is another.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Text {
    /// Loads the embedded words of `lang`. A key missing in `lang` falls back to Indonesian, then to the key itself.
    pub fn new(lang: Lang) -> Self {
        let bundles = match lang {
            Lang::Id => vec![bundle(Lang::Id)],
            Lang::En => vec![bundle(Lang::En), bundle(Lang::Id)],
        };
        Self { lang, bundles }
    }

    /// The language these words are in.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of `key`, which has no arguments.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with its arguments filled in. Whole numbers choose plural forms; all other arguments stand as they are.
    pub fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key`, or `None` when no language has it: for words that may be missing, such as an advice.
    pub fn find(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|&(name, value)| (name, argument(value)))
            .collect();
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            // A missing argument leaves its own name in the text, which a test of the caller shows.
            Some(
                bundle
                    .format_pattern(pattern, Some(&args), &mut Vec::new())
                    .into_owned(),
            )
        })
    }
}

/// A whole number written as Fluent would write it is a number, so that `{ $n -> [one] .. }` works; `007` stays text.
fn argument(value: &str) -> FluentValue<'_> {
    let plain = value == "0" || (!value.starts_with('0') && !value.is_empty() && value.len() <= 15);
    match value.parse::<u64>() {
        Ok(number) if plain && !value.starts_with('+') => FluentValue::from(number),
        Ok(_) | Err(_) => FluentValue::from(value),
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let sources = match lang {
        Lang::Id => INDONESIAN,
        Lang::En => ENGLISH,
    };
    let mut bundle = FluentBundle::new_concurrent(vec![lang.code().parse().unwrap_or_default()]);
    // Marks of direction around arguments would be pasted and printed along; neither language is written right to left.
    bundle.set_use_isolating(false);
    for source in sources {
        // The files are our own: the room's tests show that each parses whole and that no key stands twice.
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}
