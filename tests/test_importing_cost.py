"""What importing costs can be measured in each form: all questions of a bank that is made for it are imported."""

import pytest

from benchmarks.importing.banks import EXCEL, FORMS
from benchmarks.importing.cost import costs

pytestmark = pytest.mark.repeats


@pytest.mark.parametrize("form", [*FORMS, EXCEL])
def test_a_bank_of_each_form_is_imported_whole(form: str) -> None:
    (cost,) = costs([form], 5_000)
    assert cost.questions == cost.imported > 1
    assert cost.seconds > 0
    assert cost.times > 1
