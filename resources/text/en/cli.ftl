# Command line.

cli-error = Error: { $what }
cli-advice = Advice: { $advice }
cli-detail = Details: { $detail }
cli-note = Note: { $note }
cli-no-office = This command needs --office DIR
cli-bad-time = --at: write a time like 2026-12-31T10:00:00+07:00
cli-bad-date = --on: write a date like 2026-12-31
cli-bad-permit = That is not the form of a permit number
cli-bad-text = This file is not UTF-8 text
cli-progress = Making invented residents: { $done } of { $all }

cli-demo-made = Demo office made in { $dir }
cli-demo-figures = { $permits } permits ({ $kitas } KITAS, { $kitap } KITAP), all of invented people, marked CONTOH / SPECIMEN
cli-demo-next = Open it with: loket --office { $dir }

cli-check-passes = The draft can be issued
cli-check-fails = The draft cannot be issued yet
cli-finding-hard = [must] { $field }: { $words }
cli-finding-soft = [note] { $field }: { $words }

cli-issued = Card { $serial } issued for permit { $permit }
cli-issued-specimen = This is a SPECIMEN, not a card for a person
cli-written = PDF: { $path }

cli-specimen = CONTOH / SPECIMEN: not a card for a person
cli-unproven = What follows is unproven:
cli-claim-name = Name: { $value }
cli-claim-permit = Permit: { $value }
cli-claim-status = Kind: { $value }
cli-claim-birth = Date of birth: { $value }
cli-claim-nationality = Nationality: { $value }
cli-claim-passport = Passport: { $value }
cli-claim-serial = Card serial: { $value }
cli-claim-expires = Valid until: { $value }
cli-claim-kid = Signer: { $value }
