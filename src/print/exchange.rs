//! What PDF/X-4 (ISO 15930-7) asks of a file beside its marks: output intent, metadata, dates; printpdf has none of it.
//!
//! Holds: PDF 1.6; output intent `GTS_PDFX` with the profile embedded; XMP with `pdfxid:GTS_PDFXVersion`, title, dates, ids
//! and `pdf:Trapped`, the same in the information dictionary; `TrimBox` on every page, within `BleedBox`, within
//! `MediaBox`; all fonts embedded; only `DeviceCMYK` and, in masks, `DeviceGray`; pages with transparency say they blend in
//! `DeviceCMYK`; no encryption, no annotation, no action, no script. Nobody certified it: no validator of ISO 15930 is free.

use std::collections::BTreeMap;

use jiff::Timestamp;
use printpdf::{DictItem, ExternalStream};

use super::colour::{CONDITION, PROFILE};
use super::picture::deflated;

/// What a file says about itself.
pub(super) struct Facts {
    /// Entries of the information dictionary.
    pub(super) info: Vec<(&'static str, DictItem)>,
    /// The XMP packet.
    pub(super) metadata: DictItem,
}

fn text(text: &str) -> DictItem {
    DictItem::String {
        data: text.as_bytes().to_vec(),
        literal: true,
    }
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn dict<const N: usize>(entries: [(&str, DictItem); N]) -> BTreeMap<String, DictItem> {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// The profile as a stream.
pub(super) fn output_profile() -> DictItem {
    let (content, filter) = match deflated(PROFILE) {
        Some(content) => (content, vec![name("FlateDecode")]),
        None => (PROFILE.to_vec(), Vec::new()),
    };
    DictItem::Stream {
        stream: ExternalStream {
            dict: dict([("N", DictItem::Int(4)), ("Filter", DictItem::Array(filter))]),
            content,
            compress: false,
        },
    }
}

/// For which printing condition the file is made; `profile` is its profile's object.
pub(super) fn output_intent((obj, r#gen): (u32, u16)) -> DictItem {
    DictItem::Dict {
        map: dict([
            ("Type", name("OutputIntent")),
            ("S", name("GTS_PDFX")),
            ("OutputConditionIdentifier", text(CONDITION)),
            ("RegistryName", text("http://www.color.org")),
            ("Info", text("Offset on coated stock, ISO 12647-2")),
            ("DestOutputProfile", DictItem::Ref { obj, r#gen }),
        ]),
    }
}

/// In which inks a page blends.
pub(super) fn group() -> DictItem {
    DictItem::Dict {
        map: dict([
            ("Type", name("Group")),
            ("S", name("Transparency")),
            ("CS", name("DeviceCMYK")),
            ("I", DictItem::Bool(true)),
        ]),
    }
}

/// Title and time twice over, as PDF and as XMP.
pub(super) fn facts(title: &str, made_at: i64, id: u64) -> Facts {
    let made = Timestamp::from_second(made_at).unwrap_or(Timestamp::UNIX_EPOCH);
    let date = made.strftime("D:%Y%m%d%H%M%SZ").to_string();
    let info = vec![
        ("CreationDate", text(&date)),
        ("ModDate", text(&date)),
        ("Trapped", name("False")),
    ];
    let date = made.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let escaped = title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let packet = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escaped}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>Loket</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>loket:{id:016x}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}',
    );
    let stream = ExternalStream {
        dict: dict([("Type", name("Metadata")), ("Subtype", name("XML"))]),
        content: packet.into_bytes(),
        compress: false,
    };
    Facts {
        info,
        metadata: DictItem::Stream { stream },
    }
}
