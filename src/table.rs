//! Lists as files: CSV and XLSX to rows of text with their findings, and rows to CSV and XLSX; knows nothing of people.
