//! Answers as people's text or as JSON on standard output; complaints and progress on standard error.

use crate::run::Failure;
use jiff::tz::Offset;
use loket::permit::{Finding, PermitNo, Severity};
use loket::seal::{Claims, Status, Verdict, Word};
use loket::station::{Issued, Overview, outside};
use loket::text::{Lang, Text};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

/// Tells answers in one language or as JSON.
pub struct Teller {
    text: Text,
    chosen: bool,
    json: bool,
    /// Files that are there may be written over.
    force: bool,
}

#[derive(Serialize)]
struct DemoJson<'a> {
    office: &'a str,
    seed: u64,
    permits: u64,
    kitas: u64,
    kitap: u64,
}

#[derive(Serialize)]
struct JudgementJson<'a> {
    passes: bool,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    field: &'static str,
    severity: &'static str,
    args: BTreeMap<&'static str, &'a str>,
}

#[derive(Serialize)]
struct IssuedJson<'a> {
    permit_no: &'a str,
    run: i64,
    card_serial: &'a str,
    pdf: &'a str,
    specimen: bool,
    qr: QrJson<'a>,
    seal: SealJson<'a>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct QrJson<'a> {
    text: &'a str,
    version: u8,
    modules: usize,
    module_mm: f64,
    side_mm: f64,
}

#[derive(Serialize)]
struct SealJson<'a> {
    kid: &'a str,
    iat: i64,
    exp: i64,
    status_idx: u64,
    status_uri: &'a str,
}

#[derive(Serialize)]
struct CardJson<'a> {
    permit_no: &'a str,
    pdf: &'a str,
}

#[derive(Serialize)]
struct VerdictJson<'a> {
    verdict: &'static str,
    reason: &'static str,
    claims: Option<ClaimsJson<'a>>,
    kid: Option<String>,
    specimen: bool,
    status: Option<StatusJson>,
}

#[derive(Serialize)]
struct ClaimsJson<'a> {
    issuer: &'a str,
    issued_at: i64,
    expires_at: i64,
    permit_no: &'a str,
    name: &'a str,
    birth_date: &'a str,
    sex: u8,
    nationality: &'a str,
    region: &'a str,
    legal_status: &'a str,
    country: &'a str,
    passport_no: &'a str,
    niora: Option<&'a str>,
    card_serial: &'a str,
    status_idx: Option<u64>,
    status_uri: Option<&'a str>,
}

#[derive(Serialize)]
struct StatusJson {
    value: &'static str,
    age_s: i64,
}

impl Teller {
    /// `chosen`: the language was asked for, and the office's does not replace it.
    pub fn new(text: Text, chosen: bool, json: bool) -> Self {
        Self {
            text,
            chosen,
            json,
            force: false,
        }
    }

    /// Files that are there may be written over.
    pub fn write_over(&mut self) {
        self.force = true;
    }

    /// Refuses, before anything is done, a name under which a file lies already; unless it may be written over.
    pub fn spare(&self, path: &Path) -> Result<(), Failure> {
        if self.force {
            return Ok(());
        }
        Ok(outside::spare(path)?)
    }

    /// The same of each.
    pub fn spare_all<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
    ) -> Result<(), Failure> {
        let mut paths = paths.into_iter();
        paths.try_for_each(|path| self.spare(path.as_ref()))
    }

    /// The office's language, unless another was asked for.
    pub fn speak(&mut self, language: &str) {
        if let (false, Some(lang)) = (self.chosen, Lang::parse(language)) {
            self.text = Text::new(lang);
        }
    }

    /// Text for machines and people alike.
    pub fn plain(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// A demo office that was made.
    pub fn demo(&self, dir: &Path, seed: u64, made: &Overview) -> Result<(), Failure> {
        let office = dir.display().to_string();
        if self.json {
            let (permits, kitas, kitap) = (made.permits, made.kitas, made.kitap);
            return self.print_json(&DemoJson {
                office: &office,
                seed,
                permits,
                kitas,
                kitap,
            });
        }
        let [permits, kitas, kitap] =
            [made.permits, made.kitas, made.kitap].map(|count| count.to_string());
        self.lines(&[
            self.text.with("cli-demo-made", &[("dir", &office)]),
            self.text.with(
                "cli-demo-figures",
                &[("permits", &permits), ("kitas", &kitas), ("kitap", &kitap)],
            ),
            self.text.with("cli-demo-next", &[("dir", &office)]),
        ])
    }

    /// Findings about a draft.
    pub fn judgement(&self, passes: bool, findings: &[Finding]) -> Result<(), Failure> {
        if self.json {
            return self.print_json(&JudgementJson {
                passes,
                findings: findings.iter().map(finding_json).collect(),
            });
        }
        let mut lines: Vec<String> = findings
            .iter()
            .map(|finding| self.finding(finding))
            .collect();
        lines.push(self.text.get(if passes {
            "cli-check-passes"
        } else {
            "cli-check-fails"
        }));
        self.lines(&lines)
    }

    /// A card that was issued and written.
    pub fn issued(&self, issued: &Issued, path: &Path) -> Result<(), Failure> {
        let pdf = path.display().to_string();
        if !self.json {
            let permit = issued.permit_no.as_str();
            let mut lines = vec![self.text.with(
                "cli-issued",
                &[("serial", &issued.card_serial), ("permit", permit)],
            )];
            if issued.specimen {
                lines.push(self.text.get("cli-issued-specimen"));
            }
            lines.extend(issued.findings.iter().map(|finding| self.finding(finding)));
            lines.push(self.text.with("cli-written", &[("path", &pdf)]));
            return self.lines(&lines);
        }
        self.print_json(&IssuedJson {
            permit_no: issued.permit_no.as_str(),
            run: issued.run.0,
            card_serial: &issued.card_serial,
            pdf: &pdf,
            specimen: issued.specimen,
            qr: QrJson {
                text: &issued.qr_text,
                version: issued.qr_version,
                modules: issued.qr_modules,
                module_mm: rounded(issued.module_mm),
                side_mm: rounded(issued.side_mm),
            },
            seal: SealJson {
                kid: &issued.kid,
                iat: issued.issued_at,
                exp: issued.expires_at,
                status_idx: issued.status_idx,
                status_uri: &issued.status_uri,
            },
            findings: issued.findings.iter().map(finding_json).collect(),
        })
    }

    /// A card printed again.
    pub fn card(&self, permit_no: &PermitNo, path: &Path) -> Result<(), Failure> {
        let pdf = path.display().to_string();
        if self.json {
            return self.print_json(&CardJson {
                permit_no: permit_no.as_str(),
                pdf: &pdf,
            });
        }
        self.lines(&[self.text.with("cli-written", &[("path", &pdf)])])
    }

    /// A verdict as of `at`, Unix seconds; `None`: the office's now.
    pub fn verdict(&self, verdict: &Verdict, at: Option<i64>) -> Result<(), Failure> {
        if self.json {
            return self.print_json(&VerdictJson {
                verdict: verdict.word.id(),
                reason: verdict.reason,
                claims: verdict.claims.as_ref().map(claims_json),
                kid: verdict.kid.map(|kid| kid.to_string()),
                specimen: verdict.claims.as_ref().is_some_and(Claims::is_specimen),
                status: verdict.status.map(|status| StatusJson {
                    value: status_word(status.status),
                    age_s: at.map_or(0, |at| at.saturating_sub(status.as_of)),
                }),
            });
        }
        let word = verdict.word.id().to_ascii_lowercase().replace('_', "-");
        let mut lines = vec![
            self.text.get(&format!("verdict-{word}")),
            self.text.get(&format!("reason-{}", verdict.reason)),
        ];
        if matches!(verdict.word, Word::Forged | Word::UnknownSigner) && verdict.claims.is_some() {
            lines.push(self.text.get("cli-unproven"));
        }
        if let Some(claims) = &verdict.claims {
            if claims.is_specimen() {
                lines.push(self.text.get("cli-specimen"));
            }
            lines.extend(self.claims(claims));
        }
        lines.extend(verdict.kid.map(|kid| {
            self.text
                .with("cli-claim-kid", &[("value", &kid.to_string())])
        }));
        lines.extend(self.text.find(&format!("verdict-{word}-advice"), &[]));
        self.lines(&lines)
    }

    /// How far a long command is, on standard error; only for a person who watches.
    pub fn progress(&self, done: u32, all: u32) {
        let mut aside = io::stderr().lock();
        if !aside.is_terminal() {
            return;
        }
        let words = self.text.with(
            "cli-progress",
            &[("done", &done.to_string()), ("all", &all.to_string())],
        );
        let end = if done == all { "\n" } else { "" };
        // Nobody has to watch.
        write!(aside, "\r{words}{end}").ok();
    }

    /// How far a list has come, on a terminal.
    pub fn list_progress(&self, done: u64, all: u64) {
        let mut aside = io::stderr().lock();
        if !aside.is_terminal() {
            return;
        }
        let (done, all) = (done.to_string(), all.to_string());
        let words = self
            .text
            .with("table-progress", &[("done", &done), ("all", &all)]);
        let end = if done == all { "\n" } else { "" };
        // Nobody has to watch.
        write!(aside, "\r{words}{end}").ok();
    }

    /// How far something has come, on a terminal.
    pub fn going(&self, key: &str, args: &[(&str, String)], last: bool) {
        let mut aside = io::stderr().lock();
        if !aside.is_terminal() {
            return;
        }
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let words = self.text.with(key, &args);
        let end = if last { "\n" } else { "" };
        // Nobody has to watch.
        write!(aside, "\r{words}\x1b[K{end}").ok();
    }

    /// The language of what is told.
    pub fn words(&self) -> &Text {
        &self.text
    }

    /// Whether answers are JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Something worth knowing, on standard error.
    pub fn note(&self, key: &str) {
        self.aside(&self.text.with("cli-note", &[("note", &self.text.get(key))]));
    }

    /// The findings that stand in the way, on standard error.
    pub fn findings_aside(&self, findings: &[Finding]) {
        for finding in findings
            .iter()
            .filter(|finding| finding.severity == Severity::Hard)
        {
            self.aside(&self.finding(finding));
        }
    }

    /// Why a command failed, on standard error.
    pub fn complain(&self, failure: &Failure) {
        let (what, advice, detail) = match failure {
            Failure::Station(error) => {
                let (what, advice) = error.words(&self.text);
                let advice = (!advice.is_empty()).then_some(advice);
                (what, advice, error.detail.clone())
            }
            Failure::Photo(error) => {
                let advice = self
                    .text
                    .find(&format!("advice-portrait-{}", error.id()), &[]);
                (
                    self.text.get(&format!("error-portrait-{}", error.id())),
                    advice,
                    error.to_string(),
                )
            }
            Failure::Usage(key) | Failure::Input(key) => (self.text.get(key), None, String::new()),
            Failure::Output(error) => {
                let args = [("name", "stdout")];
                (
                    self.text.with("error-not-writable", &args),
                    None,
                    error.kind().to_string(),
                )
            }
            Failure::Gone => return,
        };
        self.aside(&self.text.with("cli-error", &[("what", &what)]));
        if !detail.is_empty() {
            self.aside(&self.text.with("cli-detail", &[("detail", &detail)]));
        }
        if let Some(advice) = advice {
            self.aside(&self.text.with("cli-advice", &[("advice", &advice)]));
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let words = self.text.with(&finding.key(), &finding.text_args());
        let field = self.text.get(&finding.field.key());
        let key = match finding.severity {
            Severity::Hard => "cli-finding-hard",
            Severity::Soft => "cli-finding-soft",
        };
        self.text.with(key, &[("field", &field), ("words", &words)])
    }

    fn claims(&self, claims: &Claims) -> Vec<String> {
        let until = jiff::Timestamp::from_second(claims.expires_at.saturating_sub(1))
            .unwrap_or(jiff::Timestamp::MAX);
        let until = Offset::constant(7)
            .to_datetime(until)
            .strftime("%d-%m-%Y")
            .to_string();
        let birth = day(&claims.birth_date);
        let values = [
            ("cli-claim-name", claims.name.as_str()),
            ("cli-claim-permit", &claims.permit_no),
            ("cli-claim-status", &claims.legal_status),
            ("cli-claim-birth", &birth),
            ("cli-claim-nationality", &claims.nationality),
            ("cli-claim-passport", &claims.passport_no),
            ("cli-claim-serial", &claims.card_serial),
            ("cli-claim-expires", &until),
        ];
        values
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| self.text.with(key, &[("value", value)]))
            .collect()
    }

    /// A value as JSON on standard output.
    pub fn print_json<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Output(io::Error::other(error)))?;
        self.lines(&[json])
    }

    /// Lines for people on standard output.
    pub fn lines(&self, lines: &[String]) -> Result<(), Failure> {
        self.plain(&(lines.join("\n") + "\n"))
    }

    fn aside(&self, line: &str) {
        // Where standard error is closed there is nobody to tell.
        writeln!(io::stderr().lock(), "{line}").ok();
    }
}

/// `YYYYMMDD` as people write it; anything else as it is.
fn day(claim: &str) -> String {
    match (claim.get(..4), claim.get(4..6), claim.get(6..8)) {
        (Some(year), Some(month), Some(day)) if claim.len() == 8 => format!("{day}-{month}-{year}"),
        _ => String::from(claim),
    }
}

fn finding_json(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        rule: &finding.rule,
        field: finding.field.id(),
        severity: match finding.severity {
            Severity::Hard => "hard",
            Severity::Soft => "soft",
        },
        args: finding
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect(),
    }
}

fn claims_json(claims: &Claims) -> ClaimsJson<'_> {
    ClaimsJson {
        issuer: &claims.issuer,
        issued_at: claims.issued_at,
        expires_at: claims.expires_at,
        permit_no: &claims.permit_no,
        name: &claims.name,
        birth_date: &claims.birth_date,
        sex: claims.sex,
        nationality: &claims.nationality,
        region: &claims.region,
        legal_status: &claims.legal_status,
        country: &claims.country,
        passport_no: &claims.passport_no,
        niora: claims.niora.as_deref(),
        card_serial: &claims.card_serial,
        status_idx: claims.status.as_ref().map(|status| status.idx),
        status_uri: claims.status.as_ref().map(|status| status.uri.as_str()),
    }
}

/// A status as JSON has it.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Valid => "valid",
        Status::Revoked => "revoked",
        Status::Suspended => "suspended",
        Status::Superseded => "superseded",
    }
}

/// Ten thousandths of a millimetre are enough; a plain `f32` would show its rounding.
fn rounded(mm: f32) -> f64 {
    (f64::from(mm) * 10_000.0).round() / 10_000.0
}
