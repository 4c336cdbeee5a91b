# The office's figures.
numbers-title = Figures of limited and permanent stay permits
numbers-on = As of { $day }
numbers-footer = Counted from the office's registry; names nobody
numbers-sheet = Figures { $day }
numbers-holders = Permit holders
numbers-by-kind = Holders of stay permits
numbers-by-place = By residence
numbers-by-purpose = By purpose of stay
numbers-by-nationality = By nationality
numbers-by-sex = By sex
numbers-by-age = By age
numbers-by-queue = Expiring and overdue
numbers-elsewhere = Outside the office's area
numbers-purpose-worker = Foreign workers
numbers-purpose-dependant = Wives, husbands and children of permit holders
numbers-purpose-citizen-spouse = Wives or husbands of citizens
numbers-purpose-student = Pupils and students
numbers-purpose-other = Others
numbers-age = { $from }–{ $until } years
numbers-age-open = { $from } years and over
numbers-expiring = Expiring or to be reported within { $days } days
numbers-overdue = Past the last day or report day
numbers-movements = Changes and cards by month
numbers-moved-new = New
numbers-moved-extended = Extended
numbers-moved-converted = Converted
numbers-moved-ended = Ended
numbers-moved-lapsed = Ran out
numbers-column-section = Section
numbers-column-part = Part
numbers-column-total = Total
numbers-column-share = Share of all
numbers-column-month = Month
numbers-column-end = Holders
numbers-column-good = Good cards
numbers-column-spoiled = Spoiled
numbers-service = Time of service, last twelve months
numbers-served = Cards handed over
numbers-median = Half of them at most
numbers-p90 = Nine in ten at most
numbers-within = Within { $days } working days
numbers-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
numbers-note = Holders are counted on that day, as things stood on that day. Working days are Monday to Friday, from the day the application was begun to the day the card was handed over; holidays are not taken out. Ran out means past its last day without an extension.
numbers-written = Report written to { $file }
