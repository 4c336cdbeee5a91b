//! printpdf's file with some things set right that it does not ask about; the only part that touches a file's objects.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use printpdf::{ImageCompression, ImageOptimizationOptions, PdfDocument, PdfSaveOptions};

use super::content::{self, form_name};
use super::page::Page;
use super::pdf::hash;
use super::{Colours, Finish, exchange, picture};

/// Entries of the information dictionary that printpdf writes and nobody has set.
const UNKNOWN: [&[u8]; 9] = [
    b"Author",
    b"CreationDate",
    b"Creator",
    b"GTS_PDFXVersion",
    b"Identifier",
    b"Keywords",
    b"ModDate",
    b"Subject",
    b"Trapped",
];

/// The whole file: true version and size, trim and bleed, no invented dates, an id that is no random number, and what a press
/// wants to know. Pages of the document beyond `pages` become its forms.
pub(super) fn bytes(document: &PdfDocument, pages: &[Page], finish: &Finish) -> Vec<u8> {
    let options = PdfSaveOptions {
        optimize: false,     // operators stay legible, unless the file is to be compact
        subset_fonts: false, // they come cut down
        secure: true,
        image_optimization: Some(ImageOptimizationOptions {
            quality: None,
            max_image_size: None,
            dither_greyscale: None,
            convert_to_greyscale: None,
            auto_optimize: None,
            format: Some(ImageCompression::Flate),
        }),
    };
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    debug_assert!(warnings.is_empty(), "{warnings:?}");
    // printpdf says 1.3, but opacity came with 1.4 and `PrintScaling` with 1.6.
    "1.7".clone_into(&mut file.version);
    let title = &document.metadata.info.document_title;
    // printpdf always writes what is looked up here: pages, a catalog, an information dictionary.
    into_forms(&mut file, pages.len()).unwrap_or_default();
    boxes(&mut file, pages);
    preferences(&mut file);
    if finish.compact {
        compact(&mut file);
    }
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let id = streams.fold(hash(title.as_bytes()), |sum, stream| {
        sum.rotate_left(29) ^ hash(&stream.content)
    });
    let half = [id.to_be_bytes(), (!id).to_be_bytes()].concat();
    let half = Object::String(half, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![half.clone(), half]);
    if let Colours::Cmyk { made_at } = finish.colours {
        for_exchange(&mut file, title, made_at, id);
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).ok(); // writing to a Vec cannot fail
    bytes
}

/// printpdf writes operations for pages only, so forms are pages to it. Here those behind the first `keep` are made what they
/// are: streams that any page may paint by name (ISO 32000-2 8.10), with the fonts and states of all.
fn into_forms(file: &mut Document, keep: usize) -> Result<(), lopdf::Error> {
    let root = file.catalog()?.get(b"Pages")?.as_reference()?;
    let kids = file.get_dictionary_mut(root)?;
    let forms = match kids.get_mut(b"Kids")?.as_array_mut()? {
        all if keep < all.len() => all.split_off(keep),
        _ => return Ok(()),
    };
    kids.set("Count", i64::try_from(keep).unwrap_or(i64::MAX));
    for (number, form) in forms.iter().enumerate() {
        let form = form.as_reference()?;
        let Some(Object::Dictionary(page)) = file.objects.remove(&form) else {
            continue;
        };
        let content = page.get(b"Contents")?.as_reference()?;
        let resources = page.get(b"Resources")?.as_reference()?;
        // Forms paint neither pictures nor each other.
        let shown = file.get_dictionary_mut(resources)?.remove(b"XObject");
        let stream = file.get_object_mut(content)?.as_stream_mut()?;
        stream.dict.set("Type", "XObject");
        stream.dict.set("Subtype", "Form");
        stream.dict.set("BBox", page.get(b"MediaBox")?.clone());
        stream.dict.set("Resources", resources);
        if let Some(shown) = shown {
            file.get_dictionary_mut(shown.as_reference()?)?
                .set(form_name(number).0, content);
        }
    }
    Ok(())
}

fn boxes(file: &mut Document, pages: &[Page]) {
    let corners = |corners: [f32; 4]| corners.map(Object::Real).to_vec();
    for (id, page) in file.get_pages().into_values().zip(pages) {
        if let Ok(entries) = file.get_dictionary_mut(id) {
            entries.set("TrimBox", corners(content::corners(page, page.trim)));
            if page.bleed != page.trim {
                entries.set("BleedBox", corners(content::corners(page, page.bleed)));
            }
        }
    }
}

fn preferences(file: &mut Document) {
    if let Ok(catalog) = file.catalog_mut() {
        let mut preferences = Dictionary::new();
        preferences.set("DisplayDocTitle", true);
        preferences.set("PrintScaling", "None");
        catalog.set("ViewerPreferences", preferences);
    }
    if let Some(info) = info(file) {
        for key in UNKNOWN {
            info.remove(key);
        }
    }
}

fn info(file: &mut Document) -> Option<&mut Dictionary> {
    let id = file.trailer.get(b"Info").ok()?.as_reference().ok()?;
    file.get_dictionary_mut(id).ok()
}

/// Deflates what is not deflated yet.
fn compact(file: &mut Document) {
    for object in file.objects.values_mut() {
        if let Ok(stream) = object.as_stream_mut()
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
            && let Some(content) = picture::deflated(&stream.content)
        {
            stream.set_content(content);
            stream.dict.set("Filter", "FlateDecode");
        }
    }
}

/// What the exchange with a press wants to know.
fn for_exchange(file: &mut Document, title: &str, made_at: i64, id: u64) {
    let facts = exchange::facts(title, made_at, id);
    "1.6".clone_into(&mut file.version);
    let profile = file.add_object(exchange::output_profile().to_lopdf());
    let metadata = file.add_object(facts.metadata.to_lopdf());
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    for page in pages {
        if let Ok(entries) = file.get_dictionary_mut(page) {
            entries.set("Group", exchange::group().to_lopdf());
            entries.remove(b"Annots");
        }
    }
    if let Ok(catalog) = file.catalog_mut() {
        let intent = exchange::output_intent(profile).to_lopdf();
        catalog.set("OutputIntents", vec![intent]);
        catalog.set("Metadata", metadata);
    }
    if let Some(info) = info(file) {
        for (key, value) in facts.info {
            info.set(key, value.to_lopdf());
        }
    }
}
