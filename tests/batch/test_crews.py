"""Every crew makes the same bytes, and one report that fails stops no other."""

from dataclasses import replace

from distributed import LocalCluster

from analys.batch.cluster import open_local
from analys.batch.crews import OnCluster
from analys.batch.scheduler import Reach, open_scheduler
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


def test_a_scheduler_gets_program_and_files_and_keeps_neither(batch, tmp_path, monkeypatch):
    left, out = tmp_path / "hos", tmp_path / "reports"
    left.mkdir()
    monkeypatch.setenv("TMPDIR", str(left))
    order = replace(batch.orders[0], target=out / batch.orders[0].target.relative_to(batch.out))

    with (
        LocalCluster(1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        open_scheduler(
            Reach(cluster.scheduler_address), data=batch.data, out=out, explain=describe_crash
        ) as crew,
    ):
        (made,) = batch.carry(crew, [order], out)
        (again,) = batch.carry(crew, [order], out)

    assert (made.kind, made.why) == ("gjord", "")
    assert again.kind == "oförändrad"
    theirs = batch.read(out)
    assert theirs == {name: content for name, content in batch.read(batch.out).items() if name in theirs}
    assert f"9999/2025-26-skolor/{order.skola}/genomlysning.pdf" in theirs
    assert [path for path in left.rglob("*") if path.is_file() and "rum" in path.parts] == []
    assert list(left.glob("analys-*/*/underlag")) == []
