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

## Errors of duty.
advice-not-the-duty = Ask the officer whose duty it is, or log in with that account
advice-same-officer = Ask another officer whose duty it is
advice-nobody-with-duty = Ask the administrator to add an officer for it
advice-case-out-of-turn = Another officer may just have worked on it; read the queue again
