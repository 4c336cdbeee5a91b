//! Plain A4 documents as drawings: headings, paragraphs, tables, bars, signatures; words come in, nothing is looked up.
