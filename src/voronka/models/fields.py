"""Column types that Django lacks."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Django's Field is generic for the type checker only. `Any`: the same class serves nullable columns.
if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class MoneyField(_Field):
    """An exact amount with two decimals, kept as a whole number of hundredths.

    Not DecimalField: SQLite would keep that as a float, and running sums would drift by cents.
    """

    def get_internal_type(self) -> str:
        """The column is a 64-bit integer on both databases."""
        return "BigIntegerField"

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """Hundredths to an amount; sums of the column come this way as well."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        """Any number's text to an amount."""
        return None if value is None else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        """An amount to hundredths. More than two decimals is a bug of the caller and refused."""
        if value is None:
            return None
        hundredths = Decimal(value).scaleb(2)
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimals")
        return int(hundredths)

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django's signature
        prepared: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> Any:
        """As `get_prep_value`; both databases take the plain integer."""
        return value if prepared else self.get_prep_value(value)
