# Errors and advice: error-<id>, advice-<id>.

## General.
error-internal = Something went wrong inside the program; this was not done
advice-internal = Try again; if it happens again, report the details below
error-busy = Too much work is waiting already
advice-busy = Wait a few seconds and try again
error-clock-behind = This computer's clock is behind the last entry in the registry; the card was not signed
advice-clock-behind = Set date and time of the computer right, then try again

## Files and folders.
error-file-unreadable = The file { $name } cannot be read
advice-file-unreadable = Check its name and place, and the right to read it
error-file-too-large = The file { $name } is too large; it was not read
advice-file-too-large = Check that it is the right file; choose a smaller one
error-folder-unusable = The folder { $name } cannot be made or used
advice-folder-unusable = Choose another folder that may be written
error-folder-not-shown = The folder { $name } cannot be shown
advice-folder-not-shown = Open it in the file manager
error-folder-not-empty = The folder { $name } is not empty; nothing was changed
advice-folder-not-empty = Choose a new or an empty folder
error-not-writable = { $name } cannot be written; nothing was saved
advice-not-writable = Check the right to write to that folder, or choose another
error-disk-full = The disk is full; { $name } was not written and earlier data is whole
advice-disk-full = Make room on the disk, then try again
error-issued-not-written = Card { $serial } was issued, but the file { $name } could not be saved
advice-issued-not-written = Do not issue again; make the file anew with loket-cli card

## Office.
error-office-missing = The folder { $name } is not an office folder
advice-office-missing = Choose the right office folder, or make a demo office with loket-cli demo
error-office-wrong = The file { $name } is damaged at line { $line } ({ $key })
advice-office-wrong = Restore it from a backup
error-office-mixed = This folder mixes a demo office with a real one; it was not opened
advice-office-mixed = Restore the whole folder from one backup
error-too-many-people = A demo office has at most { $most } residents
advice-too-many-people = Ask for fewer with --people

## Registry.
error-registry-missing = There is no registry in the office folder
advice-registry-missing = { $found ->
    [yes] Stop using it. The newest whole backup is { $backup }, made { $made }; restore it into a new folder with the button Restore from a backup or with loket-cli restore, then open that folder
   *[no] Restore registry.db from a backup
}
error-registry-foreign = The file registry.db is not a registry of Loket; it was not changed
advice-registry-foreign = { $found ->
    [yes] Stop using it. The newest whole backup is { $backup }, made { $made }; restore it into a new folder with the button Restore from a backup or with loket-cli restore, then open that folder
   *[no] Restore registry.db from a backup
}
error-registry-newer = The registry was written by a newer Loket; it was not changed
advice-registry-newer = Install the latest Loket on this computer
error-registry-torn = The registry is damaged or cut off
advice-registry-torn = { $found ->
    [yes] Stop using it. The newest whole backup is { $backup }, made { $made }; restore it into a new folder with the button Restore from a backup or with loket-cli restore, then open that folder
   *[no] Stop using it; restore registry.db from a backup
}
error-registry-busy = Another program is using the registry
advice-registry-busy = Wait a moment or close the other program, then try again
error-registry-closed = The file registry.db cannot be opened or written
advice-registry-closed = Check the right to read and write in the office folder
error-registry-failed = The registry could not be read or written; nothing was saved
advice-registry-failed = Try again; if it happens again, report the details below
error-permit-not-found = That permit is not in the registry
advice-permit-not-found = Check the number, or search by name
error-draft-not-found = That draft is gone
advice-draft-not-found = It may have been issued or deleted in another window
error-serial-taken = The card serial was just taken in another window; the card was not issued
advice-serial-taken = Try again

## Settings.
error-settings-wrong = The settings are wrong at line { $line } ({ $key }) of { $name }
advice-settings-wrong = Correct that line, or restore settings.toml from a backup
error-settings-version = Version { $found } of the file is unknown; this program knows version { $known }
advice-settings-version = Install the latest Loket on this computer
error-settings-value = The value of setting { $key } cannot be used; the settings were not saved
advice-settings-value = Issuer address begins with https://, NIP has 18 digits, printer resolution is 300 or 600 dpi, emblem is a whole PNG or JPEG of at most 2 MB
error-settings-unusable = The value of setting { $key } in { $name } cannot be used; the office was not opened
advice-settings-unusable = Issuer address begins with https://, NIP has 18 digits, printer resolution is 300 or 600 dpi, emblem is a whole PNG or JPEG of at most 2 MB
error-settings-missing = There is no { $name } in the office folder
advice-settings-missing = Restore it from a backup

## Drafts.
error-draft-too-large = The draft is larger than { $limit } KiB; it was not read
advice-draft-too-large = Choose a draft file; loket-cli draft example makes one
error-draft-syntax = The draft is written wrongly at line { $line } ({ $key })
advice-draft-syntax = Write each field as key = "value"
error-draft-key = The field { $key } at line { $line } is unknown
advice-draft-key = See the names of all fields with loket-cli draft example
error-draft-type = The field { $key } at line { $line } must be text in quotes
advice-draft-type = Put numbers and dates in quotes, too
error-draft-kind = Line { $line }: kind must be "kitas" or "kitap"
advice-draft-kind = Write kind = "kitas" or kind = "kitap"
error-draft-has-findings = { $count } findings must be put right first; the card was not issued
advice-draft-has-findings = Correct the marked fields, then try again

## Keys and seals.
error-key-missing = The key { $name } is missing from the office folder
advice-key-missing = Restore the folder keys from a backup
error-key-wrong = The key { $name } is damaged or belongs to another office
advice-key-wrong = Restore the folder keys from a backup
error-key-failed = The seal could not be signed with the office's key
advice-key-failed = Restore the folder keys from a backup
error-signer-out-of-use = No signing key may be used today; the card was not signed
advice-signer-out-of-use = Check the computer's date; if it is right, call the keeper of the office's keys
error-signer-ends-early = This permit ends after the signer's certificate; the card was not signed
advice-signer-ends-early = Check the last day of the permit; if it is right, call the keeper of the office's keys
error-seal-too-long = The QR would be too large for the card ({ $characters } characters)
advice-seal-too-long = Shorten the issuer address in the settings

## Cards and print.
error-overflow = The field { $element } does not fit the card ({ $by } mm too much)
advice-overflow = Shorten the text; the type is at its smallest already
error-overflow-glyph = The letter { $letter } in the field { $element } cannot be printed
advice-overflow-glyph = Replace it by a Latin letter
error-template-unknown = There is no card template { $name }
advice-template-unknown = Use kitas, kitap or a .toml file
error-template-wrong = The card template { $name } is wrong
advice-template-wrong = Correct the part named in the details
error-template-other-kind = The card template { $name } is not for a { $kind }; the card was not issued
advice-template-other-kind = Use a template for a { $kind }, or change the kind of permit in the draft
error-print-failed = The card's PDF could not be made
advice-print-failed = Take the photo again or change the office's emblem in the settings, then try again
error-decode-back = The { $what } on the card did not read back right; the card was refused
advice-decode-back = Try again; if it happens again, report the details below

## Findings of the registry.
finding-permit-known = This permit has card { $serial } already; a new card will take its place
finding-passport-has-permit = This passport still has another permit, { $permit }
finding-niora-of-another = This NIORA belongs to another person on permit { $permit }
finding-portrait-missing = There is no portrait yet

## Reasons about a file that was to be verified.
reason-file-too-large = The file is too large to check
reason-not-a-picture = The file is no picture, PDF or QR text
reason-text-too-long = The text is too long for a QR code
error-file-there = The file { $name } is there already; nothing was written
advice-file-there = Choose another name, or write over it with --force
error-permit-without-card = This permit has no card yet
advice-permit-without-card = Issue its card through a case
error-card-void = Card { $serial } is void; this permit waits for another
advice-card-void = Print its card again from the print queue
finding-same-person = There is another permit of the same name, birth date and nationality: { $permit }
