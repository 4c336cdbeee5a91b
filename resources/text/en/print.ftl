## Printers, sheets, calibration.
act-printer-profile = Printer's profile kept

printer-row = { $name }: { $state } { $about }
printer-none = There is no printer on this computer
printer-state-ready = ready
printer-state-busy = printing
printer-trouble-gone = is off or out of reach
printer-trouble-paused = is paused
printer-trouble-rejects = takes no jobs
printer-trouble-out-of-paper = is out of cards or paper
printer-trouble-out-of-ink = is out of ribbon, ink or toner
printer-trouble-open = stands open
printer-trouble-jam = has a card or sheet stuck
printer-trouble-other = is in trouble; see its display
printer-misread-range = a number cannot be on that ruler
printer-misread-contradict = the numbers contradict each other
printer-misread-shift = it is off by more than 10 mm
printer-misread-scale = its size changed by more than 3 per cent; does the printer fit to page?
printer-misread-skew = it is turned by more than 3 degrees
printer-sent = Sent to { $printer } as job { $job }

sheet-made = { $cards } cards on { $sheets } sheets: { $path }
sheet-row = { $serial }: sheet { $sheet }, position { $position }
sheet-at-risk = { $count } elements stand nearer to the cut than the safe zone allows

calibrate-off = The worst cross is off by { $mm } mm
calibrate-proved = Proven: within 0.2 mm
calibrate-not-proved = Not within 0.2 mm yet; read again with calibrate read
calibrate-kept = Kept: { $x } mm to the right and { $y } mm down, scale { $scale_x } × { $scale_y }, turned by { $skew } degrees; print a second page to prove it
cli-four-numbers = Write four numbers for A, B, C and D, e.g. 24.6,25.1,24.7,25.0
cli-out-or-printer = Name --out or --printer

error-printer-no-spooler = This computer's print system does not answer
advice-printer-no-spooler = Start CUPS or the Print Spooler, or save as a file
error-printer-unknown = Nobody knows whether printer { $name } has taken it
advice-printer-unknown = Look into the printer's queue and tray, then say what came of each card: good, spoiled or not printed
error-printer-not-found = There is no such printer
advice-printer-not-found = See its name with the command printers
error-printer-trouble = The printer { $trouble }
advice-printer-trouble = Put the printer right and send again; nothing was printed
error-printer-no-duplex = That printer prints one side only
advice-printer-no-duplex = Use a two-sided printer, or set duplex = false in its profile and turn the cards by hand
error-printer-wrong-size = That printer takes no paper of this size
advice-printer-wrong-size = Choose another size, or add this one to the printer
error-printer-refused = The print system refused the job
advice-printer-refused = See the printer's queue on this computer
error-printer-far = CUPS_SERVER names another computer
advice-printer-far = Cards go through this computer's print system alone; add the printer here
error-printer-profile = The printer's profile cannot be used
advice-printer-profile = Mend or delete its file in the folder printers, then calibrate again
error-printer-reading = The readings are refused: { $misread }
advice-printer-reading = Measure the four crosses' distances from the edges again, in millimetres and tenths
error-sheet-plan = That sheet cannot be printed and cut
advice-sheet-plan = Check positions, gutters, bleed, and the edges the printer does not reach
