"""What every table is made of: shared annotated column types, and the base with its fixed names of constraints."""

from typing import Annotated

from sqlalchemy import BigInteger, MetaData, SmallInteger, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

County = Annotated[str, mapped_column(String(12), primary_key=True)]
Key = Annotated[str, mapped_column(String(64), primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
MaybeCode = Annotated[str | None, mapped_column(String(40))]
MaybeKey = Annotated[str | None, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
MaybeName = Annotated[str | None, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(Text)]
MaybeProse = Annotated[str | None, mapped_column(Text)]
Small = Annotated[int, mapped_column(SmallInteger)]
MaybeSmall = Annotated[int | None, mapped_column(SmallInteger)]
Day = Annotated[int, mapped_column()]
MaybeDay = Annotated[int | None, mapped_column()]
Big = Annotated[int, mapped_column(BigInteger)]
MaybeBig = Annotated[int | None, mapped_column(BigInteger)]
BigKey = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]


class Base(DeclarativeBase):
    """All tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
