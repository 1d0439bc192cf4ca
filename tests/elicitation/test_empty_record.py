"""Before anything is recorded, the facilitator's page says nothing of where the record stands."""

from __future__ import annotations

from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import Site, said


def test_an_empty_record_stands_nowhere(tmp_path):
    site = Site(tmp_path / "study")
    (site.desk.folder / "ledger.jsonl").unlink(missing_ok=True)
    boss = site.facilitator()
    assert "stands at" not in said(boss.get("/facilitator"))
    done(site.desk.folder, "round", "open", 1)
    told = said(boss.get("/facilitator"))
    count = len((site.desk.folder / "ledger.jsonl").read_text("utf-8").splitlines())
    assert f"The record has {count} entr{'y' if count == 1 else 'ies'} and stands at" in told
