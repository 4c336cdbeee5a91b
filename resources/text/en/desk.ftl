# The desk: screens, buttons, messages.
## General.
desk-home = Home
desk-applications = Applications
desk-registry = Registry
desk-verify = Verify
desk-settings = Settings
desk-help = Shortcuts
desk-close = Close
desk-cancel = Cancel
desk-delete = Delete
desk-save = Save
desk-retry = Try again
desk-loading = Loading…
desk-copy-detail = Copy details
desk-saving = Saving…
desk-saved = Saved { $time }
desk-save-failed = Not saved
desk-saved-to = Saved to { $path }
desk-path = File path
desk-path-hint = Type or paste a file path, then press Enter
desk-from-file = From file…
desk-filter-picture = Photos
desk-filter-card = Pictures and PDF
desk-choose-picture = Choose a photo
desk-choose-card = Choose a picture of a card

## Opening an office.
desk-tagline = Stay-permit card station
desk-opening = Opening the office…
desk-first-title = There is no office on this computer yet
desk-first-text = Make a demo office with invented residents to try everything: enter an application, take the photo, issue the card and check it. All its cards say SPECIMEN.
desk-first-demo = Make a demo office
desk-first-folder = Kept in { $path }
desk-demo-making = Making the demo office…
desk-demo-preparing = Preparing keys, rule tables and sample photos…
desk-demo-progress = { $done } of { $all } invented residents
desk-broken-title = The office cannot be opened
desk-demo-notice = Demo office: everyone here is invented and every card says SPECIMEN. Do not enter data of real people.
desk-demo-badge = Demo office
desk-specimen = This is a specimen card, not a valid document

## Home.
desk-registry-find = Search the registry
desk-figure-permits = Permits on record
desk-figure-today = Cards issued today
desk-figure-month = { $count } this month
desk-figure-expiring = Expiring within 30 days
desk-figure-expiring-more = still in force
desk-figure-overdue = Past their last day
desk-figure-overdue-more = neither extended nor ended
desk-latest = Latest permits
desk-latest-none = No permits yet
desk-latest-none-advice = The first card issued will appear here
desk-until = until { $date }
desk-continue = Continue an application
desk-continue-none = No application is waiting
desk-continue-none-advice = Unfinished applications save themselves and wait here
desk-nationalities = Most common nationalities
desk-nationalities-none = No data yet
desk-draft-nameless = No name yet
desk-draft-portrait = with photo
desk-draft-no-portrait = no photo yet
desk-draft-delete = Delete the application of { $name }
desk-draft-delete-title = Delete the application of { $name }?
desk-draft-delete-text = All data and the photo of this application will be lost and cannot be brought back.
desk-draft-deleted = Application deleted

## Application: data.
desk-application-new = New application
desk-kind = Kind of permit
desk-step-data = 1 Data
desk-step-portrait = 2 Photo
desk-step-review = 3 Review
desk-next-portrait = Next: Photo…
desk-next-review = Next: Review…
desk-zone = Passport zone
desk-zone-read = Passport read
desk-zone-hint = Scan or paste the two bottom lines of the passport's data page
desk-zone-filled = { $count } fields filled from the passport
desk-section-holder = Holder
desk-section-passport = Passport
desk-section-stay = Permit
desk-section-address = Address and guarantor
desk-section-other = Other
desk-hint-date = DD-MM-YYYY
desk-hint-choose = Type to search
desk-card-as-printed = The card exactly as printed
desk-card-front = Front
desk-card-back = Back
desk-flip = Flip
desk-card-drawing = Drawing the card…
desk-card-waits = The card appears once the required fields are right
desk-card-overflow = Too long for the card: { $fields }
desk-checks = Checks
desk-checks-missing = { $count } required fields are empty
desk-checks-data-good = Data complete and within the rules
desk-checks-portrait-good = Photo taken
desk-checks-portrait-missing = No photo yet

## Application: photo.
desk-take = Take photo
desk-retake = Retake
desk-viewfinder = Camera picture
desk-crop-name = Photo and its frame
desk-portrait-good = Good. Press Space
desk-portrait-checks = Photo checks
desk-portrait-looking = Checking the photo…
desk-portrait-pending = The new photo is being prepared; the card cannot be issued yet
desk-portrait-no-picture = Waiting for a picture
desk-shots = Last three photos
desk-shot = Photo { $number }
desk-shots-hint = The chosen one goes on the card. Keys 1–3 choose.
desk-camera = Camera
desk-camera-first = First camera
desk-camera-folder = Photo folder…
desk-camera-mirror = Mirror
desk-camera-opening = Opening the camera…
desk-camera-off = Camera off
desk-camera-retry = Try the camera again
desk-camera-start = Turn on
desk-camera-stop = Turn off

## Application: review and issue.
desk-summary = Summary
desk-card-exact = Taken from the very PDF that will be printed; the QR code is made when the card is issued
desk-serial = Card serial

## Registry.
desk-registry-count = { $count } permits
desk-registry-hint = Name, permit no., passport, NIORA, guarantor, serial
desk-registry-none = Nothing found
desk-registry-none-advice = Try only part of the name or number
desk-column-number = Permit no.
desk-column-until = Until
desk-card-again = Save a proof PDF
desk-cards-none = No card yet
desk-card-superseded = superseded
desk-card-current = current card

## Verify.
desk-verify-scan = Scan the QR code
desk-verify-text = Code from a reader or pasted
desk-verify-hint = Scan with a reader, or Ctrl V
desk-verify-picture = Picture or PDF
desk-drop-hint = You can also drag a file into this window
desk-verify-camera-hint = Turn the camera on and hold the card's QR code up to it
desk-verify-ready = Ready to check
desk-verify-ready-advice = Scan the QR code on the back of the card
desk-verify-busy = Checking…
desk-verify-compare = Compare the face with the photo on the card
desk-verify-unproven = What follows is unproven
desk-verify-next = Scan the next card at any time
desk-claim-name = Name
desk-claim-permit = Permit
desk-claim-issued = Sealed
desk-claim-status = Status at the office
desk-status-valid = Valid
desk-status-revoked = Revoked
desk-status-suspended = Suspended
desk-status-superseded = Superseded
desk-status-unknown = Unknown

## Settings.
desk-settings-office = The office on the card
desk-setting-header = Header line
desk-setting-office = Name of the office
desk-setting-title = Signatory's title
desk-setting-signatory = Signatory's name
desk-setting-nip = Signatory's NIP
desk-setting-issuer = Issuer of the seal (URL)
desk-settings-office-hint = Applies to cards issued after saving
desk-settings-saved = Settings saved
desk-settings-admin = Only an administrator can change this
desk-settings-lock = Screen lock
desk-setting-lock = Lock when not used for (minutes)
desk-setting-lock-hint = At least 1, at most 120; takes effect when saved
desk-setting-lock-wrong = Enter a number from 1 to 120
desk-settings-look = Appearance
desk-setting-language = Language
desk-setting-theme = Theme
desk-theme-light = Light
desk-theme-dark = Dark
desk-setting-scale = Display size
desk-setting-scale-hint = Also with Ctrl + and Ctrl −
desk-settings-printer = Card printer
desk-setting-dpi = Resolution

## Keys.
desk-key-next-field = next field
desk-key-zone = passport zone
desk-key-flip = flip the card
desk-key-back = back
desk-key-help = all keys
desk-key-space = Space
desk-key-shots = choose photo
desk-key-crop = adjust frame
desk-key-file = from file
desk-key-rows = choose row
desk-key-open = open
desk-key-verify = check
desk-help-everywhere = Everywhere
desk-help-application = Application
desk-help-screens = change screen
desk-help-zoom = larger, smaller
desk-help-list = open the list of choices
desk-help-undo = undo typing
desk-help-steps = data, photo, review
desk-help-next = next step, issue
desk-help-take = take, retake

## Files outside the office.
