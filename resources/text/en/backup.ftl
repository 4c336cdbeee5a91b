# Backups, restoring, and the day report.

error-backup-torn = Backup { $name } is damaged or cut off; it is not used
advice-backup-torn = Use another backup; the present office is unchanged
error-backup-foreign = { $name } is no backup of Loket
advice-backup-foreign = Choose a file that ends in .backup in the backup folder
error-backup-newer = Backup { $name } was made by a newer Loket
advice-backup-newer = Install the newest Loket on this computer
error-backup-unsound = The content of { $name } is not proven whole
advice-backup-unsound = Do not use it; restore from another backup and report the details below
error-backup-none = There is no whole backup yet
advice-backup-none = Make a backup first

## Commands.
backup-made = Backup { $path } made and proven whole in { $seconds } s
backup-counts = Content: { $permits } permits, { $cards } cards, { $cases } cases; { $mib } MiB
backup-head = Last audit entry: { $seq } · { $hash }
backup-row = { $time }  { $permits } permits  { $mib } MiB  { $path }
backup-row-bad = DAMAGED  { $path }
backup-restored = Office restored to { $path } and proven whole in { $seconds } s
backup-drilled = Restore drill of { $path } passed in { $seconds } s
backup-proven = Proven: { $entries } audit entries, { $rows } rows, { $received } blanks received in balance

## Reports.
report-moment = { $day } at { $time } WIB
report-seconds = { $seconds } s
report-officers = Officers
report-cases = Cases
report-permits = Permits
report-portraits = Pictures
report-cards = Cards
report-blanks = Blanks
report-entries = Audit entries
report-drill-title = Restore drill
report-drill-footer = Loket · Made from a restore drill; keep it with the office's security records
report-drill-passed = The newest backup was restored into a temporary folder, opened with the office's key and examined in full. Its content is proven whole; the temporary folder was removed.
report-drill-failed = The newest backup was restored into a temporary folder and examined. Its content is NOT proven whole; make a new backup and report it.
report-drill-file = Backup file
report-drill-made = Made
report-drill-digest = Digest (SHA-256)
report-drill-took = Restoring and examining took
report-drill-by = Carried out by
report-drill-counts = Content
report-drill-what = Kind
report-drill-in-backup = In the backup
report-drill-restored = Restored
report-drill-proofs = Proofs
report-drill-chain = Audit chain
report-drill-chain-words = Whole: { $entries } entries, { $rows } rows, { $anchors } daily anchors
report-drill-head = Last entry
report-drill-stock = Stock of blanks
report-drill-stock-words = In balance: { $received } blanks received, all accounted for

report-day-title = Day report
report-day-footer = Loket · Keep this report away from the computer: its anchor proves that the records were not written anew
report-day-nothing = Nothing was recorded on this day.
report-day-acts = Acts by kind
report-day-act = Kind
report-day-officers = Acts by officer
report-day-officer = Officer
report-day-program = Program
report-day-count = Count
report-day-sum = Total
report-day-anchor = Anchor of the day
report-day-anchor-about = The last entry of this day is signed with the office's key. Whoever writes the entries before it anew can no longer make them agree with this page.
report-day-last = Last entry
report-day-hash = Digest (SHA-256)
report-day-kid = Signing key
report-day-signature = Signature (ES256)
report-day-qr = The anchor as QR
report-day-unsigned = This day has no anchor yet: it is signed with the first act of the next working day. Print this report again after that.
report-day-made-by = Made by

## Acts.
act-backup-drill = Restore drill
act-backup-make = Backup made
act-day-report = Day report made
act-office-restore = Office restored from a backup
