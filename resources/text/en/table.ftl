# Lists as files: reading, importing, exporting.

table-note-old-encoding = The file is in the old code page of Windows; check letters with accents
table-note-bad-characters = Some letters cannot be read, the first in row { $row }
table-note-control-characters = Invisible characters were left out of { $cells } cells, the first at { $column }{ $row }
table-note-formula = { $cells } cells have a formula; its last result is taken, the first at { $column }{ $row }
table-note-error-value = { $cells } cells show a formula's error, the first at { $column }{ $row }
table-note-long-number = { $cells } numbers are longer than a worksheet keeps; their last digits may be lost, the first at { $column }{ $row }
table-note-other-sheets = { $cells } other sheets were not read

error-table-too-large = The file is too large
advice-table-too-large = Split it into several files
error-table-bomb = The XLSX file holds far more than its size tells; it is refused
advice-table-bomb = Ask for the list saved anew from Excel, or as .csv
error-table-too-much-text = The list is too large from row { $row } on; part it into several files
advice-table-too-much-text = Split the list, then import one part after the other
error-table-too-many-rows = The list has more than { $most } rows; part it into several files
advice-table-too-many-rows = Split the list, then import one part after the other
error-table-too-many-columns = Row { $row } has more than { $most } columns
advice-table-too-many-columns = Delete columns that are not used
error-table-cell-too-long = Cell { $column }{ $row } holds too much
advice-table-cell-too-long = Shorten that cell, then try again
error-table-open-quote = The quotation mark opened in row { $row } is never closed
advice-table-open-quote = Mend the quotation mark in that row, then try again
error-table-old-excel = An old Excel file (.xls); save it as .xlsx or .csv
advice-table-old-excel = Open it in Excel, then Save As .xlsx
error-table-encrypted = The XLSX file has a password; save it without one
advice-table-encrypted = Open it with its password, then save it without one
error-table-other-archive = Not an XLSX file; save it as .xlsx or .csv
advice-table-other-archive = Open it with its program, then save as .xlsx or .csv
error-table-web-page = A web page under a spreadsheet's name; open it in Excel and save it as .xlsx
advice-table-web-page = Open it in Excel, then Save As .xlsx
error-table-not-a-table = Not a list: neither text nor an XLSX file
advice-table-not-a-table = Choose a .csv or .xlsx file
error-table-damaged = The XLSX file is damaged; open it in Excel and save it again
advice-table-damaged = When it does not open, ask for the list again
error-table-no-such-sheet = There is no sheet of that name
advice-table-no-such-sheet = Check the sheets' names in that file
error-table-write = The list cannot be written
advice-table-write = Check the disk's room and the right to write, then try again

table-target-kind = Kind of permit
table-target-birth = Place and date of birth
table-column-serial = Card serial
table-sheet = Stay permits

table-doubt-order = Nothing tells whether the day or the month stands first; read as day first
table-doubt-mixed-order = Some dates have the day first and some the month; check them
table-doubt-short-years = Some years have two digits; check the century

table-report-row = Row
table-report-outcome = Outcome
table-report-field = Field
table-report-severity = Weight
table-report-finding = Finding
table-report-rule = Rule
table-report-refused = refused
table-report-passed = passed

table-column-used = { $letters } "{ $header }": { $field }
table-column-unused = { $letters } "{ $header }": not used
table-column-doubt = { "  " }Note: { $doubt }
table-unfilled = No column for { $field }; fill it with --map
table-rule-hard = [required] { $rows } rows: { $field }: { $words }
table-rule-soft = [note] { $rows } rows: { $field }: { $words }
table-refused-rows = Refused rows: { $rows }
table-refused-among = Refused rows, among others: { $rows }
table-would-take = Dry run: of { $rows } rows, { $passed } can be taken over ({ $odd } with notes), { $refused } are refused
table-taken = Of { $rows } rows, { $passed } were taken over ({ $odd } with notes), { $refused } refused, { $before } done before
table-progress = Row { $done } of { $all }
table-exported = { $rows } people written to { $file }

finding-import-known = This permit is in the registry already
finding-import-twice = This permit number stands in row { $row } already
finding-import-passport-twice = This passport number stands in row { $row } too
finding-import-niora-twice = This NIORA is of another person in row { $row }
finding-import-ended = This permit has ended

error-map-syntax = The mapping file is wrong in line { $line } ({ $key })
advice-map-syntax = Write each field as key = "column name"
error-map-newer = The mapping file has version { $version }, newer than this program
advice-map-newer = Install the newest Loket, or make a new mapping
error-map-key = The mapping names an unknown field: { $key }
advice-map-key = See the fields' names with loket-cli import --write-map
error-map-column = The list has no column for { $key }
advice-map-column = Match the column's name in the mapping with the list's head row
error-map-order = The order of dates of { $key } must be day-first or month-first
advice-map-order = Write day-first for 31/12/2026, month-first for 12/31/2026
error-map-twice = { $key } is mapped twice
advice-map-twice = Delete one of the two lines
error-export-ending = The file name { $name } must end in .csv or .xlsx
advice-export-ending = Add .csv or .xlsx to the file's name
error-stopped = Stopped
finding-import-same-person = Perhaps the same person as in row { $row }
