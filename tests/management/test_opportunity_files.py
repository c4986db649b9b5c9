"""The import of opportunities on small files of our own: done once, and refused with every fault by its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management.base import CommandError

from tests.management.soundness import assert_sound
from voronka.commands.opportunities.files import CannotImport, read_folder
from voronka.models import Deal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = {
    "accounts.csv": "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
    "Acme,retail,1996,1.5,10,Kenya,\nBetatech,technolgy,,,,Kenya,Acme\n",
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n",
    "sales_teams.csv": "sales_agent,manager,regional_office\nAnn Lee,Max Orr,East\n",
    "sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,Ann Lee,GTXPro,Acme,Won,2017-01-02,2017-02-03,100\n"
    "A2,Ann Lee,GTX Pro,,Engaging,2017-01-05,,\n"
    "A3,Ann Lee,gtx pro,Betatech,Prospecting,,,\n",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small folder of our own."""
    for name, content in SMALL.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
def test_a_folder_is_brought_in_by_the_command_once(small: Path, said: Callable[..., str]) -> None:
    told = said("import_opportunities", str(small), "--name", "Small")
    assert "Imported 3 deals (1 Engaging, 1 Prospecting, 1 Won), 2 companies, 1 sellers in 2 teams" in told
    assert "2 × “" not in told
    assert "1 × “gtx pro” was read as “GTX Pro”" in told
    assert_sound()
    with pytest.raises(CommandError, match="holds a workspace already"):
        said("import_opportunities", str(small))
    assert Deal.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("sales_pipeline.csv", "deal_stage", "stage", "sales_pipeline.csv has no column deal_stage"),
        ("accounts.csv", "sector", "branch", "accounts.csv has no column sector"),
        ("sales_pipeline.csv", "A2,", "A1,", "line 3: opportunity_id A1 stands there twice"),
        ("sales_pipeline.csv", "A2,Ann Lee", "A2,Bob Lee", "line 3: sales_agent Bob Lee is not in sales_teams.csv"),
        ("sales_pipeline.csv", "A1,Ann Lee,GTXPro", "A1,Ann Lee,GTZ", "line 2: product GTZ is not in products.csv"),
        ("sales_pipeline.csv", ",Acme,", ",Apex,", "line 2: account Apex is not in accounts.csv"),
        ("sales_pipeline.csv", "Engaging", "Talking", "line 3: deal_stage Talking is none of"),
        ("sales_pipeline.csv", "2017-01-05", "5 Jan 2017", "line 3: engage_date “5 Jan 2017” can't be read"),
        ("sales_pipeline.csv", "2017-02-03,100", ",100", "line 2: a deal that is Won has no engage_date or no close_date"),
        ("sales_pipeline.csv", "2017-02-03,100", "2017-02-03,", "line 2: a deal that is Won has no close_value"),
        ("sales_pipeline.csv", "2017-02-03,100", "2016-02-03,100", "line 2: close_date is before engage_date"),
        ("sales_pipeline.csv", ",100", ",-1", "line 2: close_value “-1” can't be read"),
        ("sales_pipeline.csv", ",100", ",1e400000000", "line 2: close_value “1e400000000” can't be read"),
        ("sales_pipeline.csv", ",100", ",NaN", "line 2: close_value “NaN” can't be read"),
        ("sales_pipeline.csv", "2017-01-05,,", "2017-01-05,2017-03-03,", "line 3: a deal that is Engaging has a close_date"),
        ("accounts.csv", ",Kenya,Acme", ",Kenya,Apex", "line 3: subsidiary_of Apex is no account"),
        ("accounts.csv", "1996", "long ago", "line 2: year_established “long ago” can't be read"),
        ("sales_teams.csv", "Max Orr", "", "line 2: no manager or no regional_office"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_line(
    small: Path, said: Callable[..., str], file: str, old: str, new: str, why: str
) -> None:
    (small / file).write_text(SMALL[file].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        said("import_opportunities", str(small))
    assert why in str(refused.value)
    assert str(refused.value).endswith("Nothing was imported.")
    assert not Deal.objects.exists()


def test_a_missing_file_is_named(small: Path) -> None:
    (small / "products.csv").unlink()
    with pytest.raises(CannotImport, match=r"There is no products\.csv in .*The folder needs: accounts\.csv"):
        read_folder(small)


def test_what_is_no_text_or_no_folder_is_told(small: Path) -> None:
    (small / "accounts.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotImport, match=r"accounts\.csv is no CSV file in UTF-8"):
        read_folder(small)
    with pytest.raises(CannotImport, match=r"can't be read|There is no"):
        read_folder(small / "accounts.csv")


def test_many_faults_are_counted_not_poured_out(small: Path) -> None:
    lines = "".join(f"B{n},Nobody,GTX Pro,,Prospecting,,,\n" for n in range(40))
    (small / "sales_pipeline.csv").write_text(SMALL["sales_pipeline.csv"] + lines, encoding="utf-8")
    with pytest.raises(CannotImport) as refused:
        read_folder(small)
    assert str(refused.value).count("\n") == 11
    assert str(refused.value).endswith("and 30 more")
