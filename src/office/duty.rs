//! Duties, the deeds they allow, and why a deed is refused.

/// What an officer is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Duty {
    /// Enters and submits cases.
    Counter,
    /// Looks through submitted cases; may return them.
    Reviewer,
    /// Head of office or appointed: approves.
    Head,
    /// Prints cards and says what came of them.
    Print,
    /// Keeps the blanks.
    Blanks,
    /// Checks the finished card and hands it over.
    HandOver,
    /// Verifies in the city.
    Patrol,
    /// Reads everything, changes nothing.
    Auditor,
    /// Accounts, settings, backups; no case data.
    Admin,
}

impl Duty {
    /// All, in reading order.
    pub const ALL: [Self; 9] = [
        Self::Counter,
        Self::Reviewer,
        Self::Head,
        Self::Print,
        Self::Blanks,
        Self::HandOver,
        Self::Patrol,
        Self::Auditor,
        Self::Admin,
    ];

    /// Stable word in files, on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Reviewer => "reviewer",
            Self::Head => "head",
            Self::Print => "print",
            Self::Blanks => "blanks",
            Self::HandOver => "hand-over",
            Self::Patrol => "patrol",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// The duty of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.id() == id)
    }
}

/// One thing an officer may want to do. Its id stands in the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deed {
    /// Save, change or delete a case being entered.
    EnterCase,
    /// Submit or withdraw it.
    SubmitCase,
    /// Give it back with a reason.
    ReturnCase,
    /// Approve or refuse it.
    DecideCase,
    /// Do a step the office has switched on, or give the case back at it.
    DoStep,
    /// Seal a card onto a blank and print it; say what came of it.
    PrintCard,
    /// Scan the finished card back.
    CheckCard,
    /// Give it to its holder.
    HandOverCard,
    /// A proof of a card that exists.
    ProofCard,
    /// End a permit with its legal reason.
    EndPermit,
    /// Revoke, suspend or reinstate a card or a permit, or say that a lost card is found; with a second officer.
    ChangeStatus,
    /// Mark a card lost, with a second officer.
    ReportLost,
    /// Begin the next signer, revoke a key.
    KeepKeys,
    /// Give out what readers need: trust bundles, status lists.
    GiveTrust,
    /// Receive, issue, take back, destroy, report lost.
    KeepBlanks,
    /// Spoil a blank, with a second officer.
    SpoilBlank,
    /// Be the second officer.
    Witness,
    /// Search, and look at records.
    ReadRecords,
    /// The stock's balance and its reports.
    ReadStock,
    /// Read, check and export the audit.
    ReadAudit,
    /// The figures of the office, which name nobody.
    ReadNumbers,
    /// Lists of people out of the registry.
    ExportRecords,
    /// Lists of people into it.
    ImportRecords,
    /// Accounts.
    KeepOfficers,
    /// The office's settings.
    KeepSettings,
    /// Back up, restore, drill.
    Backup,
    /// Give a patrol a part of the registry to take along.
    MakeExtract,
    /// Take in the logs patrols bring home, and read where cards were seen.
    KeepSightings,
    /// Keep what was told of a holder's papers besides the card.
    KeepPapers,
    /// Judge a card.
    Verify,
    /// One's own password.
    ChangePassword,
}

impl Deed {
    /// All, in reading order.
    pub const ALL: [Self; 31] = [
        Self::EnterCase,
        Self::SubmitCase,
        Self::ReturnCase,
        Self::DecideCase,
        Self::DoStep,
        Self::PrintCard,
        Self::CheckCard,
        Self::HandOverCard,
        Self::ProofCard,
        Self::EndPermit,
        Self::ChangeStatus,
        Self::ReportLost,
        Self::KeepKeys,
        Self::GiveTrust,
        Self::KeepBlanks,
        Self::SpoilBlank,
        Self::Witness,
        Self::ReadRecords,
        Self::ReadStock,
        Self::ReadAudit,
        Self::ReadNumbers,
        Self::ExportRecords,
        Self::ImportRecords,
        Self::KeepOfficers,
        Self::KeepSettings,
        Self::Backup,
        Self::MakeExtract,
        Self::KeepSightings,
        Self::KeepPapers,
        Self::Verify,
        Self::ChangePassword,
    ];

    /// Stable word in errors and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::EnterCase => "enter-case",
            Self::SubmitCase => "submit-case",
            Self::ReturnCase => "return-case",
            Self::DecideCase => "decide-case",
            Self::DoStep => "do-step",
            Self::PrintCard => "print-card",
            Self::CheckCard => "check-card",
            Self::HandOverCard => "hand-over-card",
            Self::ProofCard => "proof-card",
            Self::EndPermit => "end-permit",
            Self::ChangeStatus => "change-status",
            Self::ReportLost => "report-lost",
            Self::KeepKeys => "keep-keys",
            Self::GiveTrust => "give-trust",
            Self::KeepBlanks => "keep-blanks",
            Self::SpoilBlank => "spoil-blank",
            Self::Witness => "witness",
            Self::ReadRecords => "read-records",
            Self::ReadStock => "read-stock",
            Self::ReadAudit => "read-audit",
            Self::ReadNumbers => "read-numbers",
            Self::ExportRecords => "export-records",
            Self::ImportRecords => "import-records",
            Self::KeepOfficers => "keep-officers",
            Self::KeepSettings => "keep-settings",
            Self::Backup => "backup",
            Self::MakeExtract => "make-extract",
            Self::KeepSightings => "keep-sightings",
            Self::KeepPapers => "keep-papers",
            Self::Verify => "verify",
            Self::ChangePassword => "change-password",
        }
    }

    /// Any one of these duties allows it.
    pub fn duties(self) -> &'static [Duty] {
        match self {
            Self::EnterCase | Self::SubmitCase | Self::ImportRecords => &[Duty::Counter],
            Self::ReturnCase => &[Duty::Reviewer, Duty::Head],
            Self::DecideCase
            | Self::EndPermit
            | Self::ChangeStatus
            | Self::KeepKeys
            | Self::MakeExtract => &[Duty::Head],
            // Whose of them each step is stands in the office's settings.
            Self::DoStep => &[
                Duty::Counter,
                Duty::Reviewer,
                Duty::Head,
                Duty::Print,
                Duty::HandOver,
            ],
            Self::ReportLost => &[Duty::Counter, Duty::Head],
            Self::GiveTrust => &[Duty::Head, Duty::Admin],
            Self::KeepSightings => &[Duty::Head, Duty::Patrol],
            Self::KeepPapers => &[Duty::Counter, Duty::Reviewer],
            Self::PrintCard => &[Duty::Print],
            Self::CheckCard => &[Duty::Print, Duty::HandOver],
            Self::HandOverCard => &[Duty::HandOver],
            Self::ProofCard => &[Duty::Counter, Duty::Head, Duty::Print],
            Self::KeepBlanks => &[Duty::Blanks],
            Self::SpoilBlank => &[Duty::Print, Duty::Blanks],
            Self::Witness => &[Duty::Head, Duty::Print, Duty::Blanks, Duty::HandOver],
            Self::ReadRecords => &[
                Duty::Counter,
                Duty::Reviewer,
                Duty::Head,
                Duty::Print,
                Duty::HandOver,
                Duty::Auditor,
            ],
            Self::ReadStock => &[Duty::Head, Duty::Print, Duty::Blanks, Duty::Auditor],
            Self::ReadAudit => &[Duty::Head, Duty::Auditor],
            Self::ReadNumbers | Self::Verify | Self::ChangePassword => &Duty::ALL,
            Self::ExportRecords => &[Duty::Head, Duty::Auditor],
            Self::KeepOfficers | Self::KeepSettings | Self::Backup => &[Duty::Admin],
        }
    }
}

/// Why a deed is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account is disabled.
    #[error("account disabled")]
    Disabled,
    /// The password must be changed first.
    #[error("password must be changed")]
    MustChange,
    /// None of the officer's duties allows it.
    #[error("not the duty: {}", .0.id())]
    NotTheDuty(Deed),
    /// It needs another person than the one who did the first part.
    #[error("same officer")]
    SameOfficer,
}

/// Duties that work on cases or cards.
const CASE_DUTIES: [Duty; 7] = [
    Duty::Counter,
    Duty::Reviewer,
    Duty::Head,
    Duty::Print,
    Duty::Blanks,
    Duty::HandOver,
    Duty::Patrol,
];

pub(super) fn clash(duties: &[Duty]) -> Option<(Duty, Duty)> {
    let both = |one: Duty, other: Duty| {
        (duties.contains(&one) && duties.contains(&other)).then_some((one, other))
    };
    both(Duty::Print, Duty::Blanks).or_else(|| {
        CASE_DUTIES
            .into_iter()
            .find_map(|duty| both(Duty::Admin, duty).or_else(|| both(Duty::Auditor, duty)))
    })
}
