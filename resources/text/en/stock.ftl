# Cases, blanks and the audit trail: states, acts, errors, stock reports, command line.

## Cases: state-<STATE>.
state-DRAFT = Draft
state-SUBMITTED = Waiting for approval
state-RETURNED = Returned
state-APPROVED = Approved
state-IN_PRODUCTION = Being printed
state-READY = Ready to hand over
state-HANDED_OVER = Handed over
state-REFUSED = Refused
state-WITHDRAWN = Withdrawn

## Blanks: blank-state-<STATE>.
blank-state-STOCK = In stock
blank-state-WITH_OPERATOR = With a print operator
blank-state-PRINTING = Being printed
blank-state-PRINTED = Good card
blank-state-CHECKED = Card checked
blank-state-HANDED_OVER = Card handed over
blank-state-SPOILED = Spoiled
blank-state-DESTROYED = Destroyed
blank-state-LOST = Lost

## Acts in the audit trail: act-<id>.
act-anchor = End of day signed
act-audit-export = Audit trail exported
act-audit-view = Audit trail viewed
act-blank-destroy = Blanks destroyed
act-blank-issue = Blanks given to a print operator
act-blank-lose = Blanks reported lost
act-blank-receive = Blanks received
act-blank-return = Blanks returned to stock
act-blank-spoil = Blank spoiled
act-card-check = Finished card checked
act-card-good = Card came out well
act-card-unprinted = Card found not to be printed
act-card-hand-over = Card handed over
act-card-issue = Card sealed and printed
act-card-lose = Card reported lost
act-card-proof = Proof of a card made
act-card-spoil = Card spoiled
act-case-approve = Case approved
act-case-delete = Draft deleted
act-case-refuse = Case refused
act-case-return = Case returned
act-case-save = Case saved
act-case-submit = Case submitted
act-case-view = Case viewed
act-case-list = List of cases viewed
act-case-void = Approval void
act-case-withdraw = Case withdrawn
act-clock-accept = Computer clock accepted
act-import-begin = Import begun
act-import-part = Part of a list imported
act-login = Logged in
act-numbers-export = Office's numbers exported
act-numbers-list = List behind a number viewed
act-permit-life = Whole life of a permit viewed
act-permit-search = Search for people viewed
act-permit-list = List of permits viewed
act-office-new = Office made
act-officer-add = Officer added
act-officer-disable = Officer disabled
act-officer-duties = Officer given other duties
act-officer-enable = Officer enabled again
act-officer-password = Own password changed
act-officer-password-reset = Officer given a new password
act-officer-recover = Came in by recovery sheet
act-permit-end = Permit ended
act-permit-take-over = Permit taken over from a list
act-permit-view = Permit viewed
act-records-export = List of people exported
act-records-export-begin = Export of a list of people begun
act-recovery-new = New recovery sheet made
act-second = Second officer proven
act-settings-save = Office settings changed
act-signer-new = New signing key made
act-shift-begin = Shift began

## Checking the audit trail: break-<id>.
break-anchor = The end of a day does not stand on the chain
break-changed = Row { $table } { $row } was changed outside Loket; last told by entry { $seq }
break-entry = Entry { $seq } or the one before was changed
break-gap = Entries are missing before entry { $seq }
break-missing = Row { $table } { $row } was deleted outside Loket; last told by entry { $seq }
break-short = The chain is cut off: entry { $seq } should be there
break-signature = The signature on the end of the day for entry { $seq } is not this office's
break-unwritten = Row { $table } { $row } was never written by Loket

## Errors: error-<id>, advice-<id>.
error-approval-changed = The case has changed since its card was shown; it was not approved
advice-approval-changed = Open the case again, look at its card, then approve
error-approval-void = The card is no longer what was approved; it was not printed and the case waits for approval again
advice-approval-void = Ask for approval again
error-blank-not-found = That blank is not in the stock
advice-blank-not-found = Check its serial
error-blank-out-of-turn = That cannot happen to a blank that is { $state }; nothing was changed
advice-blank-out-of-turn = Look at the blank's state under Blanks; another officer may just have worked on it
error-blank-serial-wrong = { $serial } is no serial of a blank
advice-blank-serial-wrong = Write one to four letters, then four to nine digits, e.g. BKS000123
error-blanks-backwards = The last number is smaller than the first
advice-blanks-backwards = Write the smaller number first
error-blanks-gap = Numbers are missing since the last receipt; the blanks were not received
advice-blanks-gap = Check the box and its note; the first number must follow the last one received
error-blanks-other-series = First and last number are not of one series
advice-blanks-other-series = Receive each series on its own
error-blanks-overlap = Some of these numbers were received before; the blanks were not received
advice-blanks-overlap = Check the box and its note; no serial is ever used twice
error-blanks-too-many = Too many blanks for one receipt
advice-blanks-too-many = Split it into several receipts, for example one for each box
error-blanks-too-many-at-once = At most { $most } blanks at a time
advice-blanks-too-many-at-once = Split it into several turns
error-card-check-failed = The seal on the card is not that of card { $serial } (read: { $read }); the case is not ready to hand over
advice-card-check-failed = See whether cards were mixed up; if it is damaged, spoil it and print again
error-case-not-found = There is no such case
advice-case-not-found = Look at the list of cases; the draft may have been deleted
error-case-out-of-turn = { $state ->
    [DRAFT] This application is still being entered
    [SUBMITTED] This application waits for approval
    [RETURNED] This application was returned to the counter
    [APPROVED] This application is approved already
    [IN_PRODUCTION] The card of this application is being printed
    [READY] The card of this application is ready for its holder
    [HANDED_OVER] The card of this application has been handed over
    [REFUSED] This application has been refused
    [WITHDRAWN] This application has been withdrawn
   *[other] This application stands elsewhere
}; nothing was changed
error-case-without-card = This case has no card yet
advice-case-without-card = Print its card first
error-login-needed = Log in as an officer first
error-no-blanks = This officer has no blanks; the card was not printed
advice-no-blanks = Ask the blank keeper for blanks
error-nobody-with-duty = No active officer has the duty { $duty }
error-not-the-duty = { $deed ->
    [enter-case] Entering applications is not your duty
    [submit-case] Submitting or withdrawing applications is not your duty
    [return-case] Returning applications is not your duty
    [decide-case] Deciding applications is not your duty
    [do-step] This step of the case is not your duty
    [print-card] Printing cards is not your duty
    [check-card] Checking finished cards is not your duty
    [hand-over-card] Handing over cards is not your duty
    [proof-card] Making proofs is not your duty
    [end-permit] Ending permits is not your duty
    [change-status] Revoking or suspending cards is not your duty
    [report-lost] Marking cards lost is not your duty
    [keep-keys] Keeping the signing keys is not your duty
    [give-trust] Giving out trust bundles is not your duty
    [keep-blanks] Keeping blanks is not your duty
    [spoil-blank] Spoiling blanks is not your duty
    [witness] Being the second officer is not that officer's duty
    [read-records] Reading the registry is not your duty
    [read-stock] Reading the stock of blanks is not your duty
    [read-audit] Reading the audit is not your duty
    [export-records] Exporting data is not your duty
    [import-records] Importing data is not your duty
    [keep-officers] Keeping officers' accounts is not your duty
    [keep-settings] Changing the office's settings is not your duty
    [backup] Making backups is not your duty
   *[other] This is not your duty
}; nothing was changed
error-note-missing = The number of the hand-over note is missing
advice-note-missing = Write the number that stands on the hand-over note
error-nothing-spoiled = There are no spoiled blanks to destroy
advice-nothing-spoiled = Say first which blanks are spoiled, then destroy them
error-officer-disabled = This officer's account is disabled
error-operator-not-printing = { $login } is not a print operator; no blanks were given
advice-operator-not-printing = Choose an officer who has the duty to print
error-paper-failed = The document could not be set
advice-paper-failed = Try again; if it happens again, report the details below
error-password-must-change = The password must be changed first
advice-password-must-change = Change it at the login, or with loket-cli officer password
error-reason-missing = The reason is missing
advice-reason-missing = Write the reason in a few words
error-registry-key = The office's key does not open this registry
advice-registry-key = { $found ->
    [yes] Stop using it. The newest whole backup is { $backup }, made { $made }; restore it into a new folder with the button Restore from a backup or with loket-cli restore, then open that folder
   *[no] Restore registry.db and its key from one and the same backup
}
error-report-missing = The number of the report is missing
advice-report-missing = Write the number that stands on the report
error-report-not-found = There is no act of destruction { $report }
advice-report-not-found = See the reports' numbers under Blanks
error-report-taken = That report number was used before
advice-report-taken = Check the number; each report has its own
error-same-officer = It must be another officer: who enters never decides, and nobody is his own witness
error-stock-clock-behind = This computer's clock is behind the last entry; the stock was not changed
advice-stock-clock-behind = Set date and time of the computer right, then try again
error-stock-short = Only { $stock } blanks are in stock, { $wanted } were asked for; none were given
advice-stock-short = Receive blanks first, or give fewer
error-witness-missing = The witnesses of the destruction are missing
advice-witness-missing = Write the witnesses' names, one a line

## Months and days.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Monthly report and act of destruction.
stock-report-title = MONTHLY STOCK OF BLANKS
stock-report-month = { $month }
stock-books = Books
stock-books-note = Opening + received = good + spoiled + lost + closing. A good card spoiled or lost later is taken off in the month it happened in.
stock-opening = Opening stock
stock-received = Received
stock-available = Available
stock-good = Became good cards
stock-spoiled = Spoiled
stock-lost = Lost
stock-closing = Closing stock
stock-receipts = Blanks received
stock-spoiled-list = Blanks and cards spoiled
stock-reports = Destruction and loss
stock-destroyed = Destroyed
stock-none = None.
stock-end = At the end of the month
stock-awaiting-destruction = Spoiled, waiting for destruction
stock-anchor = Last audit anchor
stock-column-movement = Movement
stock-column-count = Sheets
stock-column-number = No.
stock-column-day = Date
stock-column-note = Note
stock-column-serial = Serial
stock-column-serials = Serials
stock-column-spoiled = Spoiled on
stock-column-reason = Reason
stock-column-second = Witness
stock-column-officer = Received by
stock-column-report = Number
stock-column-what = What
stock-column-witnesses = Witnesses
stock-sign-keeper = Blank keeper
stock-sign-head = Seen by the head of office
stock-specimen = CONTOH / SPECIMEN: an invented office, no official document
stock-act-title = ACT OF DESTRUCTION OF BLANKS
stock-act-number = Number { $number }
stock-act-opening = On { $weekday }, { $day }, at { $office }, we who sign below destroyed { $count } spoiled blanks of stay-permit cards, presented by { $keeper } as keeper of the blanks, as listed here.
stock-act-closing = The blanks were destroyed so that they cannot be used again, before the witnesses below. The serials destroyed will never be used again. Made in good faith, to serve as needed.
stock-witness = Witness { $number }

## Command line.
cli-bad-day = Write a date as 2026-12-31
cli-bad-login = That is no login
cli-bad-month = --month: write a month as 2026-11
cli-bad-state = That state is not known
cli-no-officer = No officer has that login
cli-no-approver = --approver LOGIN is needed: who enters does not approve
cli-restore-who = Name the officer with --as
cli-no-second = --second LOGIN is needed
cli-case-now = Case { $case }: { $state }
cli-case-row = { $case }  { $state }  { $permit }  { $name }
cli-case-count = { $count } cases
cli-blank-now = { $serial }: { $state }
cli-blanks-now = { $count } blanks, { $first } to { $last }: { $state }
cli-blanks-issued = { $count } blanks given to { $login }: { $first } to { $last }
cli-blanks-destroyed = { $count } blanks destroyed, report { $report }
cli-blanks-shown = { $shown } of { $total } blanks
cli-balance = Books of blanks { $month }
cli-stock-now = Where they are now
cli-audit-whole = The audit trail is whole
cli-audit-broken = THE AUDIT TRAIL IS BROKEN: { $breaks } breaks found
cli-audit-figures = { $entries } entries, { $rows } rows, { $anchors } ends of days checked
cli-audit-head = Last entry { $seq }: { $hash }
cli-audit-shown = { $shown } of { $total } entries
cli-audit-exported = { $rows } entries written to { $file }
