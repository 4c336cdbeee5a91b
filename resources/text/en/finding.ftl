# Findings about a field: finding-<rule>.

finding-required = Fill this in
finding-characters = Invisible characters; delete and retype
finding-too-long = Too long; at most { $most } characters
finding-date-form = Write the date as DD-MM-YYYY
finding-date-calendar = The calendar has no such day

finding-mrz-missing = Passport zone not read; paste or scan the MRZ
finding-mrz-length = { $found } characters read, 88 expected; read again
finding-mrz-alphabet = Character { $at } is not a letter, digit or <
finding-mrz-not-passport = Not a passport; line 1 must begin with P
finding-mrz-digit-number = Check digit of the passport number fails; read again
finding-mrz-digit-birth = Check digit of the date of birth fails; read again
finding-mrz-digit-expiry = Check digit of the expiry fails; read again
finding-mrz-digit-personal = Check digit of the personal number fails; read again
finding-mrz-digit-composite = Composite check digit fails; read again
finding-mrz-of-another = The MRZ is another passport's; read the holder's own
finding-mrz-name-cut = The MRZ may cut the name; look at the data page
finding-mrz-differs-name = Differs from the MRZ; check the spelling
finding-mrz-differs-sex = Differs from the MRZ; check the passport
finding-mrz-differs-birth = Differs from the MRZ; check the passport
finding-mrz-differs-nationality = Differs from the MRZ; check the passport
finding-mrz-differs-number = Differs from the MRZ; check the passport
finding-mrz-differs-expiry = Differs from the MRZ; check the passport
finding-mrz-differs-country = Differs from the MRZ; check the passport

finding-name-no-letter = A name needs letters
finding-name-not-written = Write the name in Latin letters as in the passport
finding-name-digits = The name has digits; check the passport
finding-name-not-latin = Letters other than Latin; see that the card prints them
finding-sex-form = Write L (male), P (female) or X
finding-birth-after-today = Born after today
finding-birth-too-old = Over 120 years old; check the year
finding-nationality-unknown = Unknown; write a three-letter code or a country
finding-nationality-specimen = UTO is for specimens only; choose a real state
finding-nationality-indonesian = Indonesian citizens need no stay permit
finding-civil-status-form = Write married, single, divorced or widowed
finding-nik-form = A NIK has 16 digits
finding-nik-birth-differs = The NIK tells another birth date or sex
finding-passport-no-form = A passport number has 5–9 letters and digits
finding-passport-no-long = Over 9 characters; compare with the passport
finding-passport-expired = The passport has expired
finding-passport-country-differs = Differs from the nationality; note why

finding-permit-no-form = 8–16 letters and digits, perhaps -A or -AB
finding-permit-no-shape = Unusual form; compare with SIMKIM
finding-permit-no-kind = This does not look like a { $kind }; check the kind
finding-index-form = An index begins with a letter, e.g. E23 or C312
finding-index-missing = No index; fill it in if the office has one
finding-niora-form = A NIORA has letters and digits only
finding-niora-shape = A NIORA usually has 8–14 characters; compare
finding-issue-seq-form = Write a number from 1 to 99
finding-validity-order = Ends before it begins
finding-permit-ended = This permit has ended; no card can be made
finding-unlimited-only-itap = Only an ITAP can be unlimited; write a date
finding-report-due-order = The report must be due after the permit begins
finding-report-due-past = The report is overdue; write the next one
finding-report-due-unused = Not used, as this permit has a last day
finding-reentry-until-missing = Write the last day of the re-entry permit
finding-entry-after-today = Entry after today
finding-entry-before-birth = Entry before birth
finding-entry-missing = A first ITAS needs the date of entry
finding-issue-date-after-today = Issued after today
finding-issue-date-long-past = Over { $days } days ago; write the day of this card

finding-rt-rw-form = Write RT/RW as 003/007
finding-rt-rw-missing = No RT/RW; fill it in if there is one
finding-regency-unknown = Unknown; write e.g. Kota Bekasi
finding-province-differs = This city or regency lies in { $province }
finding-district-not-in-regency = Not a district of { $regency }
finding-village-not-in-district = Not a village of { $district }
finding-address-outside-bekasi = Outside Bekasi; check the transfer
finding-postcode-form = A postcode has 5 digits
finding-postcode-differs = Not a postcode of this area; check it
finding-guarantor-name-missing = Write the guarantor's name
finding-guarantor-id-form = A NIB or NIK has digits only
finding-guarantor-id-length = A NIB has 13 digits, a NIK 16; check it

finding-index-unknown = Index not on the list; compare
finding-index-not-in-force = Index not in force today
finding-index-other-kind = This index is not for a { $kind }
finding-grant-too-long = At most { $months } months from the first day
finding-total-too-long = Over { $months } months since entry; check the history
finding-issues-too-many = Issued more than { $most } times; needs approval
finding-applied-late = Over { $days } days since entry; check the charge
finding-report-too-late = The report is due within { $months } months
finding-reentry-missing = An ITAS usually comes with a re-entry permit
finding-reentry-after-permit = May not outlast the stay permit
finding-reentry-too-long = A re-entry permit lasts { $months } months at most
finding-passport-ends-first = The passport ends first; think about the length
finding-passport-too-short = Less than { $months } months left in the passport
finding-itap-needs-passport = An ITAP needs a national passport
finding-retirement-age = This index is for the age of { $years } and over
finding-minor-without-parent = Under { $years }; make sure of a parent's permit
finding-guarantor-missing = This index needs a guarantor; write the name

## The registry knows the number.
finding-permit-of-another = This number belongs to another person, card { $serial }
finding-permit-no-otherwise = Registered as { $permit }; write the number so
error-permit-of-another = The permit number belongs to another permit; no card was issued
advice-permit-of-another = Compare the permit number with SIMKIM

## The picture.
finding-portrait-damaged = The photo is damaged; choose it again
finding-portrait-size = The photo is rather small
finding-portrait-sharpness = The photo is not sharp
finding-portrait-exposure = The face is too dark or too bright
finding-portrait-glare = Part of the face is burnt out
finding-portrait-background = The background is uneven
