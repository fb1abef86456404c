"""Before a run: which läsår, is there anything at all, and when the network is asked."""

import pytest

from analys import preparation
from analys.errors import AnalysError, InputError
from analys.parameters import RunParameters, make_parameters
from analys.preparation import fetch_references, settle
from analys.progress import Silent


class Heard(Silent):
    """Progress that remembers."""

    def __init__(self):
        self.steps = []

    def step(self, text):
        self.steps.append(text)


@pytest.fixture
def fetched(monkeypatch):
    """Fetches that were asked for; each fails as without network."""
    asked = []

    def fetch(kommun, fran, till, *, data, progress):
        asked.append((kommun, fran, till))
        raise AnalysError("Hämtningen från Kolada avbröts: ingen kontakt.\nMer att läsa.")

    monkeypatch.setattr(preparation, "fetch_kolada", fetch)
    return asked


@pytest.fixture
def kommun(tmp_path):
    """Data folder with Hallstahammar's folders of läsår, and something that is none."""
    for name in ("2023-24", "2024-25", "arkiv", "2024-26"):
        (tmp_path / "raw" / "1961" / name).mkdir(parents=True)
    return tmp_path


def choose(data, **values):
    heard = Heard()
    return settle(make_parameters({"kommun": "1961"} | values), data, heard).lasar, heard.steps


def refer(data, **values):
    heard = Heard()
    fetch_references(make_parameters({"kommun": "1961"} | values), data, heard)
    return heard.steps


def test_the_newest_lasar_with_files_is_taken(kommun, fetched):
    assert choose(kommun)[0] == "2024/25"


def test_a_chosen_lasar_is_kept(kommun, fetched):
    assert choose(kommun, lasar="2023-24")[0] == "2023/24"


def test_a_chosen_lasar_without_files_is_refused_with_the_latest_that_has(kommun, fetched):
    with pytest.raises(InputError) as caught:
        choose(kommun, lasar="2025/26")

    message = str(caught.value)
    assert "Det finns inga uppgifter om Hallstahammar för läsåret 2025/26." in message
    assert "Senaste läsår med uppgifter är 2024/25." in message


def test_files_are_read_before_the_network_is_asked(kommun, fetched):
    assert choose(kommun) == ("2024/25", [])
    assert fetched == []


def test_without_network_a_municipality_with_files_does_without_references(kommun, fetched):
    steps = refer(kommun)

    assert len(fetched) == 1
    assert steps == ["Rapporten görs utan jämförelsetal: Hämtningen från Kolada avbröts: ingen kontakt."]


def test_without_files_and_network_there_is_nothing_to_report_on(tmp_path, fetched):
    with pytest.raises(AnalysError, match="ingen kontakt"):
        choose(tmp_path)


def test_the_years_of_the_trend_are_fetched_and_one_more(kommun, fetched):
    refer(kommun, lasar="2024/25", antal_lasar=3)

    # 2022/23, 2023/24 and 2024/25 are the springs of 2023 to 2025; the läsår before is asked for too.
    assert fetched == [("1961", 2022, 2025)]


def published(monkeypatch, *rows, years=range(2021, 2027)):
    """Kolada's answers about some years are kept: rows of enhet, läsår, status."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["enhet", "lasar", "status"])
    monkeypatch.setattr(preparation, "load_index", lambda data, kommun: [{"ar": list(years)}])
    monkeypatch.setattr(preparation, "load_kolada", lambda data, kommun: frame)


def test_what_is_kept_is_not_fetched_again(kommun, fetched, monkeypatch):
    published(monkeypatch, ("1961", "2024/25", "officiell"))

    assert refer(kommun) == []
    assert fetched == []


def test_a_chosen_lasar_that_was_never_asked_for_is_fetched(tmp_path, fetched, monkeypatch):
    published(monkeypatch, ("1961", "2018/19", "officiell"), years=range(2016, 2020))

    assert choose(tmp_path, lasar="2018/19")[1] == []
    with pytest.raises(InputError, match="Senaste läsår med uppgifter är 2018/19"):
        choose(tmp_path, lasar="2022/23")
    assert fetched == [("1961", 2018, 2023)]


def test_without_a_chosen_lasar_the_kept_answers_are_enough(tmp_path, fetched, monkeypatch):
    published(monkeypatch, ("1961", "2018/19", "officiell"), years=range(2016, 2020))

    assert choose(tmp_path) == ("2018/19", [])
    assert fetched == []


def test_official_mode_takes_the_newest_lasar_that_the_municipality_has_a_value_of(
    tmp_path, fetched, monkeypatch
):
    published(
        monkeypatch,
        ("1961", "2022/23", "officiell"),
        ("1961", "2023/24", "officiell"),
        ("1961", "2024/25", "saknas"),
        ("0000", "2024/25", "officiell"),
    )

    assert choose(tmp_path)[0] == "2023/24"


def test_answers_about_others_only_are_nothing_to_report_on(tmp_path, fetched, monkeypatch):
    published(monkeypatch, ("0000", "2024/25", "officiell"), ("1961", "2024/25", "saknas"))

    with pytest.raises(InputError, match="Det finns inga uppgifter om Hallstahammar"):
        choose(tmp_path)


def test_the_demo_municipality_is_made_on_first_use(tmp_path, fetched, monkeypatch):
    made = []

    def ensure(data):
        made.append(data)
        (data / "raw" / "9999" / "2025-26").mkdir(parents=True)

    monkeypatch.setattr(preparation, "ensure_demo", ensure)

    assert settle(RunParameters(), tmp_path, Heard()).lasar == "2025/26"
    assert made == [tmp_path]
