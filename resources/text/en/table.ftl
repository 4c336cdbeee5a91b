# Lists as files: reading, importing, exporting.

table-note-old-encoding = The file is in the old code page of Windows; check letters with accents
table-note-bad-characters = Some letters cannot be read, the first in row { $row }
table-note-control-characters = Invisible characters were left out of { $cells } cells, the first at { $column }{ $row }
table-note-formula = { $cells } cells have a formula; its last result is taken, the first at { $column }{ $row }
table-note-error-value = { $cells } cells show a formula's error, the first at { $column }{ $row }
table-note-long-number = { $cells } numbers are longer than a worksheet keeps; their last digits may be lost, the first at { $column }{ $row }
table-note-other-sheets = { $cells } other sheets were not read

error-table-too-large = The file is too large
error-table-bomb = The XLSX file holds far more than its size tells; it is refused
error-table-too-much-text = The list is too large from row { $row } on; part it into several files
error-table-too-many-rows = The list has more than { $most } rows; part it into several files
error-table-too-many-columns = Row { $row } has more than { $most } columns
error-table-cell-too-long = Cell { $column }{ $row } holds too much
error-table-open-quote = The quotation mark opened in row { $row } is never closed
error-table-old-excel = An old Excel file (.xls); save it as .xlsx or .csv
error-table-encrypted = The XLSX file has a password; save it without one
error-table-other-archive = Not an XLSX file; save it as .xlsx or .csv
error-table-web-page = A web page under a spreadsheet's name; open it in Excel and save it as .xlsx
error-table-not-a-table = Not a list: neither text nor an XLSX file
error-table-damaged = The XLSX file is damaged; open it in Excel and save it again
error-table-no-such-sheet = There is no sheet of that name
error-table-write = The list cannot be written
