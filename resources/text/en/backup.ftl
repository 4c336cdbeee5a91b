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
