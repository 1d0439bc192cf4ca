"""What stands in a study: responses, the ledger, frozen versions; read and written as bytes."""
