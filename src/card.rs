//! The ID-1 card: template and record to two drawings, front and back; no PDF, no storage.

mod art;
mod file;
mod layout;
mod template;
mod value;

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use crate::drawing::{Dpi, Drawing};
use crate::permit::{Kind, Permit};
use crate::portrait::Portrait;
use crate::seal::Modules;

/// Where everything stands on a card, from `resources/cards/*.toml` or an office's own file.
#[derive(Debug, Clone)]
pub struct Template {
    plan: Arc<template::Plan>,
    source: Arc<str>,
}

/// Why a template file is refused; says line and element.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template: {0}")]
pub struct TemplateError(pub String);

impl Template {
    /// Parses a template file. Refuses unknown keys, elements off the card, and anything over the QR or its quiet zone.
    pub fn parse(toml: &str) -> Result<Self, TemplateError> {
        template::Plan::parse(toml).map(|plan| Self {
            plan: plan.into(),
            source: toml.into(),
        })
    }

    /// `kitas` or `kitap`.
    pub fn bundled(name: &str) -> Option<Self> {
        static KITAS: OnceLock<Option<Template>> = OnceLock::new();
        static KITAP: OnceLock<Option<Template>> = OnceLock::new();
        let (slot, toml) = match name {
            "kitas" => (&KITAS, include_str!("../resources/cards/kitas.toml")),
            "kitap" => (&KITAP, include_str!("../resources/cards/kitap.toml")),
            _ => return None,
        };
        slot.get_or_init(|| Self::parse(toml).ok()).clone()
    }

    /// Stable name, e.g. `kitas`.
    pub fn name(&self) -> &str {
        &self.plan.name
    }

    /// The file it was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Of which permits it makes cards.
    pub fn kind(&self) -> Kind {
        self.plan.makes
    }
}

/// The office as the card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issuer {
    /// e.g. `REPUBLIK INDONESIA · IMIGRASI`
    pub header: String,
    /// e.g. `KANTOR IMIGRASI KELAS I NON TPI BEKASI`
    pub office: String,
    /// Title over the signature, both languages from the template's label; e.g. `Kepala Kantor`.
    pub signatory_title: String,
    /// As printed, with academic titles.
    pub signatory_name: String,
    /// 18 digits, or empty.
    pub signatory_nip: String,
    /// PNG or JPEG of the office's emblem.
    pub emblem: Option<Arc<[u8]>>,
}

/// What crosses both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A card for a person.
    None,
    /// CONTOH / SPECIMEN.
    Specimen,
    /// A proof on paper: CONTOH / SPECIMEN, and PROOF.
    Proof,
}

/// Everything a card shows. A preview may lack portrait, seal and serial; their places stay empty.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// The record.
    pub permit: &'a Permit,
    /// The holder's picture.
    pub portrait: Option<&'a Portrait>,
    /// The seal's symbol.
    pub modules: Option<&'a Modules>,
    /// e.g. `BKS-000123`
    pub card_serial: Option<&'a str>,
    /// The office.
    pub issuer: &'a Issuer,
    /// What crosses both sides.
    pub mark: Mark,
    /// Of the printer; the QR's module is a whole number of its dots.
    pub dpi: Dpi,
    /// Dots a module takes at least, on a printer that reads badly with the template's own; 0: as the template has it.
    pub least_dots: u16,
}

/// Text that does not fit its box even at 5.5 pt, or a glyph no font has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    /// Id of the template's element, e.g. `full_name`.
    pub element: String,
    /// Hundredths of a millimetre too wide or too high; 0 for a missing glyph.
    pub by_mm_hundredths: u32,
    /// A character without glyph.
    pub missing: Option<char>,
}

/// Two sides of one card.
#[derive(Clone)]
pub struct Card {
    /// Portrait side.
    pub front: Drawing,
    /// QR side.
    pub back: Drawing,
    /// The three lines printed, where the template has an MRZ.
    pub mrz: Option<[String; 3]>,
    /// Side of one QR module in mm.
    pub module_mm: f32,
    /// Side of the whole symbol without quiet zone in mm; 0 without modules.
    pub side_mm: f32,
}

/// Lays out both sides. All overflows at once.
pub fn layout(template: &Template, content: &Content<'_>) -> Result<Card, Vec<Overflow>> {
    layout::card(&template.plan, content)
}
