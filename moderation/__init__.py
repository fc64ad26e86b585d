"""May these words go live: gate, submissions, scans, cases, decisions and the ledger."""
