# Officers and their duties: login, queues, approval, printing, hand-over.

## Login and lock.
duty-login = Log in
duty-login-name = User name
duty-password = Password
duty-enter = Log in
duty-entering = Opening the office…
duty-login-wait = Try again in { $seconds } { $seconds ->
    [one] second
   *[other] seconds
}
duty-demo-accounts = Accounts of the demo office
duty-demo-accounts-hint = Click one, or choose with ↑ ↓ and press Enter
duty-locked = The screen is locked and the work is saved. The same officer goes on where they were.
duty-locked-idle = Locked because nobody used it for a while. The work is saved; log in to go on.
duty-lock = Lock screen
duty-locking = Saving the work, then locking…
duty-clock-title = Check this computer's clock
duty-clock-behind = This computer's clock is { $age } behind the registry's latest entry
duty-clock-ahead = { $age } have passed since the registry's latest entry
duty-clock-advice = If the clock is wrong, set it and open Loket again. If it is right, go on; the audit keeps this decision.
duty-clock-accept = The clock is right, go on

## How long something waits.
duty-age-days = { $count } { $count ->
    [one] day
   *[other] days
}
duty-age-hours = { $count } { $count ->
    [one] hour
   *[other] hours
}
duty-age-minutes = { $count } min

## Applications.
duty-submit = Submit for approval
duty-submitting = Submitting…
duty-submitted = Application of { $name } submitted
duty-returned-because = Returned: { $reason }

## Queues.
duty-queue-returned = Returned
duty-queue-draft = Not submitted
duty-queue-submitted = Waiting for approval
duty-queue-approved = Ready to print
duty-queue-in-production = At the press
duty-queue-ready = Ready for hand-over
duty-queue-oldest = oldest { $age }
duty-queue-empty = empty

## Approval.
duty-approval = Approval
duty-approval-count = { $count } waiting
duty-approval-none = No application waits for approval
duty-none-advice = The queue is counted by itself; what is new will show here
duty-approve = Approve
duty-return = Return…
duty-refuse = Refuse…
duty-deciding = Recording the decision…
duty-approved = Application of { $name } approved
duty-returned = Application of { $name } returned to the counter
duty-refused = Application of { $name } refused
duty-entered-by = Entered by { $names } · submitted { $day } { $time }
duty-not-yours = You cannot approve this one. { $why }
duty-reason = Reason
duty-return-title = Return the application of { $name }?
duty-return-text = It goes back to the counter to be mended. The counter officer reads this reason.
duty-refuse-title = Refuse the application of { $name }?
duty-refuse-text = The application is closed and cannot be opened again. The reason is recorded.

## Printing.
duty-press = Print
duty-press-none = No card waits to be printed
duty-blanks-left = { $count } blanks left
duty-next-blank = Put in the blank numbered
duty-no-blanks = You have no blanks left. Ask the keeper of blanks.
duty-print-card = Print card
duty-printing = Sealing and making the PDF…
duty-printed = Card { $serial } sealed; its PDF is ready to print
duty-pdf-in = PDF of the card
duty-pdf-to = PDFs are saved in
duty-folder-other = Choose a folder…
duty-show-folder = Open folder
duty-outcome-unknown = outcome not recorded
duty-outcome-ask = Print the PDF, look at the card, then record what came of it
duty-good = Good card
duty-spoiled = Spoiled…
duty-good-told = Card of { $name } recorded as good
duty-spoiled-told = Card of { $name } recorded as spoiled; its application waits for another blank
duty-spoil-title = Spoiled: blank { $serial }
duty-spoil-text = The serial and the seal of this card are void for ever. The second officer stands beside and types their own password.
duty-spoil-yes = Record as spoiled
duty-second-login = User name of the second officer
duty-second-password = Password of the second officer

## Hand-over.
duty-hand-over-title = Hand-over
duty-finished-none = No finished card waits
duty-card-ready = ready for hand-over
duty-card-unchecked = not checked yet
duty-card-checked = The seal matches; the card is ready for hand-over
duty-key-check = check the card
duty-give = Hand over…
duty-give-advice = The card has been checked. Compare face and name, then hand it over.
duty-check-advice = Scan the QR on the back of the finished card before it is handed over
duty-give-title = Hand the card to { $name }?
duty-give-text = Card { $serial } is recorded as received by its holder. This cannot be undone.
duty-give-yes = Received
duty-handed-over = Card of { $name } handed over
duty-holder-none = No card chosen yet
duty-holder-none-advice = Scan the card, or choose with ↑ ↓
duty-face = Portrait of the holder
error-card-refused = { $word ->
    [EXPIRED] This card has expired
    [REVOKED] This card has been revoked
    [SUSPENDED] This card is suspended
    [SUPERSEDED] Another card has replaced this one
    [FORGED] The seal of this card is forged
    [UNKNOWN_SIGNER] This card was not sealed by this office
    [NOT_A_SEAL] The code scanned is no card's seal
    [UNREADABLE] No QR code could be read in the picture
   *[other] It is not certain that this card is genuine and in force
}; it was not recorded as ready
advice-card-refused = Scan it once more; if it stays so, do not hand the card over

## Withdrawing applications.
duty-given = Submitted
duty-withdraw = Withdraw
duty-withdraw-named = Withdraw the application of { $name }
duty-withdraw-title = Withdraw the application of { $name }?
duty-withdraw-text = The application is closed because the applicant wishes so, and cannot be opened again. The reason is recorded.
duty-withdrawn = Application withdrawn

## New password and recovery.
duty-change-title = Change the password
duty-change-text = Somebody else chose this password. Choose one of your own before you begin to work.
duty-password-new = New password
duty-password-again = New password once more
duty-password-hint = At least 12 characters; a few unrelated words are stronger and easy to remember
duty-password-differs = The two passwords differ
duty-change = Change and log in
duty-forgot = Forgotten password…
duty-recover-title = Log in with the recovery sheet
duty-recover-text = Type the code on the office's recovery sheet and a new password of your own. The audit keeps that the sheet was used.
duty-recover-code = Recovery code
duty-recover = Recover and log in
duty-back = Back

## A new office.
duty-first-real-text = Or found a real office: its name and signatory, its first officers, then keep its recovery sheet.
duty-first-real = Found a real office…
duty-wizard-office = 1 of 3: the office
duty-wizard-emblem = File with the office's emblem (may be empty)
duty-wizard-emblem-hint = PNG or JPEG, at most 2 MB. The seal issuer's address begins with https:// and cannot be changed on cards already issued.
duty-wizard-next = Next: officers
duty-wizard-officers = 2 of 3: first officers
duty-wizard-officers-text = At least an administrator and a head. The first administrator keeps this password; all others must change theirs at the first login.
duty-wizard-name = Full name
duty-wizard-nip = NIP (may be empty)
duty-wizard-first-password = First password
duty-wizard-add = Add an officer
duty-wizard-remove = Remove this officer
duty-wizard-found = Found the office
duty-founding = Making keys and registry…
duty-wizard-sheet = 3 of 3: the recovery sheet
duty-wizard-sheet-text = This code is shown once. Print the sheet, delete its file, and keep the paper in a sealed envelope in the safe.
duty-wizard-sheet-path = Save the sheet as
duty-wizard-sheet-save = Save the sheet's PDF
duty-wizard-sheet-safe = The recovery sheet is kept safe
duty-wizard-done = Done, to the login

## Errors of duty.
advice-not-the-duty = Ask the officer whose duty it is, or log in with that account
advice-same-officer = Ask another officer whose duty it is
advice-nobody-with-duty = Ask the administrator to add an officer for it
advice-case-out-of-turn = Another officer may just have worked on it; read the queue again

## The office's own steps between submission and card.
step-title = Further steps
step-payment = Payment
step-field-check = Field check
step-regional-approval = Regional approval
step-off = Off
step-before-approval = Before approval
step-before-print = Before print
step-hint = Done in the order they are switched on; whose they are can be set in settings.toml
step-done = { $step }: done, { $name }, { $day }
step-due = { $step }: waits for an officer of { $duty }
step-later = { $step }: not yet
step-mark = Mark as done
step-told = Step of the case of { $name } noted as done
act-step-done = Step of a case done
act-step-return = Case given back at its step
error-step-waits = This case still waits for { $step }
advice-step-waits = Do that step first, under Approval or with loket-cli step
error-step-out-of-turn = This case does not wait for { $step } now; nothing was changed
advice-step-out-of-turn = See the case's steps under Approval
cli-bad-step = Unknown step; use payment, field-check or regional-approval
