# The office: login, officers, passwords, a new office, the recovery sheet.

## Login.
advice-login-needed = On the command line: --as LOGIN, the password from LOKET_PASSWORD or typed
error-login-refused = Login or password is wrong
advice-login-refused = Check capitals; if it is forgotten, ask the administrator for a new password
error-login-refused-wait = Login or password is wrong; wait { $seconds } seconds before the next try
advice-login-refused-wait = If it is forgotten, ask the administrator for a new password
error-login-wait = Too many failed tries; wait { $seconds } seconds
advice-login-wait = If it was not you who tried, tell the administrator
error-login-form = A login is 2 to 32 small letters, digits, dots, underscores or hyphens, a letter first
advice-login-form = For example rina.s
error-login-taken = The login { $login } has been used in this office
advice-login-taken = Choose another; the old one stays with its officer's history

## Key slots.
error-slots-missing = The file { $name } is missing from the folder keys; no password can open the office
advice-slots-missing = Restore it from a backup, or log in with the recovery sheet
error-slots-wrong = The file of the officers' keys is damaged or was edited by hand
advice-slots-wrong = Restore the folder keys from a backup, or log in with the recovery sheet
error-slot-damaged = This officer's key slot is damaged or cut off ({ $part })
advice-slot-damaged = Ask the administrator for a new password, or log in with the recovery sheet
error-slot-foreign = This officer's key slot comes from another office
advice-slot-foreign = Ask the administrator for a new password, or log in with the recovery sheet

## Recovery sheet.
error-recovery-missing = This office has no recovery slot ({ $name })
advice-recovery-missing = Restore the folder keys from a backup
error-recovery-refused = This recovery code is not this office's, or has been replaced
advice-recovery-refused = Use the newest recovery sheet
error-recovery-code-length = A recovery code has 40 letters and digits; { $count } were typed
advice-recovery-code-length = Type the whole code of the recovery sheet; spaces and hyphens may be left out
error-recovery-code-group = Group { $group } of the recovery code is mistyped
advice-recovery-code-group = Check that group letter by letter against the recovery sheet

## Officers.
error-officer-unknown = No officer has that login
advice-officer-unknown = See the officers under Officers or with loket-cli officer list
advice-officer-disabled = Ask the office's administrator
error-officer-active = The account { $login } is still active
advice-officer-active = Disable that account first if it is to be replaced
error-officer-not-active = The account { $login } is not active
advice-officer-not-active = Enable the account again with a new password
error-officer-name = The officer's name is missing
advice-officer-name = Write the officer's full name
error-officer-nip = A NIP has 18 digits, or is left empty
advice-officer-nip = Copy the NIP without spaces, or leave it empty
error-duties-missing = An officer needs at least one duty
advice-duties-missing = Choose one duty or more
error-duties-clash = One person may not hold the duties { $one } and { $other } together
advice-duties-clash = Give one of the duties to somebody else
error-duty-unknown = Unknown duty { $duty }
advice-duty-unknown = Duties: counter, reviewer, head, print, blanks, hand-over, patrol, auditor, admin
error-last-admin = The last administrator can be neither disabled nor given other duties
advice-last-admin = Make another officer administrator first
error-first-admin-missing = A new office needs an administrator
advice-first-admin-missing = Give one of the first officers the duty of administrator
error-first-head-missing = A new office needs a head who approves
advice-first-head-missing = Give one of the first officers the duty of head

## Passwords.
error-password-too-short = A password has at least 12 characters
advice-password-too-short = A few unrelated words are stronger and easier to remember
error-password-own-name = The password is nearly the officer's own name
advice-password-own-name = Choose a password without the name
error-password-common = That password is among the first to be guessed
advice-password-common = Use a few words that have nothing to do with each other
error-password-same = The new password is the same as the old one
advice-password-same = Choose another password
error-password-own = Change your own password by giving the old one
advice-password-own = Type the old password first

## Duties.
duty-counter = Counter
duty-reviewer = Reviewer
duty-head = Head of office
duty-print = Printing
duty-blanks = Blanks
duty-hand-over = Hand-over
duty-patrol = Patrol
duty-auditor = Auditor
duty-admin = Administrator

## The recovery sheet on paper.
office-sheet-title = Recovery sheet
office-sheet-about = This code opens all data of the office when no password does. Print it, delete the file, and keep this paper in a sealed envelope in the safe.
office-sheet-code = Recovery code
office-sheet-how = How to use it: choose Forgot password on the login screen, type this code, the officer's login and a new password. Capitals, spaces and hyphens do not matter; the fifth letter of each group checks its group.
office-sheet-loss = If this paper is lost or was seen by others, the administrator makes a new sheet at once; the old code is then void. Without a password and without this paper nobody can open the office's data.
office-sheet-date = Made on
office-sheet-keeper = Keeper
office-sheet-footer = SECRET: recovery sheet

## Command line.
error-office-answers = The file of answers is wrong in line { $line }
advice-office-answers = Compare with the example of answers in the README
office-ask-password = Password of { $login }:{" "}
office-ask-new-password = New password of { $login } (at least 12 characters):{" "}
office-ask-again = Once more:{" "}
office-ask-code = Recovery code:{" "}
office-ask-name = Name of the office, as on the card:
office-ask-header = Line above the office's name, as on the card:
office-ask-issuer = Issuer's address (https://…):
office-ask-signatory-title = Title of the signatory:
office-ask-signatory-name = Name of the signatory:
office-ask-signatory-nip = NIP of the signatory (may be empty):
office-ask-emblem = File of the emblem, PNG or JPEG (may be empty):
office-ask-login = Login of an officer (empty when done):
office-ask-officer-name = Name of the officer:
office-ask-officer-nip = NIP of the officer (may be empty):
office-ask-duties = Duties between commas (counter, reviewer, head, print, blanks, hand-over, patrol, auditor, admin):
office-no-answer = There is no answer; nothing was made or changed
office-passwords-differ = The two passwords differ; nothing was changed
office-password-visible = This terminal shows the password while it is typed
office-founded = Office made in { $dir }
office-sheet-written = Recovery sheet: { $path }
office-code-told = The recovery sheet was not written. Copy this code now, it will not be shown again: { $code }
office-recovered = { $login } can log in with the new password
office-added = Officer { $login } added; the password must be changed at the first login
office-disabled = Account { $login } disabled; its history stays
office-enabled = Account { $login } enabled; the password must be changed at the login
office-duties-set = Duties of { $login } changed
office-password-reset = Password of { $login } changed; it must be changed again at the login
office-password-set = Password of { $login } changed
office-state-active = active
office-state-disabled = disabled
office-state-must-change = must change
