"""Workers make the same bytes, and one report that fails stops no other."""

from dataclasses import replace

from analys.batch.cluster import open_local
from analys.batch.crews import OnCluster
from analys.crash import describe_crash


def test_workers_make_the_bytes_that_one_process_makes(batch, tmp_path):
    """Beside an order that cannot be made: its school is in no file."""
    good = [replace(order, target=tmp_path / order.target.relative_to(batch.out)) for order in batch.orders]
    asked = good[0].asked.model_copy(update={"skola": "10000009"})
    bad = replace(good[0], asked=asked, target=tmp_path / "ingen")

    with open_local(2, batch.data) as client:
        made = batch.carry(
            OnCluster(client, batch.data, tmp_path, describe_crash), [good[0], bad, good[1]], tmp_path
        )

    assert [one.kind for one in batch.made] == ["gjord", "gjord"]
    assert [(one.kind, one.code) for one in made] == [("gjord", 0), ("misslyckad", 3), ("gjord", 0)]
    assert batch.read(tmp_path) == batch.read(batch.out)
