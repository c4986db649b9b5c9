"""The seller's steps as rows and as lines."""

from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.seller_steps import SellerStep, step_lines, step_rows, steps_of, steps_written

_WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), min_size=1, max_size=9).filter(
    lambda text: text[0] not in "-+" and len(text.splitlines()) == 1
)
_SEVERAL = st.lists(_WORDS, max_size=3).map(tuple)
_STEPS = st.lists(st.builds(SellerStep, _WORDS, _SEVERAL, _SEVERAL), max_size=4).map(tuple)


@given(_STEPS)
def test_what_was_written_is_read_again(steps: tuple[SellerStep, ...]) -> None:
    assert steps_written(step_lines(steps)) == steps
    assert steps_of(step_rows(steps)) == steps


def test_people_need_not_be_careful() -> None:
    text = "\n - Call first \n\nAsk\n-script\n+   The five questions\n-\n+\n"
    assert steps_written(text) == (
        SellerStep("Call first"),
        SellerStep("Ask", ("script",), ("The five questions",)),
    )
